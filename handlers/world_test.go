package handlers

import (
	"bytes"
	"database/sql"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// world is a small workspace behind a real server on a real database. Every
// test begins with a copy of the same one; workspace_test.go says what is in it.
type world struct {
	t      *testing.T
	store  *store.Store
	db     *sql.DB // the same database, for looking at its rows
	server *httptest.Server
	site   *site
	log    *journal
	prepared
	nonces map[string]bool // those that answers have carried
}

// newWorld serves a copy of the workspace.
func newWorld(t *testing.T) *world {
	t.Helper()
	return serveWorkspace(t, workspace(t).database.Copy(t), nil)
}

// newWorldAt serves a copy of the workspace to browsers that see it at another
// address, as behind a proxy.
func newWorldAt(t *testing.T, base string) *world {
	t.Helper()
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return serveWorkspace(t, workspace(t).database.Copy(t), address)
}

// newEmptyWorld serves a workspace in which nobody has done anything yet.
func newEmptyWorld(t *testing.T) *world {
	t.Helper()
	return serveWorkspace(t, storetest.NewDatabase(t), nil)
}

// serveWorkspace serves a workspace of the test's own, beside which other tests
// may run.
func serveWorkspace(t *testing.T, database string, base *url.URL) *world {
	t.Helper()
	t.Parallel()
	w := &world{
		t: t, log: &journal{}, nonces: map[string]bool{}, prepared: workspace(t),
		store: storetest.Open(t, database, store.Options{Clock: ticking(today)}),
	}
	w.db = storetest.Connect(t, database)
	w.server = httptest.NewUnstartedServer(nil)
	if base == nil {
		base = &url.URL{Scheme: "http", Host: w.server.Listener.Addr().String()}
	}
	web := newSite(w.store, Options{BaseURL: base, Version: "test", Log: slog.New(slog.NewTextHandler(w.log, nil))})
	web.clock = func() time.Time { return today.Add(time.Hour) }
	w.site = web
	handler, err := web.refuseCrossOrigin(web.router())
	if err != nil {
		t.Fatal(err)
	}
	w.server.Config.Handler = handler
	w.server.Start()
	t.Cleanup(w.server.Close)
	return w
}

// today is when every test takes place, so that what pages say about time stays
// the same however long a test takes.
var today = time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC)

// ticking returns a clock that no two changes read the same time from.
func ticking(from time.Time) func() time.Time {
	var ticks atomic.Int64
	return func() time.Time { return from.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
}

// in returns the world as a subtest sees it.
func (w *world) in(t *testing.T) *world {
	other := *w
	other.t = t
	return &other
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// expand puts ids for names: "/conversations/{refund}" becomes "/conversations/41001".
func (w *world) expand(text string) string {
	var pairs []string
	for name, id := range w.names {
		pairs = append(pairs, "{"+name+"}", id)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// conversation returns a conversation as it stands, by its name.
func (w *world) conversation(name string) desk.Conversation {
	w.t.Helper()
	conv, err := w.store.GetConversation(w.t.Context(), storetest.System(), w.conversationID(name))
	w.must(err)
	return conv
}

func (w *world) conversationID(name string) desk.ConversationID {
	w.t.Helper()
	id, ok := desk.ParseID[desk.ConversationID](w.names[name])
	if !ok {
		w.t.Fatalf("no conversation is named %q", name)
	}
	return id
}

// change changes a conversation behind everybody's back.
func (w *world) change(name string, to desk.ConversationProperties) desk.Conversation {
	w.t.Helper()
	mona := storetest.Actor(w.t, w.store, w.users["mona"])
	conv, err := w.store.UpdateConversation(w.t.Context(), mona, w.conversationID(name), desk.ConversationUpdate{ConversationProperties: to})
	w.must(err)
	return conv
}

// addConversation adds a conversation of Maya's and names it.
func (w *world) addConversation(name, inbox string) desk.Conversation {
	w.t.Helper()
	maya, _ := desk.ParseID[desk.CustomerID](w.names["maya"])
	box, _ := desk.ParseID[desk.InboxID](w.names[inbox])
	conv := storetest.AddConversation(w.t, w.store, "About "+name, maya, box)
	w.names[name] = conv.ID.String()
	return conv
}

// tag adds a tag.
func (w *world) tag(name string) desk.Tag {
	w.t.Helper()
	return storetest.AddTag(w.t, w.store, name)
}

// savedReply adds a saved reply, somebody's own where they are named.
func (w *world) savedReply(name, owner string) desk.SavedReply {
	w.t.Helper()
	actor := storetest.System()
	if owner != "" {
		actor = storetest.Actor(w.t, w.store, w.users[owner])
	}
	return storetest.AddSavedReply(w.t, w.store, actor, name, "Hello {{customer.firstName}}, "+name)
}

// setTags gives a conversation tags behind everybody's back.
func (w *world) setTags(name string, tags ...string) {
	w.t.Helper()
	storetest.SetTags(w.t, w.store, w.conversationID(name), tags...)
}

// visitor returns a browser that nobody has signed in with.
func (w *world) visitor() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{w: w, header: http.Header{}, client: &http.Client{Jar: jar, CheckRedirect: stay}}
}

// as returns a browser that somebody is signed in with; "" is nobody.
func (w *world) as(name string) *browser {
	w.t.Helper()
	b := w.visitor()
	if name != "" {
		b.signInAs(w.users[name])
	}
	return b
}

// rows returns how many rows a table has.
func (w *world) rows(table string) (n int) {
	w.t.Helper()
	w.must(w.db.QueryRowContext(w.t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n))
	return n
}

// journal is a log that several requests may write to at once.
type journal struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return j.text.String()
}
