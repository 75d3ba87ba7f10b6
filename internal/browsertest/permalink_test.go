package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// A link to a message opens with that message before the reader, however much was said
// since, and has nobody read what it does not show.
func TestPermalinks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	conv := s.called(t, refund)
	say := func(body string) desk.Message {
		return storetest.AddMessage(t, s.store, storetest.System(), conv.ID, desk.KindCustomer, body)
	}
	old := say("This is the one.")
	for i := range desk.MaxTimeline + 20 {
		say(fmt.Sprintf("Word %d.", i))
	}
	p := s.openAs(t, s.user(t, ana), desktop)
	p.answerDialogs(true)
	actor, thread := storetest.Actor(t, s.store, s.user(t, ana)), "/conversations/"+conv.ID.String()
	for i, v := range []view{desktop, phone, desktop.withoutScripts(), phone.withoutScripts()} {
		p.lookWith(v)
		link := thread + "?at=m-" + old.ID.String() + "#m-" + old.ID.String()
		if !v.noScripts {
			link = thread + "?status=open#m-" + old.ID.String() // as they once were
		}
		p.goTo("/notifications")
		p.goTo(link)
		p.untilLinked(old)
		p.checkAccessibility(v.name + ", an old part")
		newest := say(fmt.Sprintf("News %d.", i))
		if !v.noScripts {
			mouse{}.write(p, field("Message"), "Half a reply")
			p.until("it says how much is not shown", fmt.Sprintf("document.querySelector('#later').parentElement.textContent.trim().startsWith('%d later ')", i+1+desk.MaxTimeline/2+20))
		}
		unread, err := s.store.UnreadMessages(t.Context(), actor, []desk.ConversationID{conv.ID})
		if err != nil || unread[conv.ID].First == 0 || unread[conv.ID].First > newest.ID {
			t.Errorf("%s: what is not shown has been read: %v, %v", v.name, unread, err)
		}
		mouse{}.press(p, element("#newest"))
		p.untilText(newest.Body)
		p.until("the old part is gone", "document.querySelector('#m-"+old.ID.String()+"') === null")
		if !v.noScripts {
			p.until("what was typed is kept", "document.querySelector('#body').value.startsWith('Half a reply')")
			p.do(chromedp.Evaluate[chromedp.Void]("window.marked = true"))
		}
		mouse{}.press(p, element("#m-"+newest.ID.String()+" .bubble-when"))
		p.untilLinked(newest)
		p.untilQuery("at", "m-"+newest.ID.String())
		if !v.noScripts {
			p.stillMarked("a link to what is there")
		}
	}
}

// untilLinked waits for a message to be the one that a link has led to: in sight, and
// told from the others.
func (p *page) untilLinked(m desk.Message) {
	p.t.Helper()
	p.until("the message is in sight and marked", `(() => {
		const message = document.querySelector("#m-`+m.ID.String()+`");
		if (!message) return false;
		const { top, bottom } = message.getBoundingClientRect();
		return top >= 0 && bottom <= innerHeight && getComputedStyle(message).outlineStyle === "solid" && document.querySelectorAll(".linked:not(#" + message.id + ")").length === 0;
	})()`)
}
