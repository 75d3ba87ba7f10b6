package api_test

import (
	"net/url"
	"testing"

	"parley/internal/desk"
)

func TestMessages(t *testing.T) {
	w := newWorld(t)
	at := refundPath + "/messages"
	w.do(call{"PUT", refundPath, "all", `{"status":"closed"}`, nil}).is(200)
	for _, row := range []struct {
		body, author, name, status string
		waiting                    bool
	}{
		{`{"kind":"note","body":"Internal."}`, "key", "All", "closed", true},
		{`{"kind":"reply","body":"Sorry!"}`, "key", "All", "closed", false},
		{`{"kind":"customer","body":"Thanks\r\n bye"}`, "customer", "Maya Okafor", "open", true},
	} {
		r := w.do(call{"POST", at, "all", row.body, nil}).is(201).has("success", true)
		wantFields(t, r.at("data"), "_id", "kind", "body", "author", "createdAt", "heldUntil", "attachments")
		wantFields(t, r.at("data.author"), "type", "_id", "name")
		r.has("data.author.type", row.author).has("data.author.name", row.name)
		conv := w.do(call{"GET", refundPath, "all", "", nil}).is(200).has("data.status", row.status)
		if (conv.at("data.waitingSince") != nil) != row.waiting {
			t.Errorf("after %s waitingSince is %v", row.body, conv.at("data.waitingSince"))
		}
	}
	r := w.do(call{"GET", at, "reader", "", nil}).is(200).has("pagination.total", 4.0)
	r.has("data.0.body", "Where is my money?").has("data.1.kind", "note").has("data.2.kind", "reply").has("data.3.body", "Thanks\n bye")
	r = w.do(call{"GET", at + "?limit=3&page=2", "reader", "", nil}).is(200).has("pagination.totalPages", 2.0).has("data.0.kind", "customer")
	if n := len(r.at("data").([]any)); n != 1 {
		t.Errorf("the second page has %d messages", n)
	}
	w.do(call{"GET", "/api/conversations/{invoice}/messages", "all", "", nil}).is(200).has("pagination.total", 0.0)
	w.do(call{"GET", refundPath, "all", "", nil}).is(200).has("data.messageCount", 4.0)
}

func TestMessageOfTheSystemHasNoAuthorId(t *testing.T) {
	w := newWorld(t)
	_, err := w.store.AddMessage(t.Context(), desk.System("import", desk.ViaCommand), 1, desk.MessageCreate{
		Kind: desk.Value(desk.KindNote), Body: desk.Value("Imported."),
	})
	w.must(err)
	w.do(call{"GET", refundPath + "/messages", "all", "", nil}).is(200).
		has("data.1.author.type", "system").has("data.1.author._id", nil).has("data.1.author.name", "import")
}

func TestCustomers(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", "/api/customers", "all", `{"name":" Zoë ","email":"zoe@example.org","phone":"+44 20 7946 0018"}`, nil}).is(201)
	wantFields(t, r.at("data"), "_id", "name", "email", "phone", "createdAt", "version")
	r.has("data.name", "Zoë").has("data.email", "zoe@example.org").has("data.phone", "+44 20 7946 0018").has("data.version", 1.0)
	at := r.Header().Get("Location")
	if at != "/api/customers/4" {
		t.Errorf("Location is %q", at)
	}
	got := w.do(call{"GET", at, "reader", "", nil}).is(200)
	if got.Body.String() != r.Body.String() || got.Header().Get("ETag") != r.Header().Get("ETag") {
		t.Errorf("create and get differ: %s %s", r.Body, got.Body)
	}
	w.do(call{"PUT", at, "all", `{"email":null}`, nil}).is(200).has("data.email", nil).has("data.phone", "+44 20 7946 0018").has("data.version", 2.0)
	w.do(call{"PUT", at, "all", `{}`, nil}).is(200).has("data.version", 2.0)
	w.do(call{"PUT", at, "all", `{"name":"Zoe"}`, nil}).is(200).has("data.name", "Zoe").has("data.email", nil).has("data.version", 3.0)
	w.do(call{"POST", "/api/customers", "all", `{"name":"Only a name"}`, nil}).is(201).has("data.email", nil).has("data.phone", nil)
	r = w.do(call{"DELETE", at, "all", "", nil}).is(200)
	if r.Body.String() != `{"success":true}` {
		t.Errorf("answer is %s", r.Body)
	}
	w.do(call{"GET", at, "all", "", nil}).is(404)
	w.do(call{"DELETE", at, "all", "", nil}).is(404)
}

func TestFindCustomers(t *testing.T) {
	w := newWorld(t)
	w.do(call{"PUT", "/api/customers/{leo}", "all", `{"phone":"+49 (30) 901-820"}`, nil}).is(200)
	for q, want := range map[string]float64{
		"maya": 1, "MAYA": 1, "okafor": 1, "example.com": 3, "leo.brandt@example.com": 1, "4930901820": 1, "nobody": 0, "%": 0, "_": 0, `"`: 0, "'": 0,
	} {
		w.do(call{"GET", "/api/customers?q=" + url.QueryEscape(q), "reader", "", nil}).is(200).has("pagination.total", want)
	}
	w.do(call{"GET", "/api/customers?limit=2&page=2", "reader", "", nil}).is(200).has("pagination.total", 3.0).has("pagination.totalPages", 2.0)
}

func TestCustomerWithConversationsStays(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	// Leo's one conversation is out of this key's reach: the answer is the same.
	hidden := w.do(call{"DELETE", "/api/customers/{leo}", "support", "", nil}).is(409).has("code", "conflict").has("type", "/problems/conflict")
	seen := w.do(call{"DELETE", "/api/customers/{leo}", "all", "", nil}).is(409)
	if without(hidden) != without(seen) || w.state() != before {
		t.Errorf("%s is told from %s, or something changed", without(hidden), without(seen))
	}
	w.do(call{"DELETE", "/api/conversations/{invoice}", "all", "", nil}).is(200)
	w.do(call{"DELETE", "/api/customers/{leo}", "all", "", nil}).is(200)
}

func TestUsers(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"GET", "/api/users", "reader", "", nil}).is(200).has("pagination.total", 2.0)
	wantFields(t, r.at("data.0"), "_id", "name", "email", "role", "active")
	r.has("data.0.name", "Ana Souza").has("data.0.role", "agent").has("data.0.active", true).has("data.1.role", "viewer")
	one := w.do(call{"GET", "/api/users/{ivo}", "reader", "", nil}).is(200).has("data.email", "ivo.klein@example.com")
	wantFields(t, one.at("data"), "_id", "name", "email", "role", "active")
	w.do(call{"GET", "/api/users/{absent}", "reader", "", nil}).is(404)
}

func TestMe(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"GET", "/api/me", "billing", "", nil}).is(200)
	wantFields(t, r.at("data"), "name", "permissions", "inboxes")
	r.has("data.name", "Billing only").has("data.inboxes.0._id", "2").has("data.inboxes.0.name", "Billing").has("data.permissions.0", "read:conversations")
	if n := len(r.at("data.inboxes").([]any)); n != 1 {
		t.Errorf("%d inboxes", n)
	}
	w.do(call{"GET", "/api/me", "me", "", nil}).is(200).has("data.permissions.0", "read:keys")
	w.do(call{"GET", "/api/me", "", "", nil}).is(401)
}
