package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// job changes by a user's job what matches a filter.
func (p *prepared) job(t *testing.T, s *store.Store, user, filter string, expected int, change desk.BulkChange) desk.BulkJob {
	t.Helper()
	query, err := url.ParseQuery(filter)
	if err != nil {
		t.Fatal(err)
	}
	in := desk.BulkJobCreate{BulkChange: change, Filter: desk.Value(query), Expected: desk.Value(int64(expected))}
	job, err := s.StartBulkJob(t.Context(), storetest.Actor(t, s, p.users[user]), in)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

func (w *world) job(user, filter string, expected int) desk.BulkJob {
	w.t.Helper()
	return w.prepared.job(w.t, w.store, user, w.expand(filter), expected, desk.BulkChange{Priority: desk.Value(desk.PriorityUrgent)})
}

// alone adds the one conversation of a customer, {loner}.
func (w *world) alone() desk.Conversation {
	w.t.Helper()
	support, _ := desk.ParseID[desk.InboxID](w.names["support"])
	customer := storetest.AddCustomer(w.t, w.store, fmt.Sprint("Loner ", w.highest("customers")))
	w.names["loner"] = customer.ID.String()
	return storetest.AddConversation(w.t, w.store, "About twin", customer.ID, support)
}

func bulkJobPairs() []pair {
	of := func(name, fields, json string) pair {
		return pair{
			name: name, of: "alone", page: "/bulk-jobs?customerId={loner}", fields: fields,
			method: http.MethodPost, path: "/api/conversations/bulk-jobs", json: `{"filter":{"customerId":"{loner}"},` + json + `}`,
		}
	}
	return []pair{
		of("change all that match", "expected=1&status=closed&priority=high&assignedTo={ana}", `"expected":1,"status":"closed","priority":"high","assignedTo":"{ana}"`),
		of("unassign all that match", "expected=1&status=&priority=low&assignedTo=none", `"expected":1,"priority":"low","assignedTo":null`),
		of("change more than were shown", "expected=2&status=closed", `"expected":2,"status":"closed"`),
		of("change all that match to what is wrong", "expected=1&status=odd&priority=odd", `"expected":1,"status":"odd","priority":"odd"`),
		of("assign all that match to nobody there is", "expected=1&assignedTo={absentUser}", `"expected":1,"assignedTo":"{absentUser}"`),
	}
}

// The list leads to the question, which says the number and the filter in words; the
// answer is done, and undone.
func TestChangeAllThatMatch(t *testing.T) {
	w := newWorld(t)
	mona := w.as("mona")
	question := mona.open("/conversations?customerId={maya}&status=open").is(200).click("Change all 3 matching…").is(200).
		shows("Change 3 conversations", "Status: Open", "Customer: Maya Okafor", "You can undo it all for ten minutes.").hides("until its turn")
	form := question.form("/bulk-jobs").with("assignedTo", "{ana}").with("priority", "low")
	done := form.submit().is(303).follow().is(200).shows("Changed 2 conversations", "1 could not be changed.", "Assignee: Ana Souza", "Priority: Low",
		"Not changed", "Assignee must be an active user who may write conversations and who reaches this conversation's inbox.", "#{invoice}")
	for name, want := range map[string]desk.Priority{"refund": desk.PriorityLow, "kettle": desk.PriorityLow, "invoice": desk.PriorityMedium} {
		if c := w.conversation(name); c.Priority != want {
			t.Errorf("%s is %+v", name, c)
		}
	}
	w.change("refund", desk.ConversationProperties{Status: desk.Value(desk.StatusPending)})
	done.formOf("Undo").submit().is(303).follow().is(200).shows("Undone for 1 conversation", "1 was left as it is.", "Somebody has changed it since.", "#{refund}").hides("Undo</button>")
	if c := w.conversation("kettle"); c.Priority != desk.PriorityMedium || c.AssignedTo != nil {
		t.Errorf("undone, it is %+v", c)
	}
	list := w.as("vic").open("/conversations").is(200)
	if first(list.tree, func(n *html.Node) bool { return attr(n, "id") == "match-all" }) != nil {
		t.Error("a viewer is offered what they may not do")
	}
}

// Whatever is refused, what was chosen is still there, and can be sent as it is.
func TestChangeAllThatMatchRefused(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	form := ana.open("/conversations/bulk?status=open").is(200).shows("Change 2 conversations").form("/bulk-jobs")
	form.submit().is(422).shows("Choose an assignee, a status or a priority for them.")
	w.addConversation("late", "support")
	w.addConversation("hidden", "billing")
	before := w.state()
	again := form.with("status", "closed").with("priority", "urgent").submit().is(409).
		shows("Change 3 conversations", "When you were asked there were 2, and now there are 3. Nothing was changed.")
	if w.state() != before {
		t.Error("something was changed")
	}
	kept := again.form("/bulk-jobs")
	if kept.values["status"] != "closed" || kept.values["priority"] != "urgent" || kept.values["expected"] != "3" {
		t.Errorf("the form holds %v", kept.values)
	}
	kept.submit().is(303).follow().shows("Changed 3 conversations")
	ana.open("/conversations/bulk?status=open").is(200).shows("Nothing matches any more", "Back to the list")
	form.with("status", "pending").submit().is(409).shows("Nothing matches any more")
	// What cannot be understood is not taken for everything.
	before = w.state()
	ana.do(http.MethodPost, "/bulk-jobs?status=odd", "expected=5&status=closed", nil).is(400)
	ana.do(http.MethodPost, "/bulk-jobs", "status=pending", nil).is(422).shows("Look at the number again")
	w.as("vic").do(http.MethodPost, "/bulk-jobs", "expected=5&status=closed", nil).is(403)
	if w.state() != before {
		t.Error("something was changed")
	}
}

// The address of the question is the list's, put in order.
func TestChangeAllThatMatchHasAnAddress(t *testing.T) {
	w := newWorld(t)
	w.as("mona").open("/conversations/bulk?status=open&status=pending&priority=&sort=priority").
		leadsTo("/conversations/bulk?sort=priority&status=open,pending")
	w.as("mona").open("/conversations/bulk?status=odd").is(400)
	w.as("mona").open("/conversations/bulk").is(200).shows("All conversations that you can see")
}

// A large job is under way when it is shown, tells how far it is, and goes on without
// whoever looks.
func TestLargeJobOnAPage(t *testing.T) {
	w := newWorld(t)
	for range desk.BulkChunk + 1 {
		w.alone()
	}
	mona := w.as("mona")
	question := mona.open("/conversations/bulk?status=open").is(200)
	question.shows("What comes to match until its turn is changed too; conversations that are new by then are not.")
	n := question.form("/bulk-jobs").values["expected"]
	job := question.form("/bulk-jobs").with("status", "pending").submit().is(303).follow().is(200).
		shows("Changing "+n+" conversations", "0 of "+n+" are done.", "Look again").hides("Undo</button>")
	address := job.Request.URL.Path
	job.w.as("ana").open(address).is(404)
	mona.do(http.MethodPost, address+"/undo", "", nil).is(409).shows("It is still under way.")
	if _, err := w.store.RunBulkJobs(t.Context(), storetest.System()); err != nil {
		t.Fatal(err)
	}
	mona.open(address).is(200).shows("Changed "+n+" conversations", "Status: Pending", "It can be undone until")
	total, _ := strconv.Atoi(n)
	if total <= desk.BulkChunk {
		t.Errorf("only %s", n)
	}
	id, _ := desk.ParseID[desk.BulkJobID](address[len("/bulk-jobs/"):])
	later := w.store.WithClock(func() time.Time { return today.Add(time.Hour) })
	if job, err := later.GetBulkJob(t.Context(), storetest.Actor(t, w.store, w.users["mona"]), id); err != nil || job.Undoable {
		t.Errorf("after an hour: %v, %v", job.Undoable, err)
	}
}
