package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/static"
	"parley/store/storetest"
)

// Every answer of the suite is held against the headers in check_test.go; here
// is what depends on how the site is reached.

func signInForm() string {
	return url.Values{"email": {"ana.souza@example.com"}, "password": {storetest.Password}}.Encode()
}

func TestTheCookieOnPlainLoopback(t *testing.T) {
	w := newWorld(t)
	p := w.visitor().do(http.MethodPost, "/sign-in", signInForm(), nil).is(303)
	cookie := p.Header.Get("Set-Cookie")
	for _, want := range []string{"parley=", "Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie lacks %s: %s", want, cookie)
		}
	}
	for _, not := range []string{"Secure", "Domain", "__Host-"} {
		if strings.Contains(cookie, not) {
			t.Errorf("the cookie has %s: %s", not, cookie)
		}
	}
	if got := p.Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
}

func TestTheCookieUnderHTTPS(t *testing.T) {
	w := newWorldAt(t, "https://desk.example.com")
	// Browsers see the base URL, even where the proxy passes another Host on.
	asBrowser := map[string]string{"Origin": "https://desk.example.com", "Sec-Fetch-Site": "same-origin"}
	p := w.visitor().do(http.MethodPost, "/sign-in", signInForm(), asBrowser).is(303)
	cookie := p.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-parley=", "Path=/", "HttpOnly", "SameSite=Lax", "Secure"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie lacks %s: %s", want, cookie)
		}
	}
	if strings.Contains(cookie, "Domain") {
		t.Errorf("the cookie is for a whole domain: %s", cookie)
	}
	token := p.Cookies()[0].Value
	bearing := func(name string) map[string]string { return map[string]string{"Cookie": name + "=" + token} }
	p = w.visitor().do(http.MethodGet, "/conversations", "", bearing("__Host-parley")).is(200)
	if got := p.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	// Another host of the domain could have set a cookie without the prefix.
	w.visitor().do(http.MethodGet, "/conversations", "", bearing("parley")).is(303)

	ended := bearing("__Host-parley")
	ended["Origin"] = "https://desk.example.com"
	p = w.visitor().do(http.MethodPost, "/sign-out", "", ended).leadsTo("/sign-in")
	if cookie := p.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-parley=;") || !strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "Max-Age=0") {
		t.Errorf("the cookie is not taken back: %s", cookie)
	}
	// From a form behind the proxy one comes back to the page that it was on.
	p = w.visitor().do(http.MethodPost, "/conversations/{kettle}/status", "status=closed", map[string]string{
		"Origin": "https://desk.example.com", "Referer": "https://desk.example.com/conversations/{kettle}?status=open",
	})
	p.leadsTo("/sign-in?next=%2Fconversations%2F{kettle}%3Fstatus%3Dopen")
}

func TestOtherSitesChangeNothing(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	for _, header := range []map[string]string{
		{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
		{"Sec-Fetch-Site": "same-site", "Origin": "http://other.127.0.0.1"},
		{"Sec-Fetch-Site": "same-site", "Origin": ""},
		{"Sec-Fetch-Site": "cross-site", "Origin": "null"},
		{"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, // an older browser
		{"Sec-Fetch-Site": "", "Origin": "null"},
		{"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:1"},
	} {
		for _, r := range routes() {
			if r.method != post {
				continue
			}
			path := strings.ReplaceAll(r.path, ":id", "{kettle}")
			if strings.HasPrefix(path, "/customers/") {
				path = strings.ReplaceAll(r.path, ":id", "{lone}")
			}
			p := w.as("max").do(http.MethodPost, path, "status=closed&priority=urgent&assignedTo=&subject=x&name=x&kind=note&body=x", header)
			p.is(403).shows("This request came from another web site, so nothing was done.")
		}
	}
	if after := w.state(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
	// The same through the API, even with a key.
	p := w.visitor().do(http.MethodPost, "/api/customers", `{"name":"x"}`, map[string]string{
		"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example", "Content-Type": "application/json", "Authorization": "Bearer " + w.keys["admin"],
	})
	p.is(403).shows(`"success":false`)
	// Programs that are no browsers say nothing of where they come from.
	w.as("ana").do(http.MethodPost, "/conversations/{kettle}/status", "status=closed", map[string]string{"Sec-Fetch-Site": "", "Origin": ""}).is(303)
	// What is typed into the address bar comes from nowhere.
	w.as("ana").do(http.MethodPost, "/conversations/{kettle}/status", "status=open", map[string]string{"Sec-Fetch-Site": "none", "Origin": ""}).is(303)
}

func TestReadingChangesNothing(t *testing.T) {
	w := newWorld(t)
	max := w.as("max")
	before := w.state()
	for _, r := range routes() {
		if r.method != get {
			continue
		}
		path := strings.ReplaceAll(r.path, ":id", "{kettle}")
		if strings.HasPrefix(path, "/customers/") {
			path = strings.ReplaceAll(r.path, ":id", "{lone}")
		}
		query := "?status=closed&priority=urgent&assignedTo=none&version=1&confirm=1"
		got := max.do(http.MethodGet, path+query, "", nil)
		head := max.do(http.MethodHead, path+query, "", nil).is(got.StatusCode)
		if head.body != "" {
			t.Errorf("HEAD %s has a body", path)
		}
		for _, name := range []string{"Content-Type", "Location", "Cache-Control", "Vary"} {
			if g, h := got.Header.Get(name), head.Header.Get(name); g != h {
				t.Errorf("HEAD %s: %s is %q, with GET %q", path, name, h, g)
			}
		}
	}
	if after := w.state(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}

// TestHEADLeavesNoticesWaiting: nobody has read what HEAD was answered.
func TestHEADLeavesNoticesWaiting(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	ana.do(http.MethodPost, "/conversations/{kettle}/status", "status=closed", nil).is(303)
	ana.do(http.MethodHead, "/conversations/{kettle}", "", nil).is(200)
	ana.open("/conversations/{kettle}").shows("Closed #{kettle}.")
	ana.open("/conversations/{kettle}").hides("Closed #{kettle}.")
}

func TestHEADWithoutASessionIsAnsweredLikeGET(t *testing.T) {
	newWorld(t).visitor().do(http.MethodHead, "/customers?q=maya", "", nil).leadsTo("/sign-in?next=%2Fcustomers%3Fq%3Dmaya")
}

func TestAssets(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"app.css", "app.js", "icons.svg"} {
		w.visitor().open(static.URL(name)).is(200)
		w.visitor().do(http.MethodHead, static.URL(name), "", nil).is(200)
	}
	w.visitor().open("/static/app.css").is(404)
	w.visitor().open("/static/../go.mod").is(404)
	w.visitor().do(http.MethodPost, static.URL("app.css"), "", nil).is(405)
}

// state returns everything that refusals and readers must leave alone. When a
// session was last seen is not part of it.
func (w *world) state() string {
	w.t.Helper()
	var text strings.Builder
	for _, table := range []string{"users", "inboxes", "inbox_members", "customers", "conversations", "messages", "events", "outbox", "settings"} {
		for _, row := range w.selectRows("SELECT * FROM " + table) {
			text.WriteString(table + " " + row.String() + "\n")
		}
	}
	return text.String()
}

// TestHealth: both answer without a session; only one needs the database.
func TestHealth(t *testing.T) {
	w := newWorld(t)
	w.visitor().open("/healthz").is(200).shows("ok")
	w.visitor().open("/readyz").is(200).shows("ok")
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	w.visitor().open("/healthz").is(200).shows("ok")
	w.visitor().open("/readyz").is(503).shows("the database does not answer").hides("sql", "closed")
}

// TestFailuresShowNothing: what went wrong inside stands in the log, under the
// id that the answer has.
func TestFailuresShowNothing(t *testing.T) {
	w := newWorld(t)
	ana, stranger := w.as("ana"), w.visitor()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*page{
		ana.open("/conversations"), ana.open("/conversations/{refund}"), ana.open("/customers/new"), ana.open("/healthz"),
		ana.do(http.MethodPost, "/conversations/{refund}/status", "status=closed", nil), stranger.open("/sign-in"),
		stranger.do(http.MethodPost, "/sign-in", "email=a&password=b", nil), stranger.open("/setup?token=secret-token"),
	} {
		if p.Request.URL.Path == "/healthz" {
			p.is(200)
			continue
		}
		id := p.Header.Get("X-Request-Id")
		p.is(500).shows("Something went wrong", id).hides("sql", "database", "closed", "goroutine", ".go:")
		if !strings.Contains(w.log.String(), "sql: database is closed") || strings.Count(w.log.String(), "requestId="+id) < 2 {
			t.Errorf("the log does not tell what happened to %s", id)
		}
	}
	if strings.Contains(w.log.String(), "secret-token") {
		t.Error("the query is in the log")
	}
}

// TestAClientDoesNotNameRequests: what it sends would stand in the log.
func TestAClientDoesNotNameRequests(t *testing.T) {
	w := newWorld(t)
	p := w.visitor().do(http.MethodGet, "/sign-in", "", map[string]string{"X-Request-Id": "forged"})
	if p.Header.Get("X-Request-Id") == "forged" || strings.Contains(w.log.String(), "forged") {
		t.Error("the client's request id is taken over")
	}
}

// TestNoticesNeverPileUp: who does a lot and looks at nothing is not refused for it.
func TestNoticesNeverPileUp(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	long := strings.Repeat("<", desk.MaxName)
	for range 40 {
		ana.do(http.MethodPost, "/customers/{lone}", url.Values{"name": {long}}.Encode(), nil).is(303)
		ana.do(http.MethodPost, "/customers/{lone}", "name=Lone", nil).is(303)
	}
	if p := ana.open("/customers/{lone}").shows("Saved Lone."); strings.Count(p.text(), "Saved Lone.")+strings.Count(p.text(), "Saved <") != maxNotices {
		t.Errorf("not %d notices: %s", maxNotices, p.text())
	}
}
