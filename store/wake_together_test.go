package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// What wakes in one transaction is told and unread as if each had woken alone: to whom
// its own newest message was read, in the order of the conversations.
func TestWakingTogether(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, ben := w.user("Ben Ito", desk.RoleAgent, "Support")
	first, second, merged := w.conversation("First", w.support), w.conversation("Second", w.support), w.conversation("Merged", w.support)
	old := w.later(system(), first.ID, desk.KindCustomer, "Hello")
	hello := w.later(system(), second.ID, desk.KindCustomer, "Hello, too")
	newest := w.later(system(), first.ID, desk.KindCustomer, "And now?")
	ok(t, w.MarkRead(t.Context(), ana, first.ID, newest.ID))
	ok(t, w.MarkRead(t.Context(), ana, second.ID, hello.ID))
	ok(t, w.MarkRead(t.Context(), ben, first.ID, old.ID-1))
	ok(t, w.MarkRead(t.Context(), ben, second.ID, hello.ID))
	w.snoozed(second.ID, time.Hour)
	w.snoozed(first.ID, 2*time.Hour)
	w.snoozed(merged.ID, time.Hour)
	w.merge(merged.ID, w.conversation("Other", w.support).ID)
	w.clock.Advance(3 * time.Hour)
	before, err := store.Events(t.Context(), w.Store)
	ok(t, err)

	ok(t, store.WakeDue(t.Context(), w.Store, sleeper(), second.ID, merged.ID, first.ID))
	wantEqual(t, "to Ana, of the first", newest.ID, w.unread(ana, first.ID))
	wantEqual(t, "to Ana, of the second", hello.ID, w.unread(ana, second.ID))
	wantEqual(t, "to Ben, who had not read the first", old.ID, w.unread(ben, first.ID))
	wantEqual(t, "to Ben, of the second", hello.ID, w.unread(ben, second.ID))
	wantEqual(t, "what is merged sleeps on", desk.StatusClosed, w.get(merged.ID).Status)
	events, err := store.Events(t.Context(), w.Store)
	ok(t, err)
	var told []int64
	for _, e := range events[len(before):] {
		wantEqual(t, "told", 1, e.Queued)
		told = append(told, e.SubjectID)
	}
	wantEqual(t, "events", []int64{int64(first.ID), int64(second.ID)}, told)
	w.inStep()
}
