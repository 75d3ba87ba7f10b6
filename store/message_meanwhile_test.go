package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// A reply is stopped by what others said since, and by nothing else.
func TestUnseenMessagesStopASend(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, rui := w.user("Rui Cole", desk.RoleAgent, "Support")
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	send := func(seen desk.Field[desk.MessageID]) error {
		_, err := w.AddMessage(t.Context(), ana, conv.ID, say(desk.KindReply, func(in *desk.MessageCreate) { in.LastSeen = seen }))
		return err
	}
	ok(t, send(desk.Value(desk.MessageID(0))))
	first := storetest.AddMessage(t, w.Store, rui, conv.ID, desk.KindCustomer, "Where is it?")
	storetest.AddMessage(t, w.Store, rui, conv.ID, desk.KindNote, "A note")
	storetest.AddMessage(t, w.Store, rui, other.ID, desk.KindReply, "Elsewhere")
	ok(t, send(desk.Value(first.ID)))
	second := storetest.AddMessage(t, w.Store, rui, conv.ID, desk.KindReply, "On its way")
	storetest.AddMessage(t, w.Store, ana, conv.ID, desk.KindReply, "Her own")
	third := storetest.AddMessage(t, w.Store, w.key("sync", "write:conversations"), conv.ID, desk.KindReply, "By a program")
	before := w.dump()
	e := w.refused("a send too late", desk.CodeConflict, func() error { return send(desk.Value(first.ID)) })
	wantEqual(t, "what is new", []desk.Message{second, third}, e.Current.([]desk.Message))
	wantEqual(t, "after the refusal", before, w.dump())
	ok(t, send(desk.Value(third.ID)))
	ok(t, send(desk.Field[desk.MessageID]{}))
	w.invalid("null", "lastSeenMessageId", "null", func() error { return send(desk.Null[desk.MessageID]()) })
}

// Who asks for a conversation to be what they have read is refused where it is not,
// before anything else is looked at, with what it is now.
func TestAnotherConversationStopsASend(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	send := func(count int) error {
		_, err := w.AddMessage(t.Context(), ana, conv.ID, say(desk.KindNote, func(in *desk.MessageCreate) {
			in.IfSame = func(now desk.Conversation) bool { return now.ID == conv.ID && now.MessageCount == count }
			in.LastSeen = desk.Value(desk.MessageID(0))
		}))
		return err
	}
	ok(t, send(0))
	before := w.dump()
	e := w.refused("a send to another conversation", desk.CodeStale, func() error { return send(0) })
	wantEqual(t, "the conversation as it is", 1, e.Current.(desk.Conversation).MessageCount)
	wantEqual(t, "after the refusal", before, w.dump())
	ok(t, send(1))
}
