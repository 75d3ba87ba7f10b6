package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"parley/handlers/api"
	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// world is a small workspace behind the real router, over a real database.
type world struct {
	t     *testing.T
	store *store.Store
	api   *api.API
	echo  *echo.Echo
	log   *bytes.Buffer
	names *strings.Replacer // {maya} and the like, in paths and bodies
	keys  map[string]string // secrets, by the names that calls use

	folder string // of attachments
}

// newWorld opens a database of its own for the test, a copy of the model.
func newWorld(t *testing.T) *world {
	t.Helper()
	model := modelOf(t)
	database := model.database.Copy(t)
	w := &world{t: t, store: storetest.Open(t, database, store.Options{}), log: &bytes.Buffer{}, names: model.names, keys: maps.Clone(model.keys), folder: storetest.Files(database)}
	w.api = api.New(w.store, api.Options{Log: slog.New(slog.NewTextHandler(w.log, nil))})
	w.echo = echo.New()
	w.echo.Logger.SetOutput(w.log)
	w.echo.Use(middleware.RequestID(), middleware.Recover())
	w.echo.HTTPErrorHandler = func(err error, c echo.Context) { api.WriteProblem(c, err) }
	w.api.Register(w.echo)
	return w
}

// model is the workspace that every test begins with. It is made once, since
// hashing the users' passwords takes long.
type model struct {
	database storetest.Template
	names    *strings.Replacer
	keys     map[string]string
}

var (
	modelOnce sync.Once
	modelMade model
)

func modelOf(t *testing.T) model {
	t.Helper()
	modelOnce.Do(func() {
		var err error
		modelMade.database, err = storetest.NewTemplate(func(name string) error { return modelMade.fill(t, name) })
		if err != nil {
			t.Fatal(err)
		}
	})
	if modelMade.names == nil {
		t.Fatal("there is no model; see the first test that failed")
	}
	return modelMade
}

// fill makes the workspace. Its key "all" may do everything everywhere,
// "reader" may read everywhere, "writer" holds write:conversations only,
// "billing" is held to the inbox Billing and "support" to the one that is the
// default; "me" may do nothing that the API has, but be told what it is.
func (m *model) fill(t *testing.T, database string) error {
	t.Helper()
	s, err := store.Open(t.Context(), database, store.Options{Files: storetest.Files(database)})
	if err != nil {
		return err
	}
	support := desk.Inbox{ID: 1, Name: "Support", Default: true} // there from the start
	billing := storetest.AddInbox(t, s, "Billing")
	maya, leo := storetest.AddCustomer(t, s, "Maya Okafor"), storetest.AddCustomer(t, s, "Leo Brandt")
	lone := storetest.AddCustomer(t, s, "Lone Wolf")
	ana := storetest.AddUser(t, s, "Ana Souza", desk.RoleAgent, support.Name)
	ivo := storetest.AddUser(t, s, "Ivo Klein", desk.RoleViewer, support.Name)
	refund := storetest.AddConversation(t, s, "Refund", maya.ID, support.ID)
	invoice := storetest.AddConversation(t, s, "Invoice "+canary, leo.ID, billing.ID)
	storetest.AddMessage(t, s, storetest.System(), refund.ID, desk.KindCustomer, "Where is my money?")
	everything := strings.Join(desk.Words(desk.Permissions()), ",")
	m.names = strings.NewReplacer(
		"{support}", support.ID.String(), "{billing}", billing.ID.String(),
		"{maya}", maya.ID.String(), "{leo}", leo.ID.String(), "{lone}", lone.ID.String(),
		"{ana}", ana.ID.String(), "{ivo}", ivo.ID.String(),
		"{refund}", refund.ID.String(), "{invoice}", invoice.ID.String(), "{absent}", "987654",
	)
	m.keys = map[string]string{
		"unknown": "pk_nobody_has_this",
		"all":     storetest.AddKey(t, s, "All", everything),
		"reader":  storetest.AddKey(t, s, "Reader", "read:conversations,read:customers,read:users,read:inboxes"),
		"writer":  storetest.AddKey(t, s, "Writer", "write:conversations"),
		"billing": storetest.AddKey(t, s, "Billing only", everything, billing.Name),
		"support": storetest.AddKey(t, s, "Support only", everything, support.Name),
		"me":      storetest.AddKey(t, s, "Keys only", "read:keys"),
	}
	return s.Close()
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// call is one request; the zero key sends none, and a body is declared as JSON
// unless the header says otherwise.
type call struct {
	method, path, key, body string
	header                  map[string]string
}

// reply is what came back.
type reply struct {
	*httptest.ResponseRecorder
	t    *testing.T
	json map[string]any
}

// do sends the call through the router and holds the answer against the
// document: its status declared, its body of the declared shape.
func (w *world) do(c call) reply {
	w.t.Helper()
	req := httptest.NewRequestWithContext(w.t.Context(), c.method, w.names.Replace(c.path), body(w.names.Replace(c.body)))
	if c.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.key != "" {
		req.Header.Set("Authorization", "Bearer "+w.keys[c.key])
	}
	for name, value := range c.header {
		req.Header.Set(name, value)
		if value == "" {
			req.Header.Del(name)
		}
	}
	return w.send(req)
}

func body(text string) io.Reader {
	if text == "" {
		return http.NoBody
	}
	return strings.NewReader(text)
}

func (w *world) send(req *http.Request) reply {
	w.t.Helper()
	r := reply{ResponseRecorder: httptest.NewRecorder(), t: w.t}
	w.echo.ServeHTTP(r, req)
	if r.Body.Len() > 0 && strings.Contains(r.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(r.Body.Bytes(), &r.json); err != nil {
			w.t.Fatalf("%s %s: answer is not JSON: %v: %s", req.Method, req.URL, err, r.Body)
		}
	}
	if r.Header().Get("X-Request-Id") == "" {
		w.t.Errorf("%s %s: no X-Request-Id", req.Method, req.URL)
	}
	w.holdsContract(req, r)
	return r
}

// described is the document as a client reads it: parsed from its own text.
var described = sync.OnceValues(func() (*openapi3.T, error) {
	text, err := api.New(nil, api.Options{}).Document().MarshalJSON()
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(text)
})

func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := described()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func (w *world) holdsContract(req *http.Request, r reply) {
	w.t.Helper()
	doc := document(w.t)
	path, operation := describedOperation(doc, req)
	if operation == nil {
		w.holdsProblem(doc, req, r)
		return
	}
	if operation.Responses.Status(r.Code) == nil {
		w.t.Errorf("%s %s: the document does not declare status %d: %s", req.Method, req.URL, r.Code, r.Body)
		return
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{
			Request: req, Route: &routers.Route{Spec: doc, Path: path, PathItem: doc.Paths.Value(path), Method: req.Method, Operation: operation},
		},
		Status: r.Code, Header: r.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes(r.Body.Bytes())
	if err := openapi3filter.ValidateResponse(w.t.Context(), input); err != nil {
		w.t.Errorf("%s %s: the answer is not what the document says: %v\n%s", req.Method, req.URL, err, r.Body)
	}
}

// holdsProblem is for what belongs to no operation: the router's own refusals.
func (w *world) holdsProblem(doc *openapi3.T, req *http.Request, r reply) {
	w.t.Helper()
	if r.Code < 400 {
		return
	}
	if got := r.Header().Get("Content-Type"); got != "application/problem+json" {
		w.t.Errorf("%s %s: %d as %s", req.Method, req.URL, r.Code, got)
	}
	if err := doc.Components.Schemas["Problem"].Value.VisitJSON(any(r.json)); err != nil {
		w.t.Errorf("%s %s: %v", req.Method, req.URL, err)
	}
}

func describedOperation(doc *openapi3.T, req *http.Request) (string, *openapi3.Operation) {
	have := strings.Split(req.URL.Path, "/")
	var best string
	for _, path := range doc.Paths.InMatchingOrder() {
		want := strings.Split(path, "/")
		if slices.EqualFunc(want, have, func(w, h string) bool { return w == h || w == "{id}" }) && (best == "" || path == req.URL.Path) {
			best = path
		}
	}
	if best == "" {
		return "", nil
	}
	return best, doc.Paths.Value(best).GetOperation(req.Method)
}

// is fails the test unless the answer has the status.
func (r reply) is(status int) reply {
	r.t.Helper()
	if r.Code != status {
		r.t.Fatalf("status %d, want %d: %s", r.Code, status, r.Body)
	}
	return r
}

// at returns the value at a path such as "data.assignedTo.name" or "data.0._id".
func (r reply) at(path string) any {
	r.t.Helper()
	var value any = r.json
	for _, step := range strings.Split(path, ".") {
		switch now := value.(type) {
		case map[string]any:
			value = now[step]
		case []any:
			if i := int(step[0] - '0'); i < len(now) {
				value = now[i]
				continue
			}
			r.t.Fatalf("nothing at %s in %s", path, r.Body)
		default:
			r.t.Fatalf("nothing at %s in %s", path, r.Body)
		}
	}
	return value
}

// has fails the test unless the value at the path is want.
func (r reply) has(path string, want any) reply {
	r.t.Helper()
	if got := r.at(path); got != want {
		r.t.Errorf("%s is %v, want %v: %s", path, got, want, r.Body)
	}
	return r
}

// names returns the fields that a problem complains about.
func (r reply) complaints() string {
	var list []string
	entries, _ := r.json["errors"].([]any)
	for _, e := range entries {
		entry := e.(map[string]any)
		list = append(list, entry["field"].(string)+":"+entry["code"].(string))
	}
	return strings.Join(list, " ")
}

// state returns everything that refusals must leave alone.
func (w *world) state() string {
	w.t.Helper()
	page := desk.Page{Number: 1, Limit: desk.MaxLimit}
	all, err := w.store.ListConversations(w.t.Context(), storetest.System(), desk.ConversationFilter{Sort: desk.DefaultSort, Page: page})
	w.must(err)
	people, err := w.store.ListCustomers(w.t.Context(), storetest.System(), desk.CustomerFilter{Page: page})
	w.must(err)
	rows := []any{all, people}
	for _, c := range all.Items {
		timeline, err := w.store.ConversationTimeline(w.t.Context(), storetest.System(), c.ID, desk.MaxTimeline)
		w.must(err)
		rows = append(rows, timeline)
	}
	text, err := json.Marshal(rows)
	w.must(err)
	return string(text)
}

func addKey(w *world, name, permissions string, inboxes ...string) string {
	w.t.Helper()
	return storetest.AddKey(w.t, w.store, name, permissions, inboxes...)
}

func newRequest(ctx context.Context, method, path, secret string) *http.Request {
	req := httptest.NewRequestWithContext(ctx, method, path, nil)
	req.Header.Set("Authorization", "Bearer "+secret)
	return req
}
