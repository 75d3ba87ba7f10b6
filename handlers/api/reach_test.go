package api_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// canary stands in the subject of the conversation in the inbox Billing, which
// the key "support" does not reach.
const canary = "canary-7731"

// without returns a problem's text without the one thing that may differ.
func without(r reply) string {
	return strings.Replace(r.Body.String(), r.Header().Get("X-Request-Id"), "", 1)
}

func TestOutOfReachIsAbsentByteForByte(t *testing.T) {
	w := newWorld(t)
	stale := map[string]string{"If-Match": `"99-x"`}
	for _, c := range []call{
		{"GET", "", "support", "", nil},
		{"HEAD", "", "support", "", nil},
		{"GET", "", "support", "", map[string]string{"If-None-Match": "*"}},
		{"PUT", "", "support", `{"status":"closed"}`, nil},
		{"PUT", "", "support", `{"status":"nope","x":1}`, nil},
		{"PUT", "", "support", `{}`, stale},
		{"DELETE", "", "support", "", nil},
		{"DELETE", "", "support", "", stale},
		{"GET", "/messages", "support", "", nil},
		{"POST", "/messages", "support", `{"kind":"note","body":"x"}`, nil},
		{"POST", "/messages", "support", `{"kind":7}`, nil},
		{"POST", "/attachments", "support", fileBody("a.txt", "Hello"), fileForm()},
		{"POST", "/attachments", "support", fileBody("a.txt", ""), fileForm()},
		{"POST", "/attachments", "support", "--" + boundary + "--\r\n", fileForm()},
	} {
		before := w.state()
		suffix := c.path
		c.path = "/api/conversations/{invoice}" + suffix
		hidden := w.do(c).is(404)
		c.path = "/api/conversations/{absent}" + suffix
		absent := w.do(c).is(404)
		if without(hidden) != without(absent) {
			t.Errorf("%s %s: %s is told from %s", c.method, c.path, without(hidden), without(absent))
		}
		for name := range absent.Header() {
			if name != "X-Request-Id" && hidden.Header().Get(name) != absent.Header().Get(name) {
				t.Errorf("%s %s: header %s differs", c.method, c.path, name)
			}
		}
		if len(hidden.Header()) != len(absent.Header()) || w.state() != before {
			t.Errorf("%s %s: headers differ, or something changed", c.method, c.path)
		}
	}
}

func TestNoAnswerShowsWhatIsOutOfReach(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{
		"/api/conversations", "/api/conversations?inboxId={billing}", "/api/conversations?customerId={leo}", "/api/conversations?status=open&sort=createdAt",
		"/api/conversations/{invoice}", "/api/conversations/{invoice}/messages", "/api/customers", "/api/customers/{leo}", "/api/users", "/api/inboxes", "/api/me",
	} {
		if r := w.do(call{"GET", path, "support", "", nil}); strings.Contains(r.Body.String(), canary) || strings.Contains(r.Body.String(), `"Billing"`) {
			t.Errorf("%s shows %s", path, r.Body)
		}
	}
	w.do(call{"GET", "/api/conversations", "support", "", nil}).is(200).has("pagination.total", 1.0)
	w.do(call{"GET", "/api/conversations?inboxId={billing}", "support", "", nil}).is(200).has("pagination.total", 0.0)
	w.do(call{"GET", "/api/conversations", "billing", "", nil}).is(200).has("pagination.total", 1.0).has("data.0._id", "2")
}

func TestInboxesAreThoseWithinReach(t *testing.T) {
	w := newWorld(t)
	w.do(call{"GET", "/api/inboxes", "all", "", nil}).is(200).has("pagination.total", 2.0).has("data.0.name", "Billing").has("data.0.channel", "email")
	w.do(call{"GET", "/api/inboxes", "billing", "", nil}).is(200).has("pagination.total", 1.0).has("data.0._id", "2")
	own := w.do(call{"GET", "/api/inboxes/{billing}", "billing", "", nil}).is(200)
	wantFields(t, own.at("data"), "_id", "name", "channel")
	hidden, absent := w.do(call{"GET", "/api/inboxes/{support}", "billing", "", nil}).is(404), w.do(call{"GET", "/api/inboxes/{absent}", "billing", "", nil}).is(404)
	if without(hidden) != without(absent) {
		t.Error("an inbox out of reach is told from none")
	}
}

func TestInboxOfANewConversation(t *testing.T) {
	w := newWorld(t)
	plain, at := `{"subject":"x","customerId":"{maya}"}`, func(inbox string) string {
		return `{"subject":"x","customerId":"{maya}","inboxId":"` + inbox + `"}`
	}
	for _, row := range []struct {
		key, body, want string
		status          int
	}{
		{"all", plain, "", 201},
		{"support", plain, "", 201},
		{"billing", plain, "inboxId:required", 422},
		{"billing", at("{billing}"), "", 201},
		{"billing", at("{support}"), "inboxId:not_found", 422},
		{"billing", at("{absent}"), "inboxId:not_found", 422},
		{"support", at("{billing}"), "inboxId:not_found", 422},
	} {
		before := w.state()
		r := w.do(call{"POST", "/api/conversations", row.key, row.body, nil}).is(row.status)
		if r.complaints() != row.want {
			t.Errorf("%s %s: %s", row.key, row.body, r.Body)
		}
		if row.status != 201 && w.state() != before {
			t.Errorf("%s %s: refused, and changed something", row.key, row.body)
		}
	}
	hidden := w.do(call{"POST", "/api/conversations", "support", at("{billing}"), nil})
	absent := w.do(call{"POST", "/api/conversations", "support", at("{absent}"), nil})
	if without(hidden) != without(absent) {
		t.Error("an inbox out of reach is told from none")
	}
}

func TestAssigneeMustFit(t *testing.T) {
	w := newWorld(t)
	storetest.AddUser(t, w.store, "Bo Lind", desk.RoleAgent, "Billing") // 3
	storetest.AddUser(t, w.store, "Mia Voss", desk.RoleManager)         // 4
	for body, want := range map[string]string{
		`{"assignedTo":"{ana}"}`: "", `{"assignedTo":"{ivo}"}`: "assignedTo:not_eligible", `{"assignedTo":"3"}`: "assignedTo:not_eligible",
		`{"assignedTo":"4"}`: "", `{"assignedTo":"5"}`: "assignedTo:not_found",
	} {
		r := w.do(call{"PUT", refundPath, "all", body, nil})
		if r.complaints() != want {
			t.Errorf("%s: %s", body, r.Body)
		}
	}
	w.do(call{"PUT", "/api/conversations/{invoice}", "all", `{"assignedTo":"3"}`, nil}).is(200).has("data.assignedTo.name", "Bo Lind")
}
