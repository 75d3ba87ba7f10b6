package handlers

import (
	"strings"
	"testing"

	"parley/store/storetest"
)

const newPassword = "granite owl breakfast 91"

func TestProfile(t *testing.T) {
	w := newWorld(t)
	type m = map[string]string
	w.play([]scenario{
		{name: "sees who they are", as: "ana", open: "/profile", status: 200, shows: []string{"ana.souza@example.com", "Agent", "Support"}, hides: []string{"Billing"}},
		{name: "sees who they are", as: "max", open: "/profile", status: 200, shows: []string{"Administrator", "All inboxes"}},
		{name: "sees who they are", as: "nia", open: "/profile", status: 200, shows: []string{"None yet."}},
		{name: "takes another name", as: "ana", open: "/profile", form: "/profile", fill: m{"name": " Ana de Souza "}, status: 303, leads: "/profile", then: func(_ *world, p *page) { p.follow().shows("Name saved.", "Ana de Souza") }},
		{name: "takes no name", as: "ana", open: "/profile", form: "/profile", fill: m{"name": "  "}, status: 422, shows: []string{"Name must not be empty"}},
		{name: "takes too long a name", as: "ana", open: "/profile", form: "/profile", fill: m{"name": strings.Repeat("é", 121)}, status: 422, shows: []string{"Name must have at most 120 characters", strings.Repeat("é", 121)}},
		{
			name: "names fields that are not on the form", as: "ana", open: "/profile", form: "/profile",
			with: m{"role": "admin", "email": "root@example.com", "active": "false", "id": "1"}, status: 303,
			then: func(w *world, _ *page) {
				got := w.selectRows("SELECT role, email, active FROM users WHERE id = $1", int64(w.users["ana"].ID))[0]
				if got["role"] != "agent" || got["email"] != "ana.souza@example.com" || got["active"] != true {
					w.t.Errorf("got %v", got)
				}
			},
		},
		{
			name: "does not know the password", as: "ana", open: "/profile", form: "/profile/password", fill: m{"current": "a guess of mine", "new": newPassword}, status: 422,
			shows: []string{"The current password is not right"}, hides: []string{"a guess of mine", newPassword},
		},
		{name: "takes an easy password", as: "ana", open: "/profile", form: "/profile/password", fill: m{"current": storetest.Password, "new": "password1234"}, status: 422, shows: []string{"This password is easily guessed"}},
		{name: "takes their own name", as: "ana", open: "/profile", form: "/profile/password", fill: m{"current": storetest.Password, "new": "ana.souza@example.com"}, status: 422, shows: []string{"This password is easily guessed"}},
		{name: "takes a short password", as: "ana", open: "/profile", form: "/profile/password", fill: m{"current": storetest.Password, "new": "g7!kQ2#xPz"}, status: 422, shows: []string{"at least 12 characters"}},
		{name: "takes the same password", as: "ana", open: "/profile", form: "/profile/password", fill: m{"current": storetest.Password, "new": storetest.Password}, status: 422, shows: []string{"must differ"}},
		{name: "sends nothing", as: "ana", open: "/profile", form: "/profile/password", status: 422, shows: []string{"Current password is required"}},
	})
}

// TestChangePassword ends every other session; the one that asked goes on under
// a new token.
func TestChangePassword(t *testing.T) {
	w := newWorld(t)
	here, there, bo := w.as("ana"), w.as("ana"), w.as("bo")
	old := here.token()
	here.open("/profile").form("/profile/password").with("current", storetest.Password).with("new", newPassword).submit().
		leadsTo("/profile").follow().is(200).shows("Password changed. You are signed out everywhere else.")
	if here.token() == old {
		t.Error("the token stayed the same")
	}
	there.open("/profile").leadsTo("/sign-in?next=%2Fprofile")
	bo.open("/profile").is(200)
	here.setCookie("parley", old)
	here.open("/profile").leadsTo("/sign-in?next=%2Fprofile")
	signIn := func(password string) *page {
		return w.visitor().open("/sign-in").form("/sign-in").with("email", "ana.souza@example.com").with("password", password).submit()
	}
	signIn(storetest.Password).is(422)
	signIn(newPassword).is(303)
}

// TestGuessingAtTheCurrentPassword counts like guessing at sign-in.
func TestGuessingAtTheCurrentPassword(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for range 10 {
		if _, err := w.db.ExecContext(t.Context(), "INSERT INTO sign_in_failures (account, address, at) VALUES ('', '127.0.0.1', $1)", today.UnixMicro()); err != nil {
			t.Fatal(err)
		}
	}
	form := ana.open("/profile").form("/profile/password").with("current", "a guess").with("new", newPassword)
	form.submit().is(422)
	if _, err := w.db.ExecContext(t.Context(), "UPDATE sign_in_failures SET account = (SELECT MAX(account) FROM sign_in_failures)"); err != nil {
		t.Fatal(err)
	}
	p := form.submit().is(429).shows("Too many attempts")
	if p.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestSignOutEverywhere(t *testing.T) {
	w := newWorld(t)
	here, there, bo := w.as("ana"), w.as("ana"), w.as("bo")
	here.open("/profile").form("/profile/sign-out-everywhere").submit().leadsTo("/sign-in").follow().is(200)
	here.open("/profile").leadsTo("/sign-in?next=%2Fprofile")
	there.open("/profile").leadsTo("/sign-in?next=%2Fprofile")
	bo.open("/profile").is(200)
}
