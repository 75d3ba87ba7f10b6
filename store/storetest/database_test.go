package storetest_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"parley/store"
	"parley/store/storetest"
)

// TestDatabases makes every kind of database that tests are given.
func TestDatabases(t *testing.T) {
	template, err := storetest.NewTemplate(func(name string) error {
		s, err := store.Open(t.Context(), name, store.Options{})
		if err != nil {
			return err
		}
		storetest.AddInbox(t, s, "Billing")
		return s.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	first, second := template.Copy(t), template.Copy(t)
	storetest.AddInbox(t, storetest.Open(t, first, store.Options{}), "Sales")
	for name, want := range map[string]string{first: "3", second: "2", migrated(t): "1"} {
		if got := storetest.Ask(t, name, `SELECT CAST(COUNT(*) AS TEXT) FROM inboxes`); got != want {
			t.Errorf("%s has %s inboxes, want %s", name, got, want)
		}
	}
	if err := storetest.Open(t, storetest.EmptyDatabase(t), store.Options{}).Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

// migrated returns a new database with its tables, which on SQLite come with the
// first time it is opened.
func migrated(t *testing.T) string {
	name := storetest.NewDatabase(t)
	storetest.Open(t, name, store.Options{})
	return name
}

// A server that does not answer fails the tests that ask for it. They neither
// pass on SQLite nor leave themselves out.
func TestNothingPassesWithoutTheServer(t *testing.T) {
	command := exec.Command(os.Args[0], "-test.v", "-test.run", "^TestDatabases$")
	command.Env = append(os.Environ(), storetest.ServerVariable+"=postgres://parley@127.0.0.1:1/postgres?connect_timeout=5")
	out, err := command.CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || !strings.Contains(string(out), "--- FAIL: TestDatabases") || !strings.Contains(string(out), "127.0.0.1:1") {
		t.Errorf("without a server: %v\n%s", err, out)
	}
}
