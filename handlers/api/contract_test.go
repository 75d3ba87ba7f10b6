package api_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// conversationFields are the names of api.md, part 2; every conversation in
// every answer has these and no others.
var conversationFields = []string{
	"_id", "assignedTo", "channel", "createdAt", "customerId", "inboxId", "lastMessageAt", "mergedInto", "messageCount",
	"priority", "snoozedUntil", "source", "status", "subject", "tags", "updatedAt", "version", "waitingSince",
}

func fieldsOf(t *testing.T, object any) []string {
	t.Helper()
	m, ok := object.(map[string]any)
	if !ok {
		t.Fatalf("not an object: %v", object)
	}
	return slices.Sorted(maps.Keys(m))
}

func wantFields(t *testing.T, object any, names ...string) {
	t.Helper()
	slices.Sort(names)
	if got := fieldsOf(t, object); !slices.Equal(got, names) {
		t.Errorf("fields are %v, want %v", got, names)
	}
}

func TestConversationIsTheSameObjectEverywhere(t *testing.T) {
	w := newWorld(t)
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{"assignedTo":"{ana}"}`, nil}).is(200)
	got := w.do(call{"GET", "/api/conversations/{refund}", "reader", "", nil}).is(200)
	listed := w.do(call{"GET", "/api/conversations?customerId={maya}", "billing", "", nil}).is(200)
	listed.has("pagination.total", 0.0)
	listed = w.do(call{"GET", "/api/conversations?customerId={maya}", "reader", "", nil}).is(200)
	updated := w.do(call{"PUT", "/api/conversations/{refund}", "writer", `{}`, nil}).is(200)
	created := w.do(call{"POST", "/api/conversations", "writer", `{"subject":"New","customerId":"{maya}"}`, nil}).is(201)

	for name, object := range map[string]any{
		"get": got.at("data"), "list": listed.at("data.0"), "update": updated.at("data"), "create": created.at("data"),
	} {
		t.Run(name, func(t *testing.T) {
			wantFields(t, object, conversationFields...)
			customer := object.(map[string]any)["customerId"]
			wantFields(t, customer, "_id", "name", "email", "phone")
		})
	}
	wantFields(t, got.at("data.assignedTo"), "_id", "name", "email")
	text := func(v any) string { b, _ := json.Marshal(v); return string(b) }
	if text(got.at("data")) != text(listed.at("data.0")) || text(got.at("data")) != text(updated.at("data")) {
		t.Errorf("get, list and update differ:\n%v\n%v\n%v", got.at("data"), listed.at("data.0"), updated.at("data"))
	}
}

func TestGetConversation(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"GET", "/api/conversations/{refund}", "reader", "", nil}).is(200)
	r.has("success", true).has("data._id", "1").has("data.subject", "Refund").has("data.status", "open").
		has("data.priority", "medium").has("data.channel", "email").has("data.source", "email").
		has("data.customerId._id", "1").has("data.customerId.name", "Maya Okafor").
		has("data.customerId.email", "maya.okafor@example.com").has("data.customerId.phone", nil).
		has("data.assignedTo", nil).has("data.inboxId", "1").has("data.messageCount", 1.0).has("data.version", 1.0)
	moment := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)
	for _, name := range []string{"createdAt", "updatedAt", "lastMessageAt", "waitingSince"} {
		if v, _ := r.at("data." + name).(string); !moment.MatchString(v) {
			t.Errorf("%s is %q", name, v)
		}
	}
	if got := r.Header().Get("Cache-Control") + " " + r.Header().Get("X-Content-Type-Options"); got != "no-store nosniff" {
		t.Errorf("headers %s", got)
	}
	w.do(call{"GET", "/api/conversations/{invoice}", "reader", "", nil}).is(200).
		has("data.lastMessageAt", nil).has("data.waitingSince", nil).has("data.messageCount", 0.0)
}

func TestCreateConversation(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", "/api/conversations", "writer", `{"subject":"  Broken lamp ","customerId":"{leo}"}`, nil}).is(201)
	r.has("success", true).has("data.subject", "Broken lamp").has("data.channel", "email").has("data.priority", "medium").
		has("data.status", "open").has("data.source", "api").has("data.customerId.name", "Leo Brandt").
		has("data.assignedTo", nil).has("data.inboxId", "1").has("data.version", 1.0).has("data.messageCount", 0.0)
	location := r.Header().Get("Location")
	if location != "/api/conversations/"+r.at("data._id").(string) {
		t.Errorf("Location is %q", location)
	}
	again := w.do(call{"GET", location, "reader", "", nil}).is(200)
	if again.Body.String() != r.Body.String() || again.Header().Get("ETag") != r.Header().Get("ETag") {
		t.Errorf("create and get differ: %s %s", r.Body, again.Body)
	}
	for _, channel := range desk.Words(desk.Channels()) {
		for _, priority := range desk.Words(desk.Priorities()) {
			w.do(call{
				"POST", "/api/conversations", "all",
				`{"subject":"x","customerId":"{leo}","inboxId":"{billing}","channel":"` + channel + `","priority":"` + priority + `"}`, nil,
			}).
				is(201).has("data.channel", channel).has("data.priority", priority).has("data.source", "api").has("data.inboxId", "2")
		}
	}
	first := w.do(call{"POST", "/api/conversations", "all", `{"subject":"x","customerId":"{leo}","message":"Hello\r\nthere"}`, nil}).
		is(201).has("data.messageCount", 1.0).has("data.version", 1.0)
	w.do(call{"GET", "/api/conversations/" + first.at("data._id").(string) + "/messages", "all", "", nil}).is(200).
		has("data.0.kind", "customer").has("data.0.body", "Hello\nthere").has("data.0.author.name", "Leo Brandt")
}

func TestUpdateConversation(t *testing.T) {
	w := newWorld(t)
	at := "/api/conversations/{refund}"
	steps := []struct {
		body, path string
		want       any
		version    float64
	}{
		{`{"subject":"Refund, please"}`, "data.subject", "Refund, please", 2},
		{`{"status":"pending"}`, "data.status", "pending", 3},
		{`{"status":"closed"}`, "data.status", "closed", 4},
		{`{"status":"open"}`, "data.status", "open", 5},
		{`{"priority":"low"}`, "data.priority", "low", 6},
		{`{"priority":"high"}`, "data.priority", "high", 7},
		{`{"priority":"urgent"}`, "data.priority", "urgent", 8},
		{`{"priority":"medium"}`, "data.priority", "medium", 9},
		{`{"assignedTo":"{ana}"}`, "data.assignedTo.name", "Ana Souza", 10},
		{`{"status":"open"}`, "data.assignedTo.name", "Ana Souza", 10}, // absent stays as it is
		{`{}`, "data.subject", "Refund, please", 10},
		{`{"assignedTo":"{ana}","subject":"Refund, please","status":"open","priority":"medium"}`, "data.status", "open", 10},
		{`{"assignedTo":null}`, "data.assignedTo", nil, 11}, // null is not the same as absent
		{`{"assignedTo":null}`, "data.assignedTo", nil, 11},
		{`{"subject":"Both","status":"closed"}`, "data.subject", "Both", 12},
	}
	for _, s := range steps {
		w.do(call{"PUT", at, "writer", s.body, nil}).is(200).has("success", true).has(s.path, s.want).has("data.version", s.version)
	}
	w.do(call{"GET", at, "all", "", nil}).is(200).has("data.subject", "Both").has("data.status", "closed").has("data.version", 12.0)
}

func TestUpdateThatChangesNothingLeavesNoTrace(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{"subject":"Refund","status":"open","assignedTo":null}`, nil}).is(200)
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{}`, nil}).is(200)
	if w.state() != before {
		t.Error("something was written")
	}
}

func TestDeleteConversation(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"DELETE", "/api/conversations/{refund}", "writer", "", nil}).is(200)
	if r.Body.String() != `{"success":true}` {
		t.Errorf("answer is %s", r.Body)
	}
	for _, c := range []call{
		{"GET", "/api/conversations/{refund}", "all", "", nil},
		{"GET", "/api/conversations/{refund}/messages", "all", "", nil},
		{"PUT", "/api/conversations/{refund}", "all", `{}`, nil},
		{"DELETE", "/api/conversations/{refund}", "all", "", nil},
	} {
		w.do(c).is(404)
	}
	w.do(call{"GET", "/api/conversations", "all", "", nil}).is(200).has("pagination.total", 1.0)
	if strings.Contains(w.state(), "Where is my money") {
		t.Error("a message outlived its conversation")
	}
	w.do(call{"POST", "/api/conversations", "all", `{"subject":"Next","customerId":"{maya}"}`, nil}).is(201).has("data._id", "3")
}

func TestDeleteIgnoresABody(t *testing.T) {
	w := newWorld(t)
	w.do(call{"DELETE", "/api/conversations/{refund}", "all", `{`, map[string]string{"Content-Type": "text/plain"}}).is(200)
	w.do(call{"GET", "/api/conversations/{invoice}", "all", `{`, nil}).is(200)
}

func TestWriteOnlyKeyNeedsNoReading(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", "/api/conversations", "writer", `{"subject":"x","customerId":"{maya}"}`, nil}).is(201)
	at := "/api/conversations/" + r.at("data._id").(string)
	w.do(call{"PUT", at, "writer", `{"status":"closed"}`, nil}).is(200)
	w.do(call{"POST", at + "/messages", "writer", `{"kind":"note","body":"x"}`, nil}).is(201)
	w.do(call{"GET", at, "writer", "", nil}).is(403)
	w.do(call{"GET", "/api/conversations", "writer", "", nil}).is(403)
	w.do(call{"DELETE", at, "writer", "", nil}).is(200)
}

func TestReplyEndsTheWaitingAndKeepsTheAssignee(t *testing.T) {
	w := newWorld(t)
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{"assignedTo":"{ana}"}`, nil}).is(200)
	storetest.AddMessage(t, w.store, storetest.System(), 1, desk.KindReply, "On its way.")
	w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200).
		has("data.assignedTo.email", "ana.souza@example.com").has("data.waitingSince", nil).has("data.messageCount", 2.0)
}

func TestWhatIsUnknownOfACustomerIsNull(t *testing.T) {
	w := newWorld(t)
	w.do(call{"PUT", "/api/customers/{maya}", "all", `{"email":null,"phone":"555 0199"}`, nil}).is(200)
	for path, at := range map[string]string{
		refundPath: "data.customerId", "/api/conversations?customerId={maya}": "data.0.customerId", "/api/customers/{maya}": "data",
	} {
		w.do(call{"GET", path, "all", "", nil}).is(200).has(at+".email", nil).has(at+".phone", "555 0199")
	}
}
