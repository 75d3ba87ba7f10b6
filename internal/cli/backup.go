package cli

import (
	"errors"
	"io/fs"

	"parley/store"
)

type backupCommand struct {
	File string `arg:"" help:"The file to write, which must not exist yet."`
}

// Run copies the database to a file, while a server may go on serving it.
func (c *backupCommand) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		err := s.Backup(i.ctx, i.actor(), c.File)
		if errors.Is(err, fs.ErrExist) {
			return advise(err, "Name a file that does not exist yet.")
		}
		if err != nil {
			return err
		}
		i.say("%s holds a copy of the database. Keep it as safe as the database itself.", c.File)
		return nil
	})
}
