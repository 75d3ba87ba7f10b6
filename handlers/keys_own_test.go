package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/views/layout"
)

// TestOwnKeys: a form without scripts changes keys, one resets one, and one all.
func TestOwnKeys(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	form := func() *filled { return ana.open("/keys").is(200).form("/keys/own") }
	form().with("key e", " y ").with("key g m", "w w").with("key a", "A").press("Save keys").leadsTo("/keys").follow().
		shows("Keys saved.", `data-shortcut="y" data-usual="e"`, `data-shortcut="w w" data-usual="g m"`, "Reset to e", "Reset to a").hides("Reset to j")
	p := ana.open("/conversations/{kettle}").is(200)
	keys := keysOf(keyed(p.tree, false))
	for key, want := range map[string]bool{"y": true, "e": false, "w w": true, "g m": false, "A": true, "a": false, "s": true, "g u": true} {
		if slices.Contains(keys, key) != want {
			t.Errorf("a control has the key %s: %v", key, !want)
		}
	}
	w.as("max").open("/conversations/{kettle}").shows(`aria-keyshortcuts="e"`)
	w.as("ana").open("/conversations/{kettle}").shows(`aria-keyshortcuts="y"`) // in another browser
	form().press("Reset to e").follow().hides(`data-shortcut="y"`).shows(`data-shortcut="w w"`)
	form().with("key j", "").press("Reset all keys").follow().hides(`data-shortcut="w w"`, "Reset to")
}

func TestOwnKeysRefused(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	refused := ana.open("/keys").form("/keys/own").with("key e", "j").with("key t", "Tab").press("Save keys").is(422).
		shows("“j” does something else already.", "“Tab” is no key here", `value="Tab"`)
	for _, id := range []string{"key e", "key t"} {
		at := "own-key-" + strconv.Itoa(slices.Index(layout.UsualKeys(), strings.TrimPrefix(id, "key "))+1)
		refused.shows(`href="#`+at+`"`, `aria-describedby="`+at+`-error"`)
	}
	refused.form("/keys/own").with("key e", "").with("key t", "").press("Save keys").is(303)
	ana.open("/keys").hides("Reset to")
}

// TestEveryControlFollowsOwnKeys: whoever chooses other keys for everything finds
// none of the usual ones on any page.
func TestEveryControlFollowsOwnKeys(t *testing.T) {
	w := newWorld(t)
	ana := w.as("max")
	fields, own := url.Values{}, map[string]bool{}
	for i, usual := range layout.UsualKeys() {
		key := string(rune('α' + i)) // which no usual key is
		fields.Set(desk.KeyField(usual), key)
		own[key] = true
	}
	ana.do("POST", "/keys/own", fields.Encode(), nil).is(303)
	ana.do("POST", "/conversations/{kettle}/status", "status=pending", nil).is(303) // can be undone
	w.addConversation("older", "support")
	w.addConversation("newer", "support")
	found := map[string]bool{}
	for _, address := range []string{"/conversations", "/conversations/{older}", "/conversations/{kettle}/status", "/customers", "/tags", "/keys"} {
		p := ana.open(address).is(200)
		for _, key := range append(keysOf(keyed(p.tree, false)), keysOf(keyed(p.tree, true))...) {
			if !own[key] && len(key) < 6 { // others are Escape and those with Control
				t.Errorf("%s: a control still has the key %s", address, key)
			}
			found[key] = true
		}
	}
	for i, usual := range layout.UsualKeys() {
		// Rows and the list itself have no control.
		if key := string(rune('α' + i)); !found[key] && !slices.Contains([]string{"o", "J", "K", "?"}, usual) {
			t.Errorf("no control has the key chosen for %s", usual)
		}
	}
}
