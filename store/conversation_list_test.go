package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// subjects returns the subjects of a list in order, as one text.
func (w *world) subjects(actor desk.Actor, query string) string {
	w.t.Helper()
	values, errs := desk.ParseQuery(query)
	ok(w.t, errs.Err())
	f, errs := desk.ParseConversationFilter(values, actor)
	ok(w.t, errs.Err())
	listing, err := w.ListConversations(w.t.Context(), actor, f)
	ok(w.t, err)
	var subjects []string
	for _, c := range listing.Items {
		subjects = append(subjects, c.Subject)
	}
	return strings.Join(subjects, " ")
}

// queue is five conversations: d and e were made in the same instant, a waits
// longest, then c.
func queue(t *testing.T) *world {
	w := newWorld(t)
	made := map[string]desk.Conversation{}
	for _, subject := range []string{"a", "b", "c", "d", "e"} {
		if subject != "e" {
			w.clock.Advance(time.Minute)
		}
		made[subject] = w.conversation(subject, w.support)
	}
	for _, subject := range []string{"a", "c"} {
		w.clock.Advance(time.Minute)
		storetest.AddMessage(t, w.Store, system(), made[subject].ID, desk.KindCustomer, "Hello")
	}
	w.update(made["b"].ID, func(in *update) { in.Priority = desk.Value(desk.PriorityUrgent) })
	w.update(made["e"].ID, func(in *update) { in.Priority = desk.Value(desk.PriorityLow) })
	return w
}

func TestSortOrders(t *testing.T) {
	w := queue(t)
	for sort, want := range map[string]string{
		"":                "e c b a d", // b and e were changed in the instant of c's message.
		"sort=-updatedAt": "e c b a d",
		"sort=updatedAt":  "d a b c e",
		"sort=-createdAt": "e d c b a",
		"sort=createdAt":  "a b c d e",
		"sort=-priority":  "b d c a e",
		"sort=priority":   "e a c d b",
		"sort=-waiting":   "a c b d e",
		"sort=waiting":    "e d b c a",
	} {
		if got := w.subjects(system(), sort); got != want {
			t.Errorf("?%s: %s, want %s", sort, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	w := queue(t)
	for query, want := range map[string]string{
		"sort=createdAt&limit=2":                   "a b",
		"sort=createdAt&limit=2&page=2":            "c d",
		"sort=createdAt&limit=2&page=3":            "e",
		"sort=createdAt&limit=2&page=4":            "",
		"sort=createdAt&limit=100&page=2147483647": "",
	} {
		if got := w.subjects(system(), query); got != want {
			t.Errorf("?%s: %s, want %s", query, got, want)
		}
	}
	f := all()
	f.Page = page(9, 2)
	listing, err := w.ListConversations(t.Context(), system(), f)
	ok(t, err)
	if listing.Total != 5 || listing.Pages() != 3 || listing.Items == nil {
		t.Errorf("past the end: %+v", listing)
	}
}

func TestListShowsWhatGetShows(t *testing.T) {
	w := queue(t)
	listing, err := w.ListConversations(t.Context(), system(), all())
	ok(t, err)
	for _, c := range listing.Items {
		wantEqual(t, c.Subject, w.get(c.ID), c)
	}
}

func TestLongFilters(t *testing.T) {
	w := queue(t)
	var ids []string
	for i := range desk.MaxListed {
		ids = append(ids, fmt.Sprint(i+1))
	}
	list := strings.Join(ids, ",")
	query := "assignedTo=none," + strings.Join(ids[1:], ",") + "&inboxId=" + list + "&customerId=" + list +
		"&status=open,pending,closed&priority=low,medium,high,urgent&channel=email,chat,phone,whatsapp&source=widget,phone,api,email"
	if got := w.subjects(system(), query+"&sort=createdAt"); got != "a b c d e" {
		t.Errorf("%s", got)
	}
}

func TestMeIsTheActor(t *testing.T) {
	w := queue(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	w.update(2, func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
	if got := w.subjects(agent, "assignedTo=me"); got != "b" {
		t.Errorf("%s", got)
	}
	if got := w.subjects(agent, "assignedTo=me,none&sort=createdAt"); got != "a b c d e" {
		t.Errorf("%s", got)
	}
	program := w.key("sync", "read:conversations")
	f := all()
	f.Me = true
	program.ID = int64(ana.ID) // A key of the same number is not the user.
	if listing, err := w.ListConversations(t.Context(), program, f); err != nil || listing.Total != 0 {
		t.Errorf("%+v %v", listing, err)
	}
}

func TestCountQueues(t *testing.T) {
	w := queue(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	mine := func(in *update) { in.AssignedTo = desk.Value(ana.ID) }
	w.update(1, mine)
	w.update(2, mine)
	w.update(2, to(desk.StatusPending))
	w.update(3, mine)
	w.update(3, to(desk.StatusClosed))
	counts, err := w.CountQueues(t.Context(), agent)
	ok(t, err)
	if counts.Mine != 1 || counts.Unassigned != 2 || counts.Open != 3 || counts.Pending != 1 || counts.Closed != 1 || counts.Inboxes[w.support.ID] != 3 {
		t.Errorf("%+v", counts)
	}
}
