package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/internal/seed"
	"parley/store"
	"parley/store/storetest"
)

func TestDemo(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "demo.db")
	for range 2 { // The second time finds the workspace of the first.
		demo := start(t, "parley", "demo", "--database", database)
		printed := demo.stdout.String()
		for _, want := range []string{seed.Password, "Ingrid Halvorsen   ingrid@marlow.example   admin", "viewer", database} {
			if !strings.Contains(printed, want) {
				t.Errorf("%q is not in %s", want, printed)
			}
		}
		if status := demo.stop(t, os.Interrupt); status != 0 {
			t.Errorf("ended with %d: %s", status, demo.stderr)
		}
		if strings.Contains(demo.stderr.String(), "setup") {
			t.Errorf("the demo asks for an administrator: %s", demo.stderr)
		}
	}
	s := storetest.Open(t, database, store.Options{})
	all, err := s.ListConversations(t.Context(), storetest.System(), desk.ConversationFilter{Page: desk.Page{Number: 1, Limit: 1}})
	if err != nil || all.Total != 60 {
		t.Errorf("there are %d conversations, %v", all.Total, err)
	}
}

func TestDemoLeavesOtherWorkspacesAlone(t *testing.T) {
	t.Parallel()
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ email, want string }{
		"foreign":     {"maya@example.com", "holds a workspace of its own"},
		"interrupted": {people[0].Email, "was interrupted while it was made up"},
	} {
		database := filepath.Join(t.TempDir(), "parley.db")
		runWith(t, storetest.Password, "parley", "user", "add", "--database", database,
			"--name", "Maya Okafor", "--email", test.email, "--role", "admin", "--password-stdin")
		out, err := exec.Command("parley", "demo", "--database", database, "--listen", "127.0.0.1:0").CombinedOutput()
		if err == nil || !strings.Contains(string(out), test.want) || strings.Contains(string(out), seed.Password) {
			t.Errorf("%s: got %v, %s", name, err, out)
		}
		if users := run(t, "parley", "user", "list", "--database", database); strings.Count(users, "\n") != 2 {
			t.Errorf("%s: people were added: %s", name, users)
		}
	}
}

// TestDemoKeepsItselfInTheCache leaves nothing in the folder it is started in.
func TestDemoKeepsItselfInTheCache(t *testing.T) {
	home, folder := t.TempDir(), t.TempDir()
	t.Setenv("XDG_CACHE_HOME", home)
	t.Setenv("HOME", home)
	t.Chdir(folder)
	demo := start(t, "parley", "demo")
	if !strings.Contains(demo.stdout.String(), home) {
		t.Errorf("the demo is kept elsewhere: %s", demo.stdout)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
