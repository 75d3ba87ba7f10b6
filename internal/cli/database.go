package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"parley/store"
)

// open opens the database that the command works on and brings its schema up to
// date.
func (i *invocation) open(ctx context.Context, opt store.Options) (*store.Store, error) {
	opt.Files = i.files
	s, err := store.Open(ctx, cmp.Or(i.database, defaultDatabase), opt)
	var engine sqlite3.Error
	var unreachable *pgconn.ConnectError
	switch {
	case errors.As(err, &unreachable):
		return nil, advise(err, "Is the PostgreSQL server running, and may this user open the database? Look at the URL given with --database.")
	case errors.Is(err, fs.ErrNotExist):
		return nil, advise(err, "The folder of the database must exist: make it, or name another file with --database.")
	case errors.Is(err, fs.ErrPermission):
		return nil, advise(err, "Parley must be able to write the database and its folder: change their owner, or name another file with --database.")
	case errors.As(err, &engine) && (engine.Code == sqlite3.ErrCantOpen || engine.Code == sqlite3.ErrNotADB):
		return nil, advise(err, "Name a SQLite database, or a file that does not exist yet, with --database.")
	}
	return s, err
}

// withStore opens the database for one piece of work.
func (i *invocation) withStore(work func(*store.Store) error) (err error) {
	s, err := i.open(i.ctx, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore(s)) }()
	return work(s)
}

func closeStore(s *store.Store) error {
	if err := s.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

type migrateCommand struct{}

// Run opens the database, which is all that it takes to migrate it.
func (migrateCommand) Run(i *invocation) error {
	return i.withStore(func(*store.Store) error {
		i.say("%s is up to date.", store.Redacted(cmp.Or(i.database, defaultDatabase)))
		return nil
	})
}
