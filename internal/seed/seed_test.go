package seed_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/internal/seed"
	"parley/store"
	"parley/store/storetest"
)

var (
	now   = time.Date(2026, 11, 17, 14, 30, 0, 0, time.UTC)
	first = desk.Page{Number: 1, Limit: desk.MaxLimit}
)

// filled returns a store with the workspace in it.
func filled(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.New(t)
	if err := seed.Fill(t.Context(), s, now); err != nil {
		t.Fatal(err)
	}
	return s
}

func conversations(t *testing.T, s *store.Store) []desk.Conversation {
	t.Helper()
	list, err := s.ListConversations(t.Context(), storetest.System(), desk.ConversationFilter{Sort: desk.DefaultSort, Page: first})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

func TestWorkspace(t *testing.T) {
	s := filled(t)
	t.Run("people", func(t *testing.T) { checkPeople(t, s) })
	t.Run("conversations", func(t *testing.T) { checkConversations(t, s) })
	t.Run("tags and news", func(t *testing.T) { checkTagsAndNews(t, s) })
	t.Run("saved replies", func(t *testing.T) { checkSavedReplies(t, s) })
	t.Run("history", func(t *testing.T) { checkHistory(t, s) })
	t.Run("work left", func(t *testing.T) { checkWorkLeft(t, s) })
	t.Run("same every time", func(t *testing.T) { checkSame(t, s, filled(t)) })
	t.Run("filled once", func(t *testing.T) { checkFilledOnce(t, s) })
}

func checkPeople(t *testing.T, s *store.Store) {
	users, err := s.ListUsers(t.Context(), storetest.System(), first)
	if err != nil {
		t.Fatal(err)
	}
	roles := map[desk.Role]int{}
	for _, u := range users.Items {
		roles[u.Role]++
	}
	if users.Total != 10 || len(roles) != len(desk.Roles()) {
		t.Errorf("got %d users with the roles %v, want ten in all four", users.Total, roles)
	}
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []seed.Person{people[0], people[len(people)-1]} {
		if u, err := s.SignIn(t.Context(), p.Email, seed.Password, "127.0.0.1"); err != nil || u.Role != p.Role {
			t.Errorf("sign in as %s: got the role %q, %v", p.Email, u.Role, err)
		}
	}
	if open, err := s.SetupOpen(t.Context()); err != nil || open {
		t.Errorf("set-up is open: %v, %v", open, err)
	}
}

func checkConversations(t *testing.T, s *store.Store) {
	all := conversations(t, s)
	statuses, priorities := map[desk.Status]int{}, map[desk.Priority]int{}
	channels, sources := map[desk.Channel]int{}, map[desk.Source]int{}
	inboxes, customers := map[string]int{}, map[string]int{}
	empty, longest := 0, 0
	for _, c := range all {
		statuses[c.Status]++
		priorities[c.Priority]++
		channels[c.Channel]++
		sources[c.Source]++
		inboxes[c.InboxName]++
		customers[c.Customer.Name]++
		longest = max(longest, c.MessageCount)
		if c.MessageCount == 0 {
			empty++
		}
		if c.CreatedAt.After(c.UpdatedAt) || c.UpdatedAt.After(now) {
			t.Errorf("%q was made at %v and changed at %v, now is %v", c.Subject, c.CreatedAt, c.UpdatedAt, now)
		}
	}
	if len(all) != 60 || len(statuses) != 3 || len(priorities) != 4 || len(channels) != 4 || len(sources) != 4 || len(inboxes) != 6 {
		t.Errorf("got %d conversations: %v %v %v %v %v", len(all), statuses, priorities, channels, sources, inboxes)
	}
	if empty != 1 || longest < 20 {
		t.Errorf("got %d empty conversations, want 1; the longest has %d messages, want 20 or more", empty, longest)
	}
	several := 0
	for _, n := range customers {
		if n >= 3 {
			several++
		}
	}
	if several < 3 {
		t.Errorf("%d customers have three conversations or more, want at least 3: %v", several, customers)
	}
}

// checkSavedReplies fills each of them in a conversation whose customer is known.
func checkSavedReplies(t *testing.T, s *store.Store) {
	all := desk.SavedReplyFilter{Page: first}
	users, err := s.ListUsers(t.Context(), storetest.System(), first)
	if err != nil {
		t.Fatal(err)
	}
	shared, own := 0, 0
	for _, u := range users.Items {
		list, err := s.ListSavedReplies(t.Context(), storetest.Actor(t, s, u), all)
		if err != nil {
			t.Fatal(err)
		}
		shared = list.Total
		for _, r := range list.Items {
			if !r.Shared() {
				own++
				shared--
			}
			values := desk.VariableValues(conversations(t, s)[0], u.Name)
			if left := desk.UnfilledVariables(desk.FillVariables(r.Body, values)); len(left) > 0 && left[0] != desk.VariableCustomerEmail {
				t.Errorf("%s keeps %v", r.Name, left)
			}
		}
	}
	if shared < 4 || own != 1 {
		t.Errorf("there are %d shared ones and %d of one person, want 4 or more and 1", shared, own)
	}
}

// checkHistory looks for each kind of change, by the people who made them.
func checkHistory(t *testing.T, s *store.Store) {
	changed, kinds := map[string]int{}, map[desk.MessageKind]int{}
	for _, c := range conversations(t, s) {
		timeline, err := s.ConversationTimeline(t.Context(), storetest.System(), c.ID, desk.MaxTimeline)
		if err != nil {
			t.Fatal(err)
		}
		if len(timeline.Events) == 0 || timeline.Events[0].Action != desk.ActionCreated {
			t.Errorf("%q has no event that created it", c.Subject)
		}
		before := time.Time{}
		for _, m := range timeline.Messages {
			kinds[m.Kind]++
			if m.CreatedAt.Before(before) {
				t.Errorf("%q goes back in time at %v", c.Subject, m.CreatedAt)
			}
			if m.Kind != desk.KindCustomer && m.Author.Type != "user" {
				t.Errorf("%q has a %s by a %s", c.Subject, m.Kind, m.Author.Type)
			}
			before = m.CreatedAt
		}
		for _, e := range timeline.Events[1:] {
			for _, change := range e.Changes {
				changed[change.Field]++
			}
		}
	}
	for field, least := range map[string]int{"status": 20, "assignedTo": 20, "priority": 4} {
		if changed[field] < least {
			t.Errorf("%s changed %d times, want at least %d", field, changed[field], least)
		}
	}
	if kinds[desk.KindCustomer] < 70 || kinds[desk.KindReply] < 40 || kinds[desk.KindNote] < 15 {
		t.Errorf("got messages %v, want more", kinds)
	}
}

func checkWorkLeft(t *testing.T, s *store.Store) {
	unassigned, days := 0, 0
	for _, c := range conversations(t, s) {
		if c.Status != desk.StatusClosed && c.AssignedTo == nil {
			unassigned++
		}
		if c.WaitingSince != nil && now.Sub(*c.WaitingSince) > 48*time.Hour {
			days++
		}
	}
	if unassigned < 5 || days < 4 {
		t.Errorf("%d are unassigned, want 5 or more; %d wait for days, want 4 or more", unassigned, days)
	}
}

func checkFilledOnce(t *testing.T, s *store.Store) {
	if state, err := seed.Look(t.Context(), s); err != nil || state != seed.Filled {
		t.Errorf("the workspace looks %v, %v", state, err)
	}
	if err := seed.Fill(t.Context(), s, now); !errors.Is(err, seed.ErrNotEmpty) {
		t.Errorf("filled a second time: %v", err)
	}
	if n := len(conversations(t, s)); n != 60 {
		t.Errorf("there are %d conversations afterwards", n)
	}
}

// checkSame compares two workspaces that were filled at the same time.
func checkSame(t *testing.T, a, b *store.Store) {
	summary := func(s *store.Store) (lines []string) {
		for _, c := range conversations(t, s) {
			lines = append(lines, c.ID.String()+c.Subject+c.Preview+string(c.Status)+c.UpdatedAt.String())
		}
		return lines
	}
	if !slices.Equal(summary(a), summary(b)) {
		t.Error("two workspaces differ")
	}
}

func TestLook(t *testing.T) {
	empty := storetest.New(t)
	foreign := storetest.New(t)
	storetest.AddUser(t, foreign, "Maya Okafor", desk.RoleAdmin)
	customerOnly := storetest.New(t)
	storetest.AddCustomer(t, customerOnly, "Maya Okafor")
	inboxOnly := storetest.New(t)
	storetest.AddInbox(t, inboxOnly, "Sales")
	partial := storetest.New(t)
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	_, err = partial.AddUser(t.Context(), storetest.System(), desk.UserCreate{
		Name: desk.Value(people[0].Name), Email: desk.Value(people[0].Email),
		Role: desk.Value(people[0].Role), Password: desk.Value(seed.Password),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		store *store.Store
		want  seed.State
	}{
		"empty":       {empty, seed.Empty},
		"a user":      {foreign, seed.Foreign},
		"a customer":  {customerOnly, seed.Foreign},
		"an inbox":    {inboxOnly, seed.Foreign},
		"interrupted": {partial, seed.Partial},
	} {
		if got, err := seed.Look(t.Context(), test.store); err != nil || got != test.want {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, test.want)
		}
		if test.want == seed.Empty {
			continue
		}
		if err := seed.Fill(t.Context(), test.store, now); !errors.Is(err, seed.ErrNotEmpty) {
			t.Errorf("%s: filled, %v", name, err)
		}
	}
}

func TestFillReportsFailure(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "parley.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := seed.Fill(t.Context(), s, now); err == nil {
		t.Error("a closed store was filled")
	}
}

// checkTagsAndNews: several tags are in use, and everybody finds some conversations
// unread, but not most of them.
func checkTagsAndNews(t *testing.T, s *store.Store) {
	tags, err := s.ListTags(t.Context(), storetest.System(), first)
	if err != nil || tags.Total < 4 {
		t.Errorf("%d tags, %v", tags.Total, err)
	}
	for _, tag := range tags.Items {
		if tag.Conversations < 2 {
			t.Errorf("%d conversations are tagged %s", tag.Conversations, tag.Name)
		}
	}
	all := conversations(t, s)
	ids := make([]desk.ConversationID, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	users, err := s.ListUsers(t.Context(), storetest.System(), first)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(users.Items, func(u desk.User) bool { return u.Role == desk.RoleManager })
	unread, err := s.UnreadMessages(t.Context(), storetest.Actor(t, s, users.Items[at]), ids)
	if err != nil || len(unread) == 0 || len(unread) > len(all)/2 {
		t.Errorf("%d of %d are unread, %v", len(unread), len(all), err)
	}
}
