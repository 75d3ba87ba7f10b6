package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

const thought = "It was paid back on Monday."

// moment is when something dies while somebody writes, and what they find afterwards
// in a new tab.
type moment struct {
	name  string
	dies  func(*mortal)
	sent  bool   // nothing is left to send
	left  string // of the text, where it is not all of it
	files int    // that the message has in the end
}

// write types the whole text.
func (m *mortal) write() { mouse{}.write(m.tab, field("Message"), thought) }

// send writes and presses the button, and waits until that has come as far as it does.
func (m *mortal) send(to fate) {
	m.wire.befall("/messages", to)
	m.write()
	mouse{}.press(m.tab, button("Send reply"))
	m.await("/messages")
}

// copied waits until the browser has a copy of the text.
func (m *mortal) copied(text string) {
	m.tab.until("the browser has a copy", "Object.values(localStorage).some((kept) => kept.includes("+quote(text)+"))")
}

func moments() []moment {
	return []moment{
		{name: "the tab, while it is typed into", left: "It was", dies: func(m *mortal) {
			m.wire.befall("/drafts", lost)
			mouse{}.write(m.tab, field("Message"), "It was")
			m.copied("It was")
			m.tab.do(chromedp.Evaluate[chromedp.Void]("document.execCommand('insertText', false, ' paid')"))
			m.crash()
		}},
		{name: "the tab, before the text is saved", dies: func(m *mortal) {
			m.wire.befall("/drafts", lost)
			m.write()
			m.copied(thought)
			m.crash()
		}},
		{name: "the tab, while the text is being saved", dies: func(m *mortal) {
			m.wire.befall("/drafts", held)
			m.write()
			m.await("/drafts")
			m.crash()
		}},
		{name: "the server, once the text is saved, and the tab", dies: func(m *mortal) {
			m.write()
			m.tab.until("it is saved", draftSaved)
			m.kill()
			m.crash()
			m.restart()
		}},
		{name: "the tab, closed while it is typed into", dies: func(m *mortal) {
			m.write()
			m.close()
		}},
		{name: "the network, during an upload", files: 1, dies: func(m *mortal) {
			m.write()
			m.wire.befall("/attachments", unanswered)
			m.tab.chooseFiles(textFile(m.t, "receipt.txt", "paid"))
			m.tab.until("it has failed", button("Try again receipt.txt").js()+" !== null")
			m.wire.mend()
			mouse{}.press(m.tab, button("Try again receipt.txt"))
			m.tab.attached(1)
			m.copied(thought)
			m.crash()
		}},
		{name: "the tab, once a file is uploaded", files: 1, dies: func(m *mortal) {
			m.write()
			m.tab.chooseFiles(textFile(m.t, "receipt.txt", "paid"))
			m.tab.attached(1)
			m.copied(thought)
			m.crash()
		}},
		{name: "the network, before what is sent arrives, and the tab", dies: func(m *mortal) {
			m.send(lost)
			m.crash()
		}},
		{name: "the network, before the answer, and the tab", sent: true, dies: func(m *mortal) {
			m.wire.befall("/drafts", lost)
			m.send(unanswered)
			m.crash()
		}},
		{name: "the server, before the answer", sent: true, dies: func(m *mortal) {
			m.send(unanswered)
			m.tab.untilText("Parley cannot be reached")
			m.kill()
			m.restart()
			m.wire.mend()
			mouse{}.press(m.tab, button("Try again"))
			m.tab.untilText("Reply recorded.")
			m.crash()
		}},
		{name: "nothing, but the button is pressed twice", sent: true, dies: func(m *mortal) {
			m.send(held)
			mouse{}.press(m.tab, button("Send reply"))
			m.wire.mend()
			m.tab.untilText("Reply recorded.")
		}},
		{name: "the server, while a stopped reply is looked at, and the tab", dies: func(m *mortal) {
			m.write()
			m.answerElsewhere(m.t)
			mouse{}.press(m.tab, button("Send reply"))
			m.tab.untilText("Not sent")
			m.kill()
			m.crash()
			m.restart()
		}},
		{name: "the session, while it is typed", dies: func(m *mortal) {
			m.write()
			if err := m.store.SignOutEverywhere(m.t.Context(), storetest.Actor(m.t, m.store, m.user(m.t, ana))); err != nil {
				m.t.Fatal(err)
			}
			mouse{}.press(m.tab, button("Send reply"))
			m.tab.untilHeading("Sign in")
			m.crash()
			m.profile.signInQuietly(m.user(m.t, ana))
		}},
	}
}

// Whatever dies at whatever moment: the text is there, and the files; and once
// somebody has sent what they find, there is one message of it and no draft.
func TestNothingIsLostAndNothingSentTwice(t *testing.T) {
	t.Parallel()
	for _, now := range moments() {
		t.Run(now.name, func(t *testing.T) {
			m := newMortal(t)
			id := m.called(t, refund).ID
			now.dies(m)
			m.wire.mend()
			m.openTab()
			if now.sent {
				m.tab.untilText(thought)
				m.tab.untilHolds(field("Message"), "")
			} else {
				m.sendWhatIsLeft(now)
			}
			m.tab.until("the message is there once", "[...document.querySelectorAll('.message')].filter((m) => m.textContent.trim() === "+quote(thought)+").length === 1")
			m.check(id, now)
		})
	}
}

// sendWhatIsLeft is what somebody does who finds a text that is not sent.
func (m *mortal) sendWhatIsLeft(now moment) {
	m.t.Helper()
	if now.left == "" {
		m.tab.untilHolds(field("Message"), thought)
	} else {
		m.tab.until("the text is there", field("Message").js()+"?.value.startsWith("+quote(now.left)+")")
		m.tab.do(chromedp.Evaluate[chromedp.Void]("document.getElementById('body').select()"))
		m.write()
	}
	if now.files > 0 {
		m.tab.attached(now.files)
	}
	mouse{}.press(m.tab, button("Send reply"))
	m.tab.untilText("Reply recorded.")
}

// check counts what the database has.
func (m *mortal) check(id desk.ConversationID, now moment) {
	m.t.Helper()
	list, err := m.store.ListMessages(m.t.Context(), storetest.System(), id, desk.Page{Number: 1, Limit: desk.MaxLimit})
	if err != nil {
		m.t.Fatal(err)
	}
	sent := 0
	for _, message := range list.Items {
		if message.Body == thought {
			sent++
			if len(message.Attachments) != now.files {
				m.t.Errorf("it has %d files, want %d", len(message.Attachments), now.files)
			}
		}
	}
	if sent != 1 {
		m.t.Errorf("it was sent %d times", sent)
	}
	if drafts := m.drafts(m.t, ana, id); len(drafts) > 0 {
		m.t.Errorf("there are drafts left: %+v", drafts)
	}
	unsent, err := m.store.ListUnsent(m.t.Context(), storetest.Actor(m.t, m.store, m.user(m.t, ana)), id)
	if err != nil || len(unsent) > 0 {
		m.t.Errorf("there are uploads left: %+v, %v", unsent, err)
	}
}
