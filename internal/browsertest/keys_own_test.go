package browsertest

import (
	"testing"

	"parley/internal/desk"
)

// Keys that somebody has chosen do what the usual ones did, which do nothing any
// more: of a control, of the rows, and two one after the other.
func TestOwnKeys(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "/keys")
	k := keyboard{}
	k.write(p, field("Close it, or open it again"), "y")
	k.write(p, field("Next row, or next conversation"), "n")
	k.write(p, field("Write a note"), "w")
	k.write(p, field("Yours"), "v m")
	k.press(p, button("Save keys"))
	p.untilText("Keys saved.")
	p.checkAccessibility("saved")

	p.goTo("/conversations?limit=25&status=open")
	p.strike("j")
	p.quiet("the usual key", "!document.activeElement.closest('[data-row]')")
	p.strike("n")
	p.untilFocus("[data-row] a")
	p.strike("gm")
	p.quiet("the usual two", "location.search.includes('status=open') && !location.search.includes('assignedTo')")
	p.strike("vm")
	p.untilHeading("Mine")

	p.goTo(p.site.fillIn(t, "{refund}"))
	id := p.site.called(t, refund).ID
	p.strike("e")
	p.quiet("the usual key", button("Close").in(".thread-head").js()+" !== null")
	p.strike("y")
	p.until("it can be reopened", button("Reopen").js()+" !== null")
	if got := p.site.conversation(t, id).Status; got != desk.StatusClosed {
		t.Errorf("it is %s", got)
	}
	p.strike("?")
	p.until("the list is open", openDialog)
	p.untilText("Close it, or open it again")
	if keys := see[string](p, "document.querySelector('dialog [data-usual=e] dt').textContent.trim()"); keys != "y" {
		t.Errorf("the list says %q", keys)
	}
}

func refusedKeys(p *page) {
	mouse{}.write(p, field("Close it, or open it again"), "j")
	mouse{}.write(p, field("Add tags"), "Tab")
	mouse{}.press(p, button("Save keys"))
	p.untilText("There are 2 problems")
	mouse{}.press(p, link("Close it, or open it again: “j” does something else already."))
	p.untilFocus("[aria-invalid]")
}
