package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

const another = "ochre lantern 81 bridge"

func (w *world) changePassword(actor desk.Actor, current, next string) error {
	return w.ChangePassword(w.t.Context(), actor, "192.0.2.1", desk.PasswordChange{Current: current, New: next})
}

func TestProfile(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent)
	got, err := w.Profile(t.Context(), agent)
	ok(t, err)
	wantEqual(t, "profile", ana, got)
	got, err = w.UpdateProfile(t.Context(), agent, desk.ProfileUpdate{Name: desk.Value(" Ana Berg ")})
	ok(t, err)
	ana.Name, ana.Version = "Ana Berg", 2
	wantEqual(t, "renamed", ana, got)
	got, err = w.UpdateProfile(t.Context(), agent, desk.ProfileUpdate{Name: desk.Value("Ana Berg")})
	ok(t, err)
	wantEqual(t, "renamed to what it is", ana, got)
	w.invalid("blank name", "name", "empty", func() error {
		_, err := w.UpdateProfile(t.Context(), agent, desk.ProfileUpdate{Name: desk.Value(" ")})
		return err
	})
}

func TestOnlyPeopleHaveAProfile(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent)
	program := w.key("sync", "read:users")
	program.ID = int64(ana.ID) // The number of a user makes it nobody's profile.
	_, err := w.DisableUser(t.Context(), system(), ana.Email)
	ok(t, err)
	for name, actor := range map[string]desk.Actor{"a key": program, "the system": system(), "a disabled user": agent} {
		for what, call := range map[string]func() error{
			"profile": func() error { _, err := w.Profile(t.Context(), actor); return err },
			"rename": func() error {
				_, err := w.UpdateProfile(t.Context(), actor, desk.ProfileUpdate{Name: desk.Value("X")})
				return err
			},
			"change password":     func() error { return w.changePassword(actor, storetest.Password, another) },
			"sign out everywhere": func() error { return w.SignOutEverywhere(t.Context(), actor) },
		} {
			w.refused(name+": "+what, desk.CodeUnauthenticated, call)
		}
	}
}

func TestChangePassword(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent)
	token := storetest.Token(t, w.Store, ana)
	ok(t, w.changePassword(agent, storetest.Password, another))
	if _, err := w.SessionByToken(t.Context(), token); !desk.Is(err, desk.CodeUnauthenticated) {
		t.Errorf("the session goes on: %v", err)
	}
	if _, err := w.SignIn(t.Context(), ana.Email, storetest.Password, "192.0.2.1"); !desk.Is(err, desk.CodeUnauthenticated) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := w.SignIn(t.Context(), ana.Email, another, "192.0.2.1"); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestChangePasswordIsRefused(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent)
	for _, test := range []struct{ name, current, next, field, code string }{
		{"no current", "", another, "current", "required"},
		{"short", storetest.Password, "short", "new", "too_short"},
		{"common", storetest.Password, "password1234", "new", "too_common"},
		{"made of their name", storetest.Password, "anasouza.ana", "new", "too_common"},
		{"unchanged", storetest.Password, storetest.Password, "new", "unchanged"},
	} {
		w.invalid(test.name, test.field, test.code, func() error { return w.changePassword(agent, test.current, test.next) })
	}
}

// Whoever finds a browser signed in cannot guess on at the password: a wrong
// current one counts like a failure to sign in, for the account and the address.
func TestGuessesAtTheCurrentPasswordAreCounted(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent)
	before := w.rows(`SELECT password_hash, version FROM users`)
	for range desk.MaxFailuresPerAccount {
		err := desk.As(w.changePassword(agent, "a wrong one", another))
		if err == nil || err.Code != desk.CodeInvalid || err.Fields[0].Field != "current" || err.Fields[0].Code != "wrong" {
			t.Fatalf("%v", err)
		}
	}
	if err := w.changePassword(agent, storetest.Password, another); !desk.Is(err, desk.CodeTooMany) {
		t.Errorf("the right one after too many: %v", err)
	}
	if _, err := w.SignIn(t.Context(), ana.Email, storetest.Password, "198.51.100.7"); !desk.Is(err, desk.CodeTooMany) {
		t.Errorf("signing in from elsewhere: %v", err)
	}
	wantEqual(t, "the account", before, w.rows(`SELECT password_hash, version FROM users`))
	wantEqual(t, "failures", []string{"10"}, w.rows(`SELECT COUNT(*) FROM sign_in_failures WHERE address = '192.0.2.1'`))
}
