package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"parley/internal/desk"
)

// Backup writes a consistent copy of the database to a new file, while others go
// on reading and writing, and the files that it names, where there are any, to the
// folder that goes with it, as FilesOf says. A file or folder that is there already
// is left alone. Only the system may: the copy holds everything, whoever may see it.
// PostgreSQL has pg_dump for this.
//
// The files are copied after the database. Whatever a row of the copy names was
// there before the row, and nothing is removed until all is done; what has come in
// since is more than the copy names, and the first sweep of it removes that.
func (s *Store) Backup(ctx context.Context, actor desk.Actor, file string) error {
	if actor.Kind != desk.ActorSystem {
		return &desk.Error{Code: desk.CodePermission, Message: "Backups are made on the command line."}
	}
	if s.db.postgres {
		return errors.New("this database is PostgreSQL: back it up with pg_dump")
	}
	err := s.files.WhileKept(func() error {
		if _, err := os.Lstat(FilesOf(file)); err == nil {
			return &fs.PathError{Op: "make", Path: FilesOf(file), Err: fs.ErrExist}
		}
		if err := s.db.copyTo(ctx, file); err != nil {
			return err
		}
		if _, err := s.files.CopyTo(FilesOf(file)); err != nil {
			return errors.Join(err, os.RemoveAll(FilesOf(file)), os.Remove(file))
		}
		return nil
	})
	return wrap(err, "back up to %s", file)
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
