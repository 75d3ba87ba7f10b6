package store

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/alexedwards/argon2id"
	"github.com/pressly/goose/v3"

	"parley/internal/desk"
)

// RealPasswords are what is in force outside of tests: the parameters of
// passwords, and the hash that an unknown account's password is compared with.
type RealPasswords struct {
	Params     argon2id.Params
	NobodyHash string
}

// CheapPasswords makes hashing take next to no time, and returns what it
// replaced.
func CheapPasswords() (real RealPasswords, err error) {
	real = RealPasswords{Params: passwordParams, NobodyHash: nobodysHash}
	passwordParams.Memory, passwordParams.Iterations, passwordParams.Parallelism = 64, 1, 1
	nobodysHash, err = argon2id.CreateHash(newSecret(), &passwordParams)
	return real, err
}

// Exec runs a statement in a transaction of its own, past all rules.
func Exec(ctx context.Context, s *Store, statement string, args ...any) error {
	return s.write(ctx, func(tx tx) error {
		_, err := tx.exec(statement, args...)
		return err
	})
}

// WhileWriting runs fn while a transaction holds the one place for writers.
func WhileWriting(ctx context.Context, s *Store, fn func()) error {
	return s.write(ctx, func(tx) error {
		fn()
		return nil
	})
}

// WhileAlone runs fn while a transaction keeps all others of the name waiting.
func WhileAlone(ctx context.Context, s *Store, name string, fn func()) error {
	return s.write(ctx, func(tx tx) error {
		err := tx.alone(name)
		fn()
		return err
	})
}

// WhileRecording records an event that is committed only after fn.
func WhileRecording(ctx context.Context, s *Store, actor desk.Actor, id desk.ConversationID, fn func()) error {
	return s.write(ctx, func(tx tx) error {
		err := record(tx, actor, change{conversationNoun, int64(id), desk.ActionUpdated, nil, s.now()})
		fn()
		return err
	})
}

// Rows returns the rows of a query, each with its values joined by " | ".
func Rows(ctx context.Context, s *Store, query string, args ...any) (lines []string, err error) {
	err = s.read(ctx, func(tx tx) error {
		rows, err := tx.rows(query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			line, err := rowText(rows, len(columns))
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return rows.Err()
	})
	return lines, err
}

func rowText(row scanner, columns int) (string, error) {
	values, places := make([]any, columns), make([]any, columns)
	for i := range values {
		places[i] = &values[i]
	}
	if err := row.Scan(places...); err != nil {
		return "", err
	}
	words := make([]string, columns)
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, " | "), nil
}

// RunBulkChunk does one chunk of a job, as RunBulkJobs does one after the other.
func RunBulkChunk(ctx context.Context, s *Store, id desk.BulkJobID) (bool, error) {
	return s.runBulkJob(ctx, id)
}

// Event is an event as the database keeps it, and how many outbox rows name it.
type Event struct {
	desk.Event
	Queued int
}

// Events returns every event there is, oldest first.
func Events(ctx context.Context, s *Store) (events []Event, err error) {
	err = s.read(ctx, func(tx tx) error {
		all, err := collect(tx, scanEvent, `SELECT `+eventColumns+` FROM events ORDER BY id`)
		for _, e := range all {
			queued := 0
			err := tx.row(`
				SELECT COUNT(*) FROM outbox
				WHERE event_id = $1 AND subject = $2 AND subject_id = $3 AND action = $4 AND created_at = $5`,
				e.ID, e.Subject, e.SubjectID, e.Action, micros(e.At)).Scan(&queued)
			if err != nil {
				return err
			}
			events = append(events, Event{e, queued})
		}
		return err
	})
	return events, err
}

// WriterRows is Rows on the connection that writes.
func WriterRows(ctx context.Context, s *Store, query string) (line string, err error) {
	err = s.write(ctx, func(tx tx) error {
		line, err = rowText(tx.row(query), 1)
		return err
	})
	return line, err
}

// FolderOf returns the path of the folder of attachments.
func FolderOf(s *Store) string { return s.files.String() }

// WhileBackingUp runs fn while no file may be removed.
func WhileBackingUp(s *Store, fn func() error) error { return s.files.WhileKept(fn) }

// Watched returns a store on the same database that tells of every query.
func Watched(s *Store, watch func(query string, args []any)) *Store {
	other, db := *s, *s.db
	db.watch, other.db = watch, &db
	return &other
}

// Analyze has the database look at its data, as PostgreSQL does by itself in time
// and SQLite never does.
func Analyze(ctx context.Context, s *Store) error {
	statement := `ANALYZE`
	if s.db.postgres {
		statement = `VACUUM ANALYZE`
	}
	_, err := s.db.writer.ExecContext(ctx, statement) // It may not be inside a transaction.
	return err
}

// Remigrate takes the schema back to a version and brings it up to date again.
func Remigrate(ctx context.Context, s *Store, version int64) error {
	dialect, folder := goose.DialectSQLite3, "migrations/sqlite"
	if s.db.postgres {
		dialect, folder = goose.DialectPostgres, "migrations/postgres"
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, s.db.writer, files)
	if err != nil {
		return err
	}
	if _, err := provider.DownTo(ctx, version); err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
