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

// patient gives somebody the longest time to take replies back.
func (s *site) patient(t *testing.T, name string) {
	t.Helper()
	_, err := s.store.UpdatePreferences(t.Context(), storetest.Actor(t, s.store, s.user(t, name)), desk.PreferencesUpdate{HoldSeconds: desk.Value(30)})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWalkOfTwo: two are at one conversation and know of each other. The later of two
// replies is stopped; its writer sees what the other wrote, and sends all the same.
// Then they take it back, and it vanishes from the other's page, too.
func TestWalkOfTwo(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.site.patient(w.t, max_)
		conv := w.site.called(w.t, refund)
		other := w.site.openAs(w.t, w.site.user(w.t, ana), desktop)
		other.goTo(w.site.fillIn(w.t, "{refund}"))
		w.step("both there", func() {
			w.goTo(w.site.fillIn(w.t, "{refund}"))
			if !w.view.noScripts {
				w.untilText("Ana Souza is viewing")
				other.untilText("Max Weber is viewing")
			}
		})
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
			other.untilText("It is on its way.")
		})
		if !w.byKeyboard() {
			w.atMost(1, 0)
		}
		if last := w.site.lastMessage(w.t, conv.ID); last.Body != "It is on its way." || last.HeldUntil == nil {
			w.t.Errorf("the newest message is %+v", last)
		}
		w.count()
		w.step("taken back", func() {
			if w.byKeyboard() {
				w.blur()
				w.strike("z")
			} else {
				w.press(button("Undo"))
			}
			w.untilText("Reply taken back. Its text is in the composer.")
			w.until("its text is in the composer", field("Message").js()+"?.value === 'It is on its way.'")
		})
		w.atMost(1, 1)
		if last := w.site.lastMessage(w.t, conv.ID); last.Body != "It was paid back this morning." {
			w.t.Errorf("the newest message is %+v", last)
		}
		other.untilGone("It is on its way.")
	})
}

// stoppedSend brings a thread into the state in which a colleague was faster.
func stoppedSend(p *page) {
	mouse{}.write(p, field("Message"), "It is on its way.")
	p.site.answerElsewhere(p.t)
	mouse{}.press(p, button("Send reply"))
	p.untilText("Not sent")
}

// heldReply brings a thread into the state in which a reply can be taken back.
func heldReply(p *page) {
	p.site.patient(p.t, max_)
	mouse{}.write(p, field("Message"), "It is on its way.")
	mouse{}.press(p, button("Send reply"))
	p.untilText("Undo send")
}
