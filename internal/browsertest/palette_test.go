package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
)

// command opens the palette, types words and waits for the entry that is first.
func (p *page) command(words, first string) {
	p.t.Helper()
	p.key("k", chromedp.ModifierCtrl)
	p.until("the palette is open", openDialog)
	p.until("it takes what is typed", "document.activeElement.matches('dialog input')")
	p.typeText(words)
	p.until("the first is "+first, "document.querySelector('dialog [aria-selected=true]')?.textContent === "+quote(first))
}

func TestPalette(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}?status=open")
	id := p.site.called(t, refund).ID
	p.command("urg pri", "Priority: Urgent")
	p.checkAccessibility("the palette")
	p.strike(kb.Enter)
	p.untilAnnounced("#" + id.String() + " has priority Urgent now.")
	p.command("undo", "Undo")
	p.strike(kb.Enter)
	p.untilAnnounced("Undone: #" + id.String())
	if got := p.site.conversation(t, id).Priority; got != desk.PriorityHigh {
		t.Errorf("priority %s", got)
	}
	mouse{}.write(p, field("Message"), "half a word")
	p.command("close", "Close") // from within a field, too
	p.key(kb.ArrowDown)
	p.key(kb.ArrowUp)
	p.strike(kb.Enter) // which, prevented, types nothing
	p.untilAnnounced("Closed #" + id.String())
	if text := see[string](p, "document.querySelector('#body').value"); text != "half a word" {
		t.Errorf("typed is %q", text)
	}
	p.key("k", chromedp.ModifierCtrl)
	p.typeText("nothing is called so")
	p.untilText("Nothing here is called so.")
}

func TestPaletteGoesElsewhere(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "/conversations")
	for words, heading := range map[string]string{"unass": "Unassigned", "new conv": "New conversation", "prefer": "Preferences"} {
		p.command(words, heading)
		p.strike(kb.Enter)
		p.untilHeading(heading)
	}
	p.stillMarked("commands")
	id := p.site.called(t, refund).ID.String()
	mouse{}.press(p, button("Commands"))
	p.until("the palette is open", openDialog)
	p.typeText("#" + id)
	p.until("it is offered", "document.querySelector('dialog [role=option]').textContent === 'Open conversation #"+id+"'")
	mouse{}.press(p, element("dialog [role=option]"))
	p.untilHeading(refund)
	p.key("k", chromedp.ModifierCtrl)
	p.until("the palette is open", openDialog)
	p.key(kb.Escape)
	p.until("it is closed", "document.querySelector('dialog') === null")
}
