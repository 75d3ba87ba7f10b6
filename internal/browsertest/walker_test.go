package browsertest

import (
	"slices"
	"testing"

	"parley/internal/desk"
)

// walker is somebody who uses Parley by one hand and one view.
type walker struct {
	*page
	hand hand
}

func (w *walker) press(at target) {
	w.t.Helper()
	w.hand.press(w.page, at)
}

func (w *walker) write(at target, text string) {
	w.t.Helper()
	w.hand.write(w.page, at, text)
}

// choose takes an option of a select. Without scripts the button beside it has
// to say so to the server.
func (w *walker) choose(at target, option, saveButton string) {
	w.t.Helper()
	w.hand.choose(w.page, at, option)
	if w.view.noScripts && saveButton != "" {
		w.press(button(saveButton))
	}
}

// step is one thing done and looked at: by the test, by axe and by the watchers.
func (w *walker) step(name string, do func()) {
	w.t.Helper()
	do()
	w.settled()
	w.checkAccessibility(name)
	w.complain()
	if w.t.Failed() {
		w.t.Fatalf("stopped after: %s", name)
	}
}

// navigate goes to a place of the main navigation, which a phone has in a menu.
func (w *walker) navigate(name string) {
	w.t.Helper()
	if w.view.touch {
		w.press(button("Menu"))
		w.press(link(name).in("#menu"))
		return
	}
	w.press(link(name).in(".sidebar"))
}

// more picks something in the menu of further actions.
func (w *walker) more(name string) {
	w.t.Helper()
	w.press(button("More actions"))
	w.press(link(name).in("#more"))
}

// openFilters shows the form with all filters, if it is not shown.
func (w *walker) openFilters() {
	w.t.Helper()
	if !w.has(element("#filter-form")) {
		w.press(button("Filter"))
		w.until("the filters are open", element("#filter-form").js()+" !== null")
	}
}

// closeFilters puts the form away, which lies over the list.
func (w *walker) closeFilters() {
	w.t.Helper()
	if w.has(element("#filter-form")) {
		w.press(button("Filter"))
		w.until("the filters are closed", element("#filter-form").js()+" === null")
	}
}

// showsExactly compares the rows on the page with what the store lists.
func (w *walker) showsExactly(actor desk.Actor, filter desk.ConversationFilter) {
	w.t.Helper()
	list, err := w.site.store.ListConversations(w.t.Context(), actor, filter)
	if err != nil {
		w.t.Fatal(err)
	}
	var want []string
	for _, c := range list.Items {
		want = append(want, c.ID.String())
	}
	if got := see[[]string](w.page, "probe.rows()"); !slices.Equal(got, want) {
		w.t.Errorf("the list shows %v, the store has %v\n%s", got, want, w.describe())
	}
}

// eachWay runs a walk by every hand in every view that the hand has. Where Tab stops
// on a narrow page is looked at for every page by itself.
func eachWay(t *testing.T, user string, walk func(*walker)) {
	ways := []struct {
		name string
		hand hand
		view view
	}{
		{"mouse on a desk", mouse{}, desktop},
		{"touch on a phone", mouse{}, phone},
		{"keyboard on a desk", keyboard{}, desktop},
		{"mouse on a desk without scripts", mouse{}, desktop.withoutScripts()},
		{"touch on a phone without scripts", mouse{}, phone.withoutScripts()},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			site := newSite(t)
			p := site.open(t, way.view)
			if user != "" {
				p.signInQuietly(site.user(t, user))
			}
			walk(&walker{page: p, hand: way.hand})
		})
	}
}
