package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// person returns the actor who is a person and may do everything.
func (w *world) person() desk.Actor {
	w.t.Helper()
	session, err := w.SessionByToken(w.t.Context(), storetest.Token(w.t, w.Store, desk.User{ID: 1}))
	ok(w.t, err)
	actor := session.Actor
	actor.Permissions, actor.Reach = desk.NewPermissionSet(desk.Permissions()...), desk.Everything()
	return actor
}

// withoutEvents are the uses that write nothing into history.
var withoutEvents = []string{
	"MarkAllRead", "MarkRead", "MarkUnread", "ReadNotifications", "SaveDraft", "SignOutEverywhere", "UpdateKeys", "UpdatePreferences", "UploadAttachment", "RemoveAttachment",
}

// When one statement of a use case fails, the whole of it fails and nothing of it
// stays: here the last one, which queues the event.
func TestUseCasesAreAllOrNothing(t *testing.T) {
	for name, use := range uses(t.Context()) {
		w := peopled(t)
		actor := w.person()
		w.diskFull()
		before := w.dump()
		err := use.call(w, actor)
		if diff := cmp.Diff(before, w.dump()); diff != "" && !slices.Contains(withoutEvents, name) {
			t.Errorf("%s (%v) left (-before +after):\n%s", name, err, diff)
		}
		if desk.As(err) != nil {
			t.Errorf("%s shows what people have no part in: %v", name, err)
		}
		w.diskFree()
		if err == nil { // Then it had nothing to write.
			ok(t, use.call(w, actor))
			continue
		}
		if err := use.call(w, w.person()); err != nil {
			t.Errorf("%s does not recover: %v", name, err)
		}
	}
}

// A request that is given up is no success, and no refusal either.
func TestGivenUpRequestsDoNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := peopled(t)
	actor := w.person()
	calls := map[string]func() error{
		"SignIn":         func() error { _, err := w.SignIn(ctx, "ana.souza@example.com", storetest.Password, home); return err },
		"ActorByKey":     func() error { _, err := w.ActorByKey(ctx, "parley_x"); return err },
		"BeginSession":   func() error { _, err := w.BeginSession(ctx, 1, ""); return err },
		"SessionByToken": func() error { _, err := w.SessionByToken(ctx, "x"); return err },
		"ChangeSessionData": func() error {
			return w.ChangeSessionData(ctx, "x", func(data string) (string, error) { return data, nil })
		},
		"EndSession": func() error { return w.EndSession(ctx, "x") },
		"SetupOpen":  func() error { _, err := w.SetupOpen(ctx); return err },
		"BeginSetup": func() error { _, err := w.BeginSetup(ctx); return err },
		"SetUp":      func() error { _, err := w.SetUp(ctx, "x", newUser("A", "a@example.com")); return err },
		"Ready":      func() error { return w.Ready(ctx) },
	}
	for name, use := range uses(ctx) {
		if name != "CreateConversation" && name != "ChangePassword" { // These two have no context to give up.
			calls[name] = func() error { return use.call(w, actor) }
		}
	}
	before := w.dump()
	for name, call := range calls {
		if err := call(); err == nil || desk.As(err) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantEqual(t, "the database", before, w.dump())
}
