package store

import (
	"context"
	"errors"
	"fmt"
	"os"

	"parley/internal/desk"
)

// Backup writes a consistent copy of the database to a new file, while others go
// on reading and writing. A file that is there already is left alone. Only the
// system may: the copy holds everything, whoever may see it. PostgreSQL has
// pg_dump for this.
func (s *Store) Backup(ctx context.Context, actor desk.Actor, file string) error {
	if actor.Kind != desk.ActorSystem {
		return &desk.Error{Code: desk.CodePermission, Message: "Backups are made on the command line."}
	}
	if s.db.postgres {
		return errors.New("this database is PostgreSQL: back it up with pg_dump")
	}
	return wrap(s.db.copyTo(ctx, file), "back up to %s", file)
}

// copyTo has SQLite write the copy, and answers once it is on the disk.
func (db *database) copyTo(ctx context.Context, file string) (err error) {
	made, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, made.Close())
		if err != nil {
			err = errors.Join(err, os.Remove(file))
		}
	}()
	// It may not be inside a transaction, and so goes past s.read.
	if _, err := db.readers.ExecContext(ctx, `VACUUM INTO ?1`, file); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return made.Sync()
}
