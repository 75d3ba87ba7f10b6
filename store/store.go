// Package store decides and remembers: every read and every write of Parley is
// one of its methods, each a transaction that takes the actor it is done for.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"time"

	"parley/internal/desk"
	"parley/internal/files"
)

// Store is a workspace's database. It is safe for concurrent use.
type Store struct {
	db      *database
	clock   func() time.Time
	log     *slog.Logger
	hashing chan struct{} // bounds how many passwords are hashed at once
	files   files.Folder
	drawing chan struct{} // bounds how many images are decoded at once
	// underWay are the requests with keys that are being done.
	underWay *underWay
}

// Options are what a Store takes from its surroundings.
type Options struct {
	Clock func() time.Time // time.Now where nil
	Log   *slog.Logger     // discarded where nil
	Files string           // the folder of attachments; FilesOf the database where empty
}

// Open opens the database that the given text names, a path of a SQLite file or
// a postgres:// URL, makes the file where it does not exist, and brings the
// schema up to date. A database that a newer Parley has written to is refused.
func Open(ctx context.Context, name string, opt Options) (*Store, error) {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	db, err := openDatabase(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", Redacted(name), err)
	}
	return &Store{
		db: db, clock: opt.Clock, log: opt.Log, hashing: newHashingSlots(),
		files: files.In(cmp.Or(opt.Files, FilesOf(name))), drawing: make(chan struct{}, desk.MaxConcurrentImages),
		underWay: &underWay{names: map[string]bool{}},
	}, nil
}

// FilesOf returns the folder of attachments that goes with a database: beside a
// SQLite file, as "parley.db.files", and in the current folder for one on a server,
// as "parley.files".
func FilesOf(name string) string {
	if isURL(name) {
		return "parley.files"
	}
	return name + ".files"
}

// Redacted returns a database's name as it may be shown: a URL without its
// password.
func Redacted(name string) string {
	if parsed, err := url.Parse(name); err == nil && parsed.User != nil {
		return parsed.Redacted()
	}
	return name
}

// Close ends all connections. Whatever was acknowledged is already on disk.
func (s *Store) Close() error { return s.db.close() }

// WithClock returns a store on the same database whose writes carry the times
// of another clock, for data that is made up or brought over from elsewhere.
func (s *Store) WithClock(clock func() time.Time) *Store {
	other := *s
	other.clock = clock
	return &other
}

// Ready tells whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	return s.read(ctx, func(tx tx) error {
		var one int
		return tx.row(`SELECT 1`).Scan(&one)
	})
}

// now returns the time that a change is made at, in the precision that the
// database keeps.
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// write runs a use case in one transaction. Nothing may be acknowledged before
// it returns nil.
func (s *Store) write(ctx context.Context, fn func(tx) error) error {
	t := tx{ctx: ctx, db: s.db, writes: true, tallies: map[tally]int{}, subjects: map[subject]bool{}, assignees: map[desk.UserID]assignee{}}
	err := inTransaction(ctx, s.db.writer, nil, t, func(t tx) error {
		if err := fn(t); err != nil {
			return err
		}
		return writeTallies(t)
	})
	if err == nil {
		s.db.listeners.tell("")
	}
	return err
}

// read runs queries on one consistent state of the database.
func (s *Store) read(ctx context.Context, fn func(tx) error) error {
	return inTransaction(ctx, s.db.readers, s.db.reading, tx{ctx: ctx, db: s.db}, fn)
}

func inTransaction(ctx context.Context, pool *sql.DB, options *sql.TxOptions, t tx, fn func(tx) error) error {
	begun, err := pool.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = begun.Rollback() }() // After a commit it has nothing to do.
	t.tx = begun
	if err := fn(t); err != nil {
		return err
	}
	if err := begun.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// tx is a transaction under way. Its queries are the common text of both
// engines, with $1, $2 … for the values.
type tx struct {
	ctx    context.Context
	db     *database
	tx     *sql.Tx
	writes bool
	// tallies are what the transaction changes in the counts of conversations.
	tallies map[tally]int
	// subjects are what the transaction has loaded or changed, for once.
	subjects map[subject]bool
	// assignees are those whom it has loaded to give them conversations. They stay as
	// they are until the commit.
	assignees map[desk.UserID]assignee
	// held keeps those outside from being told of what it does; nil: they may be.
	held *held
	// hands is who is given the conversation by the same act, and told of that alone.
	hands desk.UserID
}

func (t tx) row(query string, args ...any) *sql.Row {
	t.watched(query, args)
	return t.tx.QueryRowContext(t.ctx, t.db.rewrite(query), args...)
}

func (t tx) rows(query string, args ...any) (*sql.Rows, error) {
	t.watched(query, args)
	return t.tx.QueryContext(t.ctx, t.db.rewrite(query), args...)
}

func (t tx) watched(query string, args []any) {
	if t.db.watch != nil {
		t.db.watch(query, args)
	}
}

// exec returns how many rows were changed.
func (t tx) exec(query string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(t.ctx, t.db.rewrite(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// collect reads every row of a query with scan.
func collect[T any](t tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := t.rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	items := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, rows.Err()
}

// scanner is a *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

// scanOne reads a row of one column.
func scanOne[T any](row scanner) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}
