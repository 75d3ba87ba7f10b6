// Package storetest gives tests a fresh, real database and small builders that
// fill it through the store's own methods.
package storetest

import (
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
)

// Password is the password of every user that AddUser adds.
const Password = "plum tractor violin 42"

// New opens a new database, with the one inbox that every workspace begins
// with, and closes it when the test ends.
func New(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, NewDatabase(t), store.Options{})
}

// Open opens a database and closes it when the test ends.
func Open(t testing.TB, name string, opt store.Options) *store.Store {
	t.Helper()
	if opt.Files == "" {
		opt.Files = Files(name)
	}
	s, err := store.Open(t.Context(), name, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// System returns an actor who may do everything.
func System() desk.Actor { return desk.System("test", desk.ViaSystem) }

// AddInbox adds an inbox for email.
func AddInbox(t testing.TB, s *store.Store, name string) desk.Inbox {
	t.Helper()
	inbox, err := s.AddInbox(t.Context(), System(), desk.InboxCreate{
		Name: desk.Value(name), Channel: desk.Value(desk.ChannelEmail),
	})
	if err != nil {
		t.Fatal(err)
	}
	return inbox
}

// Email returns the address of the user or customer that a builder adds under
// the name: "Ana Souza" is ana.souza@example.com.
func Email(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@example.com"
}

// AddUser adds a user who is a member of the named inboxes.
func AddUser(t testing.TB, s *store.Store, name string, role desk.Role, inboxes ...string) desk.User {
	t.Helper()
	user, err := s.AddUser(t.Context(), System(), desk.UserCreate{
		Name: desk.Value(name), Email: desk.Value(Email(name)), Role: desk.Value(role), Password: desk.Value(Password),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, inbox := range inboxes {
		if err := s.AddMember(t.Context(), System(), inbox, user.Email); err != nil {
			t.Fatal(err)
		}
	}
	return user
}

// Token signs the user in and returns the session's token.
func Token(t testing.TB, s *store.Store, user desk.User) string {
	t.Helper()
	token, err := s.BeginSession(t.Context(), user.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// Actor signs the user in and returns the actor that they are on pages.
func Actor(t testing.TB, s *store.Store, user desk.User) desk.Actor {
	t.Helper()
	session, err := s.SessionByToken(t.Context(), Token(t, s, user))
	if err != nil {
		t.Fatal(err)
	}
	return session.Actor
}

// AddKey adds a key with a comma list of permissions, that reaches the named
// inboxes or, without any, all of them, and returns its secret.
func AddKey(t testing.TB, s *store.Store, name, permissions string, inboxes ...string) string {
	t.Helper()
	set, err := desk.ParsePermissions(permissions)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := s.CreateKey(t.Context(), System(), desk.KeyCreate{
		Name: desk.Value(name), Permissions: set, Inboxes: inboxes,
	})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// AddCustomer adds a customer.
func AddCustomer(t testing.TB, s *store.Store, name string) desk.Customer {
	t.Helper()
	customer, err := s.CreateCustomer(t.Context(), System(), desk.CustomerCreate{
		Name: desk.Value(name), Email: desk.Value(Email(name)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return customer
}

// AddConversation adds a conversation of the customer in the inbox.
func AddConversation(t testing.TB, s *store.Store, subject string, customer desk.CustomerID, inbox desk.InboxID) desk.Conversation {
	t.Helper()
	conversation, err := s.CreateConversation(t.Context(), System(), desk.ConversationCreate{
		Subject: desk.Value(subject), CustomerID: desk.Value(customer), InboxID: desk.Value(inbox),
	})
	if err != nil {
		t.Fatal(err)
	}
	return conversation
}

// AddMessage adds a message to a conversation as the actor.
func AddMessage(t testing.TB, s *store.Store, actor desk.Actor, id desk.ConversationID, kind desk.MessageKind, body string) desk.Message {
	t.Helper()
	message, err := s.AddMessage(t.Context(), actor, id, desk.MessageCreate{Kind: desk.Value(kind), Body: desk.Value(body)})
	if err != nil {
		t.Fatal(err)
	}
	return message
}

// AddTag adds a tag.
func AddTag(t testing.TB, s *store.Store, name string) desk.Tag {
	t.Helper()
	tag, err := s.CreateTag(t.Context(), System(), desk.TagCreate{Name: desk.Value(name)})
	if err != nil {
		t.Fatal(err)
	}
	return tag
}

// AddSavedReply adds a saved reply, the actor's own where they are a person.
func AddSavedReply(t testing.TB, s *store.Store, actor desk.Actor, name, body string) desk.SavedReply {
	t.Helper()
	reply, err := s.CreateSavedReply(t.Context(), actor, desk.SavedReplyCreate{
		Name: desk.Value(name), Body: desk.Value(body), Personal: actor.Kind == desk.ActorUser,
	})
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// SetTags gives a conversation these tags and no others.
func SetTags(t testing.TB, s *store.Store, id desk.ConversationID, names ...string) {
	t.Helper()
	if _, err := s.SetConversationTags(t.Context(), System(), id, desk.ConversationTags{Tags: desk.Value(names)}); err != nil {
		t.Fatal(err)
	}
}
