package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

const draftSaved = "document.querySelector('#draft-status')?.textContent === 'Draft saved'"

// TestWalkKeepsADraft leaves a message half written and comes back to it.
func TestWalkKeepsADraft(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		id := w.site.called(w.t, refund).ID
		thread := w.site.fillIn(w.t, "{refund}")
		w.goTo(thread)
		w.step("typed", func() {
			w.write(field("Message"), "Half a thought")
			if w.view.noScripts {
				w.press(button("Save draft"))
				w.untilText("Draft saved.")
			} else {
				w.until("it is saved", draftSaved)
			}
		})
		w.step("marked in the list", func() {
			w.goTo("/conversations?limit=25&status=open")
			w.untilText("Draft · #" + id.String())
		})
		w.step("there again", func() {
			w.goTo(thread)
			w.untilHolds(field("Message"), "Half a thought")
		})
		w.step("discarded", func() {
			w.press(button("Discard draft"))
			w.untilText("Draft discarded.")
			w.untilHolds(field("Message"), "")
		})
		if drafts := w.site.drafts(w.t, max_, id); len(drafts) != 0 {
			w.t.Errorf("there are %+v", drafts)
		}
	})
}

func (s *site) drafts(t *testing.T, who string, id desk.ConversationID) []desk.Draft {
	t.Helper()
	drafts, err := s.store.ListDrafts(t.Context(), storetest.Actor(t, s.store, s.user(t, who)), id)
	if err != nil {
		t.Fatal(err)
	}
	return drafts
}

// TestEachKindHasItsDraft: choosing the other kind shows the other text.
func TestEachKindHasItsDraft(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	mouse{}.write(p, field("Message"), "A reply")
	mouse{}.press(p, field("Internal note"))
	p.untilHolds(field("Message"), "")
	mouse{}.write(p, field("Message"), "A note")
	mouse{}.press(p, field("Reply"))
	p.untilHolds(field("Message"), "A reply")
	mouse{}.press(p, link("Customers").in(".sidebar"))
	p.untilHeading("Customers")
	p.goTo(p.site.fillIn(t, "{refund}"))
	p.until("one is there", field("Message").js()+".value.startsWith('A ')")
	mouse{}.press(p, field("Internal note"))
	p.untilHolds(field("Message"), "A note")
	mouse{}.press(p, button("Add note"))
	p.untilText("Note added.")
	p.untilHolds(field("Message"), "A reply")
}

// TestALostServerLosesNoDraft: the browser's copy is there when the page is opened
// anew, and goes to the server then.
func TestALostServerLosesNoDraft(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	p.expect("net::ERR", "Failed to fetch")
	p.site.plug.pull(true)
	mouse{}.write(p, field("Message"), "Typed into a tunnel")
	p.until("the browser has it", "Object.values(localStorage).some((text) => text.includes('Typed into a tunnel'))")
	p.do(chromedp.Navigate("about:blank"))
	p.site.plug.pull(false)
	p.goTo(p.site.fillIn(t, "{refund}"))
	p.untilHolds(field("Message"), "Typed into a tunnel")
	// The page that was left may have brought it there, so that this one has nothing
	// to save.
	p.until("the browser has it no more", "localStorage.length === 0")
	if drafts := p.site.drafts(t, ana, id); len(drafts) != 1 || drafts[0].Body != "Typed into a tunnel" {
		t.Errorf("the server has %+v", drafts)
	}
}

// TestTwoTabsKeepBothTexts until somebody has chosen.
func TestTwoTabsKeepBothTexts(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	actor := storetest.Actor(t, p.site.store, p.site.user(t, ana))
	in := desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value("From the other tab")}
	if _, err := p.site.store.SaveDraft(t.Context(), actor, id, in); err != nil {
		t.Fatal(err)
	}
	mouse{}.write(p, field("Message"), "From this tab")
	p.untilText("This draft was changed elsewhere.")
	p.checkAccessibility("two texts")
	if drafts := p.site.drafts(t, ana, id); len(drafts) != 1 || drafts[0].Body != "From the other tab" {
		t.Errorf("the server has %+v", drafts)
	}
	p.untilHolds(field("Message"), "From this tab")
	mouse{}.press(p, link("Use what is there"))
	p.untilHolds(field("Message"), "From the other tab")
	mouse{}.write(p, field("Message"), "Both")
	p.until("it is saved", draftSaved)
	if drafts := p.site.drafts(t, ana, id); len(drafts) != 1 || drafts[0].Body != "Both" {
		t.Errorf("the server has %+v", drafts)
	}
	in = desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value("Elsewhere again")}
	in.Version = p.site.drafts(t, ana, id)[0].Version
	if _, err := p.site.store.SaveDraft(t.Context(), actor, id, in); err != nil {
		t.Fatal(err)
	}
	mouse{}.press(p, button("Send reply"))
	p.untilText("Reply recorded.")
	p.untilHolds(field("Message"), "Elsewhere again")
}

// untilHolds waits until a field has a text.
func (p *page) untilHolds(at target, text string) {
	p.t.Helper()
	p.until(at.String()+" holds "+quote(text), at.js()+"?.value === "+quote(text))
}

// twoDrafts brings a thread into the state in which another tab has written, too.
func twoDrafts(p *page) {
	actor := storetest.Actor(p.t, p.site.store, p.site.user(p.t, max_))
	in := desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value("Hello Maya,\nit is on its way.")}
	if _, err := p.site.store.SaveDraft(p.t.Context(), actor, p.site.called(p.t, refund).ID, in); err != nil {
		p.t.Fatal(err)
	}
	mouse{}.write(p, field("Message"), "Hello Maya, it is found.")
	p.untilText("This draft was changed elsewhere.")
}
