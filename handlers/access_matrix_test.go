package handlers

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestAccess asks every route that the router serves, as every caller, about
// every kind of record, and holds the status against the rules in access_test.go.
func TestAccess(t *testing.T) {
	w := newWorld(t)
	n := 0
	for _, c := range callers() {
		b := c.browser(w)
		for _, r := range servedRoutes() {
			for _, target := range targetsOf(r.Path) {
				w.names["id"] = w.fresh(r.Method, r.Path, target)
				p := w.call(b, r.Method, r.Path)
				if n++; strings.Contains(r.Path, "sign-out") {
					b = c.browser(w)
				}
				if want := c.expect(r.Method, r.Path, target); p.StatusCode != want {
					t.Errorf("%s: %s %s of %s: status %d, want %d: %s", c.name, r.Method, r.Path, target.name, p.StatusCode, want, p.excerpt())
				}
				if !c.reaches("billing") {
					w.keepsSecrets(c, p)
				}
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d requests", n)
	}
}

// target is a kind of record that a route can be asked about.
type target struct {
	name  string // in the world's names
	inbox string // of a conversation or inbox; "" for what belongs to the workspace
	there bool
	kept  bool   // a customer who has conversations
	owner string // whose it is alone, where it is somebody's
}

// targetsOf returns the records for the id in a path; for one without an id, none
// in particular.
func targetsOf(path string) []target {
	if !strings.Contains(path, ":id") {
		return []target{{}}
	}
	switch strings.Split(strings.TrimPrefix(path, "/api"), "/")[1] {
	case "conversations":
		return []target{
			{name: "refund", inbox: "support", there: true},
			{name: "kettle", inbox: "support", there: true}, // assigned, unassigned
			{name: "invoice", inbox: "billing", there: true},
			{name: "dunning", inbox: "billing", there: true},
			{name: "deleted"},
			{name: "absent"},
		}
	case "customers":
		return []target{
			{name: "maya", there: true, kept: true},
			{name: "pia", there: true, kept: true},
			{name: "lone", there: true},
			{name: "deletedCustomer"},
			{name: "absentCustomer"},
		}
	case "tags":
		return []target{{name: "money", there: true}, {name: "absentTag"}}
	case "saved-replies":
		return []target{{name: "answer", there: true}, {name: "anasAnswer", there: true, owner: "ana"}, {name: "absentAnswer"}}
	case "bulk-jobs":
		return []target{{name: "anasJob", there: true, owner: "ana"}, {name: "absentJob"}}
	case "attachments":
		return []target{{name: "photo", inbox: "support", there: true}, {name: "scan", inbox: "billing", there: true}, {name: "deletedPhoto"}, {name: "absentPhoto"}}
	case "users":
		return []target{{name: "ana", there: true}, {name: "gone", there: true}, {name: "absentUser"}}
	case "inboxes":
		return []target{{name: "support", inbox: "support", there: true}, {name: "billing", inbox: "billing", there: true}, {name: "absentInbox"}}
	}
	return nil
}

// fresh returns the id of the target, or of one like it where the route may take
// it away.
func (w *world) fresh(method, path string, target target) string {
	w.t.Helper()
	takes := method == http.MethodDelete || method == http.MethodPost && strings.HasSuffix(path, "/delete") || movesMessages(path)
	switch {
	case target.name == "":
		return ""
	case !takes || !target.there || target.kept || strings.Contains(path, "/attachments/"):
		return w.names[target.name]
	case target.inbox != "":
		return w.spare(target.inbox, path, method)
	}
	if strings.Contains(path, "/saved-replies/") {
		return w.savedReply(fmt.Sprint("spare ", w.highest("saved_replies")), target.owner).ID.String()
	}
	if target.name == "money" {
		return w.tag(fmt.Sprint("spare ", w.highest("events"))).ID.String()
	}
	customer, err := w.store.CreateCustomer(w.t.Context(), storetest.System(), desk.CustomerCreate{Name: desk.Value("Spare")})
	w.must(err)
	return customer.ID.String()
}

// expect returns the status that the rules ask for.
func (c caller) expect(method, path string, target target) int {
	ofAPI := strings.HasPrefix(path, "/api/")
	reads := method == http.MethodGet || method == http.MethodHead
	need := needs(method, path)
	switch {
	case need == "anyone":
		return c.expectOfAnyone(method, path)
	case !c.known(path) && ofAPI:
		return http.StatusUnauthorized
	case !c.known(path):
		return http.StatusSeeOther
	case need != "someone" && !slices.Contains(c.holds, need):
		return http.StatusForbidden
	case target.name != "" && (!target.there || target.inbox != "" && !c.reaches(target.inbox)):
		return http.StatusNotFound
	case target.owner != "" && (target.owner != c.user || ofAPI):
		return http.StatusNotFound
	case target.name == "answer" && !slices.Contains(c.holds, "write:saved-replies") && !(ofAPI && reads): // it is shared
		return http.StatusForbidden
	case path == "/live": // which is no page
		return http.StatusNotAcceptable
	case strings.HasSuffix(path, "/presence"):
		return http.StatusNoContent
	case path == "/attachments/:id/delete": // what is sent stays with its message
		return http.StatusNotFound
	case path == "/profile/password": // the form is sent empty
		return http.StatusUnprocessableEntity
	case target.kept && (method == http.MethodDelete || !reads && strings.HasSuffix(path, "/delete")):
		return http.StatusConflict
	case !reads && strings.HasSuffix(path, "/conversations") && !c.reaches("support"): // the default inbox
		return http.StatusUnprocessableEntity
	case path == "/conversations/bulk" && !reads && !c.reaches("support"): // it names one of Support
		return http.StatusConflict
	case strings.HasSuffix(path, "/bulk-jobs") && !reads: // another number matches than it says
		return http.StatusConflict
	case path == "/bulk-jobs/:id/undo": // it has changed nothing
		return http.StatusConflict
	case strings.HasSuffix(path, "/saved-reply"): // none is chosen
		return http.StatusUnprocessableEntity
	case strings.HasSuffix(path, "/merge") && ofAPI:
		return http.StatusOK
	case reads || strings.HasSuffix(path, "/preview") || ofAPI && (method != http.MethodPost || strings.HasSuffix(path, "/bulk")):
		return http.StatusOK
	case ofAPI || strings.HasSuffix(path, "/attachments"):
		return http.StatusCreated
	}
	return http.StatusSeeOther
}

func (c caller) expectOfAnyone(method, path string) int {
	switch {
	case path == "/setup" || path == "/static/*":
		return http.StatusNotFound
	case path == "/" || path == "/sign-out" || path == "/sign-in" && method != http.MethodPost && c.user != "":
		return http.StatusSeeOther
	case path == "/sign-in" && method == http.MethodPost: // it is sent no form
		return http.StatusUnsupportedMediaType
	}
	return http.StatusOK
}

// call makes the plainest request that a route can do something with.
func (w *world) call(b *browser, method, path string) *page {
	w.t.Helper()
	address := strings.NewReplacer(":id", "{id}", ":userId", "{mona}", "*", "none.css").Replace(path)
	if method == http.MethodGet || method == http.MethodHead {
		return b.do(method, address+queryFor(path), "", nil)
	}
	w.names["fresh"] = "fresh " + rand.Text() // a name that nothing has yet
	if path == "/sign-in" {
		return b.do(method, address, "", map[string]string{"Content-Type": "text/plain"})
	}
	if strings.HasSuffix(path, "/attachments") {
		header := map[string]string{"Content-Type": fileForm}
		if strings.HasPrefix(path, "/api/") {
			header["Origin"], header["Sec-Fetch-Site"] = "", ""
		}
		return b.do(method, address, fileBody("a.txt", "Hello"), header)
	}
	if strings.HasPrefix(path, "/api/") {
		return b.do(method, address, w.expand(jsonFor(method, path)), map[string]string{"Content-Type": "application/json", "Origin": "", "Sec-Fetch-Site": ""})
	}
	w.names["version"] = strconv.FormatInt(w.conversation("refund").Version, 10)
	return b.do(method, address, w.expand(fieldsFor(path)), nil)
}

func jsonFor(method, path string) string {
	switch {
	case method == http.MethodDelete:
		return ""
	case strings.HasSuffix(path, "/bulk-jobs"):
		return `{"filter":{"inboxId":"{support}"},"expected":4711,"status":"open"}`
	case strings.HasSuffix(path, "/bulk"):
		return `{"conversations":[{"_id":"{refund}"}],"status":"open"}`
	case strings.HasSuffix(path, "/messages"):
		return `{"kind":"note","body":"Hello"}`
	case strings.HasSuffix(path, "/merge"):
		return `{"into":"{into}"}`
	case strings.HasSuffix(path, "/split"):
		return `{"messageIds":["{message}"],"subject":"Apart"}`
	case strings.HasSuffix(path, "/:id/tags"):
		return `{"tags":["money"]}`
	case strings.HasSuffix(path, "/snooze"):
		return `{"until":"2026-12-24T09:00:00Z"}`
	case strings.HasPrefix(path, "/api/tags"):
		return `{"name":"{fresh}"}`
	case strings.HasPrefix(path, "/api/saved-replies"):
		return `{"name":"{fresh}","body":"Hello"}`
	case strings.HasPrefix(path, "/api/customers"):
		return `{"name":"Somebody"}`
	case method == http.MethodPost:
		return `{"subject":"Hello","customerId":"{maya}"}`
	}
	return `{"subject":"Hello"}`
}

func fieldsFor(path string) string {
	switch {
	case path == "/bulk-jobs":
		return "expected=4711&status=open"
	case path == "/conversations/bulk", path == "/conversations/undo":
		return "conversation={refund}@{version}&status=open"
	case strings.HasSuffix(path, "/messages"), strings.HasSuffix(path, "/drafts"), strings.HasSuffix(path, "/preview"), strings.HasSuffix(path, "/saved-reply"):
		return "kind=note&body=Hello"
	case strings.HasSuffix(path, "/presence"):
		return "tab=one&doing=viewing"
	case strings.HasSuffix(path, "/status"):
		return "status=pending"
	case strings.HasSuffix(path, "/merge"):
		return "into={into}"
	case strings.HasSuffix(path, "/split"):
		return "messageIds={message}&subject=Apart"
	case strings.HasSuffix(path, "/:id/tags"):
		return "tags=money"
	case path == "/notifications/read":
		return "upTo=1"
	case strings.HasSuffix(path, "/read"):
		return "message=1"
	case strings.HasPrefix(path, "/tags"):
		return "name={fresh}"
	case strings.HasSuffix(path, "/snooze"):
		return "until=2026-12-24T09:00:00Z"
	case strings.HasPrefix(path, "/saved-replies"):
		return "name={fresh}&body=Hello&personal=yes"
	case strings.HasSuffix(path, "/priority"):
		return "priority=low"
	case strings.HasSuffix(path, "/assignee"):
		return "assignedTo="
	case path == "/conversations":
		return "subject=Hello&customerId={maya}"
	case strings.HasPrefix(path, "/conversations"):
		return "subject=Hello"
	case path == "/keys":
		return "keys=off"
	case path == "/preferences":
		return "theme=dark"
	case path == "/profile", strings.HasPrefix(path, "/customers"):
		return "name=Somebody"
	}
	return ""
}

// keepsSecrets fails the test if an answer, header included, tells anything of
// the inbox Billing, which the caller does not reach.
func (w *world) keepsSecrets(c caller, p *page) {
	w.t.Helper()
	secrets := []string{"canary", "Billing"}
	asked := p.Request.URL.String() + p.Request.Referer()
	for _, name := range []string{"invoice", "dunning"} {
		if !strings.Contains(asked, w.names[name]) {
			secrets = append(secrets, w.names[name])
		}
	}
	for name, values := range p.Header {
		for _, secret := range secrets {
			if strings.Contains(strings.Join(values, "\n"), secret) && !strings.Contains(asked, secret) {
				w.t.Errorf("%s: %s %s: the header %s tells %s", c.name, p.Request.Method, p.Request.URL, name, secret)
			}
		}
	}
	for _, secret := range secrets {
		if at := strings.Index(p.body, secret); at >= 0 && !strings.Contains(asked, secret) {
			w.t.Errorf("%s: %s %s tells %s: %s", c.name, p.Request.Method, p.Request.URL, secret, strconv.Quote(p.body[max(0, at-80):min(len(p.body), at+80)]))
		}
	}
}
