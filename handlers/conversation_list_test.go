package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestListConversations(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{
			name: "sees the conversations of their inboxes", as: "ana", open: "/conversations", status: 200,
			shows: []string{
				"All conversations", "Refund for order 8812", "Broken kettle", "Parcel is late", "Solved long ago", "Where is my money?",
				"1–4 of 4", "New conversation", "All 4", "Open 2", "Pending 1", "Snoozed 0", "Closed 1",
			},
			hides: []string{secretSubject, secretMessage, "Billing", "Pia"},
		},
		{name: "sees all inboxes", as: "mona", open: "/conversations", status: 200, shows: []string{"1–6 of 6", "Invoice", "Support", "Billing"}},
		{name: "may only read", as: "vic", open: "/conversations", status: 200, shows: []string{"Refund for order 8812"}, hides: []string{"New conversation"}},
		{
			name: "belongs to no inbox", as: "nia", open: "/conversations", status: 200,
			shows: []string{"You are not a member of any inbox yet", "parley inbox add-member"}, hides: []string{"Refund", "New conversation", "No conversations yet"},
		},
		{
			name: "filters", as: "ana", open: "/conversations?priority=high&status=open,pending", status: 200,
			shows: []string{"Parcel is late", "Filtered conversations", "Remove filter Status: Open", "Remove filter Priority: High", "Clear all", "Pending 1"},
			hides: []string{"Refund for order 8812"},
		},
		{
			name: "finds nothing", as: "ana", open: "/conversations?priority=urgent", status: 200,
			shows: []string{"No conversations match", "Clear filters"}, hides: []string{"No conversations yet"},
		},
		{name: "asks for an inbox out of reach", as: "ana", open: "/conversations?inboxId={billing}", status: 200, shows: []string{"No conversations match"}, hides: []string{"Billing"}},
		{name: "asks for an inbox that is none", as: "ana", open: "/conversations?inboxId={absentInbox}", status: 200, shows: []string{"No conversations match"}},
		{name: "asks for theirs", as: "ana", open: "/conversations?assignedTo=me&status=open", status: 200, shows: []string{"Mine", "Refund for order 8812"}, hides: []string{"Broken kettle"}},
		{name: "asks for nobody's", as: "ana", open: "/conversations?assignedTo=none", status: 200, shows: []string{"Broken kettle"}, hides: []string{"Refund for order 8812"}},
		{name: "asks for a customer's", as: "ana", open: "/conversations?customerId={leo}", status: 200, shows: []string{"Remove filter Customer: Leo Brandt", "Parcel is late"}, hides: []string{"Broken kettle"}},
		{name: "asks for a customer who is none", as: "ana", open: "/conversations?customerId={absentCustomer}", status: 200, shows: []string{"No conversations match"}},
	})
}

func TestTheListsAddressIsCanonical(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for query, want := range map[string]string{
		"status=open&status=pending&priority=&junk=1": "?status=open,pending",
		"status=&assignedTo=&inboxId=":                "",
		"status=open%2Cpending":                       "?status=open,pending",
		"status=pending&priority=high":                "?priority=high&status=pending",
		"status=open&status=open":                     "?status=open",
		"sort=-updatedAt&page=1&limit=50":             "",
		"limit=25&limit=25":                           "?limit=25",
		"assignedTo=none&assignedTo=me":               "?assignedTo=me,none",
		"snoozed=&sort=snoozedUntil":                  "?sort=snoozedUntil",
		"sort=snoozedUntil&snoozed=true&junk=2":       "?snoozed=true&sort=snoozedUntil",
		"q=later":                                     "",
	} {
		ana.open("/conversations?" + query).leadsTo("/conversations" + want).follow().is(200)
	}
	p := ana.open("/conversations").form("/conversations").with("status", "open").with("priority", "high").with("assignedTo", "none").submit()
	p.leadsTo("/conversations?assignedTo=none&priority=high&status=open")
	ana.open("/customers?q=&page=1&junk=2").leadsTo("/customers")
	ana.open("/customers?q=%20maya%20").leadsTo("/customers?q=maya")
}

// TestLinksAreCanonical: whatever a page links to is there without a detour.
func TestLinksAreCanonical(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	p := ana.open("/conversations?limit=1&page=2&priority=high,low,medium&sort=priority&status=closed,open,pending").is(200)
	for _, link := range all(p.tree, tag("a")) {
		if address := attr(link, "href"); address != "" && address[0] == '/' {
			if q := ana.open(address); q.StatusCode != http.StatusOK {
				t.Errorf("%s answers %d: %s", address, q.StatusCode, q.Header.Get("Location"))
			}
		}
	}
}

func TestTheListRefusesBadValues(t *testing.T) {
	w := newWorld(t)
	var scenarios []scenario
	for query, says := range map[string][]string{
		"status=opened":                      {"Status must be open, pending or closed"},
		"priority=asap":                      {"Priority must be low, medium, high or urgent"},
		"channel=fax":                        {"Channel must be email, chat, phone or whatsapp"},
		"source=fax":                         {"Source must be widget, phone, api or email"},
		"assignedTo=ana":                     {"AssignedTo must be a user's id, none or me"},
		"inboxId=one":                        {"InboxId must be an id"},
		"customerId=-1":                      {"CustomerId must be an id"},
		"sort=name":                          {"Sort must be updatedAt, -updatedAt"},
		"snoozed=perhaps":                    {"Snoozed must be true or false"},
		"page=0":                             {"Page must be a whole number from 1 to 2147483647"},
		"page=2147483648":                    {"Page must be"},
		"page=two":                           {"Page must be"},
		"limit=101":                          {"Limit must be a whole number from 1 to 100"},
		"limit=0":                            {"Limit must be"},
		"page=1&page=2":                      {"Page must be"},
		"status=opened&priority=asap":        {"Status must be", "Priority must be"},
		"status=%zz":                         {"query must be"},
		"status=open;priority=high":          {"query must be"},
		"status=%3Cscript%3Ealert(1)%3C/sc%": {"query must be"},
	} {
		for _, path := range []string{"/conversations", "/conversations/{refund}", "/conversations/{refund}/edit", "/conversations/{refund}/delete"} {
			scenarios = append(scenarios, scenario{name: path + "?" + query, as: "ana", open: path + "?" + query, status: 400, shows: says})
		}
	}
	for _, query := range []string{"page=0", "limit=101", "q=%zz", "q=a%00b"} {
		scenarios = append(scenarios, scenario{name: "/customers?" + query, as: "ana", open: "/customers?" + query, status: 400})
	}
	w.play(scenarios)
}

func TestAPagePastTheEnd(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	ana.open("/conversations?limit=2&page=9").leadsTo("/conversations?limit=2&page=2").follow().is(200).shows("3–4 of 4", "Page 2 of 2", ", page 2 of 2")
	ana.open("/conversations?limit=2&page=2147483647").leadsTo("/conversations?limit=2&page=2")
	ana.open("/conversations?page=2&priority=urgent").leadsTo("/conversations?priority=urgent").follow().is(200).shows("No conversations match")
	ana.open("/customers?limit=3&page=9").leadsTo("/customers?limit=3&page=2").follow().is(200).shows("4–4 of 4")
	ana.open("/customers?page=3&q=nobody").leadsTo("/customers?q=nobody").follow().is(200).shows("No customers match")
}

func TestPages(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	seen := map[string]int{}
	p := ana.open("/conversations?limit=1&sort=createdAt").is(200)
	for n := 1; ; n++ {
		p.shows(strconv.Itoa(n) + "–" + strconv.Itoa(n) + " of 4")
		for _, name := range []string{"refund", "kettle", "parcel", "solved"} {
			if p.has(w.conversation(name).Subject) {
				seen[name]++
			}
		}
		if p.link("Next") == "" {
			break
		}
		p = p.click("Next").is(200)
	}
	if len(seen) != 4 || seen["refund"] != 1 || seen["solved"] != 1 {
		t.Errorf("seen: %v", seen)
	}
	p.click("Previous").is(200).shows("3–3 of 4")
}

// TestTheListsQueryStays: from the list to a thread, to its forms, and back.
func TestTheListsQueryStays(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const query = "?limit=25&priority=high,medium&sort=createdAt&status=open,pending"
	list := ana.open("/conversations" + query).is(200)
	thread := list.click("Unread: Parcel is late").is(200)
	if got := thread.Request.URL.RequestURI(); got != w.expand("/conversations/{parcel}"+query) {
		t.Fatalf("the thread is at %s", got)
	}
	if back := thread.link("Back to Filtered conversations"); back != "/conversations"+query {
		t.Errorf("back leads to %s", back)
	}
	if thread.link("Previous conversation") != "" {
		t.Error("the first has one before it")
	}
	next := thread.click("Next conversation").is(200).shows("Broken kettle")
	next.click("Previous conversation").is(200).shows("Parcel is late")
	last := next.click("Next conversation").is(200).shows("Refund for order 8812")
	if last.link("Next conversation") != "" {
		t.Error("the last has one after it")
	}
	here := w.expand("/conversations/{refund}" + query)
	if got := last.click("Edit").is(200).link("Cancel"); got != here {
		t.Errorf("cancel leads to %s", got)
	}
	edit := w.expand("/conversations/{refund}")
	last.click("Edit").form(edit).with("subject", "Refund").submit().leadsTo(here).follow().is(200).shows("Saved #{refund}.")
	last.form("/conversations/{refund}/priority").with("priority", "high").submit().leadsTo(here)
	last.form("/conversations/{refund}/assignee").with("assignedTo", "").submit().leadsTo(here)
	last.form("/conversations/{refund}/status").submit().leadsTo(here).follow().shows("Closed #{refund}.")
	if back := ana.open(here).link("Back to Filtered conversations"); back != "/conversations"+query {
		t.Errorf("back leads to %s", back)
	}
	question := ana.open(here).click("Delete…").is(200)
	if got := question.link("Keep it"); got != here {
		t.Errorf("keeping leads to %s", got)
	}
	question.form("/conversations/{refund}/delete").submit().leadsTo("/conversations" + query)

	// A queue that no longer exists does not take away what was typed.
	p := ana.do(http.MethodPost, "/conversations/{kettle}/messages?status=odd", "kind=reply&body=", nil)
	p.is(422).shows("Message must not be empty")
	ana.do(http.MethodPost, "/conversations/{kettle}/messages?status=odd", "kind=reply&body=Hello", nil).is(303)
}

func TestBackNamesTheQueue(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for query, name := range map[string]string{
		"": "All conversations", "?assignedTo=me&status=open": "Mine", "?status=closed": "Closed",
		"?inboxId={support}&status=open": "Support", "?inboxId={billing}&status=open": "Filtered conversations",
	} {
		if got := ana.open("/conversations/{refund}" + query).is(200).link("Back to " + name); got != w.expand("/conversations"+query) {
			t.Errorf("%q: back to %s leads to %q", query, name, got)
		}
	}
}

func TestAnEmptyWorkspace(t *testing.T) {
	w := newEmptyWorld(t)
	token, err := w.store.BeginSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ada, err := w.store.SetUp(t.Context(), token, desk.UserCreate{
		Name: desk.Value("Ada King"), Email: desk.Value("ada@example.com"), Password: desk.Value("plum tractor violin 42"),
	})
	if err != nil {
		t.Fatal(err)
	}
	b := w.visitor()
	b.signInAs(ada)
	b.open("/conversations").is(200).shows("No conversations yet", "New conversation").hides("No conversations match")
	b.open("/customers").is(200).shows("No customers yet", "New customer").hides("No customers match")
	b.open("/conversations?status=open").is(200).shows("No conversations yet")
}

// The filter form takes a customer in words, and its address names them by id.
func TestFilteringByCustomerInWords(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	write := func(words string) *page {
		return ana.open("/conversations?sort=-waiting").form("/conversations").with("customer", words).submit()
	}
	write("leo").leadsTo("/conversations?customerId={leo}&sort=-waiting").follow().is(200).
		shows("Remove filter Customer: Leo Brandt", "Parcel is late").hides("Broken kettle")
	for i := range maxNamedCustomers + 1 {
		storetest.AddCustomer(t, w.store, "Crowd "+strconv.Itoa(i))
	}
	write("crowd 7").follow().shows("Remove filter Customer: Crowd 7", "No conversations match")
	for words, says := range map[string]string{
		"nobody like this":         "No customer has this in their name, address or number.",
		"crowd":                    "11 customers match. Write more of the name, address or number.",
		strings.Repeat("a ", 5000): "Customer must have at most 200 characters.",
	} {
		p := write(words).is(200).shows(says, "Broken kettle")
		if kept := p.form("/conversations").values["customer"]; kept != strings.TrimSpace(words) {
			t.Errorf("%q was kept as %q", words, kept)
		}
	}
}
