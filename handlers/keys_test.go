package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/store/storetest"
	"parley/views/layout"
)

func TestKeys(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{name: "reads about them", as: "vic", open: "/keys", status: 200, shows: []string{"Single keys are on", "Next row, or next conversation", "Turn single keys off"}},
		{name: "finds them", as: "vic", open: "/profile", status: 200, then: func(_ *world, p *page) { p.click("Keyboard shortcuts").is(200) }},
		{
			name: "turns them off", as: "vic", open: "/keys", form: "/keys", push: "keys", status: 303, leads: "/keys",
			then: func(_ *world, p *page) {
				p.follow().is(200).shows("Single keys are off.", "Turn single keys on", `data-keys="off"`)
				p.browser.open("/conversations").is(200).shows(`data-keys="off"`)
			},
		},
		{name: "says neither", as: "vic", open: "/keys", method: http.MethodPost, body: "keys=maybe", status: 422, shows: []string{"keys must be on or off"}},
		{name: "says nothing", as: "vic", open: "/keys", method: http.MethodPost, status: 422},
		{name: "a stranger", open: "/keys", status: 303, leads: "/sign-in?next=%2Fkeys"},
		{name: "a stranger, by form", open: "/keys", method: http.MethodPost, body: "keys=off", status: 303},
	})
}

// TestKeysAreKeptByTheBrowser, for this host alone, until they are turned on.
func TestKeysAreKeptByTheBrowser(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	got := keysCookieOf(ana.open("/keys").form("/keys").press("keys").is(303))
	want := http.Cookie{
		Name: "parley-keys", Value: "off", Path: "/", MaxAge: 34560000, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if got.Raw = ""; got.String() != want.String() {
		t.Errorf("the cookie is %s, want %s", got.String(), want.String())
	}
	ana.open("/keys").shows(`data-keys="off"`)
	w.as("ana").open("/keys").hides(`data-keys="off"`)
	if got := keysCookieOf(ana.open("/keys").form("/keys").press("keys").is(303)); got.Value != "" || got.MaxAge >= 0 {
		t.Errorf("turned on, the cookie is %s", got.String())
	}
	ana.open("/keys").shows("Single keys are on.").hides(`data-keys="off"`)
	ana.setCookie("parley-keys", "perhaps")
	ana.open("/keys").hides(`data-keys="off"`)
}

func TestKeysCookieIsSecureOverTLS(t *testing.T) {
	w := newWorldAt(t, "https://desk.example.com")
	token := storetest.Token(t, w.store, w.users["ana"])
	p := w.visitor().do(http.MethodPost, "/keys", "keys=off", map[string]string{
		"Origin": "https://desk.example.com", "Cookie": "__Host-parley=" + token,
	}).is(303)
	if got := keysCookieOf(p); !got.Secure {
		t.Errorf("the cookie is %s", got.String())
	}
}

func keysCookieOf(p *page) *http.Cookie {
	for _, cookie := range p.Cookies() {
		if cookie.Name == keysCookie {
			return cookie
		}
	}
	p.w.t.Fatal("no cookie is set")
	return nil
}

// TestKeysHaveControls: every key that is listed presses a control of some page,
// one a page at most, and no control names a key that is not listed.
func TestKeysHaveControls(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	listed := map[string]bool{}
	for _, g := range layout.Shortcuts() {
		for _, s := range g.Shortcuts {
			listed[s.Key] = true
			if s.Or != "" {
				listed[s.Or] = true
			}
		}
	}
	found := map[string]bool{"o": true, "Enter": true, "J": true, "K": true, "?": true}      // rows and the list itself
	ana.do(http.MethodPost, "/conversations/{kettle}/status", "status=pending", nil).is(303) // can be undone
	w.addConversation("older", "support")
	w.addConversation("newer", "support")
	for _, address := range []string{"/conversations", "/conversations/{older}", "/customers"} {
		p := ana.open(address).is(200)
		parts := map[string][]*html.Node{"": keyed(p.tree, false)}
		if row := first(p.tree, func(n *html.Node) bool { return has(n, "data-row") }); row != nil {
			parts[", a row"] = keyed(row, true) // In rows a key means the one that the focus is in.
		}
		for part, controls := range parts {
			here := map[string]bool{}
			for _, key := range keysOf(controls) {
				if here[key] && !strings.HasPrefix(key, "g ") && !strings.HasSuffix(key, "+k") { // the navigation is there twice
					t.Errorf("%s%s: two controls for %s", address, part, key)
				}
				here[key], found[key] = true, true
				if !listed[key] {
					t.Errorf("%s: %s is not listed", address, key)
				}
			}
		}
	}
	for key := range listed {
		if !found[key] {
			t.Errorf("nothing answers to %s", key)
		}
	}
}

// keyed returns the controls below a node that name keys, those in rows or those
// outside of any.
func keyed(root *html.Node, inRows bool) []*html.Node {
	return all(root, func(n *html.Node) bool {
		row := n
		for row != nil && !has(row, "data-row") {
			row = row.Parent
		}
		return (has(n, "aria-keyshortcuts") || has(n, "data-key")) && (row != nil) == inRows
	})
}

// keysOf returns the keys that controls name.
func keysOf(controls []*html.Node) (keys []string) {
	for _, n := range controls {
		keys = append(keys, strings.Fields(attr(n, "aria-keyshortcuts"))...)
		for _, name := range []string{"data-key", "data-also"} {
			if key := attr(n, name); key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// TestKeysFollowWhatOneMay: a viewer's thread has no control that writes, and so
// no key that does.
func TestKeysFollowWhatOneMay(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[string]bool{"ana": true, "vic": false} {
		keys := keysOf(keyed(w.as(who).open("/conversations/{kettle}").is(200).tree, false))
		for _, key := range []string{"r", "n", "e", "a", "i", "s", "p", "#"} {
			if slices.Contains(keys, key) != want {
				t.Errorf("%s has the key %s: %v", who, key, !want)
			}
		}
		if !slices.Contains(keys, "u") {
			t.Errorf("%s cannot go back", who)
		}
	}
}

// TestTake is drawn for who may be assigned and is not.
func TestTake(t *testing.T) {
	w := newWorld(t)
	const thread = "/conversations/{kettle}"
	w.as("vic").open(thread).is(200).hides("Assign to me")
	ana, max := w.as("ana"), w.as("max")
	form := max.open(thread).formOf("Assign to me")
	ana.open(thread).formOf("Assign to me").press("assignedTo").leadsTo(thread).follow().is(200).
		shows("Assigned #{kettle} to Ana Souza.").hides("Assign to me")
	form.press("assignedTo").is(409).shows("Assignee was changed in the meantime")
	max.open(thread).formOf("Assign to me").press("assignedTo").leadsTo(thread)
	if to := w.conversation("kettle").AssignedTo; to == nil || to.ID != w.users["max"].ID {
		t.Errorf("it is assigned to %v", to)
	}
}
