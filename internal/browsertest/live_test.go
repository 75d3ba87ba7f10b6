package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// says adds a message to a conversation as somebody else would, meanwhile.
func (s *site) says(t *testing.T, by string, id desk.ConversationID, body string) {
	t.Helper()
	storetest.AddMessage(t, s.store, storetest.Actor(t, s.store, s.user(t, by)), id, desk.KindReply, body)
}

// follows has somebody follow a conversation, or no longer.
func (s *site) follows(t *testing.T, who string, id desk.ConversationID, follows bool) {
	t.Helper()
	user := s.user(t, who)
	if err := s.store.SetFollower(t.Context(), storetest.Actor(t, s.store, user), id, user.ID, follows); err != nil {
		t.Fatal(err)
	}
}

// lookAway puts the tab out of sight, where it does not follow what happens.
func (p *page) lookAway() {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`))
}

// lookBack puts it in sight again.
func (p *page) lookBack() {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))`))
}

// A thread takes in what others do, and leaves the reader's text, focus, selection
// and place alone.
func TestThreadFollows(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	mouse{}.write(p, field("Message"), "Half a thought")
	p.do(chromedp.Evaluate[chromedp.Void](`const area = document.querySelector('#body'); area.setSelectionRange(2, 6)`))
	p.site.says(t, max_, id, "I have it.")
	p.until("the reply is there", `[...document.querySelectorAll('.message')].some((m) => m.textContent === 'I have it.')`)
	p.untilAnnounced("New message from Max Weber.")
	p.site.change(t, max_, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	p.until("the priority is shown", field("Priority").js()+".value === 'urgent'")
	p.site.follows(t, max_, id, true)
	p.untilText("Followers Max Weber")
	p.site.follows(t, max_, id, false)
	p.untilText("Followers Nobody")
	if got := see[string](p, `(({ id, value, selectionStart, selectionEnd }) => [id, value, selectionStart, selectionEnd].join())(document.activeElement)`); got != "body,Half a thought,2,6" {
		t.Errorf("of what was typed and selected there is %q", got)
	}
	p.stillMarked("live")
	p.checkAccessibility("a thread that follows")
}

// Who reads further up stays there, and is offered to go to what has come.
func TestThreadDoesNotScrollAway(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	for range 10 {
		p.site.says(t, max_, id, "One\nafter\nthe\nother")
	}
	p.site.says(t, max_, id, "The eleventh")
	p.untilText("The eleventh")
	p.do(chromedp.Evaluate[chromedp.Void](`scrollTo(0, document.body.scrollHeight)`))
	p.until("nothing is offered at the end", `!document.querySelector('[data-jump]').checkVisibility()`)
	p.do(chromedp.Evaluate[chromedp.Void](`scrollTo(0, 50)`))
	p.until("nothing is offered", `scrollY === 50 && !document.querySelector('[data-jump]').checkVisibility()`)
	p.site.says(t, max_, id, "The newest")
	p.untilText("The newest")
	p.until("it is offered", `document.querySelector('[data-jump]').checkVisibility()`)
	if at := see[float64](p, "scrollY"); at != 50 {
		t.Errorf("the page has gone to %.0f", at)
	}
	newest := p.site.lastMessage(t, id).ID.String()
	if seen := see[string](p, `document.querySelector('#seen').value`); seen == newest {
		t.Error("the composer says that its writer has seen what is out of sight")
	}
	mouse{}.press(p, button("Jump to newest"))
	p.until("the newest is in sight", `probe.heading() && document.activeElement.textContent.includes('The newest')`)
	p.until("nothing is offered", `!document.querySelector('[data-jump]').checkVisibility()`)
	p.until("it is seen", `document.querySelector('#seen').value === '`+newest+`'`)
}

// A list changes its rows and counts in place; what is new waits to be shown. Chance
// decides when it asks, so that many tabs do not ask together; here it never waits.
func TestListFollows(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?status=open")
	conv := p.site.called(t, refund)
	rows := see[[]string](p, "probe.rows()")
	p.do(chromedp.Evaluate[chromedp.Void](`window.drawn = 0; Math.random = () => { window.drawn++; return 0 }`))
	p.site.change(t, ana, conv.ID, desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	p.until("the row says so", `document.querySelector('#c-`+conv.ID.String()+` .col-priority').textContent.includes('Urgent')`)
	if see[int](p, "drawn") == 0 {
		t.Error("it asked when every other tab did")
	}
	for range 3 {
		storetest.AddConversation(t, p.site.store, "Brand new", conv.Customer.ID, conv.InboxID)
	}
	p.untilText("3 new conversations — Show")
	p.untilAnnounced("3 new conversations.")
	if got := see[[]string](p, "probe.rows()"); len(got) != len(rows) {
		t.Errorf("there are %d rows, and were %d", len(got), len(rows))
	}
	p.checkAccessibility("a list that follows")
	mouse{}.press(p, link("3 new conversations — Show"))
	p.until("they are shown", `document.querySelector('[data-row]').textContent.includes('Brand new')`)
	p.untilGone("Show")
	p.untilFocus("h1")
	p.stillMarked("live")
}

// Two people see that the other is there, and what they do.
func TestPresenceIsSeen(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	list := p.site.openAs(t, p.site.user(t, ingrid), desktop)
	list.goTo("/conversations")
	other := p.site.openAs(t, p.site.user(t, max_), desktop)
	other.goTo(p.site.fillIn(t, "{refund}"))
	p.untilText("Max Weber is viewing")
	p.untilAnnounced("Max Weber is viewing.")
	other.untilText("Ana Souza is viewing")
	list.untilText("Ana Souza is viewing, Max Weber is viewing")
	mouse{}.write(other, field("Message"), "I will answer.")
	p.untilText("Max Weber is replying")
	list.untilText("Max Weber is replying")
	p.checkAccessibility("presence in a thread")
	list.checkAccessibility("presence in a list")
	other.answerDialogs(true)
	other.goTo("/customers")
	p.until("nobody else is there", `!document.querySelector('[data-present]').checkVisibility()`)
	list.until("only Ana is there", `[...document.querySelectorAll('.present')].every((mark) => mark.textContent === 'Ana Souza is viewing')`)
}

// A stream that is lost goes on from where it was.
func TestLostStreamMissesNothing(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	p.expect("net::ERR", "Failed to fetch")
	id := p.site.called(t, refund).ID
	p.site.says(t, max_, id, "Before")
	p.until("it is there", `[...document.querySelectorAll('.message')].some((m) => m.textContent === 'Before')`)
	p.lookAway()
	p.site.says(t, max_, id, "Meanwhile")
	p.lookBack()
	p.until("it is there too", `[...document.querySelectorAll('.message')].some((m) => m.textContent === 'Meanwhile')`)
}
