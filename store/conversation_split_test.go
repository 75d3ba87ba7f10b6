package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// splitting asks to split messages off.
func splitting(subject string, ids ...desk.MessageID) desk.ConversationSplit {
	return desk.ConversationSplit{Subject: desk.Value(subject), MessageIDs: desk.Value(ids)}
}

func TestSplit(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Two things", w.billing)
	w.update(conv.ID, func(in *update) {
		in.Priority, in.Status, in.AssignedTo = desk.Value(desk.PriorityHigh), desk.Value(desk.StatusPending), desk.Value(ana.ID)
	})
	file := storetest.Upload(t, w.Store, system(), conv.ID, "dot.png", dot)
	first := storetest.AddFiles(t, w.Store, system(), conv.ID, file)
	w.say(conv.ID, desk.KindReply, "one")
	third := w.say(conv.ID, desk.KindCustomer, "two")
	w.say(conv.ID, desk.KindCustomer, "three")
	ok(t, w.MarkRead(t.Context(), agent, conv.ID, third.ID))
	before := w.get(conv.ID)
	part, err := w.SplitConversation(t.Context(), agent, conv.ID, splitting(" Apart ", first.ID, third.ID))
	ok(t, err)
	wantEqual(t, "as it is kept", part, w.get(part.ID))
	wantEqual(t, "the part", desk.Conversation{
		ID: part.ID, Subject: "Apart", Status: desk.StatusOpen, Priority: desk.PriorityHigh, Channel: conv.Channel, Source: conv.Source,
		Customer: conv.Customer, AssignedTo: before.AssignedTo, InboxID: conv.InboxID, InboxName: conv.InboxName, Preview: "two",
		MessageCount: 2, LastMessageAt: &third.CreatedAt, WaitingSince: &third.CreatedAt, CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now(), Version: 1,
	}, part)
	wantEqual(t, "what went", "See the files two", w.thread(part.ID))
	wantEqual(t, "what stayed", "one three", w.thread(conv.ID))
	left := w.get(conv.ID)
	wantEqual(t, "version", before.Version+1, left.Version)
	unread, err := w.UnreadMessages(t.Context(), agent, []desk.ConversationID{conv.ID, part.ID})
	ok(t, err)
	if len(unread) != 1 || unread[conv.ID].Messages != 1 {
		t.Errorf("unread are %v", unread)
	}
	w.inStep()
	w.sound()

	later := splitting("Later", third.ID)
	later.AndLater = true
	w.say(part.ID, desk.KindReply, "four")
	rest, err := w.SplitConversation(t.Context(), agent, part.ID, later)
	ok(t, err)
	wantEqual(t, "this and all later ones", "two four", w.thread(rest.ID))
	w.merge(rest.ID, part.ID)
	wantEqual(t, "merged back", "See the files two four", w.thread(part.ID))
	w.sound()
}

func TestSplitRefuses(t *testing.T) {
	w := newWorld(t)
	conv, other := w.conversation("Two things", w.billing), w.conversation("Another", w.billing)
	one, two := w.say(conv.ID, desk.KindReply, "one"), w.say(conv.ID, desk.KindReply, "two")
	foreign := w.say(other.ID, desk.KindReply, "three")
	do := func(in desk.ConversationSplit) func() error {
		return func() error { _, err := w.SplitConversation(t.Context(), system(), conv.ID, in); return err }
	}
	w.invalid("no subject", "subject", "empty", do(splitting(" ", one.ID)))
	w.invalid("no messages", "messageIds", "required", do(splitting("Apart")))
	w.invalid("twice the same", "messageIds", "duplicate", do(splitting("Apart", one.ID, one.ID)))
	w.invalid("too many", "messageIds", "too_many", do(splitting("Apart", make([]desk.MessageID, desk.MaxSplit+1)...)))
	w.invalid("another's", "messageIds", "not_found", do(splitting("Apart", one.ID, foreign.ID)))
	w.invalid("all", "messageIds", "all", do(splitting("Apart", one.ID, two.ID)))
	all := splitting("Apart", one.ID)
	all.AndLater = true
	w.invalid("the first and all later ones", "messageIds", "all", do(all))
	all.MessageIDs = desk.Value([]desk.MessageID{foreign.ID})
	w.invalid("another's and all later ones", "messageIds", "not_found", do(all))
	stale := splitting("Apart", one.ID)
	stale.IfVersions = []int64{9}
	w.refused("another version", desk.CodeStale, do(stale))
}
