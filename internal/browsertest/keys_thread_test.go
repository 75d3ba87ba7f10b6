package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
)

func TestKeysOfTheThread(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}?status=open")
	id := p.site.called(t, refund).ID
	here := p.address().Path
	for key, focus := range map[string]string{"r": "#body", "n": "#body", "a": "#prop-assignedTo", "s": "#prop-status", "p": "#prop-priority"} {
		p.strike(key)
		p.untilFocus(focus)
		p.blur()
	}
	for key, kind := range map[string]string{"n": "note", "r": "reply"} {
		p.strike(key)
		p.untilFocus("#body")
		p.until(kind+" is chosen", "document.querySelector('#kind-"+kind+"').checked")
		p.blur()
	}
	p.do(chromedp.Evaluate[chromedp.Void]("window.requestAnimationFrame = () => 0")) // as long as the next frame may take
	p.strike("rex")
	p.until("what follows is text", field("Message").js()+".value === 'ex'")
	p.blur()
	p.strike("i")
	p.untilAnnounced("Assigned #" + id.String() + " to " + ana)
	p.settled()
	if to := p.site.conversation(t, id).AssignedTo; to == nil || to.Name != ana {
		t.Errorf("it is assigned to %v", to)
	}
	p.strike("i") // theirs already
	p.quiet("taken twice", "document.querySelector('#take') === null")
	for _, want := range []desk.Status{desk.StatusClosed, desk.StatusOpen} {
		before := see[string](p, "document.querySelector('#close').value")
		p.strike("e")
		p.until("the button says otherwise", "document.querySelector('#close').value !== "+quote(before))
		p.settled()
		if got := p.site.conversation(t, id).Status; got != want {
			t.Errorf("it is %s", got)
		}
	}
	p.strike("j")
	p.until("another is open", "location.pathname !== "+quote(here))
	p.settled()
	p.strike("k")
	p.untilPath(here)
	p.strike("#")
	p.untilHeading("Delete #" + id.String())
	p.stillMarked("keys")
}

// blur takes the focus out of a field, as a click on the page would.
func (p *page) blur() {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void]("document.activeElement.blur()"))
}

func TestKeysGoBack(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}?status=open")
	keyboard{}.press(p, button("More actions"))
	p.key(kb.Escape)
	p.until("the menu is closed", "!document.querySelector('#more').open")
	p.quiet("Escape in a menu", "location.pathname !== '/conversations'")
	p.strike("r")
	p.untilFocus("#body")
	p.key(kb.Escape)
	p.untilFocus(".thread-list > li:last-child article")
	p.quiet("Escape in a field", "location.pathname !== '/conversations'")
	p.strike("s")
	p.untilFocus("#prop-status")
	p.key(kb.Escape)
	p.untilFocus("h1")
	p.key(kb.Escape)
	p.untilHeading("All open")
	p.stillMarked("Escape")
}
