package browsertest

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// A server that has gone away, or fails, leaves what is on the page, and the
// banner tries again.
func TestLostServerKeepsThePage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, says string
		trouble    func(*plug, bool)
		expected   []string
	}{
		{"gone", "Parley cannot be reached", (*plug).pull, []string{"net::ERR", "Failed to fetch"}},
		{"failing", "Something went wrong on our side", (*plug).fail, []string{"answer 500", "status of 500"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := openMarked(t, ana, "{refund}")
			p.expect(c.expected...)
			mouse{}.write(p, field("Message"), "This must not get lost.")
			c.trouble(p.site.plug, true)
			mouse{}.press(p, button("Send reply"))
			p.untilText(c.says)
			p.untilAnnounced(c.says)
			if text := see[string](p, field("Message").js()+".value"); text != "This must not get lost." {
				t.Errorf("of the message there is left %q", text)
			}
			p.checkAccessibility("banner")
			c.trouble(p.site.plug, false)
			mouse{}.press(p, button("Try again"))
			p.until("the reply is in the thread", "[...document.querySelectorAll('.message')].some((m) => m.textContent === 'This must not get lost.')")
			p.untilGone(c.says)
			if got := p.site.lastMessage(t, p.site.called(t, refund).ID).Body; got != "This must not get lost." {
				t.Errorf("the database has %q", got)
			}
			p.stillMarked("trouble")
		})
	}
}

func TestEndedSessionAsksToSignInAndComesBack(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}?status=open")
	if err := p.site.store.SignOutEverywhere(t.Context(), storetest.Actor(t, p.site.store, p.site.user(t, max_))); err != nil {
		t.Fatal(err)
	}
	before := p.site.conversation(t, p.site.called(t, refund).ID)
	mouse{}.choose(p, field("Priority"), "Urgent")
	p.untilHeading("Sign in")
	if next := p.address().Query().Get("next"); next != p.site.fillIn(t, "{refund}?status=open") {
		t.Errorf("afterwards it would lead to %q", next)
	}
	if p.site.conversation(t, before.ID).Version != before.Version {
		t.Error("somebody who is not signed in has changed something")
	}
	mouse{}.write(p, field("Email"), storetest.Email(max_))
	mouse{}.write(p, field("Password"), storetest.Password)
	mouse{}.press(p, button("Sign in"))
	p.untilHeading(refund)
	p.untilQuery("status", "open")
}

// TestTypedTextIsNotLeftByAccident where it would be lost: a message would not,
// since it is kept as a draft.
func TestTypedTextIsNotLeftByAccident(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}/edit")
	mouse{}.write(p, field("Subject"), "Half a thought")
	p.answerDialogs(false)
	mouse{}.press(p, link("Customers").in(".sidebar"))
	p.untilAsked(1)
	if text := see[string](p, field("Subject").js()+".value"); text != "Half a thought" {
		t.Errorf("there is left %q", text)
	}
	p.answerDialogs(true)
	mouse{}.press(p, link("Customers").in(".sidebar"))
	p.untilHeading("Customers")
}

// TestSomebodyElseDeletedIt asks for a thread that has gone meanwhile.
func TestSomebodyElseDeletedIt(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	id := p.site.called(t, refund).ID
	if err := p.site.store.DeleteConversation(t.Context(), storetest.System(), id, desk.ConversationDelete{}); err != nil {
		t.Fatal(err)
	}
	mouse{}.choose(p, field("Priority"), "Urgent")
	p.untilHeading("Nothing here")
	p.untilFocus("h1")
	p.checkAccessibility("deleted meanwhile")
}

// TestEndedSessionLosesNoText sends a reply too late. Who then signs in again has
// what they typed.
func TestEndedSessionLosesNoText(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	mouse{}.write(p, field("Message"), "Written for an hour.")
	if err := p.site.store.SignOutEverywhere(t.Context(), storetest.Actor(t, p.site.store, p.site.user(t, ana))); err != nil {
		t.Fatal(err)
	}
	mouse{}.press(p, button("Send reply"))
	p.untilHeading("Sign in")
	mouse{}.write(p, field("Email"), storetest.Email(ana))
	mouse{}.write(p, field("Password"), storetest.Password)
	mouse{}.press(p, button("Sign in"))
	p.untilHeading(refund)
	p.untilHolds(field("Message"), "Written for an hour.")
}

// untilAsked waits until the page has asked something in a dialog so often.
func (p *page) untilAsked(times int) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); len(p.dialogs()) < times; p.pause() {
		if time.Now().After(deadline) {
			p.t.Fatalf("the page has asked %q only\n%s", p.dialogs(), p.describe())
		}
	}
	p.settled()
}
