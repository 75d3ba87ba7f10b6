package store_test

import (
	"strconv"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

func (w *world) events() []store.Event {
	w.t.Helper()
	events, err := store.Events(w.t.Context(), w.Store)
	ok(w.t, err)
	return events
}

// recorded checks that a use case writes exactly the events that are wanted, each
// by the actor, at the time, and queued once.
func (w *world) recorded(what string, actor desk.Actor, call func() error, want ...desk.Event) {
	w.t.Helper()
	before := len(w.events())
	w.clock.Advance(time.Second)
	ok(w.t, call())
	var wanted []store.Event
	got := w.events()[before:]
	for i, e := range want {
		if i < len(got) {
			e.ID = got[i].ID
		}
		e.Actor = desk.Author{Type: string(actor.Kind), ID: actor.ID, Name: actor.Name}
		e.Via, e.At = actor.Via, w.clock.Now()
		wanted = append(wanted, store.Event{Event: e, Queued: 1})
	}
	if len(want) == 0 {
		wanted = []store.Event{}
	}
	wantEqual(w.t, what, wanted, got)
}

func event(subject string, id int64, action desk.Action, changes ...desk.Change) desk.Event {
	if changes == nil {
		changes = []desk.Change{}
	}
	return desk.Event{Subject: subject, SubjectID: id, Action: action, Changes: changes}
}

func text[T interface{ String() string }](id T) string { return id.String() }

func TestEventsOfConversations(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	program := w.key("sync", "write:conversations")
	const noun = "conversation"
	created := func(priority string) []desk.Change {
		return []desk.Change{
			{Field: "subject", After: "Refund"},
			{Field: "channel", After: "email"},
			{Field: "priority", After: priority},
			{Field: "customerId", After: text(w.maya.ID), AfterName: "Maya Okafor"},
			{Field: "inboxId", After: text(w.support.ID), AfterName: "Support"},
		}
	}
	message := func(id int, kind string) []desk.Change {
		return []desk.Change{{Field: "messageId", After: strconv.Itoa(id)}, {Field: "kind", After: kind}}
	}
	do := func(_ any, err error) error { return err }
	w.recorded("create", agent, func() error { return do(w.create(agent, nil)) }, event(noun, 1, desk.ActionCreated, created("medium")...))
	w.recorded("create with a message", program, func() error {
		return do(w.create(program, func(in *desk.ConversationCreate) { in.Message = desk.Value("Hello") }))
	}, event(noun, 2, desk.ActionCreated, created("medium")...), event(noun, 2, desk.ActionMessage, message(1, "customer")...))
	w.recorded("update", agent, func() error {
		return do(w.UpdateConversation(t.Context(), agent, 1, change(func(in *update) {
			in.Status, in.AssignedTo = desk.Value(desk.StatusClosed), desk.Value(ana.ID)
		})))
	}, event(noun, 1, desk.ActionUpdated, desk.Change{Field: "status", Before: "open", After: "closed"},
		desk.Change{Field: "assignedTo", After: text(ana.ID), AfterName: "Ana Souza"}))
	w.recorded("update with what it has", agent, func() error {
		return do(w.UpdateConversation(t.Context(), agent, 1, change(to(desk.StatusClosed))))
	})
	add := func(kind desk.MessageKind) func() error {
		return func() error {
			return do(w.AddMessage(t.Context(), program, 1, desk.MessageCreate{Kind: desk.Value(kind), Body: desk.Value("Hello")}))
		}
	}
	w.recorded("a note", program, add(desk.KindNote), event(noun, 1, desk.ActionMessage, message(2, "note")...))
	w.recorded("a reply", program, add(desk.KindReply), event(noun, 1, desk.ActionMessage, message(3, "reply")...))
	w.recorded("the customer opens again", program, add(desk.KindCustomer),
		event(noun, 1, desk.ActionMessage, message(4, "customer")...),
		event(noun, 1, desk.ActionUpdated, desk.Change{Field: "status", Before: "closed", After: "open"}))
	w.recorded("unassign", agent, func() error {
		return do(w.UpdateConversation(t.Context(), agent, 1, change(func(in *update) { in.AssignedTo = desk.Null[desk.UserID]() })))
	}, event(noun, 1, desk.ActionUpdated, desk.Change{Field: "assignedTo", Before: text(ana.ID), BeforeName: "Ana Souza"}))
}

func TestEventsOfCustomers(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent)
	const noun = "customer"
	var id desk.CustomerID
	w.recorded("create", agent, func() error {
		c, err := w.CreateCustomer(t.Context(), agent, desk.CustomerCreate{Name: desk.Value("Lena"), Phone: desk.Value("112")})
		id = c.ID
		return err
	}, event(noun, 3, desk.ActionCreated, desk.Change{Field: "name", After: "Lena"}, desk.Change{Field: "email"}, desk.Change{Field: "phone", After: "112"}))
	change := func(in desk.CustomerUpdate) func() error {
		return func() error { _, err := w.UpdateCustomer(t.Context(), agent, id, in); return err }
	}
	w.recorded("update", agent, change(desk.CustomerUpdate{Name: desk.Value("Lena Vogt"), Phone: desk.Null[string]()}),
		event(noun, 3, desk.ActionUpdated, desk.Change{Field: "name", Before: "Lena", After: "Lena Vogt"}, desk.Change{Field: "phone", Before: "112"}))
	w.recorded("update with what they have", agent, change(desk.CustomerUpdate{Name: desk.Value("Lena Vogt")}))
	before := len(w.events())
	ok(t, w.DeleteCustomer(t.Context(), agent, id, nil))
	events := w.events()
	if last := events[len(events)-1]; len(events) != before-1 || last.Action != desk.ActionDeleted || len(last.Changes) > 0 || last.Queued != 1 {
		t.Errorf("of two events and a deletion there is %+v", events[len(events)-2:])
	}
}

func TestEventsOfAdministration(t *testing.T) {
	w := newWorld(t)
	_, admin := w.user("Ada Quist", desk.RoleAdmin)
	do := func(_ any, err error) error { return err }
	var ana desk.User
	w.recorded("add a user", admin, func() (err error) {
		ana, err = w.AddUser(t.Context(), admin, desk.UserCreate{
			Name: desk.Value("Ana Souza"), Email: desk.Value("Ana@example.com"), Role: desk.Value(desk.RoleAgent), Password: desk.Value(storetest.Password),
		})
		return err
	}, event("user", 2, desk.ActionCreated, desk.Change{Field: "name", After: "Ana Souza"}, desk.Change{Field: "email", After: "Ana@example.com"}, desk.Change{Field: "role", After: "agent"}))
	user := func(changes ...desk.Change) desk.Event { return event("user", 2, desk.ActionUpdated, changes...) }
	role := func() error { return do(w.SetRole(t.Context(), admin, ana.Email, desk.RoleManager)) }
	w.recorded("role", admin, role, user(desk.Change{Field: "role", Before: "agent", After: "manager"}))
	w.recorded("the same role", admin, role)
	w.recorded("password", admin, func() error {
		return do(w.SetPassword(t.Context(), admin, ana.Email, "ochre lantern 81 bridge"))
	}, user(desk.Change{Field: "password", Before: "…", After: "another"}))
	member := func() error { return w.AddMember(t.Context(), admin, "Billing", ana.Email) }
	inbox := func(field string) desk.Event {
		return event("inbox", int64(w.billing.ID), desk.ActionUpdated, desk.Change{Field: field, After: text(ana.ID), AfterName: "Ana Souza"})
	}
	w.recorded("member", admin, member, inbox("member"))
	w.recorded("member already", admin, member)
	w.recorded("no member", admin, func() error { return w.RemoveMember(t.Context(), admin, "billing", ana.Email) }, inbox("noMember"))
	disable := func() error { return do(w.DisableUser(t.Context(), admin, ana.Email)) }
	w.recorded("disable", admin, disable, user(desk.Change{Field: "active", Before: "true", After: "false"}))
	w.recorded("disabled already", admin, disable)
	w.recorded("add an inbox", admin, func() error {
		return do(w.AddInbox(t.Context(), admin, desk.InboxCreate{Name: desk.Value("VIP"), Channel: desk.Value(desk.ChannelChat)}))
	}, event("inbox", 4, desk.ActionCreated, desk.Change{Field: "name", After: "VIP"}, desk.Change{Field: "channel", After: "chat"}))
	w.recorded("create a key", admin, func() error {
		_, _, err := w.CreateKey(t.Context(), admin, desk.KeyCreate{Name: desk.Value("sync"), Permissions: desk.NewPermissionSet(desk.ReadUsers)})
		return err
	}, event("key", 1, desk.ActionCreated, desk.Change{Field: "name", After: "sync"}, desk.Change{Field: "permissions", After: "read:users"}))
	revoke := func() error { return w.RevokeKey(t.Context(), admin, "SYNC") }
	w.recorded("revoke a key", admin, revoke, event("key", 1, desk.ActionUpdated, desk.Change{Field: "revoked", After: "true"}))
	w.recorded("revoked already", admin, revoke)
	w.recorded("rename oneself", admin, func() error {
		return do(w.UpdateProfile(t.Context(), admin, desk.ProfileUpdate{Name: desk.Value("Ada")}))
	}, event("user", 1, desk.ActionUpdated, desk.Change{Field: "name", Before: "Ada Quist", After: "Ada"}))
}
