package browsertest

import (
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// atMost fails the test if what was done since the count began took more.
func (w *walker) atMost(clicks, keys int) {
	w.t.Helper()
	if w.byKeyboard() && w.keys > keys {
		w.t.Errorf("it took %d keys, more than %d", w.keys, keys)
	}
	if !w.byKeyboard() && w.clicks > clicks {
		w.t.Errorf("it took %d clicks, more than %d", w.clicks, clicks)
	}
	if w.clicks+w.keys == 0 {
		w.t.Error("nothing was counted")
	}
}

func (w *walker) byKeyboard() bool { _, ok := w.hand.(keyboard); return ok }

// count begins to count at none.
func (w *walker) count() { w.clicks, w.keys = 0, 0 }

// first returns the conversation of the first row, as the database has it.
func (w *walker) first() desk.Conversation {
	w.t.Helper()
	id, _ := desk.ParseID[desk.ConversationID](see[[]string](w.page, "probe.rows()")[0])
	return w.site.conversation(w.t, id)
}

// open opens the values of a property of a row: by the key that stands for them,
// or by pressing the one that is there.
func (w *walker) openValues(key, is, property string, of desk.Conversation) {
	w.t.Helper()
	if w.byKeyboard() {
		w.strike(key)
	} else {
		w.press(link(is + ": change the " + property + " of #" + of.ID.String()))
	}
	w.until("the values are there", element("#quick").js()+" !== null")
}

// take chooses a value: by its digit, or by pressing it.
func (w *walker) take(value string) {
	w.t.Helper()
	if !w.byKeyboard() {
		w.press(button(value).in("#quick"))
		return
	}
	w.until("the values have the focus", "document.activeElement.closest('#quick') !== null")
	w.strike(strconv.Itoa(see[int](w.page, "[...document.querySelectorAll('#quick button')].indexOf("+button(value).in("#quick").js()+") + 1")))
}

// TestWalkTakesARow: an agent assigns a conversation to themselves and sets its
// priority, in the list.
func TestWalkTakesARow(t *testing.T) {
	eachWay(t, rui, func(w *walker) {
		w.goTo("/conversations?assignedTo=me,none&status=open")
		conv := w.first()
		number := "#" + conv.ID.String()
		w.count()
		w.step("assigned", func() {
			if w.byKeyboard() {
				w.strike("ji")
			} else {
				w.openValues("a", "Unassigned", "assignee", conv)
				w.take(rui + " (you)")
			}
			w.untilText("Assigned " + number + " to " + rui)
		})
		w.step("the values of the priority", func() {
			w.openValues("p", name(conv.Priority), "priority", conv)
		})
		w.step("raised", func() {
			w.take("Urgent")
			w.untilText(number + " has priority Urgent now.")
		})
		w.atMost(4, 4)
		if got := w.site.conversation(w.t, conv.ID); got.Priority != desk.PriorityUrgent || got.AssignedTo == nil || got.AssignedTo.Name != rui {
			w.t.Errorf("it is %+v", got)
		}
		if w.byKeyboard() {
			w.until("the row has the focus", "document.activeElement.closest('[data-row]')?.id === 'c-"+conv.ID.String()+"'")
		}
	})
}

// name returns a priority as the list writes it.
func name(p desk.Priority) string {
	return map[desk.Priority]string{"low": "Low", "medium": "Medium", "high": "High", "urgent": "Urgent"}[p]
}

// TestWalkReassignsARow: a manager gives a conversation to somebody else, in the
// list.
func TestWalkReassignsARow(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo("/conversations?assignedTo=" + w.site.user(w.t, max_).ID.String() + "," + w.site.user(w.t, ana).ID.String() + "&inboxId=1&status=open")
		conv := w.first()
		w.count()
		w.step("the people", func() {
			if w.byKeyboard() {
				w.strike("j")
			}
			w.openValues("a", max_, "assignee", conv)
		})
		w.step("reassigned", func() {
			w.take(ana)
			w.untilText("Assigned #" + conv.ID.String() + " to " + ana)
		})
		w.atMost(2, 3)
		if got := w.site.conversation(w.t, conv.ID).AssignedTo; got == nil || got.Name != ana {
			w.t.Errorf("it is assigned to %v", got)
		}
	})
}

// TestWalkSharesAList: somebody filters and sorts, sends the address, and the
// colleague sees the same rows.
func TestWalkSharesAList(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo("/conversations")
		w.count()
		w.step("the filter is open", func() {
			if w.byKeyboard() {
				w.strike("f")
				w.untilFocus("#filter-assignee")
			} else {
				w.openFilters()
			}
		})
		filter := desk.ConversationFilter{
			Unassigned: true, Inboxes: []desk.InboxID{2}, Page: desk.Page{Number: 1, Limit: 50},
			Sort: desk.Sort{Key: desk.SortWaiting, Descending: true},
		}
		w.step("filtered and sorted", func() {
			if w.byKeyboard() {
				w.strike("u")
				w.untilQuery("assignedTo", "none")
				w.key(kb.Tab)
				w.strike("b")
				w.untilQuery("inboxId", "2")
				w.key(kb.Tab)
				w.strike("w")
			} else {
				filter.Unassigned, filter.Inboxes = false, nil
				filter.Statuses, filter.Priorities = []desk.Status{desk.StatusOpen}, []desk.Priority{desk.PriorityHigh}
				w.press(field("Open").in("#filter-form"))
				w.press(field("High").in("#filter-form"))
				w.choose(field("Sort by"), "Waiting, longest first", "Apply")
			}
			w.untilQuery("sort", "-waiting")
		})
		w.atMost(6, 8)
		w.showsExactly(storetest.Actor(w.t, w.site.store, w.site.user(w.t, max_)), filter)
		colleague := walker{page: w.site.openAs(w.t, w.site.user(w.t, ingrid), w.view), hand: w.hand}
		colleague.step("the colleague's", func() { colleague.goTo(w.address().RequestURI()) })
		colleague.showsExactly(storetest.Actor(w.t, w.site.store, w.site.user(w.t, ingrid)), filter)
	})
}

// Keys are typed faster than a server answers: those that follow one that opens
// something are meant for what it opens, and those that follow one that does something
// go on.
func TestKeysBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?assignedTo=none&status=open")
	rows := see[[]string](p, "probe.rows()")
	p.do(chromedp.Evaluate[chromedp.Void](`
		const ask = window.fetch;
		window.answers = [];
		window.fetch = async (...of) => {
			if (window.answers) await new Promise((answer) => window.answers.push(answer));
			return ask(...of);
		};
		window.answer = () => { for (const go of window.answers.splice(0)) go(); window.answers = undefined; }`))
	p.strike("jpu" + kb.Enter)
	p.do(chromedp.Evaluate[chromedp.Void]("answer()"))
	p.untilText("#" + rows[0] + " has priority Urgent now.")
	p.untilFocus("#c-" + rows[0] + " a")
	p.do(chromedp.Evaluate[chromedp.Void]("window.answers = []"))
	p.strike("ij")
	p.untilFocus("#c-" + rows[1] + " a")
	p.do(chromedp.Evaluate[chromedp.Void]("answer()"))
	p.untilText("Assigned #" + rows[0] + " to " + max_)
	p.untilFocus("#c-" + rows[1] + " a")
	p.stillMarked("keys")
}
