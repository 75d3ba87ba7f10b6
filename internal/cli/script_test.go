package cli_test

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"
	"github.com/rogpeppe/go-internal/testscript"

	"parley/internal/cli"
	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// TestMain lets the test binary be the command parley, for scripts and for
// tests that start it themselves.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"parley":   func() { os.Exit(cli.Main("v9.8.7-test")) },
		"measured": func() { os.Exit(measured()) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": exitsWith, "signin": signsIn, "member": isMember,
			"keyworks": keyWorks, "newer": makeNewer, "occupy": occupy,
		},
	})
}

// exitsWith runs a command that must end with a status: status 2 parley user.
func exitsWith(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("%v ended with %d, want %s", args[1:], got, args[0])
	}
}

// open opens the script's database.
func open(ts *testscript.TestScript) *store.Store {
	s, err := store.Open(context.Background(), ts.MkAbs("parley.db"), store.Options{})
	ts.Check(err)
	ts.Defer(func() { _ = s.Close() })
	return s
}

// expect ends the script unless ok is what it asks for.
func expect(ts *testscript.TestScript, neg, ok bool, what string) {
	if ok == neg {
		ts.Fatalf("%s: got %v", what, ok)
	}
}

func signsIn(ts *testscript.TestScript, neg bool, args []string) {
	_, err := open(ts).SignIn(context.Background(), args[0], args[1], "127.0.0.1")
	expect(ts, neg, err == nil, "sign in as "+args[0])
}

func isMember(ts *testscript.TestScript, neg bool, args []string) {
	s := open(ts)
	users, err := s.ListUsers(context.Background(), storetest.System(), desk.Page{Number: 1, Limit: desk.MaxLimit})
	ts.Check(err)
	for _, u := range users.Items {
		if u.Email != args[0] {
			continue
		}
		token, err := s.BeginSession(context.Background(), u.ID, "")
		ts.Check(err)
		session, err := s.SessionByToken(context.Background(), token)
		ts.Check(err)
		inboxes, err := s.ActorInboxes(context.Background(), session.Actor)
		ts.Check(err)
		found := false
		for _, i := range inboxes {
			found = found || i.Name == args[1]
		}
		expect(ts, neg, found, args[0]+" in "+args[1])
	}
}

func keyWorks(ts *testscript.TestScript, neg bool, args []string) {
	_, err := open(ts).ActorByKey(context.Background(), strings.TrimSpace(ts.ReadFile(args[0])))
	expect(ts, neg, err == nil, "key "+args[0])
}

// makeNewer makes the database look as if a later version had migrated it.
func makeNewer(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(ts.MkAbs(args[0])))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
	ts.Check(err)
}

// occupy listens on a port until the script ends and sets a variable to it.
func occupy(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = listener.Close() })
	ts.Setenv(args[0], listener.Addr().String())
}
