package browsertest

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// answerElsewhere has a colleague reply to the conversation.
func (s *site) answerElsewhere(t *testing.T) {
	t.Helper()
	storetest.AddMessage(t, s.store, storetest.Actor(t, s.store, s.user(t, ingrid)), s.called(t, refund).ID, desk.KindReply, "It was paid back this morning.")
}

// TestWalkIsStoppedWhereItIsTooLate: two answer at once; the later one sees what
// the other wrote, and sends all the same.
func TestWalkIsStoppedWhereItIsTooLate(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo(w.site.fillIn(w.t, "{refund}"))
		w.write(field("Message"), "It is on its way.")
		w.site.answerElsewhere(w.t)
		w.step("stopped", func() {
			w.press(button("Send reply"))
			w.untilText("Not sent: something new was written meanwhile")
			w.untilText("It was paid back this morning.")
			w.hasValue(field("Message"), "It is on its way.")
			w.focusOnSummary()
		})
		w.count()
		w.step("sent all the same", func() {
			w.press(button("Send anyway"))
			w.untilText("Reply recorded.")
		})
		if !w.byKeyboard() {
			w.atMost(1, 0)
		}
		if last := w.site.lastMessage(w.t, w.site.called(w.t, refund).ID); last.Body != "It is on its way." {
			w.t.Errorf("the newest message is %+v", last)
		}
	})
}

// stoppedSend brings a thread into the state in which a colleague was faster.
func stoppedSend(p *page) {
	mouse{}.write(p, field("Message"), "It is on its way.")
	p.site.answerElsewhere(p.t)
	mouse{}.press(p, button("Send reply"))
	p.untilText("Not sent")
}
