package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// later adds a message a minute after what was before.
func (w *world) later(actor desk.Actor, id desk.ConversationID, kind desk.MessageKind, body string) desk.Message {
	w.t.Helper()
	w.clock.Advance(time.Minute)
	return storetest.AddMessage(w.t, w.Store, actor, id, kind, body)
}

// unread returns the first message of a conversation that the actor has not read,
// or 0.
func (w *world) unread(actor desk.Actor, id desk.ConversationID) desk.MessageID {
	w.t.Helper()
	first, err := w.UnreadMessages(w.t.Context(), actor, []desk.ConversationID{id, 999})
	ok(w.t, err)
	return first[id].First
}

func TestUnread(t *testing.T) {
	w := newWorld(t)
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	w.later(system(), conv.ID, desk.KindCustomer, "Before anybody came")
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, ben := w.user("Ben Ito", desk.RoleViewer, "Support")
	wantEqual(t, "what was there before", desk.MessageID(0), w.unread(ana, conv.ID))

	first := w.later(system(), conv.ID, desk.KindCustomer, "Hello")
	w.later(ana, conv.ID, desk.KindReply, "Hello")
	second := w.later(system(), conv.ID, desk.KindCustomer, "And now?")
	elsewhere := w.later(ana, other.ID, desk.KindNote, "Look")
	wantEqual(t, "to Ana", first.ID, w.unread(ana, conv.ID))
	wantEqual(t, "her own", desk.MessageID(0), w.unread(ana, other.ID))
	wantEqual(t, "hers to Ben", elsewhere.ID, w.unread(ben, other.ID))

	ok(t, w.MarkRead(t.Context(), ana, conv.ID, first.ID))
	wantEqual(t, "after the first", second.ID, w.unread(ana, conv.ID))
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, second.ID))
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, first.ID)) // a tab that was open before
	wantEqual(t, "after all", desk.MessageID(0), w.unread(ana, conv.ID))
	wantEqual(t, "to Ben, who has read nothing", first.ID, w.unread(ben, conv.ID))
	third := w.later(system(), conv.ID, desk.KindCustomer, "Anybody?")
	wantEqual(t, "what is new", third.ID, w.unread(ana, conv.ID))
}

// A message that is of another conversation, or not there yet, is no way to have
// read one that is yet to come.
func TestMarkReadKnowsItsMessages(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, 1<<40)) // of no message at all
	w.later(system(), conv.ID, desk.KindCustomer, "Hello")
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, 1<<40))
	wantEqual(t, "everything there is", desk.MessageID(0), w.unread(ana, conv.ID))
	next := w.later(system(), conv.ID, desk.KindCustomer, "More")
	wantEqual(t, "what came since", next.ID, w.unread(ana, conv.ID))
}

func TestMarkUnread(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	said := w.later(system(), conv.ID, desk.KindCustomer, "Before Ana came")
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	w.later(ana, conv.ID, desk.KindReply, "Hello")
	found, err := w.MarkUnread(t.Context(), ana, conv.ID)
	ok(t, err)
	wantEqual(t, "there is one", true, found)
	wantEqual(t, "unread", said.ID, w.unread(ana, conv.ID))
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, said.ID))
	if again, err := w.MarkUnread(t.Context(), ana, conv.ID); err != nil || !again || w.unread(ana, conv.ID) != said.ID {
		t.Errorf("again: %v %v, unread from %d", again, err, w.unread(ana, conv.ID))
	}
	empty := w.conversation("Empty", w.support)
	w.later(ana, empty.ID, desk.KindNote, "My own")
	found, err = w.MarkUnread(t.Context(), ana, empty.ID)
	ok(t, err)
	wantEqual(t, "nobody else wrote", false, found)
}

// Who was here before it was noted what they read has read what was there.
func TestReadsBeforeTheMigration(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	w.later(system(), conv.ID, desk.KindCustomer, "Hello")
	ok(t, store.Remigrate(t.Context(), w.Store, 8))
	wantEqual(t, "what was there", desk.MessageID(0), w.unread(ana, conv.ID))
	next := w.later(system(), conv.ID, desk.KindCustomer, "More")
	wantEqual(t, "what came since", next.ID, w.unread(ana, conv.ID))
}

func TestMarkAllRead(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, ben := w.user("Ben Ito", desk.RoleAgent, "Support")
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	w.later(system(), conv.ID, desk.KindCustomer, "Hello")
	said := w.later(system(), other.ID, desk.KindCustomer, "Hello")
	_, err := w.MarkUnread(t.Context(), ana, conv.ID)
	ok(t, err)
	ok(t, w.MarkAllRead(t.Context(), ana))
	wantEqual(t, "marked unread before", desk.MessageID(0), w.unread(ana, conv.ID))
	wantEqual(t, "never opened", desk.MessageID(0), w.unread(ana, other.ID))
	wantEqual(t, "to Ben", said.ID, w.unread(ben, other.ID))
	next := w.later(system(), conv.ID, desk.KindCustomer, "More")
	wantEqual(t, "what came since", next.ID, w.unread(ana, conv.ID))
}

// Keys and the system read nothing, and so cannot have read it.
func TestOnlyPeopleRead(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	w.later(system(), conv.ID, desk.KindCustomer, "Hello")
	for _, actor := range []desk.Actor{system(), w.key("sync", "read:conversations")} {
		wantEqual(t, "unread", desk.MessageID(0), w.unread(actor, conv.ID))
		w.refused("read", desk.CodeUnauthenticated, func() error { return w.MarkRead(t.Context(), actor, conv.ID, 1) })
		w.refused("all read", desk.CodeUnauthenticated, func() error { return w.MarkAllRead(t.Context(), actor) })
		w.refused("unread", desk.CodeUnauthenticated, func() error { _, err := w.MarkUnread(t.Context(), actor, conv.ID); return err })
	}
}

func TestScopeOfUnread(t *testing.T) {
	b := newBorders(t)
	agent := b.actors["an agent"]
	for _, id := range []desk.ConversationID{b.seen.ID, b.hidden.ID} {
		b.later(system(), id, desk.KindCustomer, "Hello")
	}
	first, err := b.UnreadMessages(t.Context(), agent, []desk.ConversationID{b.seen.ID, b.hidden.ID})
	ok(t, err)
	if len(first) != 1 || first[b.seen.ID].Messages != 1 {
		t.Errorf("unread are %v", first)
	}
	for _, id := range []desk.ConversationID{b.hidden.ID, 999} {
		b.refused("read", desk.CodeNotFound, func() error { return b.MarkRead(t.Context(), agent, id, 1) })
		b.refused("unread", desk.CodeNotFound, func() error { _, err := b.MarkUnread(t.Context(), agent, id); return err })
	}
}
