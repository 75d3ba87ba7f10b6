package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
)

// TestWalkChangesSelectedRows selects some rows, changes them at once, and is
// told which one somebody else was faster with.
func TestWalkChangesSelectedRows(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo("/conversations?limit=25&status=open")
		list := w.site.conversations(w.t, desk.ConversationFilter{Statuses: []desk.Status{desk.StatusOpen}}).Items
		late := list[2]
		w.step("selected", func() {
			for i := range 4 {
				w.press(field("Select #" + list[i].ID.String()))
			}
			w.press(field("Select #" + list[3].ID.String())) // and out again
			if !w.view.noScripts {
				w.untilText("3 selected")
			}
		})
		w.site.change(w.t, ingrid, late.ID, desk.ConversationProperties{Status: desk.Value(desk.StatusPending)})
		w.step("applied", func() {
			w.choose(field("Assign to"), ingrid, "")
			w.choose(field("Priority").in("#bulk"), "Urgent", "")
			w.press(button("Apply").in("#bulk"))
			w.untilText("1 conversation was not changed")
			w.untilText("Changed 2 conversations.")
			w.untilText("It is Pending")
			w.focusOnSummary()
		})
		for i, c := range list[:4] {
			got := w.site.conversation(w.t, c.ID)
			if changed := got.Priority == desk.PriorityUrgent && got.AssignedTo != nil && got.AssignedTo.Name == ingrid; changed != (i < 2) {
				w.t.Errorf("row %d is %+v", i, got)
			}
		}
	})
}

// TestSelectRanges goes over several rows at once: with Shift, by keys, and all.
func TestSelectRanges(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25&status=open")
	rows := see[[]string](p, "probe.rows()")
	selected := func(what string, want int) {
		p.t.Helper()
		p.until(what, fmt.Sprintf(`document.querySelectorAll("[form=bulk]:checked").length === %d`, want))
	}
	shift := func(i int) {
		x, y := p.pointAt(field("Select #" + rows[i]))
		p.do(chromedp.MouseClickXY(x, y, chromedp.ButtonModifiers(chromedp.ModifierShift)))
	}
	mouse{}.press(p, field("Select #"+rows[5]))
	selected("one", 1)
	shift(2)
	selected("a range upwards", 4)
	shift(7)
	selected("a range on from there", 6)
	p.untilText("6 selected")
	mouse{}.press(p, button("Select all on this page").in("#bulk"))
	selected("all of them", 25)
	mouse{}.press(p, button("Clear").in("#bulk"))
	selected("none", 0)
	p.until("the form has gone", element("#bulk").js()+" === null")
	p.strike("jx")
	selected("the row by its key", 1)
	p.strike("JJ")
	selected("the next ones with it", 3)
	p.strike("x")
	selected("the last one out", 2)
	mouse{}.press(p, field("Select all on this page"))
	p.until("all", `document.querySelectorAll('[form="bulk"]:not(:checked)').length === 0`)
	p.untilAnnounced("25 selected")
	p.strike("a")
	p.untilFocus("#bulk-assignedTo")
	p.stillMarked("selecting")
}

// TestValuesOfARow: what the keyboard does in the values of a property.
func TestValuesOfARow(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25&status=open")
	row := see[[]string](p, "probe.rows()")[0]
	on := func(label string) {
		p.t.Helper()
		p.until("the focus is on "+label, "probe.name(document.activeElement).startsWith("+quote(label)+")")
	}
	p.strike("ja")
	p.until("the values are there", element("#quick").js()+" !== null")
	p.key(kb.End)
	on(rui)
	p.key(kb.Home)
	on(max_)
	p.key(kb.ArrowUp)
	on(rui)
	p.key(kb.ArrowDown)
	on(max_)
	p.strike("in")
	on(ingrid)
	p.checkAccessibility("the values of a row")
	p.key(kb.Escape)
	p.until("the values have gone", element("#quick").js()+" === null")
	p.until("the row has the focus", "document.activeElement.closest('[data-row]').id === 'c-"+row+"'")
	p.strike("e")
	p.untilAnnounced("Closed #" + row)
	p.until("it has left the list", "document.getElementById('c-"+row+"') === null")
	p.until("another row has the focus", "document.activeElement.closest('[data-row]') !== null")
	p.stillMarked("values")
}
