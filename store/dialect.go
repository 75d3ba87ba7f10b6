package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// database is the one place that knows which engine is underneath: how to open
// it, how its placeholders look, how its rows are locked and what its errors mean.
type database struct {
	writer   *sql.DB
	readers  *sql.DB
	reading  *sql.TxOptions // of a transaction that only reads
	postgres bool
	// watch, where set, is told every query: tests look at how it is answered.
	watch func(query string, args []any)
	// listeners are those of this process who want to know of every commit.
	listeners *listeners
}

// openDatabase opens what the name says: a PostgreSQL database by its URL, or
// else a SQLite file by its path.
func openDatabase(ctx context.Context, name string) (*database, error) {
	switch scheme, _, _ := strings.Cut(name, "://"); {
	case isURL(name) && (scheme == "postgres" || scheme == "postgresql"):
		return openPostgres(ctx, name)
	case name == "" || name == ":memory:" || isURL(name):
		// SQLite takes the empty name and :memory: for databases of one connection,
		// which would acknowledge writes and keep none.
		return nil, errors.New("a database is named by the path of a SQLite file, such as parley.db, or by a URL such as postgres://parley@localhost/parley")
	}
	return openSQLite(ctx, name)
}

// isURL tells whether a database is named by a URL, and so is on a server.
func isURL(name string) bool { return strings.Contains(name, "://") }

// openSQLite opens a SQLite file. It has one writer, and readers that never wait
// for it. The options are in the DSN because Exec would reach one pooled
// connection only, and the name begins with "file:" because mode=ro is ignored
// otherwise. synchronous=FULL is a promise: with less, a power cut takes
// acknowledged commits away. So is secure_delete: without it, what was deleted
// stays readable in the file's free pages.
func openSQLite(ctx context.Context, name string) (*database, error) {
	if err := makePrivate(name); err != nil {
		return nil, err
	}
	path := (&url.URL{Path: filepath.ToSlash(name)}).EscapedPath()
	const options = "_busy_timeout=5000&_foreign_keys=on&_journal_mode=WAL&_synchronous=FULL&_secure_delete=on"
	writer, err := sql.Open("sqlite3", "file:"+path+"?"+options+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	db := &database{writer: writer, listeners: &listeners{}}
	// Two first starts at once would break each other.
	lock := flock.New(name+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", lock.Path(), err), writer.Close())
	}
	defer func() { _ = lock.Unlock() }() // It ends with the process at the latest.
	if err := db.migrate(ctx, goose.DialectSQLite3, "migrations/sqlite"); err != nil {
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

// makePrivate makes the file, where there is none, for its owner alone: it holds
// what customers wrote. SQLite gives the files beside it the same mode.
func makePrivate(name string) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

// postgresConnections bounds what one process takes of the server's connections,
// of which there are a hundred in all unless it is told otherwise.
const postgresConnections = 20

// openPostgres opens a PostgreSQL database. Whatever the server's settings, a
// commit is on its disk before it is acknowledged. Plans are made for the values
// at hand, since a status or an inbox may hold nearly everything or nothing.
func openPostgres(ctx context.Context, name string) (*database, error) {
	config, err := pgx.ParseConfig(name)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["synchronous_commit"] = "on"
	config.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "parley"
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	db := &database{
		writer: pool, readers: pool, postgres: true,
		reading:   &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		listeners: &listeners{},
	}
	if err := db.migratePostgres(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return db, nil
}

// migrationLock is the number of the advisory lock around migrations: any
// number, as long as nobody else's is the same.
const migrationLock = 0x9a71e7

// migratePostgres brings the schema up to date, one process at a time. The lock
// belongs to a connection and ends with it.
func (db *database) migratePostgres(ctx context.Context) error {
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	err = db.migrate(ctx, goose.DialectPostgres, "migrations/postgres")
	_, unlocked := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	return errors.Join(err, unlocked)
}

func (db *database) migrate(ctx context.Context, dialect goose.Dialect, folder string) error {
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db.writer, files)
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

func (db *database) close() error {
	if db.postgres {
		return db.writer.Close()
	}
	return errors.Join(db.readers.Close(), db.writer.Close())
}

var placeholder = regexp.MustCompile(`\$([0-9]+)`)

// rewrite turns $1 into ?1 for SQLite, which would take $1 for a name, numbered
// by first appearance, and silently bind the wrong value.
func (db *database) rewrite(query string) string {
	if db.postgres {
		return query
	}
	return placeholder.ReplaceAllString(query, "?$1")
}

// lock is for a row that the transaction is going to change and reads with a join
// afterwards: others wait rather than fail. On SQLite they wait anyway, since
// there is one writer.
func (t tx) lock(table string, id int64) error {
	if !t.db.postgres || !t.writes {
		return nil
	}
	_, err := t.exec(`SELECT id FROM `+table+` WHERE id = $1 FOR UPDATE`, id)
	return wrap(err, "lock row %d of %s", id, table)
}

// forUpdate ends a SELECT of such a row from its one table.
func (t tx) forUpdate(alias string) string { return t.lockRows(" FOR UPDATE OF ", alias) }

// forShare ends a SELECT of a row that must stay as it is until the commit.
func (t tx) forShare(alias string) string { return t.lockRows(" FOR SHARE OF ", alias) }

func (t tx) lockRows(clause, alias string) string {
	if !t.db.postgres || !t.writes {
		return ""
	}
	return clause + alias
}

// alone makes transactions that use the same name wait for each other, for rules
// about several rows, or about rows that are not there yet.
func (t tx) alone(name string) error {
	if !t.db.postgres {
		return nil
	}
	_, err := t.exec(`SELECT pg_advisory_xact_lock(hashtext($1))`, "parley "+name)
	return wrap(err, "lock %s", name)
}

// aloneNow is alone for who does not wait: it tells whether nobody else has the
// name. On SQLite nobody else is writing.
func (t tx) aloneNow(name string) (free bool, err error) {
	if !t.db.postgres {
		return true, nil
	}
	err = t.row(`SELECT pg_try_advisory_xact_lock(hashtext($1))`, "parley "+name).Scan(&free)
	return free, wrap(err, "try lock %s", name)
}

// reserve returns n new ids of a table, in ascending order, that nobody else is
// given. On SQLite they are free until the transaction ends, and taken by its
// inserts.
func (t tx) reserve(table string, n int) ([]int64, error) {
	if t.db.postgres {
		ids, err := collect(t, scanOne[int64],
			`SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, CAST($2 AS BIGINT))`, table, n)
		return ids, wrap(err, "reserve ids of %s", table)
	}
	var last int64
	err := t.row(`SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = $1`, table).Scan(&last)
	if err != nil {
		return nil, fmt.Errorf("reserve ids of %s: %w", table, err)
	}
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = last + int64(i) + 1
	}
	return ids, nil
}

// mark is the mark of a row that is being added to the outbox. On PostgreSQL, where
// rows with smaller ids can be committed later, it is the number of the transaction.
// On SQLite, with its one writer, it is the row's own id.
func (db *database) mark() string {
	if db.postgres {
		return `CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)`
	}
	return `(SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'outbox')`
}

// horizon selects the mark below which no row can be added any more: on PostgreSQL
// the oldest transaction that had not ended when the reader's began.
func (db *database) horizon() string {
	if db.postgres {
		return `SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)`
	}
	return `SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'outbox'`
}

// channel is what processes on one PostgreSQL database tell each other by.
const channel = "parley"

// tell ends an INSERT that other processes are to be told of once it is committed.
func (db *database) tell() string {
	if db.postgres {
		return ` RETURNING pg_notify('` + channel + `', '')`
	}
	return ""
}

// tellAll tells all listeners of all processes something that is kept nowhere. With
// SQLite there is one process that has any.
func (db *database) tellAll(ctx context.Context, text string) error {
	if !db.postgres {
		db.listeners.tell(text)
		return nil
	}
	_, err := db.writer.ExecContext(ctx, `SELECT pg_notify($1, $2)`, channel, text)
	return err
}

// listen passes on what other processes tell until ctx ends or the connection is
// lost. With SQLite they tell nothing. What was told before it listened is not
// passed on, so an empty text comes first.
func (db *database) listen(ctx context.Context, tell func(text string)) error {
	if !db.postgres {
		<-ctx.Done()
		return nil
	}
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		listening := driver.(*stdlib.Conn).Conn()
		// Whoever used the connection next would be told things.
		defer listening.Close(context.WithoutCancel(ctx))
		if _, err := listening.Exec(ctx, `LISTEN `+channel); err != nil {
			return err
		}
		for text := ""; ; {
			tell(text)
			told, err := listening.WaitForNotification(ctx)
			if err != nil {
				return err
			}
			text = told.Payload
		}
	})
}

// isDuplicate tells whether err is a unique index refusing a second row.
func isDuplicate(err error) bool {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && lite.ExtendedCode == sqlite3.ErrConstraintUnique ||
		errors.As(err, &pg) && pg.Code == "23505" // unique_violation
}

// isReferenced tells whether err is a foreign key: somebody else has just begun
// to point at the row that was to go, or removed the one pointed at.
func isReferenced(err error) bool {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	return errors.As(err, &lite) && lite.ExtendedCode == sqlite3.ErrConstraintForeignKey ||
		errors.As(err, &pg) && pg.Code == "23503" // foreign_key_violation
}
