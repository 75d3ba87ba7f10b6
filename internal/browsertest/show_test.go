package browsertest

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// A thread that shows notes alone goes on doing so while others write; a link to what
// it leaves out leads to all of it.
func TestThreadShowsNotes(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	mouse{}.write(p, field("Message"), "Half a reply")
	mouse{}.press(p, link("Notes").in(".show"))
	p.untilQuery("show", "notes")
	p.until("replies are left out", "document.querySelectorAll('.bubble:not(.bubble-note)').length === 0 && document.querySelectorAll('.bubble-note').length > 0")
	kept := "document.querySelector('#body').value === 'Half a reply'"
	p.until("the reply is kept", kept)
	p.checkAccessibility("notes")
	said := storetest.AddMessage(t, p.site.store, storetest.System(), id, desk.KindCustomer, "Are you there?")
	storetest.AddMessage(t, p.site.store, storetest.System(), id, desk.KindNote, "They have written again.")
	p.untilText("They have written again.")
	p.until("it shows notes alone", "document.querySelectorAll('.bubble:not(.bubble-note)').length === 0")
	if seen := see[string](p, "document.querySelector('#seen').value"); seen == said.ID.String() || seen == "" {
		t.Errorf("what was not shown has been seen: %s", seen)
	}
	p.until("the reply is kept", kept)
	p.stillMarked("all of it")
	p.answerDialogs(true)
	p.goTo(see[string](p, "location.pathname") + "?show=notes#m-" + said.ID.String())
	p.untilText("Are you there?")
	p.until("it shows everything", "!location.search.includes('show') && location.hash === '#m-"+said.ID.String()+"'")
}
