package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"parley/handlers/api"
	"parley/static"
)

// The rules of access as docs tell them, written down once more: nothing in this
// file asks the code that decides.

// permissionsOf is the table of the built-in roles.
func permissionsOf(role string) []string {
	reads := []string{"read:conversations", "read:customers", "read:users", "read:inboxes"}
	writes := append(slices.Clone(reads), "write:conversations", "write:customers")
	switch role {
	case "viewer":
		return reads
	case "agent":
		return writes
	case "manager":
		return append(writes, "write:tags", "write:saved-replies")
	case "admin":
		return append(writes, "write:tags", "write:saved-replies", "write:users", "write:inboxes", "read:keys", "write:keys")
	}
	return nil
}

// needs returns what a route asks of callers: a permission, "someone" or "anyone".
// Reading a noun needs read:noun; everything else, and the pages with the forms
// for it, needs write:noun.
func needs(method, path string) string {
	switch path {
	case "/", "/healthz", "/readyz", "/setup", "/sign-in", "/sign-out", "/static/*", "/api/openapi.json", "/api/docs":
		return "anyone"
	case "/keys", "/keys/own", "/preferences", "/profile", "/profile/password", "/profile/sign-out-everywhere", "/api/me":
		return "someone"
	case "/live", "/conversations/:id/presence", "/notifications", "/reports", "/conversations.csv":
		return "read:conversations"
	case "/conversations/bulk": // the question, too
		return "write:conversations"
	}
	steps := strings.Split(strings.TrimPrefix(path, "/api"), "/")
	if steps[1] == "attachments" { // They are part of conversations.
		steps[1] = "conversations"
	}
	if steps[1] == "bulk-jobs" { // They are for who makes them.
		return "write:conversations"
	}
	last := steps[len(steps)-1]
	if slices.Contains([]string{"read", "unread", "follow", "unfollow"}, last) { // It is the reader's own matter.
		return "read:conversations"
	}
	if strings.HasSuffix(path, "/:id/saved-replies") { // They are for who writes messages.
		return "write:conversations"
	}
	forms := []string{"new", "edit", "delete", "assignee", "status", "priority", "snooze", "merge", "split"}
	if method != http.MethodGet && method != http.MethodHead || slices.Contains(forms, last) {
		if steps[1] == "saved-replies" && !strings.HasPrefix(path, "/api/") { // Who writes messages has some of their own.
			return "write:conversations"
		}
		return "write:" + steps[1]
	}
	if steps[1] == "tags" || steps[1] == "saved-replies" { // They are told to whoever is told of conversations.
		return "read:conversations"
	}
	return "read:" + steps[1]
}

// declarations returns what the tables of routes and of operations say.
func declarations() map[string]string {
	declared := map[string]string{get + " " + static.Prefix + "*": "anyone"}
	for _, r := range routes() {
		who := string(r.access)
		switch r.access {
		case public, unasked:
			who = "anyone"
		case signedIn:
			who = "someone"
		}
		declared[r.method+" "+r.path] = who
	}
	for _, op := range api.New(nil, api.Options{}).Operations() {
		who := string(op.Access)
		switch op.Access {
		case api.Public:
			who = "anyone"
		case api.AnyKey:
			who = "someone"
		}
		declared[op.Method+" "+strings.NewReplacer("{", ":", "}", "").Replace(op.Path)] = who
	}
	return declared
}

// TestEveryRouteDeclaresWhoItIsFor, and declares what the rules say.
func TestEveryRouteDeclaresWhoItIsFor(t *testing.T) {
	declared := declarations()
	for _, r := range servedRoutes() {
		key := r.Method + " " + r.Path
		if r.Method == http.MethodHead {
			key = get + " " + r.Path
		}
		switch who, ok := declared[key]; {
		case !ok || who == "":
			t.Errorf("%s %s is served and declares no access", r.Method, r.Path)
		case who != needs(r.Method, r.Path):
			t.Errorf("%s %s is for %s, and should be for %s", r.Method, r.Path, who, needs(r.Method, r.Path))
		}
	}
	if n := len(servedRoutes()); n < 60 {
		t.Errorf("only %d routes are served", n)
	}
}

// servedRoutes returns the routes that requests can reach.
func servedRoutes() []*echo.Route {
	return slices.DeleteFunc(slices.Clone(everyRoute()), func(r *echo.Route) bool { return r.Method == echo.RouteNotFound })
}

// TestARouteWithoutAccessIsForNobody, not even for administrators.
func TestARouteWithoutAccessIsForNobody(t *testing.T) {
	w := newWorld(t)
	web := newSite(w.store, Options{})
	e := echo.New()
	e.HTTPErrorHandler = web.renderError
	e.Use(web.secure, nameRequests)
	e.GET("/forgotten", web.serve(route{get, "/forgotten", "", showProfile}))
	w.server.Config.Handler = e
	w.as("max").open("/forgotten").is(403).hides("max.weber@example.com")
	w.visitor().open("/forgotten").is(303)
}

// caller is who makes a request of the matrix, and what the rules give them.
type caller struct {
	name  string
	holds []string
	reach string // the inbox, or "all", or ""
	user  string // who is signed in with the browser, or
	key   string // the key that the request carries
}

func callers() []caller {
	list := []caller{
		{name: "nobody"},
		{name: "viewer", holds: permissionsOf("viewer"), reach: "support", user: "vic"},
		{name: "agent", holds: permissionsOf("agent"), reach: "support", user: "ana"},
		{name: "agent elsewhere", holds: permissionsOf("agent"), reach: "billing", user: "bo"},
		{name: "agent without inbox", holds: permissionsOf("agent"), user: "nia"},
		{name: "manager", holds: permissionsOf("manager"), reach: "all", user: "mona"},
		{name: "admin", holds: permissionsOf("admin"), reach: "all", user: "max"},
		{name: "unknown key", key: "unknown"},
		{name: "key with everything", holds: permissionsOf("admin"), reach: "all", key: "admin"},
		{name: "key to read", holds: permissionsOf("viewer"), reach: "all", key: "reader"},
		{name: "key to write", holds: []string{"write:conversations", "write:customers"}, reach: "all", key: "writer"},
		{name: "key to nothing of this", holds: []string{"read:keys"}, reach: "all", key: "nothing"},
		{name: "key for one inbox", holds: permissionsOf("admin"), reach: "support", key: "support"},
	}
	return list
}

// known tells whether the face that the path belongs to knows the caller: pages
// go by the session alone, and the API by the key alone.
func (c caller) known(path string) bool {
	if strings.HasPrefix(path, "/api/") {
		return c.key != "" && c.key != "unknown"
	}
	return c.user != ""
}

func (c caller) reaches(inbox string) bool { return c.reach == "all" || c.reach == inbox }

// browser returns the caller's browser, or program.
func (c caller) browser(w *world) *browser {
	w.t.Helper()
	b := w.as(c.user)
	if c.key != "" {
		b.header.Set("Authorization", "Bearer "+w.keys[c.key])
	}
	return b
}
