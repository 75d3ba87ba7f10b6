package seed_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/internal/seed"
	"parley/store"
	"parley/store/storetest"
)

func bulk() seed.Bulk {
	return seed.Bulk{
		Size:       seed.Size{Conversations: 2300, Customers: 150, Users: 4, Inboxes: 5},
		RandomSeed: 7, Now: now,
	}
}

// poured returns a store with bulk data in it.
func poured(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.New(t)
	if err := bulk().Add(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return s
}

// every returns all conversations, oldest first.
func every(t *testing.T, s *store.Store) (all []desk.Conversation) {
	t.Helper()
	f := desk.ConversationFilter{Sort: desk.Sort{Key: desk.SortCreated}, Page: first}
	for ; ; f.Page.Number++ {
		list, err := s.ListConversations(t.Context(), storetest.System(), f)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, list.Items...); f.Page.Number >= list.Pages() {
			return all
		}
	}
}

func timeline(t *testing.T, s *store.Store, c desk.Conversation) store.Timeline {
	t.Helper()
	got, err := s.ConversationTimeline(t.Context(), storetest.System(), c.ID, desk.MaxTimeline)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestBulk(t *testing.T) {
	s := poured(t)
	all := every(t, s)
	t.Run("sizes", func(t *testing.T) { checkSizes(t, s, all) })
	t.Run("every kind", func(t *testing.T) { checkKinds(t, all) })
	t.Run("shape", func(t *testing.T) { checkShape(t, all) })
	t.Run("messages", func(t *testing.T) { checkMessages(t, s, all) })
	t.Run("counts", func(t *testing.T) { checkCounts(t, s, all) })
	t.Run("same every time", func(t *testing.T) { checkSameBulk(t, s, all) })
}

func checkSizes(t *testing.T, s *store.Store, all []desk.Conversation) {
	users, err := s.ListUsers(t.Context(), storetest.System(), first)
	if err != nil {
		t.Fatal(err)
	}
	inboxes, err := s.ListInboxes(t.Context(), storetest.System(), first)
	if err != nil {
		t.Fatal(err)
	}
	customers, err := s.ListCustomers(t.Context(), storetest.System(), desk.CustomerFilter{Page: first})
	if err != nil {
		t.Fatal(err)
	}
	got := seed.Size{Conversations: len(all), Customers: customers.Total, Users: users.Total, Inboxes: inboxes.Total - 1}
	if got != bulk().Size {
		t.Errorf("got %+v, want %+v", got, bulk().Size)
	}
	if open, err := s.SetupOpen(t.Context()); err != nil || !open {
		t.Errorf("set-up is open: %v, %v; there is no administrator yet", open, err)
	}
}

func checkKinds(t *testing.T, all []desk.Conversation) {
	seen := map[string]int{}
	for _, c := range all {
		for _, kind := range []string{string(c.Status), string(c.Priority), "over " + string(c.Channel), "from " + string(c.Source), "in " + c.InboxName} {
			seen[kind]++
		}
	}
	if len(seen) != 3+4+4+4+5 {
		t.Errorf("got %v", seen)
	}
	if seen["closed"] < len(all)*8/10 || seen["open"] == 0 || seen["pending"] == 0 {
		t.Errorf("got %d closed, %d pending, %d open of %d", seen["closed"], seen["pending"], seen["open"], len(all))
	}
}

// checkShape looks for what makes the data lifelike: the years, and that a few
// have most of the work.
func checkShape(t *testing.T, all []desk.Conversation) {
	oldest, newest := all[0].CreatedAt, all[len(all)-1].CreatedAt
	if now.Sub(oldest) < 600*24*time.Hour || now.Sub(newest) > 48*time.Hour {
		t.Errorf("from %v to %v, want two years up to %v", oldest, newest, now)
	}
	loads := map[string]map[string]int{"inbox": {}, "agent": {}, "customer": {}}
	openRecently, open := 0, 0
	for _, c := range all {
		loads["inbox"][c.InboxName]++
		loads["customer"][c.Customer.ID.String()]++
		if c.AssignedTo != nil {
			loads["agent"][c.AssignedTo.Email]++
		}
		if c.Status == desk.StatusOpen {
			open++
			if now.Sub(c.CreatedAt) < 30*24*time.Hour {
				openRecently++
			}
		}
	}
	if 2*openRecently < open {
		t.Errorf("%d of %d open ones are recent", openRecently, open)
	}
	for name, load := range loads {
		most, total := 0, 0
		for _, n := range load {
			most, total = max(most, n), total+n
		}
		if 2*most*len(load) < 3*total {
			t.Errorf("%s: the busiest has %d of %d among %d", name, most, total, len(load))
		}
	}
}

// checkMessages holds every tenth conversation to what its messages say.
func checkMessages(t *testing.T, s *store.Store, all []desk.Conversation) {
	kinds, total := map[desk.MessageKind]int{}, 0
	for i, c := range all {
		total += c.MessageCount
		if i%10 > 0 {
			continue
		}
		got := timeline(t, s, c)
		want := desk.Conversation{}
		for _, m := range got.Messages {
			kinds[m.Kind]++
			want, _ = want.Receive(m)
			if m.CreatedAt.Before(c.CreatedAt) || m.CreatedAt.After(c.UpdatedAt) {
				t.Errorf("%s has a message of %v", c.ID, m.CreatedAt)
			}
		}
		want.Status = c.Status
		is := desk.Conversation{Status: c.Status, Preview: c.Preview, MessageCount: c.MessageCount, LastMessageAt: c.LastMessageAt, WaitingSince: c.WaitingSince}
		if diff := cmp.Diff(want, is); diff != "" {
			t.Errorf("%s differs from its messages (-messages +conversation):\n%s", c.ID, diff)
		}
		if len(got.Events) != 1 || got.Events[0].Action != desk.ActionCreated || !got.Events[0].At.Equal(c.CreatedAt) || c.Version != 1 {
			t.Errorf("%s, version %d, has the events %+v", c.ID, c.Version, got.Events)
		}
		if c.UpdatedAt.After(now) {
			t.Errorf("%s is from the future", c.ID)
		}
	}
	if len(kinds) != 3 || total < 4*len(all) || total > 6*len(all) {
		t.Errorf("got %d messages in %d conversations, of the kinds %v", total, len(all), kinds)
	}
}

// checkCounts compares the numbers that are kept with those that are counted.
func checkCounts(t *testing.T, s *store.Store, all []desk.Conversation) {
	want := store.QueueCounts{Inboxes: map[desk.InboxID]int{}}
	for _, c := range all {
		switch c.Status {
		case desk.StatusPending:
			want.Pending++
		case desk.StatusClosed:
			want.Closed++
		case desk.StatusOpen:
			want.Open++
			want.Inboxes[c.InboxID]++
			if c.AssignedTo == nil {
				want.Unassigned++
			}
		}
	}
	got, err := s.CountQueues(t.Context(), storetest.System())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-counted +kept):\n%s", diff)
	}
}

func checkSameBulk(t *testing.T, s *store.Store, all []desk.Conversation) {
	again := poured(t)
	if diff := cmp.Diff(all, every(t, again)); diff != "" {
		t.Errorf("the second time (-first +second):\n%s", diff)
	}
	for _, c := range all[:20] {
		if diff := cmp.Diff(timeline(t, s, c), timeline(t, again, c)); diff != "" {
			t.Errorf("%s the second time (-first +second):\n%s", c.ID, diff)
		}
	}
	other, b := storetest.New(t), bulk()
	b.RandomSeed++
	if err := b.Add(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(all, every(t, other)) {
		t.Error("another random seed makes the same data")
	}
}

func TestBulkKeepsWhatWasThere(t *testing.T) {
	s := filled(t)
	before := every(t, s)
	for run := range 2 {
		b := bulk()
		b.Conversations, b.Users = 50, 2
		if err := b.Add(t.Context(), s); err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
	}
	var kept []desk.Conversation
	all := every(t, s)
	for _, c := range all {
		if slices.ContainsFunc(before, func(b desk.Conversation) bool { return b.ID == c.ID }) {
			kept = append(kept, c)
		}
	}
	if diff := cmp.Diff(before, kept); diff != "" || len(all) != len(before)+100 {
		t.Errorf("there are %d, and of %d before (-before +after):\n%s", len(all), len(before), diff)
	}
	checkCounts(t, s, all)
	created := storetest.AddConversation(t, s, "Next", all[0].Customer.ID, all[0].InboxID)
	if slices.ContainsFunc(all, func(c desk.Conversation) bool { return c.ID == created.ID }) {
		t.Errorf("the id %s is given twice", created.ID)
	}
}

func TestBulkTellsItsProgress(t *testing.T) {
	var told []int
	b := bulk()
	b.Users = 1
	b.Progress = func(n int) { told = append(told, n) }
	if err := b.Add(t.Context(), storetest.New(t)); err != nil {
		t.Fatal(err)
	}
	if want := "[2000 2300]"; fmt.Sprint(told) != want {
		t.Errorf("told %v, want %s", told, want)
	}
}

func TestBulkRefusesNonsense(t *testing.T) {
	s := storetest.New(t)
	for flag, spoil := range map[string]func(*seed.Bulk){
		"conversations": func(b *seed.Bulk) { b.Conversations = 0 },
		"customers":     func(b *seed.Bulk) { b.Customers = -1 },
		"users":         func(b *seed.Bulk) { b.Users = seed.MaxUsers + 1 },
		"inboxes":       func(b *seed.Bulk) { b.Inboxes = seed.MaxInboxes + 1 },
	} {
		b := bulk()
		spoil(&b)
		refusal := desk.As(b.Add(t.Context(), s))
		if refusal == nil || len(refusal.Fields) != 1 || refusal.Fields[0].Field != flag {
			t.Errorf("%s: %+v", flag, refusal)
		}
	}
	if state, err := seed.Look(t.Context(), s); err != nil || state != seed.Empty {
		t.Errorf("the database is %v, %v", state, err)
	}
}
