package handlers

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestListCustomers(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{
			name: "sees everybody", as: "ana", open: "/customers", status: 200,
			shows: []string{"Maya Okafor", "Leo Brandt", "Pia Stern", "Lone Wolf", "lone.wolf@example.com", "1–4 of 4", "New customer"},
		},
		{name: "may only read", as: "vic", open: "/customers", status: 200, shows: []string{"Maya Okafor"}, hides: []string{"New customer"}},
		{name: "finds by name", as: "ana", open: "/customers", form: "/customers", fill: map[string]string{"q": "OKAFOR maya"}, status: 200, shows: []string{"Maya Okafor", "1–1 of 1"}, hides: []string{"Leo"}},
		{name: "finds by address", as: "ana", open: "/customers?q=brandt@example", status: 303, leads: "/customers?q=brandt%40example"},
		{name: "finds by address", as: "ana", open: "/customers?q=brandt%40example", status: 200, shows: []string{"Leo Brandt"}, hides: []string{"Maya"}},
		{name: "finds nobody", as: "ana", open: "/customers?q=nobody", status: 200, shows: []string{"No customers match", "Show all customers"}, hides: []string{"No customers yet"}},
		{name: "means % as it is written", as: "ana", open: "/customers?q=%25", status: 200, shows: []string{"No customers match"}},
		{name: "looks for too much", as: "ana", open: "/customers?q=" + strings.Repeat("a", 201), status: 400, shows: []string{"Q must have at most 200 characters"}},
		{
			name: "turns pages", as: "ana", open: "/customers?limit=3", status: 200, shows: []string{"1–3 of 4", "Page 1 of 2"},
			then: func(_ *world, p *page) {
				p.click("Next").is(200).shows("4–4 of 4").click("Previous").is(200).shows("1–3 of 4")
			},
		},
	})
}

// TestCustomersCountWhatIsSeen: of a customer's conversations only those within
// reach are counted and named.
func TestCustomersCountWhatIsSeen(t *testing.T) {
	w := newWorld(t)
	for name, want := range map[string]string{"ana": "Conversations 2", "bo": "Conversations 1", "mona": "Conversations 3", "nia": "Conversations 0"} {
		w.as(name).open("/customers/{maya}").is(200).shows(want, "Maya Okafor", "maya.okafor@example.com")
	}
	w.as("ana").open("/customers/{maya}").shows("Refund for order 8812", "Broken kettle").hides(secretSubject)
	w.as("ana").open("/customers/{pia}").shows("There are none with this customer that you may see.").hides(secretSubject)
	w.as("bo").open("/customers/{maya}").shows("Invoice " + secretSubject).hides("Refund for order 8812")
	count := func(name string) string {
		row := first(w.as(name).open("/customers?q=maya").tree, func(n *html.Node) bool { return attr(n, "id") == w.expand("customer-{maya}") })
		return textOf(all(row, tag("td"))[3])
	}
	for name, want := range map[string]string{"ana": "2", "bo": "1", "mona": "3", "nia": "0"} {
		if got := count(name); got != want {
			t.Errorf("%s counts %s", name, got)
		}
	}
}

func TestWriteCustomers(t *testing.T) {
	w := newWorld(t)
	type m = map[string]string
	w.play([]scenario{
		{name: "the form", as: "ana", open: "/customers/new", status: 200, shows: []string{"New customer", "Name", "Email", "Phone"}},
		{name: "may not", as: "vic", open: "/customers/new", status: 403},
		{name: "may not", as: "vic", open: "/customers/{lone}/edit", status: 403},
		{name: "may not", as: "vic", method: "POST", open: "/customers", body: "name=x", status: 403},
		{name: "may not", as: "vic", method: "POST", open: "/customers/{lone}", body: "name=x", status: 403},
		{name: "sees no way to", as: "vic", open: "/customers/{lone}", status: 200, hides: []string{"Edit", "Delete…"}},
		{
			name: "adds one", as: "ana", open: "/customers/new", form: "/customers", fill: m{"name": " Nora Lim ", "email": "nora@example.com", "phone": "+44 20 7946 0018"}, status: 303,
			then: func(_ *world, p *page) {
				p.follow().is(200).shows("Added Nora Lim.", "nora@example.com", "+44 20 7946 0018")
			},
		},
		{name: "adds one with a name only", as: "ana", open: "/customers/new", form: "/customers", fill: m{"name": "Tom"}, status: 303, then: func(_ *world, p *page) { p.follow().shows("Not known") }},
		{
			name: "adds one with everything wrong", as: "ana", open: "/customers/new", form: "/customers", fill: m{"name": "\u200b", "email": "nora", "phone": "call"}, status: 422,
			shows: []string{"There are 3 problems", "Name must not be empty", "Email must be an email address", "Phone must be a telephone number", "nora", "call"},
		},
		{
			name: "adds an address that is taken", as: "ana", open: "/customers/new", form: "/customers", fill: m{"name": "Kept", "email": "LONE.wolf@example.com", "phone": "555 0100"}, status: 422,
			shows: []string{"Another customer has this email address", "Kept", "LONE.wolf@example.com", "555 0100"}, hides: []string{"Lone Wolf"},
		},
		{
			name: "edits one", as: "ana", open: "/customers/{lone}/edit", form: "/customers/{lone}", fill: m{"name": "Lona Wolf", "email": "", "phone": "555 0100"}, status: 303, leads: "/customers/{lone}",
			then: func(_ *world, p *page) {
				p.follow().is(200).shows("Saved Lona Wolf.", "555 0100").hides("lone.wolf@example.com")
			},
		},
		{
			name: "edits to what is wrong", as: "ana", open: "/customers/{lone}/edit", form: "/customers/{lone}", fill: m{"name": "", "email": "maya.okafor@example.com"}, status: 422, shows: []string{"Name must not be empty"},
			then: func(w *world, p *page) {
				again := p.form("/customers/{lone}")
				if again.values["email"] != "maya.okafor@example.com" || again.values["version"] != "2" {
					w.t.Errorf("the form forgot: %v", again.values)
				}
				again.with("name", "Lona").submit().is(422).shows("Another customer has this email address")
			},
		},
		{name: "sends no version that is one", as: "ana", open: "/customers/{lone}/edit", form: "/customers/{lone}", with: m{"version": "x"}, status: 422, shows: []string{"open the page again"}},
		{name: "edits nobody", as: "ana", open: "/customers/{absentCustomer}/edit", status: 404},
		{name: "shows nobody", as: "ana", open: "/customers/{deletedCustomer}", status: 404, shows: []string{"There is no such customer"}},
	})
}

func TestEditingACustomerAtTheSameTime(t *testing.T) {
	w := newWorld(t)
	form := w.as("ana").open("/customers/{lone}/edit").form("/customers/{lone}").with("name", "What ana typed").with("phone", "555 0100")
	w.changeCustomer("lone", "What mona saved")
	before := w.state()
	conflict := form.submit().is(http.StatusConflict).shows(
		"This customer was changed in the meantime", "Name: yours What ana typed, now What mona saved", "Phone: yours 555 0100, now empty").
		hides("Email: yours")
	if w.state() != before {
		t.Fatal("something was saved")
	}
	if again := conflict.form("/customers/{lone}"); again.values["name"] != "What ana typed" || again.values["phone"] != "555 0100" {
		t.Errorf("the form forgot: %v", again.values)
	}
	w.changeCustomer("lone", "What mona saved then")
	conflict.form("/customers/{lone}").submit().is(http.StatusConflict).shows("now What mona saved then").
		form("/customers/{lone}").submit().is(303).follow().shows("Saved What ana typed.", "555 0100")
}

func (w *world) changeCustomer(name, to string) {
	w.t.Helper()
	id, _ := desk.ParseID[desk.CustomerID](w.names[name])
	_, err := w.store.UpdateCustomer(w.t.Context(), storetest.System(), id, desk.CustomerUpdate{Name: desk.Value(to)})
	w.must(err)
}

func TestDeleteCustomer(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	asked := ana.open("/customers/{lone}").click("Delete…").is(200).shows("Delete this customer?", "Lone Wolf", "It cannot be undone.")
	w.changeCustomer("lone", "Lona Wolf")
	again := asked.form("/customers/{lone}/delete").submit().is(http.StatusConflict).shows("This customer was changed since you were asked.", "Lona Wolf")
	again.form("/customers/{lone}/delete").submit().leadsTo("/customers").follow().shows("Deleted the customer for good.").hides("Wolf")
	ana.open("/customers/{lone}").is(404)
	again.form("/customers/{lone}/delete").submit().is(404)

	// Maya's conversations are seen, Pia's are not: the answer is the same, and
	// does not say how many there are.
	blocked := func(name, full string) string {
		p := ana.open("/customers/{" + name + "}/delete").form("/customers/{" + name + "}/delete").submit().is(http.StatusConflict)
		p.shows("This customer cannot be deleted", full+" has conversations, some of which you may not be able to see.").hides(secretSubject)
		return strings.NewReplacer(full, "", w.names[name], "").Replace(textOf(first(p.tree, tag("main"))))
	}
	if maya, pia := blocked("maya", "Maya Okafor"), blocked("pia", "Pia Stern"); maya != pia {
		t.Errorf("%s\n%s", maya, pia)
	}
	w.play([]scenario{
		{name: "may not", as: "vic", open: "/customers/{maya}/delete", status: 403},
		{name: "may not", as: "vic", method: "POST", open: "/customers/{maya}/delete", body: "version=1", status: 403},
		{name: "sends no version that is one", as: "ana", method: "POST", open: "/customers/{maya}/delete", body: "version=x", status: 422},
		{name: "deletes nobody", as: "ana", open: "/customers/{absentCustomer}/delete", status: 404},
	})
	if n := w.rows("customers"); n != 3 {
		t.Errorf("%d customers", n)
	}
}
