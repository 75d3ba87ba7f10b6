package store_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

func (w *world) session(token string) error {
	_, err := w.SessionByToken(w.t.Context(), token)
	return err
}

func TestSession(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent, "Billing")
	token, err := w.BeginSession(t.Context(), ana.ID, "notices")
	ok(t, err)
	want := store.Session{
		User: ana, Actor: desk.UserActor(ana, []desk.InboxID{w.billing.ID}, desk.ViaPage), Preferences: desk.DefaultPreferences(), Data: "notices",
	}
	got, err := w.SessionByToken(t.Context(), token)
	ok(t, err)
	wantEqual(t, "session", want, got)
	add := func(data string) (string, error) { return "other " + data, nil }
	ok(t, w.ChangeSessionData(t.Context(), token, add))
	want.Data = "other notices"
	got, err = w.SessionByToken(t.Context(), token)
	ok(t, err)
	wantEqual(t, "with other data", want, got)
	ok(t, w.EndSession(t.Context(), token))
	wantCode(t, "after signing out", desk.CodeUnauthenticated, w.session(token))
	ok(t, w.ChangeSessionData(t.Context(), token, add))
	wantCode(t, "after a change of what has ended", desk.CodeUnauthenticated, w.session(token))
	ok(t, w.EndSession(t.Context(), token))
}

// A browser makes requests side by side, and none of them undoes what another one did.
func TestSessionDataIsChangedByTurns(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	token := storetest.Token(t, w.Store, ana)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			err := w.ChangeSessionData(t.Context(), token, func(data string) (string, error) { return data + "x", nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got, err := w.SessionByToken(t.Context(), token)
	ok(t, err)
	wantEqual(t, "data", strings.Repeat("x", 16), got.Data)
}

func TestSessionsAreDistinct(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	one, two := storetest.Token(t, w.Store, ana), storetest.Token(t, w.Store, ana)
	if one == two || len(one) < 26 { // 26 characters of base 32 are 130 bits.
		t.Errorf("%q and %q", one, two)
	}
	ok(t, w.EndSession(t.Context(), one))
	wantCode(t, "the other session", "", w.session(two))
	for _, token := range []string{"", "x", strings.ToLower(two), two + " ", two[1:]} {
		wantCode(t, token, desk.CodeUnauthenticated, w.session(token))
	}
}

func TestTokensAreNotKept(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	setup, err := storetest.New(t).BeginSetup(t.Context())
	ok(t, err)
	secrets := []string{storetest.Token(t, w.Store, ana), storetest.AddKey(t, w.Store, "sync", "read:users"), setup}
	secrets = append(secrets, strings.TrimPrefix(secrets[1], "parley_"))
	for _, row := range w.dump() {
		for _, secret := range secrets {
			if strings.Contains(row, secret) {
				t.Errorf("kept: %s", row)
			}
		}
	}
	for _, row := range w.rows(`SELECT token_hash FROM sessions UNION ALL SELECT secret_hash FROM api_keys`) {
		wantCode(t, "the hash as the token", desk.CodeUnauthenticated, w.session(row))
		if _, err := w.ActorByKey(t.Context(), row); !desk.Is(err, desk.CodeUnauthenticated) {
			t.Errorf("the hash as the key: %v", err)
		}
	}
}

func TestIdleSessionsEnd(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	token := storetest.Token(t, w.Store, ana)
	for range 3 { // Every use begins the time anew.
		w.clock.Advance(desk.SessionIdle - time.Microsecond)
		wantCode(t, "in time", "", w.session(token))
	}
	w.clock.Advance(desk.SessionIdle)
	wantCode(t, "too late", desk.CodeUnauthenticated, w.session(token))
	storetest.Token(t, w.Store, ana)
	wantEqual(t, "what ended is swept out", []string{"1"}, w.rows(`SELECT COUNT(*) FROM sessions`))
}

func TestSessionsEndHoweverMuchTheyAreUsed(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	token := storetest.Token(t, w.Store, ana)
	begun := w.clock.Now()
	for w.clock.Now().Add(desk.SessionIdle / 2).Before(begun.Add(desk.SessionLife)) {
		w.clock.Advance(desk.SessionIdle / 2)
		wantCode(t, "in use", "", w.session(token))
	}
	w.clock.Advance(begun.Add(desk.SessionLife).Sub(w.clock.Now()) - time.Microsecond)
	wantCode(t, "the last moment", "", w.session(token))
	w.clock.Advance(time.Microsecond)
	wantCode(t, "the end", desk.CodeUnauthenticated, w.session(token))
}

func TestUseOfASessionIsNotedOnceAMinute(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	token := storetest.Token(t, w.Store, ana)
	seen := func() string { return w.rows(`SELECT MAX(seen_at) FROM sessions`)[0] }
	begun := seen()
	w.clock.Advance(desk.SessionSeenEvery - time.Microsecond)
	ok(t, w.session(token))
	if seen() != begun {
		t.Error("noted within the minute")
	}
	w.clock.Advance(time.Microsecond)
	ok(t, w.session(token))
	if seen() == begun {
		t.Error("not noted after a minute")
	}
}

// Rights are those of now, not those of when the session began.
func TestSessionFollowsTheRights(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	token := storetest.Token(t, w.Store, ana)
	reach := func() bool {
		session, err := w.SessionByToken(t.Context(), token)
		ok(t, err)
		return session.Actor.Reach.Reaches(w.billing.ID)
	}
	if reach() {
		t.Error("reached without membership")
	}
	ok(t, w.AddMember(t.Context(), system(), "Billing", ana.Email))
	if !reach() {
		t.Error("not reached with membership")
	}
	ok(t, w.RemoveMember(t.Context(), system(), "Billing", ana.Email))
	if reach() {
		t.Error("reached after membership")
	}
}

func TestDisabledUsersCannotHaveASession(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	_, err := w.DisableUser(t.Context(), system(), ana.Email)
	ok(t, err)
	wantCode(t, "begun after all", desk.CodeUnauthenticated, w.session(storetest.Token(t, w.Store, ana)))
}
