package cli

import (
	"errors"
	"io/fs"
	"os"

	"parley/store"
)

type backupCommand struct {
	File string `arg:"" help:"The file to write, which must not exist yet; attachments go into the folder FILE.files."`
}

// Run copies the database to a file, and attachments to the folder beside it, while a server may go on serving it.
func (c *backupCommand) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		err := s.Backup(i.ctx, i.actor(), c.File)
		if errors.Is(err, fs.ErrExist) {
			return advise(err, "Name a file that does not exist yet, and has no folder of attachments beside it.")
		}
		if err != nil {
			return err
		}
		i.say("%s holds a copy of the database. Keep it as safe as the database itself.", c.File)
		if _, err := os.Stat(store.FilesOf(c.File)); err == nil {
			i.say("%s holds its attachments and belongs to it.", store.FilesOf(c.File))
		}
		return nil
	})
}
