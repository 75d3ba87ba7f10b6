package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// queried returns the ids of a list, by the query that asks for it.
func (w *world) queried(actor desk.Actor, query string) []desk.ConversationID {
	w.t.Helper()
	values, errs := desk.ParseQuery(query)
	ok(w.t, errs.Err())
	f, errs := desk.ParseConversationFilter(values, actor)
	ok(w.t, errs.Err())
	listing, err := w.ListConversations(w.t.Context(), actor, f)
	ok(w.t, err)
	ids := []desk.ConversationID{}
	for _, c := range listing.Items {
		ids = append(ids, c.ID)
	}
	wantEqual(w.t, query+": total", len(ids), listing.Total)
	return ids
}

// What is snoozed is found and counted by who may see it, the soonest first, from
// when it is snoozed until it wakes.
func TestSnoozedIsFound(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	late, soon, hidden, open := w.conversation("Late", w.support), w.conversation("Soon", w.support), w.conversation("Hidden", w.billing), w.conversation("Open", w.support)
	pending := w.conversation("Pending", w.support)
	w.update(pending.ID, to(desk.StatusPending))
	w.snoozed(late.ID, 3*time.Hour)
	w.snoozed(hidden.ID, 2*time.Hour)
	w.snoozed(soon.ID, time.Hour)
	type ids = []desk.ConversationID
	finds := func(actor desk.Actor, lists map[string]ids) {
		t.Helper()
		for query, want := range lists {
			wantEqual(t, query, want, w.queried(actor, query))
		}
	}
	counts := func(actor desk.Actor, snoozed, pending int) {
		t.Helper()
		queues, err := w.CountQueues(t.Context(), actor)
		ok(t, err)
		wantEqual(t, "the queues", [2]int{snoozed, pending}, [2]int{queues.Snoozed, queues.Pending})
	}
	finds(ana, map[string]ids{
		"snoozed=true&sort=snoozedUntil": {soon.ID, late.ID}, "snoozed=true&sort=-snoozedUntil": {late.ID, soon.ID},
		"snoozed=true&status=open": {}, "snoozed=false&status=pending": {pending.ID}, "snoozed=false&sort=createdAt": {open.ID, pending.ID},
		"sort=snoozedUntil": {soon.ID, late.ID, open.ID, pending.ID},
	})
	finds(system(), map[string]ids{"snoozed=true&sort=snoozedUntil": {soon.ID, hidden.ID, late.ID}})
	counts(ana, 2, 3)
	counts(system(), 3, 4)

	w.clock.Advance(90 * time.Minute)
	finds(ana, map[string]ids{"snoozed=true&sort=snoozedUntil": {soon.ID, late.ID}}) // It is due, and asleep until somebody wakes it.
	w.wake()
	finds(ana, map[string]ids{"snoozed=true&sort=snoozedUntil": {late.ID}})
	counts(ana, 1, 2)

	// What is merged is closed, and wakes only if that is undone.
	w.merge(late.ID, open.ID)
	finds(ana, map[string]ids{"snoozed=true": {}, "snoozed=false&status=closed": {late.ID}})
	counts(ana, 0, 1)
	w.unmerge(late.ID)
	finds(ana, map[string]ids{"snoozed=true": {late.ID}})
	counts(ana, 1, 2)
	w.inStep()
}

// The segments of a list count what each of them would show.
func TestSnoozedIsCountedLikeAStatus(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"One", "Two", "Three"} {
		w.snoozed(w.conversation(name, w.support).ID, time.Hour)
	}
	w.update(w.conversation("Pending", w.support).ID, to(desk.StatusPending))
	w.conversation("Open", w.support)
	for sleep, pending := range map[desk.Sleep]int{"": 4, desk.Asleep: 4, desk.Awake: 1} {
		for name, narrow := range map[string]func(*desk.ConversationFilter){
			"all": func(*desk.ConversationFilter) {}, "a customer's": func(f *desk.ConversationFilter) { f.Customers = []desk.CustomerID{w.maya.ID} },
		} {
			f := all()
			f.Snoozed, f.Statuses = sleep, []desk.Status{desk.StatusClosed}
			narrow(&f)
			got, err := w.CountStatuses(t.Context(), system(), f)
			ok(t, err)
			wantEqual(t, name+", snoozed="+string(sleep),
				store.StatusCounts{Of: map[desk.Status]int{desk.StatusOpen: 1, desk.StatusPending: pending}, Snoozed: 3}, got)
		}
	}
}
