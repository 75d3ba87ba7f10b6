package browsertest

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestKeysThatDoNothing(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	before := p.site.conversation(t, id).Version
	stays := "document.querySelector('#composer') !== null && !" + openDialog
	for _, m := range []chromedp.Modifier{chromedp.ModifierAlt, chromedp.ModifierCtrl, chromedp.ModifierMeta} {
		for _, key := range []string{"e", "i", "u"} {
			p.key(key, m)
		}
	}
	p.quiet("with modifiers", stays)
	mouse{}.write(p, field("Message"), "jkoureni#?gm/")
	p.quiet("in a field", stays)
	if text := see[string](p, field("Message").js()+".value"); text != "jkoureni#?gm/" {
		t.Errorf("typed is %q", text)
	}
	p.answerDialogs(true)
	p.goTo("/keys")
	p.do(chromedp.Evaluate[chromedp.Void]("window.marked = true"))
	mouse{}.press(p, button("Turn single keys off"))
	p.untilText("Single keys are off in this browser")
	p.stillMarked("the switch")
	p.strike("?")
	p.strike("gm")
	p.quiet("turned off", "location.pathname === '/keys' && !"+openDialog)
	p.goTo(p.site.fillIn(t, "{refund}"))
	p.strike("eiu?j")
	p.quiet("turned off", stays)
	if p.site.conversation(t, id).Version != before {
		t.Error("a key has changed something")
	}
	p.goTo("/keys")
	mouse{}.press(p, button("Turn single keys on"))
	p.untilText("Single keys are on. They")
	p.strike("gm")
	p.untilHeading("Mine")
}

func TestKeysHelp(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25")
	listed := func() []string {
		return see[[]string](p, "[...document.querySelectorAll('dialog [data-shortcut]')].filter(probe.visible).map((line) => line.dataset.shortcut)")
	}
	p.strike("j")
	p.untilFocus("[data-row] a")
	row := see[string](p, "document.activeElement.closest('[data-row]').id")
	p.strike("?")
	p.until("the list is open", openDialog)
	if got := listed(); !slices.Contains(got, "f") || !slices.Contains(got, "j") || !slices.Contains(got, "e") || slices.Contains(got, "#") || slices.Contains(got, "u") {
		t.Errorf("in the list it tells of %v", got)
	}
	p.checkAccessibility("help in the list")
	p.strike("c?")
	p.quiet("while it is open", "document.querySelectorAll('dialog[open]').length === 1 && location.pathname === '/conversations'")
	p.key(kb.Escape)
	p.until("it is closed", "document.querySelector('dialog') === null")
	p.untilFocus("#" + row + " a")
	p.stillMarked("Escape")

	p.goTo(p.site.fillIn(t, "{refund}"))
	p.strike("?")
	p.until("the list is open", openDialog)
	if got := listed(); !slices.Contains(got, "e") || !slices.Contains(got, "Control+Enter") || slices.Contains(got, "f") || slices.Contains(got, "o") {
		t.Errorf("in the thread it tells of %v", got)
	}
	keyboard{}.press(p, button("Dismiss").in("dialog"))
	p.until("it is closed", "document.querySelector('dialog') === null")
	p.strike("?")
	p.until("the list is open", openDialog)
	mouse{}.press(p, link("All shortcuts, and how to change them"))
	p.untilHeading("Keyboard shortcuts")
}
