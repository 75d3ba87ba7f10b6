package browsertest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"parley/handlers"
	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// site is Parley on a port of its own with a workspace of its own.
type site struct {
	url   string
	store *store.Store
	// plug, pulled, makes the server drop every connection, as one that has gone would.
	plug *plug
}

// The people of the workspace.
const (
	ana    = "Ana Souza"   // agent in Support and Billing
	rui    = "Rui Cole"    // agent in Support
	max_   = "Max Weber"   // manager
	ingrid = "Ingrid Holm" // administrator
	vera   = "Vera Lind"   // viewer in Support
)

// filled is a database file with the workspace of fill in it, made once: each
// test gets a copy.
var filled = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "parley-browsertest-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "parley.db")
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(fill(s), s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// newSite serves a copy of the filled workspace.
func newSite(t *testing.T) *site {
	t.Helper()
	content, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "parley.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return serve(t, storetest.Open(t, path, store.Options{}))
}

// newEmptySite serves a workspace in which nothing has happened yet.
func newEmptySite(t *testing.T) *site {
	t.Helper()
	return serve(t, storetest.New(t))
}

func serve(t *testing.T, s *store.Store) *site {
	t.Helper()
	gate := &plug{}
	server := httptest.NewUnstartedServer(gate)
	base := &url.URL{Scheme: "http", Host: server.Listener.Addr().String()}
	// The test's own context ends before its tabs are closed, which would see their
	// streams break off.
	running, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	handler, err := handlers.New(s, handlers.Options{BaseURL: base, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Stopping: running.Done()})
	if err != nil {
		t.Fatal(err)
	}
	gate.handler = handler
	server.Start()
	t.Cleanup(func() {
		stop()
		server.Close()
	})
	return &site{url: base.String(), store: s, plug: gate}
}

func (s *site) host() string { return s.url[len("http://"):] }

// fillIn puts the addresses of records into a path: {refund} is the thread that
// the tests know best, {maya} its customer.
func (s *site) fillIn(t *testing.T, path string) string {
	t.Helper()
	if !strings.Contains(path, "{") {
		return path
	}
	conv := s.called(t, refund)
	return strings.NewReplacer("{refund}", "/conversations/"+conv.ID.String(), "{maya}", "/customers/"+conv.Customer.ID.String(),
		"{vip}", "/tags/"+s.tagNamed(t, "vip").ID.String()).Replace(path)
}

// user returns the user of that name.
func (s *site) user(t *testing.T, name string) desk.User {
	t.Helper()
	users, err := s.store.ListUsers(t.Context(), storetest.System(), desk.Page{Number: 1, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users.Items {
		if u.Name == name {
			return u
		}
	}
	t.Fatalf("there is no user %s", name)
	return desk.User{}
}

// conversation returns a conversation as the database has it.
func (s *site) conversation(t *testing.T, id desk.ConversationID) desk.Conversation {
	t.Helper()
	conv, err := s.store.GetConversation(t.Context(), storetest.System(), id)
	if err != nil {
		t.Fatal(err)
	}
	return conv
}

// conversations returns those that a filter selects, the newest first.
func (s *site) conversations(t *testing.T, filter desk.ConversationFilter) desk.Listing[desk.Conversation] {
	t.Helper()
	if filter.Page.Limit == 0 {
		filter.Page = desk.Page{Number: 1, Limit: desk.MaxLimit}
	}
	if filter.Sort.Key == "" {
		filter.Sort = desk.DefaultSort
	}
	list, err := s.store.ListConversations(t.Context(), storetest.System(), filter)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// called returns the conversation with the subject.
func (s *site) called(t *testing.T, subject string) desk.Conversation {
	t.Helper()
	for _, c := range s.conversations(t, desk.ConversationFilter{}).Items {
		if c.Subject == subject {
			return c
		}
	}
	t.Fatalf("there is no conversation %q", subject)
	return desk.Conversation{}
}

// lastMessage returns the newest message of a conversation.
func (s *site) lastMessage(t *testing.T, id desk.ConversationID) desk.Message {
	t.Helper()
	list, err := s.store.ListMessages(t.Context(), storetest.System(), id, desk.Page{Number: 1, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) == 0 {
		return desk.Message{}
	}
	return list.Items[len(list.Items)-1]
}

// change changes a conversation as somebody else would, meanwhile.
func (s *site) change(t *testing.T, by string, id desk.ConversationID, in desk.ConversationProperties) {
	t.Helper()
	actor := storetest.Actor(t, s.store, s.user(t, by))
	if _, err := s.store.UpdateConversation(t.Context(), actor, id, desk.ConversationUpdate{ConversationProperties: in}); err != nil {
		t.Fatal(err)
	}
}
