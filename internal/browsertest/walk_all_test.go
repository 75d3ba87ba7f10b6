package browsertest

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// crowd adds conversations, all of them open, to what is there, and returns how many
// are open then: more than are changed while somebody waits for the answer.
func (s *site) crowd(t *testing.T) int {
	t.Helper()
	of := s.called(t, refund)
	for range desk.BulkChunk {
		storetest.AddConversation(t, s.store, "Where is my parcel?", of.Customer.ID, of.InboxID)
	}
	return s.conversations(t, desk.ConversationFilter{Statuses: []desk.Status{desk.StatusOpen}}).Total
}

func (s *site) runJobs(t *testing.T) {
	t.Helper()
	if _, err := s.store.RunBulkJobs(t.Context(), storetest.System()); err != nil {
		t.Fatal(err)
	}
}

// assigned returns how many conversations a user has.
func (s *site) assigned(t *testing.T, user string) int {
	t.Helper()
	return s.conversations(t, desk.ConversationFilter{Assignees: []desk.UserID{s.user(t, user).ID}}).Total
}

// TestWalkChangesAllMatching reassigns everything that a filter selects, sees how far
// it is, and takes it back.
func TestWalkChangesAllMatching(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		open, before := w.site.crowd(w.t), w.site.assigned(w.t, ingrid)
		question := fmt.Sprintf("Change %d conversations", open)
		w.goTo("/conversations?limit=25&status=open")
		w.count()
		w.step("asked", func() {
			if w.byKeyboard() {
				w.strike("**")
			} else {
				w.press(link(fmt.Sprintf("Change all %d matching…", open)))
			}
			w.until("the question is asked", button(question).js()+" !== null")
			w.untilText("Status: Open")
		})
		w.step("under way", func() {
			if w.byKeyboard() {
				w.strike("a")
				w.untilFocus("#bulk-assignedTo")
				w.typeChoice(field("Assignee"), ingrid)
				w.key(kb.Enter, chromedp.ModifierCtrl)
			} else {
				w.choose(field("Assignee"), ingrid, "")
				w.press(button(question))
			}
			w.untilText(fmt.Sprintf("Changing %d conversations", open))
			w.atMost(5, 6)
		})
		w.step("done", func() {
			w.site.runJobs(w.t)
			if w.view.noScripts {
				w.press(link("Look again"))
			}
			w.untilText("were changed.")
			w.untilText("Assignee: " + ingrid)
		})
		if got := w.site.assigned(w.t, ingrid); got < open {
			w.t.Errorf("%d are assigned, want %d", got, open)
		}
		w.step("undone", func() {
			w.press(button("Undo"))
			w.untilText("Undoing the change")
			w.site.runJobs(w.t)
			if w.view.noScripts {
				w.press(link("Look again"))
			}
			w.untilText("are as they were before.")
		})
		if got := w.site.assigned(w.t, ingrid); got != before {
			w.t.Errorf("%d are assigned, want %d as before", got, before)
		}
	})
}

// askedForAll shows the question, refused as nothing is chosen.
func askedForAll(p *page) {
	mouse{}.press(p, element("#bulk-all"))
	p.untilText("There is a problem")
}

// jobUnderWay shows a job that nobody does.
func jobUnderWay(p *page) {
	total := p.site.crowd(p.t)
	p.goTo("/bulk-jobs/" + p.site.job(p, total, "status=open").ID.String())
	p.untilText("are done.")
}

// jobWithFailures shows a job that could not be done for some.
func jobWithFailures(p *page) {
	total := p.site.conversations(p.t, desk.ConversationFilter{}).Total
	p.goTo("/bulk-jobs/" + p.site.job(p, total, "").ID.String())
	p.untilText("Not changed")
}

// job assigns what matches to Rui, who is in one inbox alone.
func (s *site) job(p *page, expected int, filter string) desk.BulkJob {
	p.t.Helper()
	query, err := url.ParseQuery(filter)
	if err != nil {
		p.t.Fatal(err)
	}
	in := desk.BulkJobCreate{Filter: desk.Value(query), Expected: desk.Value(int64(expected))}
	in.AssignedTo = desk.Value(s.user(p.t, rui).ID)
	job, err := s.store.StartBulkJob(p.t.Context(), storetest.Actor(p.t, s.store, s.user(p.t, max_)), in)
	if err != nil {
		p.t.Fatal(err)
	}
	return job
}
