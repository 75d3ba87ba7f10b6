package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

func until(at time.Time) desk.ConversationSnooze {
	return desk.ConversationSnooze{Until: desk.Value(at)}
}

// sleeper is the actor by whom conversations wake.
func sleeper() desk.Actor { return desk.System("snooze", desk.ViaSystem) }

// snoozed snoozes a conversation for a while.
func (w *world) snoozed(id desk.ConversationID, d time.Duration) desk.Conversation {
	w.t.Helper()
	c, err := w.SnoozeConversation(w.t.Context(), system(), id, until(w.clock.Now().Add(d)))
	ok(w.t, err)
	return c
}

// wake wakes what is due and returns when the next one is.
func (w *world) wake() *time.Time {
	w.t.Helper()
	next, err := w.WakeConversations(w.t.Context(), sleeper())
	ok(w.t, err)
	return next
}

func TestSnooze(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	w.clock.Advance(time.Minute)
	monday := w.clock.Now().Add(20 * time.Hour)
	snoozed, err := w.SnoozeConversation(t.Context(), ana, conv.ID, until(monday))
	ok(t, err)
	want := conv
	want.Status, want.SnoozedUntil, want.UpdatedAt, want.Version = desk.StatusPending, &monday, w.clock.Now(), conv.Version+1
	wantEqual(t, "snoozed", want, snoozed)
	wantEqual(t, "and so it is read", want, w.get(conv.ID))
	again, err := w.SnoozeConversation(t.Context(), ana, conv.ID, until(monday))
	ok(t, err)
	wantEqual(t, "snoozed again", want, again)
	later := w.snoozed(conv.ID, 50*time.Hour)
	wantEqual(t, "until later", w.clock.Now().Add(50*time.Hour), *later.SnoozedUntil)
	wantEqual(t, "in one step", conv.Version+2, later.Version)

	woken, err := w.WakeConversation(t.Context(), ana, conv.ID, desk.ConversationWake{})
	ok(t, err)
	if woken.Status != desk.StatusOpen || woken.SnoozedUntil != nil || woken.Version != later.Version+1 {
		t.Errorf("woken by hand: %+v", woken)
	}
	asleep, err := w.WakeConversation(t.Context(), ana, conv.ID, desk.ConversationWake{})
	ok(t, err)
	wantEqual(t, "woken twice", woken, asleep)
	w.inStep()
}

func TestSnoozeRefused(t *testing.T) {
	b := newBorders(t)
	agent := b.actors["an agent"]
	hour := until(b.clock.Now().Add(time.Hour))
	b.invalid("the past", "until", "past", func() error {
		_, err := b.SnoozeConversation(t.Context(), agent, b.seen.ID, until(b.clock.Now()))
		return err
	})
	for _, id := range []desk.ConversationID{b.hidden.ID, 999} {
		b.refused("unseen", desk.CodeNotFound, func() error { _, err := b.SnoozeConversation(t.Context(), agent, id, hour); return err })
		b.refused("unseen, to wake", desk.CodeNotFound, func() error {
			_, err := b.WakeConversation(t.Context(), agent, id, desk.ConversationWake{})
			return err
		})
	}
	late := hour
	late.IfVersions = []int64{b.seen.Version + 1}
	b.refused("another version", desk.CodeStale, func() error { _, err := b.SnoozeConversation(t.Context(), agent, b.seen.ID, late); return err })
	b.refused("another version, to wake", desk.CodeStale, func() error {
		_, err := b.WakeConversation(t.Context(), agent, b.seen.ID, desk.ConversationWake{IfVersions: late.IfVersions})
		return err
	})
	b.refused("a wrong version, to wake", desk.CodeInvalid, func() error {
		_, err := b.WakeConversation(t.Context(), agent, b.seen.ID, desk.ConversationWake{Problems: desk.FieldErrors{{Field: "version"}}})
		return err
	})
	b.refused("waking them all", desk.CodePermission, func() error { _, err := b.WakeConversations(t.Context(), agent); return err })
}

// What it was before, it is again, the snooze that was ended included.
func TestUndoSnooze(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	hour := until(w.clock.Now().Add(time.Hour))
	steps := map[string]func() (desk.Conversation, error){
		"snoozing": func() (desk.Conversation, error) { return w.SnoozeConversation(t.Context(), ana, conv.ID, hour) },
		"snoozing again": func() (desk.Conversation, error) {
			return w.SnoozeConversation(t.Context(), ana, conv.ID, until(w.clock.Now().Add(3*time.Hour)))
		},
		"closing": func() (desk.Conversation, error) {
			return w.UpdateConversation(t.Context(), ana, conv.ID, change(to(desk.StatusClosed)))
		},
		"waking": func() (desk.Conversation, error) {
			return w.WakeConversation(t.Context(), ana, conv.ID, desk.ConversationWake{})
		},
	}
	try := func(names ...string) {
		for _, name := range names {
			before := w.get(conv.ID)
			changed, err := steps[name]()
			ok(t, err)
			if code := w.undone(ana, changed); code != "" {
				t.Fatalf("%s: refused: %s", name, code)
			}
			after := w.get(conv.ID)
			before.Version += 2
			wantEqual(t, name, before, after)
		}
	}
	try("snoozing", "closing")
	w.update(conv.ID, to(desk.StatusPending))
	try("snoozing") // what was pending before stays so
	_, err := steps["snoozing"]()
	ok(t, err)
	try("snoozing again", "closing", "waking")
	w.inStep()
}

func TestWakeConversations(t *testing.T) {
	w := newWorld(t)
	early, late, other := w.conversation("Early", w.billing), w.conversation("Late", w.sales), w.conversation("Other", w.support)
	first, second := w.snoozed(early.ID, time.Hour), w.snoozed(late.ID, 2*time.Hour)
	wantEqual(t, "the next is due", first.SnoozedUntil, w.wake())
	w.clock.Advance(time.Hour - time.Microsecond)
	wantEqual(t, "not before its time", first.SnoozedUntil, w.wake())
	w.clock.Advance(time.Microsecond)
	wantEqual(t, "then the other", second.SnoozedUntil, w.wake())
	woken := w.get(early.ID)
	want := first
	want.Status, want.SnoozedUntil, want.UpdatedAt, want.Version = desk.StatusOpen, nil, w.clock.Now(), first.Version+1
	wantEqual(t, "woken", want, woken)
	list, err := w.ListConversations(t.Context(), system(), all())
	ok(t, err)
	wantEqual(t, "on top", early.ID, list.Items[0].ID)
	wantEqual(t, "the other one sleeps", second, w.get(late.ID))
	events, err := store.Events(t.Context(), w.Store)
	ok(t, err)
	last := events[len(events)-1]
	wantEqual(t, "by whom", desk.Author{Type: "system", Name: "snooze"}, last.Actor)
	wantEqual(t, "what", []desk.Change{
		{Field: "status", Before: "pending", After: "open"},
		{Field: "snoozedUntil", Before: "2026-03-01T13:00:00.000Z"},
	}, last.Changes)
	wantEqual(t, "told", 1, last.Queued)
	w.clock.Advance(48 * time.Hour) // as after a night without a server
	if next := w.wake(); next != nil {
		t.Errorf("the next is due at %s", next)
	}
	wantEqual(t, "woken late", desk.StatusOpen, w.get(late.ID).Status)
	wantEqual(t, "never snoozed", other, w.get(other.ID))
	w.inStep()
}

// To everyone who has read it, whichever way, it is unread again; to whom more of
// it is unread, that much stays so.
func TestWakingIsUnread(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	w.later(system(), conv.ID, desk.KindCustomer, "Before anybody came")
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, ben := w.user("Ben Ito", desk.RoleAgent, "Support")
	_, cleo := w.user("Cleo Arn", desk.RoleAgent, "Support")
	_, dora := w.user("Dora Lund", desk.RoleAgent, "Support")
	hello := w.later(system(), conv.ID, desk.KindCustomer, "Hello")
	question := w.later(system(), conv.ID, desk.KindCustomer, "And now?")
	reply := w.later(ana, conv.ID, desk.KindReply, "Next week")
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, reply.ID))
	ok(t, w.MarkRead(t.Context(), ben, conv.ID, reply.ID))
	ok(t, w.MarkRead(t.Context(), cleo, conv.ID, hello.ID-1))
	w.clock.Advance(time.Minute)
	ok(t, w.MarkAllRead(t.Context(), dora))
	_, eve := w.user("Eve Holm", desk.RoleAgent, "Support") // who came when all was said
	empty := w.conversation("Empty", w.support)
	w.snoozed(conv.ID, time.Hour)
	w.snoozed(empty.ID, time.Hour)
	w.clock.Advance(2 * time.Hour)
	w.wake()
	wantEqual(t, "to Ana, the customer's last word", question.ID, w.unread(ana, conv.ID))
	wantEqual(t, "to Ben", reply.ID, w.unread(ben, conv.ID))
	wantEqual(t, "to Cleo, who had not read it", hello.ID, w.unread(cleo, conv.ID))
	wantEqual(t, "to Dora, who has read everything", reply.ID, w.unread(dora, conv.ID))
	wantEqual(t, "to Eve", reply.ID, w.unread(eve, conv.ID))
	wantEqual(t, "without a word there is nothing to read", desk.MessageID(0), w.unread(ana, empty.ID))
}

func TestWakeMany(t *testing.T) {
	w := newWorld(t)
	var sleeping []desk.ConversationID
	for i := range 230 { // more than two transactions' worth
		c := w.conversation(fmt.Sprint("Conversation ", i), w.support)
		w.snoozed(c.ID, time.Duration(230-i)*time.Second)
		sleeping = append(sleeping, c.ID)
	}
	later := w.conversation("Later", w.support)
	want := w.snoozed(later.ID, time.Hour).SnoozedUntil
	w.clock.Advance(230 * time.Second)
	wantEqual(t, "the next is due", want, w.wake())
	for _, id := range sleeping {
		if c := w.get(id); c.Status != desk.StatusOpen || c.SnoozedUntil != nil {
			t.Fatalf("#%s is %s", id, c.Status)
		}
	}
	w.inStep()
}

// Several processes that wake at once, while others change what is due, wake each
// conversation once.
func TestNobodyWakesTwice(t *testing.T) {
	w := newWorld(t)
	var sleeping []desk.Conversation
	for i := range 60 {
		c := w.conversation(fmt.Sprint("Conversation ", i), w.support)
		sleeping = append(sleeping, w.snoozed(c.ID, time.Second))
	}
	w.clock.Advance(time.Minute)
	var racing sync.WaitGroup
	for range 4 {
		racing.Go(func() {
			if _, err := w.WakeConversations(t.Context(), sleeper()); err != nil {
				t.Error(err)
			}
		})
	}
	racing.Go(func() {
		for _, c := range sleeping[:5] {
			if err := w.DeleteConversation(context.WithoutCancel(t.Context()), system(), c.ID, desk.ConversationDelete{}); err != nil {
				t.Error(err)
			}
		}
	})
	racing.Wait()
	for _, c := range sleeping[5:] {
		if now := w.get(c.ID); now.Status != desk.StatusOpen || now.Version != c.Version+1 {
			t.Errorf("#%s is %s at version %d, of %d", c.ID, now.Status, now.Version, c.Version)
		}
	}
	events, err := store.Events(t.Context(), w.Store)
	ok(t, err)
	woken := slices.DeleteFunc(events, func(e store.Event) bool { return e.Actor.Name != "snooze" || e.SubjectID <= int64(sleeping[4].ID) })
	wantEqual(t, "events of waking", len(sleeping)-5, len(woken))
	w.inStep()
}

// What was due a moment ago may have been snoozed again, woken or deleted since.
func TestWakeLooksAgain(t *testing.T) {
	w := newWorld(t)
	again, awake, closed := w.conversation("Again", w.support), w.conversation("Awake", w.sales), w.conversation("Closed", w.billing)
	w.snoozed(again.ID, time.Hour)
	again = w.snoozed(again.ID, 3*time.Hour)
	w.later(system(), awake.ID, desk.KindCustomer, "Hello")
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Sales")
	closed = w.update(closed.ID, to(desk.StatusClosed))
	w.clock.Advance(2 * time.Hour)
	before := w.get(awake.ID)
	ok(t, store.WakeDue(t.Context(), w.Store, sleeper(), 999, again.ID, awake.ID, closed.ID))
	wantEqual(t, "snoozed again", again, w.get(again.ID))
	wantEqual(t, "woken by somebody", before, w.get(awake.ID))
	wantEqual(t, "and so read", desk.MessageID(0), w.unread(ana, awake.ID))
	wantEqual(t, "closed", closed, w.get(closed.ID))
}

// What is due is read from an index, however many conversations there are.
func TestDueIsReadInOrder(t *testing.T) {
	w := newCrowd(t, 20_000)
	for id := range 60 {
		w.snoozed(desk.ConversationID(id+1), time.Duration(id+1)*time.Hour)
	}
	ok(t, store.Analyze(t.Context(), w.Store))
	found := 0
	watched := store.Watched(w.Store, func(query string, args []any) {
		if !strings.Contains(query, "SELECT c.id, c.snoozed_until FROM") {
			return
		}
		found++
		q := asked{query, slices.Clone(args)}
		if plan := w.plan(q); fault(q, plan) != "" || !strings.Contains(strings.Join(plan, "\n"), "conversations_snoozed") {
			t.Errorf("%s\n%s", fault(q, plan), strings.Join(plan, "\n"))
		}
	})
	_, err := watched.WakeConversations(t.Context(), sleeper())
	ok(t, err)
	wantEqual(t, "queries", 1, found)
}

// A snooze goes with the schema that knows of it, and nothing else does.
func TestSnoozeMigratesBothWays(t *testing.T) {
	w := newWorld(t)
	conv := w.snoozed(w.conversation("Refund", w.support).ID, time.Hour)
	ok(t, store.Remigrate(t.Context(), w.Store, 12))
	conv.SnoozedUntil = nil
	wantEqual(t, "without the snooze", conv, w.get(conv.ID))
	storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindCustomer, "Hello")
	wantEqual(t, "opened", desk.StatusOpen, w.get(conv.ID).Status)
}
