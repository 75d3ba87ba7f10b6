package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
)

// openMarked opens a page and marks its window, so that a page that was loaded
// anew can be told from one that was changed in place.
func openMarked(t *testing.T, user, path string) *page {
	t.Helper()
	s := newSite(t)
	p := s.openAs(t, s.user(t, user), desktop)
	p.goTo(s.fillIn(t, path))
	p.do(chromedp.Evaluate[chromedp.Void]("window.marked = true"))
	return p
}

// stillMarked expects that no page was loaded since openMarked.
func (p *page) stillMarked(after string) {
	p.t.Helper()
	if !see[bool](p, "window.marked === true") {
		p.t.Errorf("%s: the whole page was loaded anew", after)
	}
}

func (p *page) untilFocus(css string) {
	p.t.Helper()
	p.until("the focus is on "+css, "document.activeElement.matches("+quote(css)+")")
}

func (p *page) untilTitle(part string) {
	p.t.Helper()
	p.until("the title has "+part, "document.title.includes("+quote(part)+")")
}

// untilAnnounced waits until the live region says something.
func (p *page) untilAnnounced(part string) {
	p.t.Helper()
	p.until("it is announced: "+part, "document.getElementById('live').textContent.includes("+quote(part)+")")
}

func TestPagingSwapsTheListAlone(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25")
	if n := see[int](p, "document.querySelectorAll('[aria-live], [role=status], [role=alert]').length"); n != 1 {
		t.Errorf("there are %d live regions", n)
	}
	if see[bool](p, "document.getElementById('main').contains(document.getElementById('live'))") {
		t.Error("the live region is inside what is swapped")
	}
	mouse{}.press(p, link("Next").in(".pager"))
	p.untilQuery("page", "2")
	p.untilTitle("page 2 of 3")
	p.untilFocus("h1")
	p.untilAnnounced("70 conversations, page 2 of 3")
	mouse{}.press(p, link("Page 3").in(".pager"))
	p.untilAnnounced("page 3 of 3")
	p.stillMarked("paging")
}

func TestNavigationMovesFocusAndTitle(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25&sort=-waiting")
	rows := see[[]string](p, "probe.rows()")
	before := p.address()
	mouse{}.press(p, link("").in("#c-"+rows[4]))
	p.until("the thread is open", "location.pathname === '/conversations/"+rows[4]+"'")
	p.untilFocus("h1")
	p.untilTitle("#" + rows[4])
	p.untilAnnounced("Conversation #" + rows[4])
	if see[float64](p, "scrollY") != 0 {
		t.Error("the thread does not begin at its top")
	}
	p.back()
	p.until("the list is back", "document.querySelector('#c-"+rows[0]+"') !== null")
	p.settled()
	if now := p.address(); now.String() != before.String() {
		t.Errorf("Back leads to %s, not to %s", now, before)
	}
	if now := see[[]string](p, "probe.rows()"); strings.Join(now, " ") != strings.Join(rows, " ") {
		t.Errorf("Back shows %v, not %v", now, rows)
	}
	p.untilTitle("All conversations (70), page 1 of 3")
	p.stillMarked("Back")
	mouse{}.press(p, link("Customers").in(".sidebar"))
	p.untilHeading("Customers")
	p.untilFocus("h1")
	p.until("the navigation follows", "document.querySelector('.sidebar [aria-current=page]').textContent.includes('Customers')")
	p.stillMarked("navigation")
}

// back presses the browser's Back.
func (p *page) back() {
	p.t.Helper()
	history := call(p, pages.GetNavigationHistory, cdp.Empty{})
	call(p, pages.NavigateToHistoryEntry, pages.NavigateToHistoryEntryParams{EntryID: history.Entries[history.CurrentIndex-1].ID})
}

func TestPropertyChangesLeaveTheRestAlone(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}?status=open")
	id := p.site.called(t, refund).ID
	mouse{}.press(p, field("Internal note").in(".composer"))
	mouse{}.write(p, field("Message"), "Half a thought, wr")
	keyboard{}.choose(p, field("Priority"), "Urgent")
	p.untilAnnounced("#" + id.String() + " has priority Urgent now.")
	p.settled()
	p.untilFocus("#prop-priority")
	if text := see[string](p, field("Message").js()+".value"); text != "Half a thought, wr" {
		t.Errorf("of the message there is left %q", text)
	}
	if !see[bool](p, field("Internal note").in(".composer").js()+".checked") {
		t.Error("the note has become another kind of message")
	}
	mouse{}.press(p, button("Close").in(".thread-head"))
	p.untilAnnounced("Closed #" + id.String())
	p.untilFocus("#close")
	if text := see[string](p, field("Message").js()+".value"); text != "Half a thought, wr" {
		t.Errorf("after closing there is left %q", text)
	}
	p.stillMarked("properties")
}

// TestWhatIsChosenIsWhatIsSaved goes through the options of selects with the
// arrows, faster than the server answers. Whatever answers arrive between two
// keys, the arrows end where they were meant to, what shows in the end is what
// holds, and nobody is in conflict with themselves.
func TestWhatIsChosenIsWhatIsSaved(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	id := p.site.called(t, refund).ID
	p.site.change(t, ingrid, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityLow)})
	p.goTo(p.site.fillIn(t, "{refund}"))
	p.focusOn(field("Priority"))
	for range 3 {
		p.key(kb.ArrowDown)
	}
	p.untilAnnounced("has priority Urgent")
	p.settled()
	got, shown := p.site.conversation(t, id).Priority, see[string](p, field("Priority").js()+".value")
	if shown != "urgent" || got != desk.PriorityUrgent {
		t.Errorf("the priority is %s, and %s is shown", got, shown)
	}
	if see[bool](p, `Boolean(document.getElementById("conflict"))`) {
		t.Error("there is a conflict with oneself")
	}

	p.goTo("/conversations?limit=25")
	mouse{}.press(p, button("Filter"))
	p.focusOn(field("Assignee"))
	for range 5 {
		p.key(kb.ArrowDown)
	}
	asked := see[string](p, field("Assignee").js()+".options[5].value")
	p.until("the list is filtered", `new URL(location.href).searchParams.get("assignedTo") === `+quote(asked))
	p.settled()
	if chosen := see[string](p, field("Assignee").js()+".value"); chosen != asked {
		t.Errorf("chosen is %s, and the list is of %s", chosen, asked)
	}
}

func TestSendingEmptiesTheComposer(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	for i, send := range []func(){
		func() { mouse{}.press(p, button("Send reply")) },
		func() { p.key(kb.Enter, chromedp.ModifierCtrl) },
	} {
		text := fmt.Sprintf("Reply number %d.", i+1)
		mouse{}.write(p, field("Message"), text)
		send()
		p.until("the reply is in the thread", "[...document.querySelectorAll('.message')].some((m) => m.textContent === "+quote(text)+")")
		p.settled()
		if at := see[bool](p, "document.activeElement.matches('#send, .thread-list > li:last-child article')"); !at {
			t.Error("the focus is not where keys go on from")
		}
		if left := see[string](p, field("Message").js()+".value"); left != "" {
			t.Errorf("the composer still holds %q", left)
		}
		p.untilAnnounced("Reply recorded.")
		if got := p.site.lastMessage(t, id).Body; got != text {
			t.Errorf("the database has %q", got)
		}
	}
	p.stillMarked("sending")
}

func TestErrorsTakeTheFocus(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}?status=open")
	mouse{}.press(p, button("Send reply"))
	p.untilFocus("[data-error-summary]")
	mouse{}.press(p, link("Message must not be empty").in("[data-error-summary]"))
	p.untilFocus("#body")
	if at := p.address(); strings.HasSuffix(at.Path, "/messages") {
		t.Errorf("the address is that of the action: %s", at)
	}

	p.goTo("/conversations/new")
	p.do(chromedp.Evaluate[chromedp.Void]("window.marked = true"))
	mouse{}.press(p, button("Create conversation"))
	p.untilFocus("[data-error-summary]")
	p.untilTitle("Error: New conversation")
	p.stillMarked("refused form")
}

func TestFiltersKeepTheFocus(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25")
	mouse{}.press(p, button("Filter"))
	if p.has(button("Apply")) {
		t.Error("the button for those without scripts is there")
	}
	keyboard{}.press(p, field("Urgent"))
	p.untilQuery("priority", "urgent")
	p.untilFocus("#priority-urgent")
	p.untilAnnounced("conversation")
	keyboard{}.press(p, field("Low"))
	p.untilQuery("priority", "low,urgent")
	p.untilFocus("#priority-low")
	keyboard{}.press(p, link("Remove filter Priority: Low"))
	p.untilQuery("priority", "urgent")
	p.until("the focus is somewhere", "document.activeElement !== document.body")
	p.stillMarked("filters")
}

func TestMenusCloseAsMenusDo(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	open := "document.querySelector('#more').open"
	keyboard{}.press(p, button("More actions"))
	p.until("the menu is open", open)
	p.key(kb.Tab)
	p.key(kb.Escape)
	p.until("Escape closes it", "!"+open)
	p.untilFocus("#more > summary")
	mouse{}.press(p, button("More actions"))
	p.until("the menu is open", open)
	mouse{}.press(p, field("Message"))
	p.until("a click elsewhere closes it", "!"+open)
}
