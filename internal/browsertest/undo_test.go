package browsertest

import (
	"testing"

	"parley/internal/desk"
)

// TestUndo takes back what was just done, in a row, in a thread and of several
// rows, by every hand.
func TestUndo(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo("/conversations?limit=25&status=open")
		conv := w.first()
		number := "#" + conv.ID.String()
		undo := func(done string) {
			w.untilText(done)
			if w.byKeyboard() {
				w.blur() // in a select a letter chooses
				w.strike("z")
			} else {
				w.press(button("Undo"))
			}
			w.untilText("Undone: ")
		}
		w.step("in a row", func() {
			if w.byKeyboard() {
				w.strike("je")
			} else {
				w.openValues("s", "Open", "status", conv)
				w.take("Closed")
			}
			undo("Closed " + number)
			w.until("the row is back", "document.getElementById('c-"+conv.ID.String()+"') !== null")
		})
		w.step("in a thread", func() {
			w.goTo("/conversations/" + conv.ID.String() + "?status=open")
			w.choose(field("Priority"), "Urgent", "Save Priority")
			undo(number + " has priority Urgent now.")
			if !w.byKeyboard() && w.address().Path != "/conversations/"+conv.ID.String() {
				w.t.Errorf("it leads to %s", w.address())
			}
		})
		if got := w.site.conversation(w.t, conv.ID); got.Status != conv.Status || got.Priority != conv.Priority || got.Version != conv.Version+4 {
			w.t.Errorf("it is %+v", got)
		}
		w.step("of several rows", func() {
			w.goTo("/conversations?limit=25&status=open")
			for _, id := range see[[]string](w.page, "probe.rows()")[:3] {
				w.press(field("Select #" + id))
			}
			w.choose(field("Status").in("#bulk"), "Pending", "")
			w.press(button("Apply").in("#bulk"))
			undo("Set 3 conversations to Pending.")
		})
		if got := w.site.conversation(w.t, conv.ID); got.Status != desk.StatusOpen {
			w.t.Errorf("it is %s", got.Status)
		}
	})
}
