package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// database is the one place that knows which engine is underneath: how to
// open it, how its placeholders look and what its errors mean.
type database struct {
	writer  *sql.DB // one connection, since SQLite has one writer
	readers *sql.DB
}

// openDatabase opens a SQLite file. The options are in the DSN because Exec
// would reach one pooled connection only, and the name begins with "file:"
// because mode=ro is ignored otherwise. synchronous=FULL is a promise: with less,
// a power cut takes acknowledged commits away. So is secure_delete: without it,
// what was deleted stays readable in the file's free pages.
func openDatabase(ctx context.Context, name string) (*database, error) {
	// SQLite takes the empty name and :memory: for databases of one connection,
	// which would acknowledge writes and keep none.
	if name == "" || name == ":memory:" || strings.Contains(name, "://") {
		return nil, errors.New("a database is named by the path of a SQLite file, such as parley.db")
	}
	path := (&url.URL{Path: filepath.ToSlash(name)}).EscapedPath()
	const options = "_busy_timeout=5000&_foreign_keys=on&_journal_mode=WAL&_synchronous=FULL&_secure_delete=on"
	writer, err := sql.Open("sqlite3", "file:"+path+"?"+options+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	db := &database{writer: writer}
	if err := db.migrate(ctx, name); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	// A read-only connection can be made only once the writer has made the file.
	db.readers, err = sql.Open("sqlite3", "file:"+path+"?mode=ro&_busy_timeout=5000&_foreign_keys=on")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers := max(4, 2*runtime.NumCPU())
	db.readers.SetMaxOpenConns(readers)
	db.readers.SetMaxIdleConns(readers)
	return db, nil
}

func (db *database) close() error { return errors.Join(db.readers.Close(), db.writer.Close()) }

// migrate brings the schema up to date. Two first starts at once would break
// each other on SQLite, so a lock file stands around it.
func (db *database) migrate(ctx context.Context, name string) error {
	lock := flock.New(name + ".lock")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	defer func() { _ = lock.Unlock() }() // It ends with the process at the latest.

	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.writer, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if current > target {
		return fmt.Errorf("its schema is version %d and this Parley knows %d at most; use the newer Parley that wrote it", current, target)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

var placeholder = regexp.MustCompile(`\$([0-9]+)`)

// rewrite turns $1 into ?1. SQLite would take $1 for a name, numbered by first
// appearance, and silently bind the wrong value.
func (db *database) rewrite(query string) string {
	return placeholder.ReplaceAllString(query, "?$1")
}

// isDuplicate tells whether err is a unique index refusing a second row.
func isDuplicate(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrConstraintUnique
}
