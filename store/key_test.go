package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

func (w *world) createKey(in desk.KeyCreate) (desk.Key, string, error) {
	if !in.Name.Set {
		in.Name = desk.Value("sync")
	}
	if in.Permissions == nil {
		in.Permissions = desk.NewPermissionSet(desk.ReadConversations)
	}
	return w.CreateKey(w.t.Context(), system(), in)
}

func (w *world) byKey(secret string) error {
	_, err := w.ActorByKey(w.t.Context(), secret)
	return err
}

func TestKey(t *testing.T) {
	w := newWorld(t)
	key, secret, err := w.createKey(desk.KeyCreate{Inboxes: []string{"sales", "Billing", "SALES"}})
	ok(t, err)
	want := desk.Key{
		ID: key.ID, Name: "sync", Permissions: desk.NewPermissionSet(desk.ReadConversations), CreatedAt: w.clock.Now(),
		Reach: desk.Inboxes(w.billing.ID, w.sales.ID), InboxNames: []string{"Billing", "Sales"},
	}
	wantEqual(t, "the answer", want, key)
	actor, err := w.ActorByKey(t.Context(), secret)
	ok(t, err)
	wantEqual(t, "its actor", want.Actor(w.clock.Now()), actor)
	want.LastUsedAt = at(w.clock.Now())
	keys, err := w.ListKeys(t.Context(), system())
	ok(t, err)
	wantEqual(t, "what is kept", []desk.Key{want}, keys)
	if !strings.HasPrefix(secret, "parley_") || len(secret) < len("parley_")+26 {
		t.Errorf("%q", secret)
	}
}

func TestKeyWithoutInboxesReachesAll(t *testing.T) {
	w := newWorld(t)
	_, secret, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	later := storetest.AddInbox(t, w.Store, "Later")
	actor, err := w.ActorByKey(t.Context(), secret)
	ok(t, err)
	if !actor.Reach.All() || !actor.Reach.Reaches(later.ID) {
		t.Errorf("%+v", actor.Reach)
	}
}

// A key whose inboxes are all gone reaches none, not all.
func TestKeyThatLostItsInboxesReachesNone(t *testing.T) {
	w := newWorld(t)
	_, secret, err := w.createKey(desk.KeyCreate{Inboxes: []string{"Sales"}})
	ok(t, err)
	w.exec(`DELETE FROM inboxes WHERE id = $1`, w.sales.ID)
	actor, err := w.ActorByKey(t.Context(), secret)
	ok(t, err)
	if !actor.Reach.Empty() {
		t.Errorf("%+v", actor.Reach)
	}
}

func TestKeysEnd(t *testing.T) {
	w := newWorld(t)
	end := w.clock.Now().Add(time.Hour)
	_, secret, err := w.createKey(desk.KeyCreate{ExpiresAt: &end})
	ok(t, err)
	w.clock.Advance(time.Hour - time.Microsecond)
	wantCode(t, "before its end", "", w.byKey(secret))
	w.clock.Advance(time.Microsecond)
	wantCode(t, "at its end", desk.CodeUnauthenticated, w.byKey(secret))
}

func TestKeysAreRevoked(t *testing.T) {
	w := newWorld(t)
	_, secret, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	_, other, err := w.createKey(desk.KeyCreate{Name: desk.Value("other")})
	ok(t, err)
	ok(t, w.RevokeKey(t.Context(), system(), " Sync"))
	wantCode(t, "revoked", desk.CodeUnauthenticated, w.byKey(secret))
	wantCode(t, "another key", "", w.byKey(other))
	before := w.dump()
	ok(t, w.RevokeKey(t.Context(), system(), "sync"))
	wantEqual(t, "revoked again", before, w.dump())
	w.refused("one that does not exist", desk.CodeNotFound, func() error { return w.RevokeKey(t.Context(), system(), "none") })
}

// Unknown, revoked and ended keys get the same answer.
func TestUnknownKeys(t *testing.T) {
	w := newWorld(t)
	past := w.clock.Now()
	_, ended, err := w.createKey(desk.KeyCreate{Name: desk.Value("ended"), ExpiresAt: &past})
	ok(t, err)
	_, revoked, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	ok(t, w.RevokeKey(t.Context(), system(), "sync"))
	want := w.refused("unknown", desk.CodeUnauthenticated, func() error { return w.byKey("parley_x") })
	for _, secret := range []string{"", "parley_", ended, revoked, revoked[1:], strings.ToLower(revoked)} {
		wantEqual(t, secret, want, w.refused(secret, desk.CodeUnauthenticated, func() error { return w.byKey(secret) }))
	}
}

func TestLastUseIsNotedOnceAMinute(t *testing.T) {
	w := newWorld(t)
	_, secret, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	used := func() time.Time {
		keys, err := w.ListKeys(t.Context(), system())
		ok(t, err)
		return *keys[0].LastUsedAt
	}
	first := w.clock.Now()
	for _, step := range []struct {
		after time.Duration
		want  time.Time
	}{
		{0, first},
		{time.Minute - time.Microsecond, first},
		{time.Microsecond, first.Add(time.Minute)},
		{time.Second, first.Add(time.Minute)},
		{time.Hour, first.Add(61*time.Minute + time.Second)},
	} {
		w.clock.Advance(step.after)
		ok(t, w.byKey(secret))
		if got := used(); !got.Equal(step.want) {
			t.Errorf("at %v: last used %v, want %v", w.clock.Now(), got, step.want)
		}
	}
}

// Requests at once each find that the minute is over; one of them notes it.
func TestLastUseIsNotedByOneOfMany(t *testing.T) {
	w := newWorld(t)
	_, secret, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	w.notesOfUse()
	finished := make(chan []error)
	ok(t, store.WhileWriting(t.Context(), w.Store, func() { // All have read before the first can write.
		go func() {
			finished <- together(10, func(int) error { w.clock.Advance(time.Second); return w.byKey(secret) })
		}()
		time.Sleep(100 * time.Millisecond)
	}))
	ok(t, errors.Join(<-finished...))
	wantEqual(t, "times that it was noted", []string{"1"}, w.rows(`SELECT COUNT(*) FROM notes`))
}

// A request whose use is noted already does not queue behind the writers.
func TestKeysAreFoundWhileOthersWrite(t *testing.T) {
	w := newWorld(t)
	_, secret, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	ok(t, w.byKey(secret))
	ok(t, store.WhileWriting(t.Context(), w.Store, func() {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if _, err := w.ActorByKey(ctx, secret); err != nil || ctx.Err() != nil {
			t.Errorf("%v, %v", err, ctx.Err())
		}
	}))
}

func TestCreateKeyIsRefused(t *testing.T) {
	w := newWorld(t)
	_, _, err := w.createKey(desk.KeyCreate{})
	ok(t, err)
	for _, test := range []struct {
		name, field, code string
		in                desk.KeyCreate
	}{
		{"name taken", "name", "taken", desk.KeyCreate{Name: desk.Value(" SYNC ")}},
		{"blank name", "name", "empty", desk.KeyCreate{Name: desk.Value(" ")}},
		{"no permissions", "permissions", "required", desk.KeyCreate{Name: desk.Value("k"), Permissions: desk.PermissionSet{}}},
		{"unknown permission", "permissions", "not_in_list", desk.KeyCreate{Name: desk.Value("k"), Permissions: desk.NewPermissionSet("root")}},
		{"unknown inbox", "inbox", "not_found", desk.KeyCreate{Name: desk.Value("k"), Inboxes: []string{"Billing", "None"}}},
	} {
		w.invalid(test.name, test.field, test.code, func() error { _, _, err := w.createKey(test.in); return err })
	}
}
