package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const openDialog = "document.querySelector('dialog[open]')"

// strike presses keys one after the other. What a key types is part of its being
// pressed, as with a keyboard, so that a page can prevent it.
func (p *page) strike(keys string) {
	p.t.Helper()
	for _, r := range keys {
		p.keys++
		events := kb.Encode(r)
		down := *events[0]
		for _, e := range events {
			if e.Type == kb.KeyChar {
				down.Text, down.UnmodifiedText = e.Text, e.UnmodifiedText
			}
		}
		call(p, input.DispatchKeyEvent, down)
		call(p, input.DispatchKeyEvent, *events[len(events)-1])
	}
}

// untilPath waits for a path of the site.
func (p *page) untilPath(path string) {
	p.t.Helper()
	p.until("the path is "+path, "location.pathname === "+quote(path))
	p.settled()
}

// quiet waits for as long as a key would take that did something after all.
func (p *page) quiet(what, stays string) {
	p.t.Helper()
	for range 10 {
		p.pause()
		if !see[bool](p, stays) {
			p.t.Errorf("%s: %s is no longer so\n%s", what, stays, p.describe())
			return
		}
	}
}

func TestKeysGoThroughTheList(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25&status=open")
	rows := see[[]string](p, "probe.rows()")
	on := func(i int) { p.t.Helper(); p.untilFocus("#c-" + rows[i] + " a") }
	p.strike("j")
	on(0)
	if now := see[*stop](p, "probe.focus()"); !now.Ring || now.Under != "" || !now.InView {
		t.Errorf("the row is not seen to have the focus: %+v", *now)
	}
	p.strike("j")
	on(1)
	p.strike("k")
	on(0)
	p.strike("k")
	on(0)
	for range len(rows) + 2 {
		p.strike("j")
	}
	on(len(rows) - 1)
	if now := see[*stop](p, "probe.focus()"); now.Under != "" || !now.InView {
		t.Errorf("the last row is not seen: %+v", *now)
	}
	for _, key := range []string{kb.Enter, "o"} {
		p.strike(key)
		p.untilPath("/conversations/" + rows[len(rows)-1])
		p.untilQuery("status", "open")
		p.strike("u")
		p.untilHeading("All open")
		on(len(rows) - 1)
	}
	p.stillMarked("keys")
}

func TestKeysOfTheList(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25")
	p.strike("f")
	p.until("the filter is open", "document.querySelector('#filters').open")
	p.untilFocus("#filter-assignee")
	p.key(kb.Escape)
	p.until("the filter is closed", "!document.querySelector('#filters').open")
	p.strike("/")
	p.untilFocus("#filter-customer")
	p.strike("jc?u")
	p.until("it is typed", "document.activeElement.value === 'jc?u'")
	p.quiet("typing", "location.pathname === '/conversations' && !"+openDialog)
	p.goTo("/conversations?limit=25")
	p.strike("c")
	p.untilHeading("New conversation")
	p.goTo("/customers")
	p.strike("/")
	p.untilFocus("#q")
	p.goTo("/customers")
	p.strike("jo")
	p.until("a customer is open", "/^.customers.\\d+$/.test(location.pathname)")
}

func TestTwoKeysGoElsewhere(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	for _, c := range [][2]string{{"m", "Mine"}, {"u", "Unassigned"}, {"a", "All open"}, {"c", "Customers"}} {
		p.strike("g" + c[0])
		p.untilHeading(c[1])
	}
	p.stillMarked("g")
	p.goTo(p.site.fillIn(t, "{refund}"))
	id := p.site.called(t, refund).ID
	before := p.site.conversation(t, id).Version
	p.strike("ge") // would close it
	p.strike("g")
	p.key(kb.Escape) // would go back
	p.strike("gg")
	p.quiet("after g", "document.querySelector('#close') !== null")
	if p.site.conversation(t, id).Version != before {
		t.Error("g lets the next key through")
	}
	p.strike("g")
	p.quiet("waiting", "true")
	p.do(chromedp.Evaluate[chromedp.Void]("new Promise((done) => setTimeout(done, 1200))", chromedp.EvalAwaitPromise))
	p.strike("a") // on its own again
	p.untilFocus("#prop-assignedTo")
}
