package browsertest

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestWalkThroughAThread opens a conversation from the queue and does to it all
// that can be done.
func TestWalkThroughAThread(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		id := w.site.called(w.t, refund).ID
		w.step("queue", func() {
			w.goTo("/conversations?limit=25&status=open")
			w.press(link(refund))
			w.untilHeading(refund)
			w.untilQuery("status", "open")
		})
		w.speak(id)
		w.changeProperties(id)
		w.editSubject(id)
		w.resolveConflicts(id)
		w.moveThroughQueue(id)
		w.deleteThread(id)
	})
}

func (w *walker) speak(id desk.ConversationID) {
	say := func(kind desk.MessageKind, radio, text, send string) {
		w.step(radio, func() {
			if radio != "" {
				w.press(field(radio).in(".composer"))
			}
			w.write(field("Message"), text)
			w.press(button(send))
			w.untilText(text)
			w.untilQuery("status", "open")
			w.hasValue(field("Message"), "")
			last := w.site.lastMessage(w.t, id)
			if last.Kind != kind || last.Body != text {
				w.t.Errorf("the newest message is %s %q", last.Kind, last.Body)
			}
		})
	}
	say(desk.KindReply, "Reply", "The reference is RF-8812.", "Send reply")
	say(desk.KindNote, "Internal note", "Ask the bank on Monday.", "Add note")
	say(desk.KindCustomer, "Log customer message", "ありがとう！ It has arrived.", "Log message")
}

func (w *walker) changeProperties(id desk.ConversationID) {
	w.step("assigned", func() {
		w.choose(field("Assignee"), ana, "Save Assignee")
		w.untilText("Assigned #" + id.String() + " to " + ana)
		if to := w.site.conversation(w.t, id).AssignedTo; to == nil || to.Name != ana {
			w.t.Errorf("it is assigned to %v", to)
		}
	})
	w.step("made urgent", func() {
		w.choose(field("Priority"), "Urgent", "Save Priority")
		w.untilText("has priority Urgent now")
		if got := w.site.conversation(w.t, id).Priority; got != desk.PriorityUrgent {
			w.t.Errorf("its priority is %s", got)
		}
	})
	w.step("closed", func() {
		w.press(button("Close").in(".thread-head"))
		w.until("it can be reopened", button("Reopen").js()+" !== null")
		if got := w.site.conversation(w.t, id).Status; got != desk.StatusClosed {
			w.t.Errorf("it is %s", got)
		}
	})
	w.step("opened again", func() {
		w.press(button("Reopen"))
		w.until("it can be closed", button("Close").in(".thread-head").js()+" !== null")
		if got := w.site.conversation(w.t, id).Status; got != desk.StatusOpen {
			w.t.Errorf("it is %s", got)
		}
	})
}

func (w *walker) editSubject(id desk.ConversationID) {
	w.step("edit form", func() {
		w.more("Edit")
		w.untilHeading("Edit #" + id.String())
	})
	w.step("subject refused", func() {
		w.write(field("Subject"), "  ")
		w.press(button("Save"))
		w.untilText("There is a problem")
		w.focusOnSummary()
	})
	w.step("subject changed", func() {
		w.write(field("Subject"), "Refund 8812: found")
		w.press(button("Save"))
		w.untilHeading("Refund 8812: found")
		w.untilQuery("status", "open")
		if got := w.site.conversation(w.t, id).Subject; got != "Refund 8812: found" {
			w.t.Errorf("its subject is %q", got)
		}
	})
}

// resolveConflicts meets somebody who is faster, in the form and in a property.
func (w *walker) resolveConflicts(id desk.ConversationID) {
	w.step("subject in conflict", func() {
		w.more("Edit")
		w.untilHeading("Edit #" + id.String())
		w.site.change(w.t, ingrid, id, desk.ConversationProperties{Subject: desk.Value("Refund 8812: with the bank")})
		w.write(field("Subject"), "Refund 8812: paid")
		w.press(button("Save"))
		w.untilText("was changed in the meantime")
		w.untilText("Refund 8812: paid")
		w.untilText("Refund 8812: with the bank")
		w.focusOnSummary()
		if got := w.site.conversation(w.t, id).Subject; got != "Refund 8812: with the bank" {
			w.t.Errorf("its subject is %q", got)
		}
	})
	w.step("subject settled", func() {
		w.press(field("Yours: Refund 8812: paid"))
		w.press(button("Save"))
		w.untilHeading("Refund 8812: paid")
		if got := w.site.conversation(w.t, id).Subject; got != "Refund 8812: paid" {
			w.t.Errorf("its subject is %q", got)
		}
	})
	w.step("priority in conflict", func() {
		w.lookAway() // or the page would show it before
		w.site.change(w.t, ingrid, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityHigh)})
		w.choose(field("Priority"), "Low", "Save Priority")
		w.untilText(ingrid + " set it to High, you chose Low")
		w.lookBack()
		w.focusOnSummary()
		if got := w.site.conversation(w.t, id).Priority; got != desk.PriorityHigh {
			w.t.Errorf("its priority is %s", got)
		}
	})
	w.step("priority settled", func() {
		w.press(button("Set to Low"))
		w.untilGone("was changed in the meantime")
		if got := w.site.conversation(w.t, id).Priority; got != desk.PriorityLow {
			w.t.Errorf("its priority is %s", got)
		}
	})
}

// moveThroughQueue goes on, back and up, all within the queue it came from.
func (w *walker) moveThroughQueue(id desk.ConversationID) {
	actor := storetest.Actor(w.t, w.site.store, w.site.user(w.t, max_))
	filter := desk.ConversationFilter{
		Statuses: []desk.Status{desk.StatusOpen}, Sort: desk.DefaultSort, Page: desk.Page{Number: 1, Limit: 25},
	}
	list, err := w.site.store.ListConversations(w.t.Context(), actor, filter)
	if err != nil {
		w.t.Fatal(err)
	}
	w.step("next and previous", func() {
		w.press(link("Next conversation"))
		w.untilHeading(list.Items[1].Subject)
		w.untilQuery("limit", "25")
		w.press(link("Previous conversation"))
		w.untilHeading("Refund 8812: paid #" + id.String())
	})
	w.step("back to the queue", func() {
		w.press(link("Back to All open"))
		w.untilHeading("All open")
		w.untilQuery("limit", "25")
		w.showsExactly(actor, filter)
	})
}

func (w *walker) deleteThread(id desk.ConversationID) {
	w.step("asked before deleting", func() {
		if w.view.noScripts { // Nobody has told that the thread was seen.
			w.press(link("Unread: Refund 8812: paid"))
		} else {
			w.press(link("Refund 8812: paid"))
		}
		w.untilHeading("Refund 8812: paid")
		w.more("Delete")
		w.untilHeading("Delete #" + id.String() + "?")
	})
	w.step("deleted", func() {
		w.press(button("Delete #" + id.String()))
		w.untilHeading("All open")
		w.untilText("Deleted #" + id.String())
		_, err := w.site.store.GetConversation(w.t.Context(), storetest.System(), id)
		if !desk.Is(err, desk.CodeNotFound) {
			w.t.Errorf("it is still there: %v", err)
		}
	})
}
