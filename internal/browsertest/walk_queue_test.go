package browsertest

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestWalkThroughTheQueue signs in, narrows the list down in every way it has,
// and signs out again.
func TestWalkThroughTheQueue(t *testing.T) {
	eachWay(t, "", func(w *walker) {
		w.t.Helper()
		actor := storetest.Actor(w.t, w.site.store, w.site.user(w.t, max_))
		w.signIn()
		w.filter(actor)
		w.sortAndPage(actor)
		w.profileAndOut()
	})
}

// signIn asks for a page, is sent to the form, is refused once and arrives.
func (w *walker) signIn() {
	w.step("asked to sign in", func() {
		w.goTo("/conversations?status=open&limit=25")
		w.untilHeading("Sign in")
	})
	w.step("refused", func() {
		w.write(field("Email"), storetest.Email(max_))
		w.write(field("Password"), "not the password")
		w.press(button("Sign in"))
		w.untilText("is not right")
		w.hasValue(field("Email"), storetest.Email(max_))
		w.focusOnSummary()
	})
	w.step("signed in", func() {
		w.write(field("Password"), storetest.Password)
		w.press(button("Sign in"))
		w.untilHeading("All open")
		w.untilQuery("limit", "25")
	})
}

func (w *walker) filter(actor desk.Actor) {
	filter := desk.ConversationFilter{Sort: desk.DefaultSort, Page: desk.Page{Number: 1, Limit: 25}}
	w.step("by status", func() {
		w.press(link("Pending").in(".segments"))
		w.untilHeading("Pending")
		filter.Statuses = []desk.Status{desk.StatusPending}
		w.showsExactly(actor, filter)
		w.press(link("All").in(".segments"))
		w.untilQuery("status", "")
		filter.Statuses = nil
	})
	w.step("by priority", func() {
		w.openFilters()
		w.press(field("High"))
		if w.view.noScripts {
			w.press(button("Apply"))
		}
		w.untilQuery("priority", "high")
		filter.Priorities = []desk.Priority{desk.PriorityHigh}
		w.showsExactly(actor, filter)
	})
	w.step("by assignee", func() {
		w.openFilters()
		w.choose(field("Assignee"), max_, "Apply")
		w.untilQuery("assignedTo", w.site.user(w.t, max_).ID.String())
		w.untilQuery("priority", "high")
		filter.Assignees = []desk.UserID{w.site.user(w.t, max_).ID}
		w.showsExactly(actor, filter)
	})
	w.step("one filter taken off", func() {
		w.closeFilters()
		w.press(link("Remove filter Priority: High"))
		w.untilQuery("priority", "")
		w.untilQuery("assignedTo", w.site.user(w.t, max_).ID.String())
		filter.Priorities = nil
		w.showsExactly(actor, filter)
	})
	w.step("all filters taken off", func() {
		w.press(link("Clear all"))
		w.untilQuery("assignedTo", "")
		w.untilHeading("All conversations")
	})
}

func (w *walker) sortAndPage(actor desk.Actor) {
	filter := desk.ConversationFilter{Page: desk.Page{Number: 1, Limit: 25}}
	w.step("sorted", func() {
		w.press(button("Sort"))
		w.press(link("Waiting, longest first"))
		w.untilQuery("sort", "-waiting")
		filter.Sort = desk.Sort{Key: desk.SortWaiting, Descending: true}
		w.showsExactly(actor, filter)
	})
	w.step("next page", func() {
		w.press(link("Next").in(".pager"))
		w.untilQuery("page", "2")
		filter.Page.Number = 2
		w.showsExactly(actor, filter)
	})
	w.step("another page size", func() {
		w.press(link("50").in(".pager"))
		w.untilQuery("limit", "")
		w.untilQuery("page", "")
		filter.Page = desk.Page{Number: 1, Limit: 50}
		w.showsExactly(actor, filter)
	})
}

func (w *walker) profileAndOut() {
	w.step("profile", func() {
		w.navigate(max_)
		w.untilHeading("Profile")
		w.write(field("Name"), "Max Weber-Lund")
		w.press(button("Save name"))
		w.untilText("Name saved.")
		if w.site.user(w.t, "Max Weber-Lund").Email != storetest.Email(max_) {
			w.t.Error("the name of somebody else was changed")
		}
	})
	w.step("signed out", func() {
		if w.view.touch {
			w.press(button("Menu"))
		}
		w.press(button("Sign out"))
		w.untilHeading("Sign in")
		w.goTo("/conversations")
		w.untilHeading("Sign in")
	})
}

// hasValue expects a field to hold what was typed.
func (w *walker) hasValue(at target, want string) {
	w.t.Helper()
	if got := see[string](w.page, at.js()+".value"); got != want {
		w.t.Errorf("%s holds %q, want %q", at, got, want)
	}
}

// focusOnSummary expects the list of errors to have the focus, which scripts see
// to.
func (w *walker) focusOnSummary() {
	w.t.Helper()
	w.until("there is an error summary", "document.querySelector('[data-error-summary]') !== null")
	if !w.view.noScripts {
		w.until("it has the focus", "document.activeElement.matches('[data-error-summary]')")
	}
}
