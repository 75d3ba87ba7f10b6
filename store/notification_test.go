package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func assign(to desk.UserID) func(*desk.ConversationUpdate) {
	return func(in *desk.ConversationUpdate) { in.AssignedTo = desk.Value(to) }
}

func TestAssignmentsAreTold(t *testing.T) {
	w := newWorld(t)
	one, two := w.conversation("One", w.support), w.conversation("Two", w.support)
	vera, asVera := w.user("Vera Lind", desk.RoleAgent, "Support")
	ana, asAna := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, err := w.UpdateConversation(t.Context(), asVera, one.ID, change(assign(vera.ID)))
	ok(t, err)
	wantEqual(t, "her own doing", "", w.told(asVera))
	in := bulk(w.get(one.ID), w.get(two.ID))
	in.AssignedTo = desk.Value(vera.ID)
	_, err = w.UpdateConversations(t.Context(), asAna, in)
	ok(t, err)
	wantEqual(t, "in bulk, what she did not have", "assignment by Ana Souza in Two*", w.told(asVera))
	list, _, err := w.ListNotifications(t.Context(), asVera, 0, 1)
	ok(t, err)
	wantEqual(t, "it leads to no message", desk.MessageID(0), list[0].Message)
	w.update(two.ID, assign(ana.ID))
	_, err = w.UndoConversations(t.Context(), system(), desk.ConversationUndo{Conversations: bulk(w.get(two.ID)).Conversations})
	ok(t, err)
	wantEqual(t, "by undoing", "assignment by Ana Souza in Two*, assignment by test in Two*", w.told(asVera))
}

func TestNotificationsAreRead(t *testing.T) {
	w := newWorld(t)
	conv, empty := w.conversation("Refund", w.support), w.conversation("Empty", w.support)
	vera, asVera := w.user("Vera Lind", desk.RoleAgent, "Support")
	ana, asAna := w.user("Ana Souza", desk.RoleAgent, "Support")
	w.setFollower(asAna, conv.ID, ana.ID, true)
	first := w.note(asAna, conv.ID, "@Vera Lind")
	w.later(system(), conv.ID, desk.KindCustomer, "Hello?")
	w.update(empty.ID, assign(vera.ID))
	people, err := w.ConversationPeople(t.Context(), asVera, conv.ID)
	ok(t, err)
	if people.Unread == 0 {
		t.Error("nothing is unread there")
	}

	ok(t, w.MarkRead(t.Context(), asVera, conv.ID, first.ID))
	wantEqual(t, "up to the first", "mention by Ana Souza in Refund, reply by Maya Okafor in Refund*, assignment by test in Empty*", w.told(asVera))
	ok(t, w.MarkRead(t.Context(), asVera, conv.ID, 1<<40))
	wantEqual(t, "all of it", "mention by Ana Souza in Refund, reply by Maya Okafor in Refund, assignment by test in Empty*", w.told(asVera))
	ok(t, w.MarkRead(t.Context(), asVera, empty.ID, 0))
	wantEqual(t, "where nothing was said", "mention by Ana Souza in Refund, reply by Maya Okafor in Refund, assignment by test in Empty", w.told(asVera))
	people, err = w.ConversationPeople(t.Context(), asVera, conv.ID)
	ok(t, err)
	wantEqual(t, "nothing is unread there", desk.NotificationID(0), people.Unread)
	wantEqual(t, "to Ana", "reply by Maya Okafor in Refund*", w.told(asAna))

	list, more, err := w.ListNotifications(t.Context(), asVera, 0, 2)
	ok(t, err)
	rest, none, err := w.ListNotifications(t.Context(), asVera, list[1].ID, 2)
	ok(t, err)
	if !more || none || len(list) != 2 || len(rest) != 1 || rest[0].ID >= list[1].ID || list[1].ID >= list[0].ID {
		t.Errorf("the pages are %v (more: %v) and %v (more: %v)", list, more, rest, none)
	}
}

// Who follows a link to what they were told of has seen that, and nothing else.
func TestWhatANotificationLedToIsRead(t *testing.T) {
	w := newWorld(t)
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	_, asVera := w.user("Vera Lind", desk.RoleAgent, "Support")
	first := w.later(system(), conv.ID, desk.KindCustomer, "Hello?")
	w.note(system(), conv.ID, "@Vera Lind")
	named := w.note(system(), conv.ID, "@Vera Lind")
	elsewhere := w.note(system(), other.ID, "@Vera Lind")
	told := func(of desk.ConversationID, message desk.MessageID) bool {
		part, err := w.ConversationTimelineAt(t.Context(), asVera, of, desk.AtMessage(message), 1)
		ok(t, err)
		return part.Told
	}
	wantEqual(t, "told of the note", true, told(conv.ID, named.ID))
	wantEqual(t, "told of the customer's", false, told(conv.ID, first.ID))
	wantEqual(t, "told of what is not there", false, told(conv.ID, elsewhere.ID))
	for _, message := range []desk.MessageID{first.ID, elsewhere.ID, named.ID} {
		ok(t, w.MarkRead(t.Context(), asVera, conv.ID, 0, message))
	}
	wantEqual(t, "read", "mention by test in Refund*, mention by test in Refund, mention by test in Other*", w.told(asVera))
	wantEqual(t, "told of what is read", false, told(conv.ID, named.ID))
	wantEqual(t, "the messages are not", first.ID, w.unread(asVera, conv.ID))
}

func TestReadNotifications(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, vera := w.user("Vera Lind", desk.RoleAgent, "Support")
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	w.note(vera, conv.ID, "@Ana Souza")
	w.note(ana, conv.ID, "@Vera Lind")
	list, _, err := w.ListNotifications(t.Context(), vera, 0, 1)
	ok(t, err)
	w.note(ana, conv.ID, "@Vera Lind")
	ok(t, w.ReadNotifications(t.Context(), vera, list[0].ID))
	wantEqual(t, "up to the one", "mention by Ana Souza in Refund, mention by Ana Souza in Refund*", w.told(vera))
	wantEqual(t, "to Ana", "mention by Vera Lind in Refund*", w.told(ana))
	for _, actor := range []desk.Actor{system(), w.key("sync", "read:conversations")} {
		w.refused("read", desk.CodeUnauthenticated, func() error { return w.ReadNotifications(t.Context(), actor, 1<<40) })
		wantEqual(t, "to who is nobody's", "", w.told(actor))
	}
}

// Pages that are open learn of what arrives and of what was read, and of each once.
func TestNotificationsAreToldInTheOutbox(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	vera, asVera := w.user("Vera Lind", desk.RoleAgent, "Support")
	outbox := func() []string {
		return w.rows(`SELECT subject_id, event_id < 0 FROM outbox WHERE subject = 'notification' ORDER BY id`)
	}
	w.note(system(), conv.ID, "@Vera Lind")
	ok(t, w.MarkRead(t.Context(), asVera, conv.ID, 1<<40))
	ok(t, w.MarkRead(t.Context(), asVera, conv.ID, 1<<40))
	if rows := outbox(); len(rows) != 2 || rows[0] != rows[1] {
		t.Errorf("in the outbox there is %v", rows)
	}
	if n := w.rows(`SELECT DISTINCT event_id FROM outbox WHERE subject = 'notification' AND subject_id = $1`, vera.ID); len(n) != 2 {
		t.Errorf("they are taken for one: %v", n)
	}
}

func TestDeletedConversationsTellNothing(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, vera := w.user("Vera Lind", desk.RoleAgent, "Support")
	w.note(system(), conv.ID, "@Vera Lind")
	ok(t, w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{}))
	wantEqual(t, "what is left", "", w.told(vera))
	for _, table := range []string{"notifications", "followers", "mentions"} {
		wantEqual(t, table, []string{"0"}, w.rows(`SELECT COUNT(*) FROM `+table))
	}
}

func TestScopeOfNotifications(t *testing.T) {
	w := newWorld(t)
	vera, asVera := w.user("Vera Lind", desk.RoleAgent, "Billing", "Sales")
	seen, hidden := w.conversation("Seen", w.billing), w.conversation("Hidden", w.sales)
	w.note(system(), hidden.ID, "@Vera Lind")
	w.note(system(), seen.ID, "@Vera Lind")
	ok(t, w.RemoveMember(t.Context(), system(), "Sales", vera.Email))
	now := storetest.Actor(t, w.Store, vera)
	wantEqual(t, "once access is gone", "mention by test in Seen*", w.told(now))
	ok(t, w.ReadNotifications(t.Context(), now, 1<<40))
	wantEqual(t, "what was not seen is not read", "mention by test in Hidden*, mention by test in Seen", w.told(asVera))
	_, err := w.SetRole(t.Context(), system(), vera.Email, desk.RoleManager)
	ok(t, err)
	w.note(system(), hidden.ID, "Again, @Vera Lind")
	wantEqual(t, "with access to all", "mention by test in Hidden*, mention by test in Seen, mention by test in Hidden*", w.told(storetest.Actor(t, w.Store, vera)))
	for what, call := range map[string]func(desk.ConversationID) error{
		"people": func(id desk.ConversationID) error { _, err := w.ConversationPeople(t.Context(), now, id); return err },
		"followers": func(id desk.ConversationID) error {
			_, err := w.ListFollowers(t.Context(), now, id, page(1, 10))
			return err
		},
		"follow":   func(id desk.ConversationID) error { return w.SetFollower(t.Context(), now, id, vera.ID, true) },
		"unfollow": func(id desk.ConversationID) error { return w.SetFollower(t.Context(), now, id, vera.ID, false) },
		"read":     func(id desk.ConversationID) error { return w.MarkRead(t.Context(), now, id, 1) },
	} {
		unseen := w.refused(what, desk.CodeNotFound, func() error { return call(hidden.ID) })
		absent := w.refused("absent "+what, desk.CodeNotFound, func() error { return call(999) })
		wantEqual(t, what, absent, unseen)
		ok(t, call(seen.ID))
	}
}

func TestSweepNotifications(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, vera := w.user("Vera Lind", desk.RoleAgent, "Support")
	m := w.note(system(), conv.ID, "@Vera Lind, old and read")
	ok(t, w.MarkRead(t.Context(), vera, conv.ID, m.ID))
	w.note(system(), conv.ID, "@Vera Lind, old and unread")
	w.clock.Advance(desk.NotificationsKept)
	recent := w.conversation("Recent", w.support)
	m = w.note(system(), recent.ID, "@Vera Lind, read")
	ok(t, w.MarkRead(t.Context(), vera, recent.ID, m.ID))
	w.clock.Advance(2 * time.Minute)
	ok(t, w.SweepNotifications(t.Context(), system()))
	wantEqual(t, "what is kept", "mention by test in Refund*, mention by test in Recent", w.told(vera))
}
