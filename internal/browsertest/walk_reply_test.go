package browsertest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/store/storetest"
)

const (
	onItsWay = "Dear Maya,\n\nyour refund is on its way."
	listOpen = "document.querySelector('#replies-panel:not([hidden]) [role=option]') !== null"
)

// addReplies adds saved replies for all, the first by name being the one that walks
// insert, and one that has nothing to be filled with.
func (s *site) addReplies(t *testing.T) {
	t.Helper()
	storetest.AddSavedReply(t, s.store, storetest.System(), "A refund is on its way", "Dear {{customer.firstName}},\n\nyour refund is on its way.")
	storetest.AddSavedReply(t, s.store, storetest.System(), "Opening hours", "From nine to five.")
	storetest.AddSavedReply(t, s.store, storetest.System(), "Zip code", "Is {{customer.email}} still right?")
	storetest.AddSavedReply(t, s.store, storetest.Actor(t, s.store, s.user(t, max_)), "My goodbye", "See you, {{agent.firstName}}")
}

// TestWalkLosesNothingWithItsTab: an agent uses a saved reply and an attachment; the
// tab dies; in a new one text and file are back.
func TestWalkLosesNothingWithItsTab(t *testing.T) {
	eachWay(t, rui, func(w *walker) {
		w.site.addReplies(w.t)
		thread := w.site.fillIn(w.t, "{refund}")
		w.goTo(thread)
		w.step("inserted", func() {
			w.insertFirstReply()
			w.untilHolds(field("Message"), onItsWay)
		})
		w.step("attached", func() {
			w.chooseFiles(textFile(w.t, "receipt.txt", "Hello"))
			if w.view.noScripts {
				w.press(button("Save draft"))
				w.untilText("Draft saved.")
			}
			w.attached(1)
		})
		if !w.view.noScripts {
			w.until("it is kept", "JSON.stringify(localStorage).includes('on its way') || "+draftSaved)
		}
		w.page = w.dies()
		w.step("back in a new tab", func() {
			w.goTo(thread)
			w.untilHolds(field("Message"), onItsWay)
			w.attached(1)
		})
		w.step("sent", func() {
			w.press(button("Send reply"))
			w.untilText("Reply recorded.")
		})
		last := w.site.lastMessage(w.t, w.site.called(w.t, refund).ID)
		if last.Body != onItsWay || len(last.Attachments) != 1 || last.Attachments[0].Name != "receipt.txt" {
			w.t.Errorf("sent: %+v", last)
		}
	})
}

// insertFirstReply uses the first of the saved replies, in as few steps as there are.
func (w *walker) insertFirstReply() {
	w.t.Helper()
	switch {
	case w.view.noScripts:
		w.count()
		w.choose(field("Saved reply"), "A refund is on its way", "Insert")
	case w.byKeyboard():
		w.strike("r")
		w.untilFocus("#body")
		w.count()
		w.key("/")
		w.until("the list is open", listOpen)
		w.checkAccessibility("the list at the caret")
		w.strike(kb.Enter)
	default:
		w.count()
		w.press(button("Saved replies"))
		w.until("the list is open", listOpen)
		w.checkAccessibility("the list")
		w.press(element("#reply-0"))
		w.untilFocus("#body")
	}
	w.atMost(3, 2)
}

// dies has the tab crash, and returns a new one of the same browser.
func (p *page) dies() *page {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	next := &page{t: p.t, ctx: ctx, cancel: cancel, site: p.site, watcher: &watcher{host: p.site.host(), running: map[network.RequestID]loading{}}}
	next.watch()
	next.lookWith(p.view)
	p.t.Cleanup(next.close)
	crashing, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	if _, err := chromedp.Call(crashing, pages.Crash, cdp.Empty{}); err == nil {
		p.t.Fatal("the tab has not crashed")
	}
	return next
}

// TestSlashInsertsSavedReplies: what opens the list, what does not, and that what is
// inserted can be taken back.
func TestSlashInsertsSavedReplies(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	p.site.addReplies(t)
	body := field("Message")
	shut := "!" + "(" + listOpen + ")"
	mouse{}.press(p, body)
	p.untilFocus("#body")
	p.strike("https://a/b and/or /")
	p.quiet("within a line", shut)
	p.key(kb.Enter)
	call(p, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "/", SelectionStart: 1, SelectionEnd: 1})
	p.quiet("while composing", shut)
	call(p, input.ImeSetComposition, input.ImeSetCompositionParams{})
	p.strike("/")
	p.until("the list is open", listOpen)
	p.key(kb.Escape)
	p.quiet("after Escape", shut)
	p.strike("etc")
	p.quiet("after Escape and more", shut)
	p.untilHolds(body, "https://a/b and/or /\n/etc")

	// Filtered while typing, chosen by arrows and Tab, taken back by Ctrl+Z.
	p.replaceText("")
	p.strike("/o")
	p.until("the list is filtered", "document.querySelectorAll('#replies [role=option]').length >= 1 && document.querySelector('#reply-0').textContent.startsWith('Opening')")
	p.strike("pening")
	p.until("one is left", "document.querySelectorAll('#replies [role=option]').length === 1")
	for range 7 {
		p.key(kb.Backspace)
	}
	p.until("all are back", "document.querySelectorAll('#replies [role=option]').length === 4")
	p.key(kb.ArrowUp)
	p.until("the last is marked", "document.querySelector('#reply-3[aria-selected=true]')?.id === "+body.js()+".getAttribute('aria-activedescendant')")
	p.key(kb.Tab)
	p.untilHolds(body, "Is "+p.site.called(t, refund).Customer.Email+" still right?")
	p.key("z", chromedp.ModifierCtrl)
	p.untilHolds(body, "/")
	p.replaceText("{{customer.email}} {{nobody.knows}}")
	p.untilText("Not filled in yet: {{customer.email}}")
	p.checkAccessibility("not filled in")
	p.key(kb.Enter, chromedp.ModifierCtrl)
	p.untilText("Not sent: something is not filled in yet")
	p.checkAccessibility("stopped")
	mouse{}.press(p, button("Send anyway"))
	p.untilText("Reply recorded.")
}
