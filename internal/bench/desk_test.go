package bench_test

import (
	"database/sql"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"parley/handlers"
	"parley/internal/desk"
	"parley/internal/seed"
	"parley/store"
	"parley/store/storetest"
)

// face is one of the two that a list has.
type face string

const (
	pages face = "html"
	api   face = "json"
)

// path returns where the face has its list.
func (f face) path() string {
	if f == api {
		return "/api/conversations"
	}
	return "/conversations"
}

// engine is a database engine, how to get a new database of it, and what it does
// by itself some time after much was written.
type engine struct {
	name     string
	database func(testing.TB) string
	settle   func(b *testing.B, database string)
}

// engines returns SQLite and, where a server is named, PostgreSQL.
func engines() []engine {
	sqlite := engine{
		"sqlite",
		func(t testing.TB) string { return filepath.Join(t.TempDir(), "parley.db") },
		func(*testing.B, string) {},
	}
	if !storetest.OnPostgres() {
		return []engine{sqlite}
	}
	return []engine{sqlite, {"postgres", storetest.NewDatabase, vacuum}}
}

func vacuum(b *testing.B, database string) {
	b.Helper()
	db, err := sql.Open("pgx", database)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(b.Context(), `VACUUM ANALYZE`); err != nil {
		b.Fatal(err)
	}
}

// caller is somebody who asks, on pages by a cookie and over the API by a key.
type caller struct{ token, key string }

// served is a workspace in bulk behind the real server, and beside it a server of
// bytes from memory.
type served struct {
	store          *store.Store
	site, memory   *httptest.Server
	bytes          []byte // what the latter answers with
	manager, agent caller
}

// newDesk makes up a workspace with forty inboxes and serves it.
func newDesk(b *testing.B, on engine, conversations int) *served {
	b.Helper()
	database := on.database(b)
	s := storetest.Open(b, database, store.Options{})
	bulk := seed.Bulk{
		Size:       seed.Size{Conversations: conversations, Customers: conversations / 5, Users: 40, Inboxes: 40},
		RandomSeed: 1, Now: time.Now().UTC(),
	}
	if err := bulk.Add(b.Context(), s); err != nil {
		b.Fatal(err)
	}
	on.settle(b, database)
	inboxes, err := s.ActorInboxes(b.Context(), storetest.System())
	if err != nil {
		b.Fatal(err)
	}
	// The busiest inboxes were made first. These are a busy one and two others.
	slices.SortFunc(inboxes, func(a, b desk.Inbox) int { return int(a.ID - b.ID) })
	few := []string{inboxes[4].Name, inboxes[18].Name, inboxes[33].Name}
	d := &served{
		store:   s,
		manager: newCaller(b, s, "Mona Grant", desk.RoleManager),
		agent:   newCaller(b, s, "Ana Souza", desk.RoleAgent, few...),
	}
	site, err := handlers.New(s, handlers.Options{Log: slog.New(slog.NewJSONHandler(io.Discard, nil))})
	if err != nil {
		b.Fatal(err)
	}
	d.site = httptest.NewServer(site)
	b.Cleanup(d.site.Close)
	d.memory = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(d.bytes) // The client counts what arrives.
	}))
	b.Cleanup(d.memory.Close)
	return d
}

func newCaller(b *testing.B, s *store.Store, name string, role desk.Role, inboxes ...string) caller {
	b.Helper()
	return caller{
		token: storetest.Token(b, s, storetest.AddUser(b, s, name, role, inboxes...)),
		key:   storetest.AddKey(b, s, name, string(desk.ReadConversations), inboxes...),
	}
}
