package store_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// use is how to call one method, and what the actor needs for it. The empty
// permission means a signed-in person, or, for anyone, no more than being someone.
type use struct {
	needs  desk.Permission
	anyone bool
	call   func(w *world, actor desk.Actor) error
}

// needs returns a use whose result does not matter.
func needs[T any](p desk.Permission, call func(w *world, actor desk.Actor) (T, error)) use {
	return use{needs: p, call: func(w *world, actor desk.Actor) error { _, err := call(w, actor); return err }}
}

func conversationUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ListConversations":  needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ListConversations(ctx, a, all()) }),
		"GetConversation":    needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.GetConversation(ctx, a, 1) }),
		"CreateConversation": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.create(a, nil) }),
		"UpdateConversation": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.UpdateConversation(ctx, a, 1, change(to(desk.StatusClosed)))
		}),
		"UpdateConversations": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			in := bulk(desk.Conversation{ID: 1, Version: 1})
			in.Status = desk.Value(desk.StatusClosed)
			return w.UpdateConversations(ctx, a, in)
		}),
		"UndoConversations": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.UndoConversations(ctx, a, desk.ConversationUndo{Conversations: bulk(desk.Conversation{ID: 1, Version: 1}).Conversations})
		}),
		"DeleteConversation": {needs: desk.WriteConversations, call: func(w *world, a desk.Actor) error {
			return w.DeleteConversation(ctx, a, 1, desk.ConversationDelete{})
		}},
		"ConversationNeighbours": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ConversationNeighbours(ctx, a, 1, all()) }),
		"ConversationTimeline":   needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ConversationTimeline(ctx, a, 1, 10) }),
		"ConversationTimelineAt": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) {
			return w.ConversationTimelineAt(ctx, a, 1, desk.AtMessage(1), 10)
		}),
		"CountQueues":   needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.CountQueues(ctx, a) }),
		"CountStatuses": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.CountStatuses(ctx, a, all()) }),
		"ReportQueue":   needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ReportQueue(ctx, a, desk.ReportFilter{}) }),
		"ExportConversations": {needs: desk.ReadConversations, call: func(w *world, a desk.Actor) error {
			return w.ExportConversations(ctx, a, all(), func([]desk.Conversation) error { return nil })
		}},
		"Notices":      needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.Notices(ctx, a, 1) }),
		"ListMessages": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ListMessages(ctx, a, 1, page(1, 10)) }),
		"UploadAttachment": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.UploadAttachment(ctx, a, 1, desk.AttachmentCreate{Name: "a.txt", Content: strings.NewReader("Hello")})
		}),
		"ListUnsent":     needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.ListUnsent(ctx, a, 1) }),
		"OpenAttachment": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.open(ctx, a, 1) }),
		"OpenThumbnail": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) {
			file, err := w.OpenThumbnail(ctx, a, 1)
			return nil, w.close(file, err)
		}),
		"RemoveAttachment": {needs: desk.WriteConversations, call: func(w *world, a desk.Actor) error { return w.remove(ctx, a) }},
		"AddMessage": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.AddMessage(ctx, a, 1, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("Hello")})
		}),
		"UndoReply": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.UndoReply(ctx, a, 1, 2) }),
		"Outgoing":  needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.Outgoing(ctx, a, 1) }),
	}
}

func readUses(ctx context.Context) map[string]use {
	return map[string]use{
		"UnreadMessages": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) {
			return w.UnreadMessages(ctx, a, []desk.ConversationID{1})
		}),
		"MarkAllRead": {needs: desk.ReadConversations, call: func(w *world, a desk.Actor) error { return w.MarkAllRead(ctx, a) }},
		"MarkRead":    {needs: desk.ReadConversations, call: func(w *world, a desk.Actor) error { return w.MarkRead(ctx, a, 1, 1) }},
		"MarkUnread":  needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.MarkUnread(ctx, a, 1) }),
	}
}

func notificationUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ConversationPeople": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ConversationPeople(ctx, a, 1) }),
		"ListFollowers":      needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ListFollowers(ctx, a, 1, page(1, 10)) }),
		"SetFollower":        {needs: desk.WriteConversations, call: func(w *world, a desk.Actor) error { return w.SetFollower(ctx, a, 1, 2, true) }},
		"CountNotifications": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.CountNotifications(ctx, a) }),
		"ListNotifications": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) {
			list, _, err := w.ListNotifications(ctx, a, 0, 10)
			return list, err
		}),
		"ReadNotifications": {needs: desk.ReadConversations, call: func(w *world, a desk.Actor) error { return w.ReadNotifications(ctx, a, 1) }},
	}
}

func customerUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ListCustomers": needs(desk.ReadCustomers, func(w *world, a desk.Actor) (any, error) {
			return w.ListCustomers(ctx, a, desk.CustomerFilter{Page: page(1, 10)})
		}),
		"GetCustomer": needs(desk.ReadCustomers, func(w *world, a desk.Actor) (any, error) { return w.GetCustomer(ctx, a, w.maya.ID) }),
		"CreateCustomer": needs(desk.WriteCustomers, func(w *world, a desk.Actor) (any, error) {
			return w.CreateCustomer(ctx, a, desk.CustomerCreate{Name: desk.Value("Lena")})
		}),
		"UpdateCustomer": needs(desk.WriteCustomers, func(w *world, a desk.Actor) (any, error) {
			return w.UpdateCustomer(ctx, a, w.maya.ID, desk.CustomerUpdate{Name: desk.Value("M")})
		}),
		"DeleteCustomer": {needs: desk.WriteCustomers, call: func(w *world, a desk.Actor) error { return w.DeleteCustomer(ctx, a, w.noor.ID, nil) }},
	}
}

func savedReplyUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ListSavedReplies": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) {
			return w.ListSavedReplies(ctx, a, desk.SavedReplyFilter{Page: page(1, 10)})
		}),
		"OfferedSavedReplies": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.OfferedSavedReplies(ctx, a) }),
		"GetSavedReply":       needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.GetSavedReply(ctx, a, 1) }),
		"CreateSavedReply": needs(desk.WriteSavedReplies, func(w *world, a desk.Actor) (any, error) {
			return w.CreateSavedReply(ctx, a, savedReply("new", "Hello"))
		}),
		"UpdateSavedReply": needs(desk.WriteSavedReplies, func(w *world, a desk.Actor) (any, error) {
			return w.UpdateSavedReply(ctx, a, 1, desk.SavedReplyUpdate{Name: desk.Value("other")})
		}),
		"DeleteSavedReply": {needs: desk.WriteSavedReplies, call: func(w *world, a desk.Actor) error { return w.DeleteSavedReply(ctx, a, 1, nil) }},
	}
}

func administrationUses(ctx context.Context) map[string]use {
	email := storetest.Email("Ana Souza")
	return map[string]use{
		"ListUsers":     needs(desk.ReadUsers, func(w *world, a desk.Actor) (any, error) { return w.ListUsers(ctx, a, page(1, 10)) }),
		"GetUser":       needs(desk.ReadUsers, func(w *world, a desk.Actor) (any, error) { return w.GetUser(ctx, a, 1) }),
		"ListAssignees": needs(desk.ReadUsers, func(w *world, a desk.Actor) (any, error) { return w.ListAssignees(ctx, a, 0) }),
		"AddUser":       needs(desk.WriteUsers, func(w *world, a desk.Actor) (any, error) { return w.AddUser(ctx, a, newUser("Ben", "ben@example.com")) }),
		"SetRole":       needs(desk.WriteUsers, func(w *world, a desk.Actor) (any, error) { return w.SetRole(ctx, a, email, desk.RoleManager) }),
		"DisableUser":   needs(desk.WriteUsers, func(w *world, a desk.Actor) (any, error) { return w.DisableUser(ctx, a, email) }),
		"SetPassword":   needs(desk.WriteUsers, func(w *world, a desk.Actor) (any, error) { return w.SetPassword(ctx, a, email, another) }),
		"ListInboxes":   needs(desk.ReadInboxes, func(w *world, a desk.Actor) (any, error) { return w.ListInboxes(ctx, a, page(1, 10)) }),
		"GetInbox":      needs(desk.ReadInboxes, func(w *world, a desk.Actor) (any, error) { return w.GetInbox(ctx, a, w.billing.ID) }),
		"AddInbox": needs(desk.WriteInboxes, func(w *world, a desk.Actor) (any, error) {
			return w.AddInbox(ctx, a, desk.InboxCreate{Name: desk.Value("VIP"), Channel: desk.Value(desk.ChannelChat)})
		}),
		"AddMember":    {needs: desk.WriteInboxes, call: func(w *world, a desk.Actor) error { return w.AddMember(ctx, a, "Sales", email) }},
		"RemoveMember": {needs: desk.WriteInboxes, call: func(w *world, a desk.Actor) error { return w.RemoveMember(ctx, a, "Billing", email) }},
		"ListKeys":     needs(desk.ReadKeys, func(w *world, a desk.Actor) (any, error) { return w.ListKeys(ctx, a) }),
		"CreateKey": {needs: desk.WriteKeys, call: func(w *world, a desk.Actor) error {
			_, _, err := w.CreateKey(ctx, a, desk.KeyCreate{Name: desk.Value("k"), Permissions: desk.NewPermissionSet(desk.ReadUsers)})
			return err
		}},
		"RevokeKey": {needs: desk.WriteKeys, call: func(w *world, a desk.Actor) error { return w.RevokeKey(ctx, a, "sync") }},
	}
}

func ownUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ActorInboxes": {anyone: true, call: func(w *world, a desk.Actor) error { _, err := w.ActorInboxes(ctx, a); return err }},
		"Profile":      {call: func(w *world, a desk.Actor) error { _, err := w.Profile(ctx, a); return err }},
		"UpdateProfile": {call: func(w *world, a desk.Actor) error {
			_, err := w.UpdateProfile(ctx, a, desk.ProfileUpdate{Name: desk.Value("X")})
			return err
		}},
		"Preferences": {call: func(w *world, a desk.Actor) error { _, err := w.Preferences(ctx, a); return err }},
		"UpdatePreferences": {call: func(w *world, a desk.Actor) error {
			_, err := w.UpdatePreferences(ctx, a, desk.PreferencesUpdate{Theme: desk.Value(desk.ThemeDark)})
			return err
		}},
		"UpdateKeys":        {call: func(w *world, a desk.Actor) error { _, err := w.UpdateKeys(ctx, a, ownKeys("e", "y")); return err }},
		"ChangePassword":    {call: func(w *world, a desk.Actor) error { return w.changePassword(a, storetest.Password, another) }},
		"SignOutEverywhere": {call: func(w *world, a desk.Actor) error { return w.SignOutEverywhere(ctx, a) }},
	}
}

// withoutActor are the methods that establish who the actor is, or are about the
// database itself. Nothing else may do without one.
var withoutActor = map[string]bool{
	"SignIn": true, "ActorByKey": true, "BeginSession": true, "SessionByToken": true, "OpenSession": true, "ChangeSessionData": true, "EndSession": true,
	"SetupOpen": true, "BeginSetup": true, "SetUp": true, "Close": true, "WithClock": true, "Ready": true,
}

func uses(ctx context.Context) map[string]use {
	all := map[string]use{}
	for _, some := range []map[string]use{conversationUses(ctx), draftUses(ctx), customerUses(ctx), tagUses(ctx), savedReplyUses(ctx), readUses(ctx), notificationUses(ctx), administrationUses(ctx), ownUses(ctx), snoozeUses(ctx), mergeUses(ctx), bulkJobUses(ctx)} {
		for name, use := range some {
			all[name] = use
		}
	}
	return all
}

func TestEveryMethodIsInTheTable(t *testing.T) {
	known, system := uses(t.Context()), systemUses(t.Context())
	methods := reflect.TypeFor[*store.Store]()
	for i := range methods.NumMethod() {
		method := methods.Method(i)
		takesActor := method.Type.NumIn() > 2 && method.Type.In(2) == reflect.TypeFor[desk.Actor]()
		if method.Name == "Backup" {
			continue // Of SQLite alone; it has tests of its own.
		}
		_, listed := known[method.Name]
		if listed = listed || system[method.Name] != nil; listed != takesActor {
			t.Errorf("%s takes an actor: %v; it is in the table of uses: %v", method.Name, takesActor, listed)
		}
		if takesActor == withoutActor[method.Name] {
			t.Errorf("%s takes an actor: %v; it is listed as one without: %v", method.Name, takesActor, withoutActor[method.Name])
		}
	}
}

// peopled is a world in which every use succeeds for who may do everything.
func peopled(t *testing.T) *world {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	w.user("Ada Quist", desk.RoleAdmin)
	conv := w.conversation("Refund", w.billing)
	storetest.AddFiles(t, w.Store, system(), conv.ID, storetest.Upload(t, w.Store, system(), conv.ID, "dot.png", dot))
	storetest.AddMessage(t, w.Store, ana, conv.ID, desk.KindReply, "Held")
	storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindNote, "And more")
	twice := w.conversation("Refund?", w.billing)
	w.merge(w.conversation("Refund!", w.billing).ID, twice.ID)
	w.key("sync", "read:users")
	w.tag("refund")
	w.savedReply(system(), savedReply("refund", "It is on its way."))
	urgent := w.conversation("Job", w.billing)
	w.update(urgent.ID, func(in *desk.ConversationUpdate) { in.Priority = desk.Value(desk.PriorityUrgent) })
	w.job(ana, "priority=urgent", 1, setStatus(desk.StatusPending))
	return w
}

func TestNobodyMayDoAnything(t *testing.T) {
	w := peopled(t)
	for name, use := range uses(t.Context()) {
		w.refused(name+" by nobody", desk.CodeUnauthenticated, func() error { return use.call(w, desk.Actor{}) })
	}
}

// All permissions but the one that is needed are not enough.
func TestEveryUseNeedsItsPermission(t *testing.T) {
	w := peopled(t)
	for name, use := range uses(t.Context()) {
		actor := system()
		if use.needs == "" {
			continue
		}
		delete(actor.Permissions, use.needs)
		e := w.refused(name, desk.CodePermission, func() error { return use.call(w, actor) })
		if e.Required != use.needs {
			t.Errorf("%s requires %q, want %q", name, e.Required, use.needs)
		}
	}
}

// The one permission that is needed is enough.
func TestEveryUseNeedsNoMore(t *testing.T) {
	for name, use := range uses(t.Context()) {
		w := peopled(t)
		session, err := w.SessionByToken(t.Context(), storetest.Token(t, w.Store, desk.User{ID: 1}))
		ok(t, err)
		actor := session.Actor
		actor.Permissions, actor.Reach = desk.NewPermissionSet(use.needs), desk.Everything()
		if err := use.call(w, actor); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is a person's own is refused to keys and to the system.
func TestOwnUsesAreForPeople(t *testing.T) {
	w := peopled(t)
	for name, use := range ownUses(t.Context()) {
		for _, actor := range []desk.Actor{system(), w.key(name, "read:users")} {
			if use.anyone {
				ok(t, use.call(w, actor))
				continue
			}
			w.refused(name, desk.CodeUnauthenticated, func() error { return use.call(w, actor) })
		}
	}
}
