package store_test

import (
	"slices"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// outsider follows what those outside may be told, each event once.
type outsider struct {
	w    *world
	mark desk.Mark
	seen map[desk.EventID]bool
}

func (w *world) outsider() *outsider {
	w.t.Helper()
	o := &outsider{w: w, seen: map[desk.EventID]bool{}}
	w.now()
	o.follow()
	return o
}

// follow returns what is new.
func (o *outsider) follow() (actions []desk.Action) {
	o.w.t.Helper()
	notices, err := o.w.Outgoing(o.w.t.Context(), system(), o.mark)
	ok(o.w.t, err)
	o.mark = notices.Next
	for _, n := range notices.List {
		if !o.seen[n.EventID] {
			actions = append(actions, n.Action)
		}
		o.seen[n.EventID] = true
	}
	return actions
}

func (o *outsider) learns(when string, want ...desk.Action) {
	o.w.t.Helper()
	if got := o.follow(); !slices.Equal(got, want) {
		o.w.t.Errorf("%s those outside learn %v, want %v", when, got, want)
	}
}

// Nobody outside learns of a held reply, or of what was changed with it, before its
// time; of everything else at once. Who works here learns of all.
func TestOutgoingWaitsForWhatIsHeld(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	o, inside := w.outsider(), w.now()
	_, err := w.AddMessage(t.Context(), ana, conv.ID, closing())
	ok(t, err)
	if told := w.since(system(), inside).List; len(told) != 2 {
		t.Errorf("inside they learn %+v", told)
	}
	o.learns("at once")
	storetest.AddMessage(t, w.Store, ana, conv.ID, desk.KindNote, "A note")
	o.learns("of the note", desk.ActionMessage)
	w.clock.Advance(10*time.Second + desk.HandoverMargin - time.Millisecond)
	o.learns("just before its time")
	w.conversation("Another", w.support)
	o.learns("meanwhile", desk.ActionCreated)
	w.clock.Advance(time.Millisecond)
	o.learns("at its time", desk.ActionMessage, desk.ActionUpdated)
	o.learns("afterwards")
}

// Who begins to follow while a reply is held is told of it, and who comes back after
// a while is not told of what was taken back.
func TestOutgoingBeginsWithWhatIsHeld(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	storetest.AddMessage(t, w.Store, ana, conv.ID, desk.KindReply, "Kept")
	o := w.outsider()
	undone, err := w.AddMessage(t.Context(), ana, conv.ID, closing())
	ok(t, err)
	_, err = w.UndoReply(t.Context(), ana, conv.ID, undone.ID)
	ok(t, err)
	w.clock.Advance(time.Minute)
	o.learns("in the end", desk.ActionMessage)
}

// What notes and programs say, and people who want no delay, is told at once.
func TestOutgoingHoldsOnlyRepliesOnPages(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, rui := w.user("Rui Cole", desk.RoleAgent, "Support")
	_, err := w.UpdatePreferences(t.Context(), rui, desk.PreferencesUpdate{HoldSeconds: desk.Value(0)})
	ok(t, err)
	conv := w.conversation("Refund", w.support)
	program := w.key("sync", "write:conversations")
	o := w.outsider()
	for _, test := range []struct {
		by   desk.Actor
		kind desk.MessageKind
	}{{ana, desk.KindNote}, {ana, desk.KindCustomer}, {rui, desk.KindReply}, {program, desk.KindReply}, {system(), desk.KindReply}} {
		m := storetest.AddMessage(t, w.Store, test.by, conv.ID, test.kind, "Hello")
		if m.HeldUntil != nil {
			t.Errorf("a %s of %s is held", test.kind, test.by.Name)
		}
		o.learns("of a "+string(test.kind)+" of "+test.by.Name, desk.ActionMessage)
	}
}

// Those outside are told within their scope, as everybody.
func TestScopeOfOutgoing(t *testing.T) {
	b := newBorders(t)
	mark := b.outsider().mark
	b.update(b.seen.ID, to(desk.StatusPending))
	b.update(b.hidden.ID, to(desk.StatusPending))
	b.each(func(t *testing.T, actor desk.Actor) {
		notices, err := b.Outgoing(t.Context(), actor, mark)
		ok(t, err)
		if len(notices.List) != 1 || notices.List[0].SubjectID != int64(b.seen.ID) {
			t.Errorf("told of %+v", notices.List)
		}
	})
}
