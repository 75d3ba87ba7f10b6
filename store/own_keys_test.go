package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func ownKeys(pairs ...string) desk.KeysUpdate {
	in := desk.KeysUpdate{Usual: []string{"j", "e", "g m"}, Keys: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		in.Keys[pairs[i]] = pairs[i+1]
	}
	return in
}

// Keys are somebody's own: their sessions have them, and nobody else's.
func TestOwnKeys(t *testing.T) {
	w := newWorld(t)
	ana, actor := w.user("Ana Souza", desk.RoleViewer, "Support")
	ben, _ := w.user("Ben Ito", desk.RoleAgent, "Support")
	has := func(what string, of desk.User, want map[string]string) {
		t.Helper()
		session, err := w.SessionByToken(t.Context(), storetest.Token(t, w.Store, of))
		ok(t, err)
		wantEqual(t, what, want, session.Keys)
	}
	has("as usual", ana, nil)
	keys, err := w.UpdateKeys(t.Context(), actor, ownKeys("e", "y", "g m", "m m", "j", "j"))
	ok(t, err)
	wantEqual(t, "chosen", map[string]string{"e": "y", "g m": "m m"}, keys)
	has("hers", ana, keys)
	has("not his", ben, nil)
	w.invalid("one for two", "key e", "taken", func() error { _, err := w.UpdateKeys(t.Context(), actor, ownKeys("e", "j")); return err })
	_, err = w.UpdateKeys(t.Context(), actor, ownKeys())
	ok(t, err)
	has("as usual again", ana, nil)
}
