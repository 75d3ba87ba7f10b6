package handlers

import (
	"net/http"
	"strings"
	"testing"
)

func TestTheRoutersOwnRefusals(t *testing.T) {
	w := newWorld(t)
	allows := func(methods ...string) func(*world, *page) {
		return func(w *world, p *page) {
			for _, m := range methods {
				if !strings.Contains(p.Header.Get("Allow"), m) {
					w.t.Errorf("Allow is %q", p.Header.Get("Allow"))
				}
			}
		}
	}
	w.play([]scenario{
		{name: "an unknown path", as: "ana", open: "/nowhere", status: 404, shows: []string{"Nothing here", "Ana Souza", "Go to conversations"}},
		{name: "an unknown path, as a stranger", open: "/nowhere", status: 404, shows: []string{"Nothing here", "Go to sign-in"}, hides: []string{"Conversations ("}},
		{name: "a path below a page", as: "ana", open: "/conversations/{refund}/nowhere", status: 404},
		{name: "a trailing slash", as: "ana", open: "/conversations/", status: 404},
		{name: "an action opened", as: "ana", open: "/conversations/bulk", method: "PUT", status: 405, then: allows("POST")},
		{name: "a page put", as: "ana", method: "PUT", open: "/conversations/{refund}", status: 405, shows: []string{"This address does not work that way"}, then: allows("GET", "POST")},
		{name: "a page deleted", as: "ana", method: "DELETE", open: "/conversations/{refund}", status: 405, then: allows("GET", "POST")},
		{name: "an unknown path of the API", open: "/api/nowhere", status: 404, shows: []string{`"success":false`, `"code":"not_found"`}},
		{name: "an API path with a wrong method", method: "PATCH", open: "/api/conversations", status: 405, shows: []string{`"code":"method_not_allowed"`}, then: allows("GET", "POST")},
	})
}

// TestBodiesThatAreNoForm: each is refused as a whole, and nothing happens.
func TestBodiesThatAreNoForm(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	long := "status=closed&x=" + strings.Repeat("a", 1<<20)
	var scenarios []scenario
	for _, path := range []string{
		"/conversations", "/conversations/{kettle}", "/conversations/{kettle}/status", "/conversations/{kettle}/priority",
		"/conversations/{kettle}/assignee", "/conversations/{kettle}/messages", "/conversations/{kettle}/delete",
		"/customers", "/customers/{lone}", "/customers/{lone}/delete", "/profile", "/profile/password", "/sign-in",
	} {
		to := func(name, contentType, body string, status int) scenario {
			return scenario{
				name: name + " to " + path, as: "ana", method: "POST", open: path, body: body,
				header: map[string]string{"Content-Type": contentType}, status: status,
			}
		}
		parts := 415
		if strings.HasSuffix(path, "/messages") {
			parts = 422 // It takes files, and here are neither these nor a message.
		}
		const urlencoded = "application/x-www-form-urlencoded"
		scenarios = append(scenarios,
			to("JSON", "application/json", `{"status":"closed"}`, 415),
			to("text", "text/plain", "status=closed", 415),
			to("parts", "multipart/form-data; boundary=x", "--x--", parts),
			to("nothing declared", "", "status=closed", 415),
			to("more than 1 MiB", urlencoded, long, 413),
			to("half a form", urlencoded, "status=closed&subject=New&name=New&kind=note&body=New&priority=%zz", 400),
			to("a semicolon", urlencoded, "status=closed;priority=urgent", 400),
		)
	}
	w.play(scenarios)
	if after := w.state(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
	// Exactly 1 MiB is not too much to be looked at.
	body := "kind=note&body=" + strings.Repeat("a", 1<<20-len("kind=note&body="))
	w.as("ana").do(http.MethodPost, "/conversations/{kettle}/messages", body, nil).is(422).shows("at most 100000 characters")
}

// TestTheOrderOfRefusals: who may not is told so first; unseen is not found
// before any field is looked at.
func TestTheOrderOfRefusals(t *testing.T) {
	w := newWorld(t)
	text := map[string]string{"Content-Type": "text/plain"}
	var scenarios []scenario
	for _, action := range []string{"", "/status", "/priority", "/assignee", "/messages", "/delete"} {
		for _, name := range []string{"invoice", "deleted", "absent"} {
			path := "/conversations/{" + name + "}" + action
			wrong := "status=odd&priority=odd&assignedTo=odd&subject=&kind=odd&body=&version=odd&was=odd"
			scenarios = append(scenarios,
				scenario{name: "may not: " + path, as: "vic", method: "POST", open: path, body: wrong, header: text, status: 403},
				scenario{name: "sends no form: " + path, as: "ana", method: "POST", open: path, body: wrong, header: text, status: 415},
				scenario{name: "is wrong about all: " + path, as: "ana", method: "POST", open: path + "?status=odd", body: wrong, status: 404},
				scenario{name: "is late: " + path, as: "ana", method: "POST", open: path, body: "version=9&status=closed&kind=note&body=x", status: 404},
			)
		}
	}
	for _, path := range []string{"/customers/{absentCustomer}", "/customers/{absentCustomer}/delete"} {
		scenarios = append(scenarios, scenario{name: "is wrong about all: " + path, as: "ana", method: "POST", open: path, body: "name=&version=odd", status: 404})
	}
	for _, id := range []string{"0", "-1", "01", "1.0", "abc", "99999999999999999999", "%31", "1%20", "１"} {
		scenarios = append(scenarios,
			scenario{name: "asks for the id " + id, as: "max", open: "/conversations/" + id, status: 404},
			scenario{name: "asks for the customer " + id, as: "max", open: "/customers/" + id, status: 404},
		)
	}
	w.play(scenarios)
}
