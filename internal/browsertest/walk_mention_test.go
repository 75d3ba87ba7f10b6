package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestWalkMentionsAndHandsOver: somebody writes a note that mentions a colleague and
// gives them the conversation, in one submit; the colleague sees that there is
// something, and opens it.
func TestWalkMentionsAndHandsOver(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		conv := w.site.called(w.t, refund)
		colleague := &walker{page: w.site.open(w.t, w.view), hand: w.hand}
		colleague.signInQuietly(w.site.user(w.t, ana))
		colleague.goTo("/customers")
		w.goTo(w.site.fillIn(w.t, "{refund}"))
		w.count()
		if w.view.noScripts {
			w.noteByHand()
		} else {
			w.noteFromTheList()
		}
		w.atMost(3, 4)
		got := w.site.lastMessage(w.t, conv.ID)
		if to := w.site.called(w.t, refund).AssignedTo; got.Body != "Please ask the bank, @Ana Souza" || to == nil || to.Name != ana {
			w.t.Errorf("the note is %q, and it is assigned to %v", got.Body, to)
		}
		colleague.opensWhatSheWasTold(conv)
	})
}

// noteFromTheList types an @ and takes the colleague from what is offered, to have
// the conversation too.
func (w *walker) noteFromTheList() {
	w.t.Helper()
	w.step("written", func() {
		if w.byKeyboard() {
			w.strike("n")
		} else {
			w.press(field("Internal note"))
		}
		w.untilFocus("#body")
		call(w.page, input.InsertText, input.InsertTextParams{Text: "Please ask the bank, @an"})
		w.until("two choices are offered", `document.querySelectorAll("#people [role=option]").length === 2`)
	})
	w.step("chosen", func() {
		if w.byKeyboard() {
			w.key(kb.ArrowDown)
			w.strike("\r")
		} else {
			w.press(element("#person-1"))
		}
		w.until("it is written", `document.getElementById("body").value === "Please ask the bank, @Ana Souza "`)
		w.until("she is chosen", "probe.chosen("+field("Hand over to").js()+") === "+quote(ana))
		w.untilFocus("#body")
	})
	w.step("handed over", func() {
		if w.byKeyboard() {
			w.key(kb.Enter, chromedp.ModifierCtrl)
		} else {
			w.press(button("Add note"))
		}
		w.untilText("Note added. Handed over #")
	})
}

func (w *walker) noteByHand() {
	w.t.Helper()
	w.press(field("Internal note"))
	w.write(field("Message"), "Please ask the bank, @Ana Souza")
	w.step("handed over", func() {
		w.press(button("Add note and hand over"))
		w.untilText("Note added. Handed over #")
	})
}

// opensWhatSheWasTold goes by the count in the frame to the note, which is then read.
func (w *walker) opensWhatSheWasTold(conv desk.Conversation) {
	w.t.Helper()
	frame := ".sidebar"
	if w.view.touch || w.view.width < 900 {
		frame = ".topbar"
	}
	count := func(want string) string {
		return `(() => { const place = document.querySelector("` + frame + ` [data-unread]"); return (place.hidden ? "" : place.firstElementChild.textContent) === ` + quote(want) + `; })()`
	}
	if w.view.noScripts {
		w.goTo("/customers")
	}
	w.step("told", func() { w.until("one is unread", count("1")) })
	w.step("listed", func() {
		w.press(element(frame + ` a[href="/notifications"]`))
		w.untilText("assigned this to you")
	})
	w.step("opened", func() {
		w.press(link("Unread: " + conv.Subject + " #" + conv.ID.String()))
		w.untilPath("/conversations/" + conv.ID.String())
		w.until("her name is marked", `document.querySelector("mark")?.textContent === "@Ana Souza"`)
	})
	if w.view.noScripts {
		w.press(button("Mark as read"))
	}
	w.until("nothing is unread", count(""))
}

// The list closes where it is not wanted, and leaves the keys to the text.
func TestMentionsAreOfferedWhereTheyMean(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	typed := func(text string, offered bool) {
		t.Helper()
		p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("body").value = ""`))
		call(p, input.InsertText, input.InsertTextParams{Text: text})
		p.until("a list is there or not: "+text, map[bool]string{true: "!!", false: "!"}[offered]+`document.getElementById("people")`)
	}
	mouse{}.press(p, field("Message"))
	p.untilFocus("#body")
	typed("@an", false) // in a reply
	mouse{}.press(p, field("Internal note"))
	p.untilFocus("#body")
	for text, offered := range map[string]bool{"@an": true, "joe@an": false, "@nobody": false, "(@souza": true, "a @Ana so": true, "@an\n": false} {
		typed(text, offered)
	}
	typed("@an", true)
	p.key(kb.Escape)
	p.until("the list is closed", `!document.getElementById("people") && document.activeElement.id === "body"`)
	p.untilPath("/conversations/" + p.site.called(t, refund).ID.String())
	typed("@an", true)
	p.key(kb.Tab)
	p.until("it is written", `document.getElementById("body").value === "@Ana Souza "`)
	p.stillMarked("choosing")
}

func offeredPeople(p *page) {
	mouse{}.press(p, field("Internal note"))
	p.untilFocus("#body")
	call(p, input.InsertText, input.InsertTextParams{Text: "Please ask the bank, @a"})
	p.until("people are offered", `document.getElementById("people") !== null`)
}

// toldMuch has the reader be told of several things, and read some of them.
func toldMuch(p *page) {
	for i, name := range []string{max_, ingrid, rui} {
		by := storetest.Actor(p.t, p.site.store, p.site.user(p.t, name))
		storetest.AddMessage(p.t, p.site.store, by, p.site.called(p.t, refund).ID, desk.KindNote, strings.Repeat("Please look at what they say. ", i*4)+"@Ana Souza")
	}
	p.goTo("/notifications")
}

func mentioned(p *page) {
	toldMuch(p)
	p.goTo(p.site.fillIn(p.t, "{refund}"))
}
