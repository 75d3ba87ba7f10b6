package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // The driver of the server that tests make databases on.

	"parley/store"
)

// ServerVariable names the environment variable that says which engine is under
// test: empty for SQLite, or the URL of a PostgreSQL server whose user may create
// databases.
const ServerVariable = "PARLEY_TEST_POSTGRES"

// OnPostgres tells whether PostgreSQL is under test.
func OnPostgres() bool { return os.Getenv(ServerVariable) != "" }

// NewDatabase returns the name, for store.Open, of a database that is new and
// goes when the test ends.
func NewDatabase(t testing.TB) string {
	t.Helper()
	if !OnPostgres() {
		return filepath.Join(t.TempDir(), "parley.db")
	}
	template, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	return template.Copy(t)
}

// EmptyDatabase is NewDatabase without any tables yet.
func EmptyDatabase(t testing.TB) string {
	t.Helper()
	if !OnPostgres() {
		return NewDatabase(t)
	}
	return create(t, "")
}

func create(t testing.TB, options string) string {
	t.Helper()
	name := fmt.Sprintf("parley_test_%d_%d", os.Getpid(), made.Add(1))
	if err := onServer(t.Context(), `CREATE DATABASE `+name+options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := onServer(context.WithoutCancel(t.Context()), `DROP DATABASE `+name+` WITH (FORCE)`)
		if err := errors.Join(err, os.RemoveAll(Files(databaseURL(name)))); err != nil {
			t.Error(err)
		}
	})
	return databaseURL(name)
}

// made counts databases, so that each has a name of its own.
var made atomic.Int64

// migrated is a database with the tables of a new workspace, since copying one is
// quicker than migrating each.
var migrated = sync.OnceValues(func() (Template, error) {
	return NewTemplate(func(name string) error {
		s, err := store.Open(context.Background(), name, store.Options{})
		if err != nil {
			return err
		}
		return s.Close()
	})
})

func onServer(ctx context.Context, statement string) error {
	db, err := sql.Open("pgx", os.Getenv(ServerVariable))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}

func databaseURL(name string) string {
	server, err := url.Parse(os.Getenv(ServerVariable))
	if err != nil {
		panic(fmt.Sprintf("%s is no URL: %v", ServerVariable, err))
	}
	server.Path = "/" + name
	return server.String()
}
