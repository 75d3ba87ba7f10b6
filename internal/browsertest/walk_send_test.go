package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestWalkAnswersTheOldest: an agent takes the oldest that nobody has, replies,
// closes it, and lands on the next.
func TestWalkAnswersTheOldest(t *testing.T) {
	eachWay(t, rui, func(w *walker) {
		me := storetest.Actor(w.t, w.site.store, w.site.user(w.t, rui))
		_, err := w.site.store.UpdatePreferences(w.t.Context(), me, desk.PreferencesUpdate{AfterSend: desk.Value(desk.AfterSendNext)})
		if err != nil {
			w.t.Fatal(err)
		}
		w.goTo("/conversations?assignedTo=none&sort=createdAt&status=open")
		conv := w.first()
		second, _ := desk.ParseID[desk.ConversationID](see[[]string](w.page, "probe.rows()")[1])
		w.count()
		w.step("opened", func() {
			if w.byKeyboard() {
				w.strike("jo")
			} else {
				w.press(link(conv.Subject).in("#c-" + conv.ID.String()))
			}
			w.untilPath("/conversations/" + conv.ID.String())
		})
		w.step("written", func() {
			if w.byKeyboard() {
				w.strike("r")
			} else {
				w.press(field("Message"))
			}
			w.untilFocus("#body")
			call(w.page, input.InsertText, input.InsertTextParams{Text: "It is on its way."})
		})
		w.step("sent and closed", func() {
			if w.byKeyboard() {
				w.key(kb.Enter, chromedp.ModifierCtrl, chromedp.ModifierShift)
			} else {
				w.press(button("Send and close"))
			}
			w.untilText("Reply recorded. Closed #" + conv.ID.String())
			w.untilPath("/conversations/" + second.String())
		})
		w.atMost(3, 4)
		got := w.site.conversation(w.t, conv.ID)
		if got.Status != desk.StatusClosed || got.AssignedTo == nil || got.AssignedTo.Name != rui {
			w.t.Errorf("it is %+v", got)
		}
		if last := w.site.lastMessage(w.t, conv.ID); last.Body != "It is on its way." || last.Kind != desk.KindReply {
			w.t.Errorf("the newest message is %+v", last)
		}
	})
}

// TestWalkHandsOver writes a note and gives the conversation to a colleague, in
// one submit.
func TestWalkHandsOver(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo(w.site.fillIn(w.t, "{refund}"))
		w.press(field("Internal note"))
		w.write(field("Message"), "Please ask the bank.")
		w.choose(field("Hand over to"), ana, "")
		w.step("handed over", func() {
			w.press(button("Add note"))
			w.untilText("Note added. Handed over #")
		})
		if to := w.site.called(w.t, refund).AssignedTo; to == nil || to.Name != ana {
			w.t.Errorf("it is assigned to %v", to)
		}
	})
}
