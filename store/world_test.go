package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// world is a workspace with three inboxes and two customers, at a time that
// stands still until it is moved.
type world struct {
	*store.Store
	t                       testing.TB
	clock                   *storetest.Clock
	support, billing, sales desk.Inbox // Support is the default one
	maya, noor              desk.Customer
}

func newWorld(t testing.TB) *world {
	clock := storetest.NewClock()
	w := &world{Store: storetest.New(t).WithClock(clock.Now), t: t, clock: clock}
	w.billing, w.sales = storetest.AddInbox(t, w.Store, "Billing"), storetest.AddInbox(t, w.Store, "Sales")
	inboxes, err := w.ListInboxes(t.Context(), system(), page(1, 100))
	if err != nil {
		t.Fatal(err)
	}
	w.support = inboxes.Items[slices.IndexFunc(inboxes.Items, func(i desk.Inbox) bool { return i.Default })]
	w.maya, w.noor = storetest.AddCustomer(t, w.Store, "Maya Okafor"), storetest.AddCustomer(t, w.Store, "Noor Haddad")
	return w
}

// system is an actor who may do everything.
func system() desk.Actor { return storetest.System() }

func page(number, limit int) desk.Page { return desk.Page{Number: number, Limit: limit} }

// all is the filter that leaves nothing out, on one long page.
func all() desk.ConversationFilter {
	return desk.ConversationFilter{Sort: desk.DefaultSort, Page: page(1, 100)}
}

// user adds a user and returns them with the actor they are on pages.
func (w *world) user(name string, role desk.Role, inboxes ...string) (desk.User, desk.Actor) {
	w.t.Helper()
	user := storetest.AddUser(w.t, w.Store, name, role, inboxes...)
	return user, storetest.Actor(w.t, w.Store, user)
}

// key adds a key and returns the actor of its requests.
func (w *world) key(name, permissions string, inboxes ...string) desk.Actor {
	w.t.Helper()
	actor, err := w.ActorByKey(w.t.Context(), storetest.AddKey(w.t, w.Store, name, permissions, inboxes...))
	if err != nil {
		w.t.Fatal(err)
	}
	return actor
}

// conversation adds a conversation of Maya's.
func (w *world) conversation(subject string, inbox desk.Inbox) desk.Conversation {
	w.t.Helper()
	return storetest.AddConversation(w.t, w.Store, subject, w.maya.ID, inbox.ID)
}

// update changes a conversation as the system.
func (w *world) update(id desk.ConversationID, set func(*desk.ConversationUpdate)) desk.Conversation {
	w.t.Helper()
	c, err := w.UpdateConversation(w.t.Context(), system(), id, change(set))
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func change(set func(*desk.ConversationUpdate)) desk.ConversationUpdate {
	var in desk.ConversationUpdate
	set(&in)
	return in
}

func to(status desk.Status) func(*desk.ConversationUpdate) {
	return func(in *desk.ConversationUpdate) { in.Status = desk.Value(status) }
}

// get reads a conversation as the system.
func (w *world) get(id desk.ConversationID) desk.Conversation {
	w.t.Helper()
	c, err := w.GetConversation(w.t.Context(), system(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// rows returns the rows of a query as text.
func (w *world) rows(query string, args ...any) []string {
	w.t.Helper()
	lines, err := store.Rows(w.t.Context(), w.Store, query, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return lines
}

// exec runs a statement past all rules.
func (w *world) exec(statement string, args ...any) {
	w.t.Helper()
	if err := store.Exec(w.t.Context(), w.Store, statement, args...); err != nil {
		w.t.Fatal(err)
	}
}

// dump returns every row of every table.
func (w *world) dump() []string {
	w.t.Helper()
	var lines []string
	for _, table := range tables(w) {
		for _, row := range w.rows("SELECT * FROM " + table) {
			lines = append(lines, table+": "+row)
		}
	}
	slices.Sort(lines) // PostgreSQL moves rows that change.
	return lines
}

// refused checks that a call is refused with the code and changes nothing.
func (w *world) refused(what string, code desk.Code, call func() error) *desk.Error {
	w.t.Helper()
	before := w.dump()
	err := call()
	if !desk.Is(err, code) {
		w.t.Errorf("%s: %v, want %s", what, err, code)
	}
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		w.t.Errorf("%s changed (-before +after):\n%s", what, diff)
	}
	if refusal := desk.As(err); refusal != nil {
		return refusal
	}
	return &desk.Error{}
}

// invalid checks that a call is refused for one field with a code, and changes
// nothing.
func (w *world) invalid(what, field, code string, call func() error) {
	w.t.Helper()
	e := w.refused(what, desk.CodeInvalid, call)
	if len(e.Fields) != 1 || e.Fields[0].Field != field || e.Fields[0].Code != code {
		w.t.Errorf("%s: %v, want only %s on %s", what, e.Fields, code, field)
	}
}

func wantEqual(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(desk.Scope{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// at returns a pointer to the time.
func at(t time.Time) *time.Time { return &t }
