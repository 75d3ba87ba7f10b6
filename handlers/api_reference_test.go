package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/handlers/api"
	"parley/views"
)

func TestTheAPIReferenceIsForEveryone(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{name: "reads", open: "/api/docs", status: 200, shows: []string{"API reference", "Authentication", "Lost updates", "as Parley test serves it"}},
		{name: "reads the same", as: "ana", open: "/api/docs", status: 200, shows: []string{"API reference"}, hides: []string{"Ana Souza", "Sign out"}},
		{name: "asks for the head", method: "HEAD", open: "/api/docs", status: 200},
		{name: "reads with a query", open: "/api/docs?x=1", status: 200},
		{name: "posts", method: "POST", open: "/api/docs", status: 405, shows: []string{`"code":"method_not_allowed"`}},
		{name: "asks for what is below", open: "/api/docs/x", status: 404, shows: []string{`"code":"not_found"`}},
	})
	for _, op := range w.operations() {
		if op.Path == "/api/docs" {
			t.Error("the page is no operation")
		}
	}
}

func (w *world) operations() []api.Operation { return api.New(w.store, api.Options{}).Operations() }

// TestTheAPIReferenceNamesEveryOperation, what it needs and how to call it.
func TestTheAPIReferenceNamesEveryOperation(t *testing.T) {
	w := newWorldAt(t, "https://desk.example.com")
	p := w.visitor().open("/api/docs").is(200)
	for _, op := range w.operations() {
		article := first(p.tree, func(n *html.Node) bool { return attr(n, "id") == op.Name })
		if article == nil {
			t.Errorf("%s is missing", op.Name)
			continue
		}
		access := "needs " + string(op.Access)
		switch op.Access {
		case api.Public:
			access = "no key"
		case api.AnyKey:
			access = "any key"
		}
		address := "'https://desk.example.com" + strings.NewReplacer("{id}", "7", "{userId}", "3").Replace(op.Path)
		parts := []string{op.Summary, op.Method + " " + op.Path, access, "curl -s", address, "500 Internal error internal_error"}
		if op.Method != http.MethodGet {
			parts = append(parts, "-X "+op.Method)
		}
		text := textOf(article)
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %q: %s", op.Name, part, text)
			}
		}
		if sends := strings.Contains(text, `-H "Authorization: Bearer $KEY"`); sends != (op.Access != api.Public) {
			t.Errorf("%s sends a key: %v", op.Name, sends)
		}
		if link := first(p.tree, func(n *html.Node) bool { return attr(n, "href") == "#"+op.Name }); link == nil {
			t.Errorf("%s is not in the contents", op.Name)
		}
	}
	p.hides(w.server.Listener.Addr().String())
}

// TestTheAPIReferenceHasTheFields looks at one operation of each kind.
func TestTheAPIReferenceHasTheFields(t *testing.T) {
	p := newWorld(t).visitor().open("/api/docs")
	for id, parts := range map[string][]string{
		"listConversations":   {"array of string · up to", "openpendingclosed", "string · default -updatedAt", "integer · from 1 to 100 · default 50", "data: array of Conversation · with Pagination", "?status=open'"},
		"createConversation":  {"subject required", "string · up to", "priority optional", "string · default medium", "lowmediumhighurgent", "201 Created", "Location: Where", `-d '{"subject": "`},
		"updateConversation":  {"assignedTo optional", "string or null · like ^[1-9][0-9]*$", "If-Match", `-H "If-Match: $ETAG"`, "412 Changed in the meantime stale"},
		"getConversation":     {"string · like ^[1-9][0-9]*$", "304 Nothing has changed since If-None-Match"},
		"deleteCustomer":      {"409 Conflict conflict", "200 OK"},
		"schema-Conversation": {"UserRef or null", "CustomerRef", "string, date-time", "string or null, date-time"},
		"schema-Problem":      {"errors may be left out", "array of FieldError", "data may be left out", "anything"},
		"schema-Pagination":   {"totalPages", "integer"},
	} {
		text := textOf(first(p.tree, func(n *html.Node) bool { return attr(n, "id") == id }))
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %q: %s", id, part, text)
			}
		}
	}
	p.hides("schema-ConversationCreate")
}

// TestExampleBodiesFitTheirSchemas, and example queries are understood.
func TestExampleBodiesFitTheirSchemas(t *testing.T) {
	w := newWorld(t)
	doc := api.New(nil, api.Options{}).Document()
	for _, op := range w.operations() {
		o := describedOperation{op.Method, op.Path, doc.Paths.Value(op.Path).GetOperation(op.Method)}
		if body := o.body(); body != nil {
			var value map[string]any
			w.must(json.Unmarshal([]byte(sampleBody(body)), &value))
			if err := body.VisitJSON(value); err != nil || len(value) < min(2, len(body.Properties)) {
				t.Errorf("%s: %v: %v", op.Name, value, err)
			}
		}
		if query := o.sampleQuery(); query != "" {
			w.withKey("admin", op.Path+query).is(200)
		}
	}
}

func (w *world) withKey(key, path string) *page {
	w.t.Helper()
	return w.visitor().do(http.MethodGet, path, "", map[string]string{"Authorization": "Bearer " + w.keys[key]})
}

// TestTheExampleProblemIsReal compares it with what is answered.
func TestTheExampleProblemIsReal(t *testing.T) {
	w := newWorld(t)
	var want, got map[string]any
	w.must(json.Unmarshal([]byte(w.withKey("admin", "/api/conversations?limit=500").is(400).body), &want))
	w.must(json.Unmarshal([]byte(views.APIProblemExample()), &got))
	if id, ok := got["requestId"].(string); !ok || !requestIDShape.MatchString(id) {
		t.Errorf("requestId is %v", got["requestId"])
	}
	delete(want, "requestId")
	delete(got, "requestId")
	if !reflect.DeepEqual(want, got) {
		t.Errorf("the example is %v, the answer %v", got, want)
	}
}

func TestExamplesAreOneWordOfAShell(t *testing.T) {
	if got, want := quoted(`it's "$HOME"`), `'it'\''s "$HOME"'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	base := url.URL{Scheme: "https", Host: "desk.example.com"}
	for _, g := range referenceTo(api.New(nil, api.Options{}), base.String()).Groups {
		for _, op := range g.Operations {
			if strings.Count(op.Curl, "'")%2 != 0 || strings.Contains(op.Curl, "{id}") {
				t.Errorf("%s: %s", op.ID, op.Curl)
			}
		}
	}
}
