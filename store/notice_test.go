package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// since returns what was committed since a mark, and the mark to come back with.
func (w *world) since(actor desk.Actor, mark desk.Mark) desk.Notices {
	w.t.Helper()
	notices, err := w.Notices(w.t.Context(), actor, mark)
	ok(w.t, err)
	return notices
}

// now returns the mark that nothing comes after but what is yet to be done. On
// PostgreSQL that waits for whoever writes anywhere on the server, which other tests
// do at the same time.
func (w *world) now() desk.Mark {
	w.t.Helper()
	for limit := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		mark := w.since(system(), 0).Next
		if len(w.rows(`SELECT id FROM outbox WHERE mark >= $1`, mark)) == 0 {
			return mark
		}
		if time.Now().After(limit) {
			w.t.Fatal("somebody has been writing for a minute")
		}
	}
}

func TestNoticesTellWhatHappened(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	mark := w.now()
	conv := w.conversation("Refund", w.billing)
	_, err := w.UpdateConversation(t.Context(), agent, conv.ID, change(to(desk.StatusPending)))
	ok(t, err)
	ok(t, w.DeleteConversation(t.Context(), agent, conv.ID, desk.ConversationDelete{}))
	w.now()
	notices := w.since(agent, mark)
	var actions []desk.Action
	for _, n := range notices.List {
		actions = append(actions, n.Action)
		if n.Subject != "conversation" || n.SubjectID != int64(conv.ID) || n.InboxID != w.billing.ID {
			t.Errorf("%+v is of something else", n)
		}
	}
	wantEqual(t, "actions", []desk.Action{desk.ActionCreated, desk.ActionUpdated, desk.ActionDeleted}, actions)
	if last := notices.List[2].By; last.ID != int64(ana.ID) || last.Name != "Ana Souza" || last.Type != "user" {
		t.Errorf("it was deleted by %+v", last)
	}
	if again := w.since(agent, notices.Next); len(again.List) > 0 || again.Gap {
		t.Errorf("told once more: %+v", again)
	}
}

// Nothing of an inbox out of reach is told, deletions and memberships included.
func TestScopeOfNotices(t *testing.T) {
	b := newBorders(t)
	mark := b.now()
	b.update(b.seen.ID, to(desk.StatusPending))
	b.update(b.hidden.ID, to(desk.StatusPending))
	ok(t, b.DeleteConversation(t.Context(), system(), b.hidden.ID, desk.ConversationDelete{}))
	b.user("Cleo Marsh", desk.RoleAgent, "Sales")
	b.each(func(t *testing.T, actor desk.Actor) {
		notices := b.since(actor, mark)
		if len(notices.List) != 1 || notices.List[0].SubjectID != int64(b.seen.ID) {
			t.Errorf("told of %+v", notices.List)
		}
	})
	if all := b.since(system(), mark); len(all.List) < 5 {
		t.Errorf("the system is told of %+v", all.List)
	}
}

// What is committed late is told although others, with greater ids, were told of
// before. SQLite has one writer, so that there nothing is late.
func TestNoticesOfWhoCommitsLate(t *testing.T) {
	w := newWorld(t)
	late, quick := w.conversation("Late", w.billing), w.conversation("Quick", w.billing)
	var told []int64
	mark := w.now()
	follow := func() {
		notices := w.since(system(), mark)
		mark = notices.Next
		for _, n := range notices.List {
			told = append(told, n.SubjectID)
		}
	}
	ok(t, store.WhileRecording(t.Context(), w.Store, system(), late.ID, func() {
		if storetest.OnPostgres() {
			w.update(quick.ID, to(desk.StatusPending))
		}
		follow()
		if slices.Contains(told, int64(late.ID)) || slices.Contains(told, int64(quick.ID)) != storetest.OnPostgres() {
			t.Errorf("told of %v before the commit", told)
		}
	}))
	follow()
	if !slices.Contains(told, int64(late.ID)) {
		t.Errorf("told of %v only", told)
	}
	w.now()
	follow()
	told = nil
	follow()
	if len(told) > 0 {
		t.Errorf("told of %v for ever", told)
	}
}

func TestNoticesThatNobodyHasAnyMore(t *testing.T) {
	w := newWorld(t)
	mark := w.now()
	w.conversation("Refund", w.billing)
	w.clock.Advance(desk.NoticesKept / 2)
	kept := w.conversation("Kept", w.billing)
	w.clock.Advance(desk.NoticesKept/2 + time.Minute)
	ok(t, w.ForgetNotices(t.Context(), system()))
	if left := w.since(system(), mark).List; len(left) != 1 || left[0].SubjectID != int64(kept.ID) {
		t.Errorf("left are %+v", left)
	}
	if !w.since(system(), mark+1e9).Gap {
		t.Error("a mark of another database passes")
	}
	for range desk.MaxNotices {
		w.exec(`INSERT INTO outbox (event_id, subject, subject_id, action, created_at, mark) SELECT event_id, subject, subject_id, action, created_at, mark FROM outbox WHERE subject_id = $1 AND id = (SELECT MAX(id) FROM outbox)`, kept.ID)
	}
	if notices := w.since(system(), mark); !notices.Gap || len(notices.List) > 0 {
		t.Errorf("%d notices at once, and a gap: %v", len(notices.List), notices.Gap)
	}
}

// listening has a store listen, and returns what it is told.
func listening(t *testing.T, w *world) <-chan string {
	told := make(chan string, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.Listen(ctx, system(), func(text string) { told <- text }) }()
	t.Cleanup(func() {
		cancel()
		ok(t, <-ended)
	})
	return told
}

func await(t *testing.T, told <-chan string, want string) {
	t.Helper()
	for limit := time.After(20 * time.Second); ; {
		select {
		case text := <-told:
			if text == want {
				return
			}
		case <-limit:
			t.Fatalf("never told %q", want)
		}
	}
}

// untilHeard tells until it is heard, and takes out what else was told.
func untilHeard(t *testing.T, from *world, told <-chan string) {
	t.Helper()
	for {
		ok(t, from.Tell(t.Context(), system(), "are you there"))
		select {
		case text := <-told:
			if text != "are you there" {
				continue
			}
		case <-time.After(50 * time.Millisecond):
			continue
		}
		ok(t, from.Tell(t.Context(), system(), "now"))
		await(t, told, "now")
		return
	}
}

func TestListenHearsCommitsAndWords(t *testing.T) {
	w := newWorld(t)
	told := listening(t, w)
	untilHeard(t, w, told)
	w.conversation("Refund", w.billing)
	await(t, told, "")
}

// Processes on one PostgreSQL hear each other, also after a connection was lost.
// With SQLite there is one process, and both are the same here.
func TestListenHearsOtherProcesses(t *testing.T) {
	first, second := twoProcesses(t)
	if !storetest.OnPostgres() {
		second = first
	}
	told := listening(t, second)
	untilHeard(t, first, told)
	storetest.AddConversation(t, first.Store, "Refund", storetest.AddCustomer(t, first.Store, "Maya Okafor").ID, 1)
	await(t, told, "")
	if storetest.OnPostgres() {
		first.rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
		await(t, told, "") // since something may have been missed
	}
	untilHeard(t, first, told)
}
