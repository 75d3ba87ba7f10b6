package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// Template is a database that is filled once and then copied, which is quicker
// than filling one for each test.
type Template struct {
	file     []byte // of SQLite
	files    fstest.MapFS
	database string // on the PostgreSQL server; it stays there as long as the server does
}

// NewTemplate makes a template of what fill leaves in the database whose name it
// is given. fill closes what it opens: nobody may be connected to what is copied.
func NewTemplate(fill func(name string) error) (Template, error) {
	if OnPostgres() {
		return newPostgresTemplate(fill)
	}
	folder, err := os.MkdirTemp("", "parley-template-")
	if err != nil {
		return Template{}, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // The system clears its temporary folder too.
	name := filepath.Join(folder, "parley.db")
	if err := fill(name); err != nil {
		return Template{}, err
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return Template{}, err
	}
	files, err := readFiles(name)
	return Template{file: file, files: files}, err
}

func newPostgresTemplate(fill func(name string) error) (Template, error) {
	ctx := context.Background()
	t := Template{database: fmt.Sprintf("parley_template_%d_%d", os.Getpid(), made.Add(1))}
	err := errors.Join(
		os.RemoveAll(Files(databaseURL(t.database))),
		onServer(ctx, `DROP DATABASE IF EXISTS `+t.database), // A process of this number may have been before.
		onServer(ctx, `CREATE DATABASE `+t.database))
	if err != nil {
		return Template{}, err
	}
	name := databaseURL(t.database)
	if err := fill(name); err != nil {
		return Template{}, err
	}
	t.files, err = readFiles(name)
	return t, errors.Join(err, os.RemoveAll(Files(name)))
}

// Copy returns the name, for store.Open, of a copy that goes when the test ends.
func (from Template) Copy(t testing.TB) string {
	t.Helper()
	if OnPostgres() {
		name := create(t, ` TEMPLATE `+from.database)
		from.copyFiles(t, name)
		return name
	}
	name := filepath.Join(t.TempDir(), "parley.db")
	if err := os.WriteFile(name, from.file, 0o600); err != nil {
		t.Fatal(err)
	}
	from.copyFiles(t, name)
	return name
}
