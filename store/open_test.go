package store_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"parley/store"
	"parley/store/storetest"
)

func TestReopeningChangesNothing(t *testing.T) {
	name := storetest.NewDatabase(t)
	first, err := store.Open(t.Context(), name, store.Options{})
	ok(t, err)
	storetest.AddCustomer(t, first, "Maya Okafor")
	before := (&world{Store: first, t: t}).dump()
	ok(t, first.Close())
	again := storetest.Open(t, name, store.Options{})
	wantEqual(t, "the database", before, (&world{Store: again, t: t}).dump())
	ok(t, again.Ready(t.Context()))
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	name := storetest.NewDatabase(t)
	s, err := store.Open(t.Context(), name, store.Options{})
	ok(t, err)
	ok(t, store.Exec(t.Context(), s, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`))
	ok(t, s.Close())
	before := states(t, name)
	s, err = store.Open(t.Context(), name, store.Options{})
	if err == nil {
		ok(t, s.Close())
		t.Fatal("a database of a newer version was opened")
	}
	if !strings.Contains(err.Error(), "newer Parley") || !strings.Contains(err.Error(), name) {
		t.Errorf("%v", err)
	}
	if states(t, name) != before {
		t.Error("the refused database was written to")
	}
}

// states returns what a refused database must stay as: a file to the last byte,
// and on a server how many migrations it has seen.
func states(t *testing.T, name string) string {
	t.Helper()
	if storetest.OnPostgres() {
		return storetest.Ask(t, name, `SELECT CAST(COUNT(*) AS TEXT) FROM goose_db_version`)
	}
	return content(t, name)
}

func content(t *testing.T, name string) string {
	t.Helper()
	bytes, err := os.ReadFile(name)
	ok(t, err)
	return string(bytes)
}

func TestNamesThatNameNoFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"", ":memory:", "mysql://localhost/parley", "sqlite://parley.db"} {
		if s, err := store.Open(t.Context(), name, store.Options{}); err == nil {
			t.Errorf("%q was opened: %v", name, s.Close())
		}
	}
	left, err := os.ReadDir(".")
	if err != nil || len(left) > 0 {
		t.Errorf("they left %v %v", left, err)
	}
}

// A path may hold what means something in a URI.
func TestPathsAreTakenAsTheyAre(t *testing.T) {
	for _, base := range []string{"a b.db", "100%.db", "what?.db", "c#.db", "a&b=c.db", "über.db", "%41.db", "mode=memory"} {
		name := filepath.Join(t.TempDir(), base)
		s := storetest.Open(t, name, store.Options{})
		storetest.AddCustomer(t, s, "Maya Okafor")
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
}

func TestFolderMustExist(t *testing.T) {
	name := filepath.Join(t.TempDir(), "none", "parley.db")
	if s, err := store.Open(t.Context(), name, store.Options{}); err == nil {
		t.Errorf("opened: %v", s.Close())
	}
}

func TestFileThatIsNoDatabaseIsRefusedAndKept(t *testing.T) {
	name := filepath.Join(t.TempDir(), "parley.db")
	letter := strings.Repeat("Dear Maya, ", 1000)
	ok(t, os.WriteFile(name, []byte(letter), 0o600))
	if s, err := store.Open(t.Context(), name, store.Options{}); err == nil {
		t.Errorf("opened: %v", s.Close())
	}
	if content(t, name) != letter {
		t.Error("the file was changed")
	}
}

func TestManyFirstOpensInOneProcess(t *testing.T) {
	name := storetest.EmptyDatabase(t)
	errs := together(8, func(int) error {
		s, err := store.Open(t.Context(), name, store.Options{})
		if err != nil {
			return err
		}
		return s.Close()
	})
	ok(t, errors.Join(errs...))
}

func TestManyFirstOpensOfProcesses(t *testing.T) {
	name := filepath.Join(t.TempDir(), "parley.db")
	errs := together(4, func(int) error {
		opener := exec.CommandContext(t.Context(), os.Args[0])
		opener.Env = append(os.Environ(), openerEnv+"="+name)
		out, err := opener.CombinedOutput()
		if err != nil {
			return errors.New(string(out))
		}
		return nil
	})
	ok(t, errors.Join(errs...))
	inboxes, err := storetest.Open(t, name, store.Options{}).ActorInboxes(t.Context(), system())
	if err != nil || len(inboxes) != 1 {
		t.Errorf("%v %v, want the one inbox of a new workspace", inboxes, err)
	}
}

// together calls fn n times at once and returns what each call returned.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		group.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	group.Wait()
	return slices.Clip(errs)
}
