package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func (w *world) setUp(token string) error {
	_, err := w.SetUp(w.t.Context(), token, newUser("Ada Quist", "ada@example.com"))
	return err
}

func (w *world) setupOpen() bool {
	w.t.Helper()
	open, err := w.SetupOpen(w.t.Context())
	ok(w.t, err)
	return open
}

func (w *world) beginSetup() string {
	w.t.Helper()
	token, err := w.BeginSetup(w.t.Context())
	ok(w.t, err)
	return token
}

func TestSetUp(t *testing.T) {
	w := newWorld(t)
	if !w.setupOpen() {
		t.Fatal("a new workspace is not open")
	}
	token := w.beginSetup()
	ada, err := w.SetUp(t.Context(), token, newUser("Ada Quist", "ada@example.com"))
	ok(t, err)
	if ada.Role != desk.RoleAdmin || !ada.Active { // Whatever role was asked for.
		t.Errorf("%+v", ada)
	}
	wantCode(t, "signing in", "", w.signIn("ada@example.com", storetest.Password, home))
	last := w.events()[len(w.events())-1]
	wantEqual(t, "whom history names", desk.Author{Type: "system", Name: "set-up"}, last.Actor)
	w.closedForGood("after set-up", token)
}

func (w *world) closedForGood(when, token string) {
	w.t.Helper()
	if w.setupOpen() || w.beginSetup() != "" {
		w.t.Errorf("%s: open again", when)
	}
	w.refused(when, desk.CodeNotFound, func() error { return w.setUp(token) })
	w.refused(when+", no token", desk.CodeNotFound, func() error { return w.setUp("") })
}

func TestSetUpNeedsTheToken(t *testing.T) {
	w := newWorld(t)
	w.invalid("before there is a token", "token", "wrong", func() error { return w.setUp("") })
	old := w.beginSetup()
	token := w.beginSetup()
	for name, wrong := range map[string]string{"an older one": old, "none": "", "a part": token[1:], "its hash": w.rows(`SELECT value FROM settings`)[0]} {
		w.invalid(name, "token", "wrong", func() error { return w.setUp(wrong) })
	}
	w.invalid("a common password", "password", "too_common", func() error {
		in := newUser("Ada Quist", "ada@example.com")
		in.Password = desk.Value("password1234")
		_, err := w.SetUp(w.t.Context(), token, in)
		return err
	})
	ok(t, w.setUp(token))
}

func TestSetUpMakesOneAdministrator(t *testing.T) {
	w := newWorld(t)
	token := w.beginSetup()
	made := 0
	for _, err := range together(4, func(int) error { return w.setUp(token) }) {
		if err == nil {
			made++
		} else {
			wantCode(t, "too late", desk.CodeNotFound, err)
		}
	}
	wantEqual(t, "made", 1, made)
	wantEqual(t, "users", []string{"1"}, w.rows(`SELECT COUNT(*) FROM users`))
}

// However the first administrator came, and whatever became of them.
func TestSetUpIsGoneForGood(t *testing.T) {
	for name, come := range map[string]func(*world){
		"added": func(w *world) { w.user("Ada Quist", desk.RoleAdmin) },
		"promoted": func(w *world) {
			u, _ := w.user("Ada Quist", desk.RoleAgent)
			_, err := w.SetRole(w.t.Context(), system(), u.Email, desk.RoleAdmin)
			ok(w.t, err)
		},
	} {
		for what, statement := range map[string]string{
			"stays": `SELECT 1`, "is demoted": `UPDATE users SET role = 'viewer'`,
			"is disabled": `UPDATE users SET active = FALSE`, "is deleted": `DELETE FROM users`,
		} {
			w := newWorld(t)
			token := w.beginSetup()
			come(w)
			w.exec(statement)
			w.closedForGood(name+" and "+what, token)
			wantEqual(t, "the token is gone", []string{"administrator_since"}, w.rows(`SELECT name FROM settings`))
		}
	}
}

func TestOthersDoNotCloseSetUp(t *testing.T) {
	w := newWorld(t)
	token := w.beginSetup()
	for _, role := range []desk.Role{desk.RoleViewer, desk.RoleAgent, desk.RoleManager} {
		w.user("User "+string(role), role)
	}
	if !w.setupOpen() {
		t.Error("closed without an administrator")
	}
	ok(t, w.setUp(token))
}
