package realtime_test

import (
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"parley/internal/desk"
	"parley/internal/realtime"
	"parley/store"
	"parley/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a workspace with the inbox Support, which Ana works in, and Billing,
// which she does not.
type world struct {
	*store.Store
	t                *testing.T
	hub              *realtime.Hub
	support, billing desk.InboxID
	maya             desk.CustomerID
	ana              desk.Actor
}

func newWorld(t *testing.T) *world { return worldOn(t, storetest.New(t)) }

func worldOn(t *testing.T, s *store.Store) *world {
	w := &world{Store: s, t: t, hub: newHub(s), support: 1}
	w.billing = storetest.AddInbox(t, s, "Billing").ID
	w.maya = storetest.AddCustomer(t, s, "Maya Okafor").ID
	w.ana = storetest.Actor(t, s, storetest.AddUser(t, s, "Ana Souza", desk.RoleAgent, "Support"))
	return w
}

func newHub(s *store.Store) *realtime.Hub { return realtime.New(s, slog.New(slog.DiscardHandler)) }

func (w *world) add(inbox desk.InboxID) desk.ConversationID {
	w.t.Helper()
	return storetest.AddConversation(w.t, w.Store, "Refund", w.maya, inbox).ID
}

func (w *world) change(id desk.ConversationID, status desk.Status) {
	w.t.Helper()
	_, err := w.UpdateConversation(w.t.Context(), storetest.System(), id, desk.ConversationUpdate{
		ConversationProperties: desk.ConversationProperties{Status: desk.Value(status)},
	})
	w.must(err)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// reader is a subscription and all that it was given.
type reader struct {
	*realtime.Subscription
	w       *world
	told    []desk.Notice
	missed  bool
	present map[desk.ConversationID][]realtime.Person
}

func (w *world) reads(actor desk.Actor, since desk.Mark) *reader {
	return w.readsFrom(w.hub, actor, since)
}

func (w *world) readsFrom(hub *realtime.Hub, actor desk.Actor, since desk.Mark) *reader {
	w.t.Helper()
	s, err := hub.Subscribe(w.t.Context(), actor, since)
	w.must(err)
	w.t.Cleanup(s.Close)
	return &reader{Subscription: s, w: w, present: map[desk.ConversationID][]realtime.Person{}}
}

func (w *world) mark() desk.Mark {
	w.t.Helper()
	mark, err := w.hub.Mark(w.t.Context())
	w.must(err)
	return mark
}

// until takes what comes until a condition holds.
func (r *reader) until(what string, holds func() bool) {
	r.w.t.Helper()
	for limit := time.After(20 * time.Second); ; {
		r.take()
		if holds() {
			return
		}
		select {
		case <-r.Ready():
		case <-time.After(50 * time.Millisecond):
		case <-limit:
			r.w.t.Fatalf("waited in vain until %s; told %+v, present %+v", what, r.told, r.present)
		}
	}
}

func (r *reader) take() {
	d := r.Take()
	r.told, r.missed = append(r.told, d.Notices...), r.missed || d.Missed
	for _, p := range d.Present {
		r.present[p.Conversation] = p.People
	}
}

func (r *reader) knows(id desk.ConversationID) bool {
	for _, n := range r.told {
		if n.SubjectID == int64(id) {
			return true
		}
	}
	return false
}

// untilTold waits until the reader knows of a conversation.
func (r *reader) untilTold(id desk.ConversationID) {
	r.w.t.Helper()
	r.until("it is told of "+id.String(), func() bool { return r.knows(id) })
}

func TestReadersAreToldWithinTheirScope(t *testing.T) {
	w := newWorld(t)
	ana, everything := w.reads(w.ana, w.mark()), w.reads(storetest.System(), w.mark())
	hidden, seen := w.add(w.billing), w.add(w.support)
	everything.untilTold(hidden)
	ana.untilTold(seen)
	if ana.knows(hidden) || ana.missed {
		t.Errorf("ana was told %+v", ana.told)
	}
}

// Whoever comes back with a mark misses nothing, whether anybody listened in the
// meantime or not.
func TestWhoComesBackMissesNothing(t *testing.T) {
	w := newWorld(t)
	first := w.reads(w.ana, w.mark())
	before := w.add(w.support)
	first.untilTold(before)
	mark := first.Mark()
	first.Close()
	meanwhile, hidden := w.add(w.support), w.add(w.billing)
	again := w.reads(w.ana, mark)
	again.untilTold(meanwhile)
	after := w.add(w.support)
	again.untilTold(after)
	if again.knows(hidden) || again.missed {
		t.Errorf("told %+v, missed %v", again.told, again.missed)
	}
}

func TestWhoCannotBeToldReadsAnew(t *testing.T) {
	w := newWorld(t)
	for _, mark := range []desk.Mark{0, w.mark() + 1e9} {
		r := w.reads(w.ana, mark)
		r.until("it is told to read anew", func() bool { return r.missed })
	}
}

// A reader who does not take what there is keeps nobody waiting, and is told that
// something was missed.
func TestASlowReaderKeepsNobodyWaiting(t *testing.T) {
	w := newWorld(t)
	slow, quick := w.reads(w.ana, w.mark()), w.reads(w.ana, w.mark())
	id := w.add(w.support)
	for i := range 70 {
		w.change(id, desk.Statuses()[(i+1)%3])
		quick.until("it is told", func() bool { return len(quick.told) > i+1 })
	}
	last := w.add(w.support)
	quick.untilTold(last)
	slow.take()
	if !slow.missed || len(slow.told) > 64 {
		t.Errorf("the slow one was told %d things, missed %v", len(slow.told), slow.missed)
	}
	next := w.add(w.support)
	slow.untilTold(next)
}

func TestRightsThatChangeAreDoubted(t *testing.T) {
	w := newWorld(t)
	r := w.reads(w.ana, w.mark())
	r.untilTold(w.add(w.support))
	r.Doubted() // On PostgreSQL how Ana got her rights may come after the mark.
	id := w.add(w.support)
	r.untilTold(id)
	if r.Doubted() {
		t.Error("a conversation makes nobody doubt")
	}
	w.must(w.RemoveMember(t.Context(), storetest.System(), "Support", storetest.Email("Ana Souza")))
	r.until("it doubts", r.Doubted)
	w.change(id, desk.StatusPending)
	r.SetScope(desk.Inboxes())
	w.add(w.support)
	r.told, r.missed = nil, false
	r.until("it is told to read anew", func() bool { return r.missed })
	if len(r.told) > 0 {
		t.Errorf("told %+v of what is out of reach", r.told)
	}
}

func TestStreamsOfOneUserAreBounded(t *testing.T) {
	w := newWorld(t)
	for range desk.MaxStreams {
		w.reads(w.ana, w.mark())
	}
	if _, err := w.hub.Subscribe(t.Context(), w.ana, 0); !desk.Is(err, desk.CodeTooMany) {
		t.Errorf("one too many: %v", err)
	}
	w.reads(storetest.System(), 0)
}

// Two hubs on two stores on one database are what two processes are.
func TestOtherProcessesAreHeard(t *testing.T) {
	name := storetest.NewDatabase(t)
	w := worldOn(t, storetest.Open(t, name, store.Options{}))
	other := newHub(storetest.Open(t, name, store.Options{}))
	r := w.readsFrom(other, w.ana, w.mark())
	for range 20 {
		r.untilTold(w.add(w.support))
	}
	if r.missed {
		t.Error("something was missed")
	}
}
