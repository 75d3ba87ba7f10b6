package handlers

import (
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

const undoURL = kettleThread + "/messages/undo"

// newSendingWorld is a world in which pages see what is sent at the time that it is,
// so that replies wait.
func newSendingWorld(t *testing.T) *world {
	w := newWorld(t)
	w.later(0)
	return w
}

// later has pages, and what they ask for, be that much later.
func (w *world) later(by time.Duration) {
	clock := func() time.Time { return today.Add(time.Second + by) }
	w.site.clock, w.site.store = clock, w.store.WithClock(clock)
}

// reply sends a reply, by another button of the composer than the first if one is
// named, and returns the page that comes next.
func (b *browser) reply(button string) *page {
	b.w.t.Helper()
	f := b.open(kettleThread+"?status=open").is(200).form(kettleMessages).with("kind", "reply").with("body", "Hello there")
	if button == "" {
		return f.submit().is(303).follow().is(200)
	}
	return f.press(button).is(303).follow().is(200)
}

// A reply that waits says so to everybody, and offers to be taken back to its author.
func TestRepliesWait(t *testing.T) {
	w := newSendingWorld(t)
	p := w.as("ana").reply("").shows("Reply recorded.", "Sending in 10 s", "Undo send", "Hello there")
	if f := p.formOf("Undo"); attr(f.node, "action") != w.expand(undoURL+"?status=open") {
		t.Errorf("the notice undoes at %s", attr(f.node, "action"))
	}
	w.as("mona").open(kettleThread).is(200).shows("Sending in 10 s", "Hello there").hides("Undo send", "undo-reply")
	w.later(9500 * time.Millisecond)
	w.as("ana").open(kettleThread).is(200).shows("Sending in 1 s", "Undo send")
	w.later(10 * time.Second)
	for _, name := range []string{"ana", "mona"} {
		w.as(name).open(kettleThread).is(200).shows("Hello there", "Recorded, not sent").hides("Sending in", "Undo send", "undo-reply")
	}
}

// Taking it back leads to the conversation with the text in the composer, from
// wherever sending has led to.
func TestUndoReply(t *testing.T) {
	for _, after := range desk.AfterSends() {
		t.Run(string(after), func(t *testing.T) {
			w := newSendingWorld(t)
			w.prefer("ana", desk.PreferencesUpdate{AfterSend: desk.Value(after)})
			before := w.conversation("kettle")
			p := w.as("ana").reply("Send and close").shows("Reply recorded. Closed #{kettle}.", "Sending in 10 s")
			if got := w.conversation("kettle"); got.Status != desk.StatusClosed || got.AssignedTo == nil {
				t.Errorf("sent, it is %+v", got)
			}
			back := p.formOf("Undo").submit().is(303)
			if at := back.Header.Get("Location"); at != w.expand(kettleThread+"?status=open#body") {
				t.Errorf("it leads to %s", at)
			}
			p = back.follow().is(200).shows("Reply taken back. Its text is in the composer.").hides("Sending in", "Undo send").holds("reply", "Hello there")
			got := w.conversation("kettle")
			before.Version, before.UpdatedAt = got.Version, got.UpdatedAt
			if got.Status != before.Status || got.AssignedTo != nil || got.MessageCount != before.MessageCount || got.Preview != before.Preview {
				t.Errorf("taken back, it is %+v", got)
			}
			p.form(kettleMessages).submit().is(303)
		})
	}
}

// The button in the thread takes back the reply that it stands at.
func TestUndoReplyInTheThread(t *testing.T) {
	w := newSendingWorld(t)
	ana := w.as("ana")
	ana.reply("")
	p := ana.reply("").form(undoURL).press("Undo send").is(303).follow().is(200).holds("reply", "Hello there")
	if n := strings.Count(p.body, "Undo send"); n != 1 {
		t.Errorf("%d replies can be taken back", n)
	}
	p.form(undoURL).press("Undo send").is(303).follow().is(200).hides("Undo send")
}

// What is not as before is said.
func TestUndoReplySaysWhatStays(t *testing.T) {
	w := newSendingWorld(t)
	p := w.as("ana").reply("Send and close")
	w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusPending), AssignedTo: desk.Value(w.users["mona"].ID)})
	_, err := w.store.SaveDraft(t.Context(), storetest.Actor(t, w.store, w.users["ana"]), w.conversationID("kettle"),
		desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value("One more thing")})
	w.must(err)
	p.formOf("Undo").submit().is(303).follow().is(200).
		shows("Its text is in the composer, before what you have written since. The status stays Pending, as it was changed meanwhile.",
			"The assignee stays as it is: Mona Grant.").holds("reply", "Hello there\n\nOne more thing")
}

// Too late, or by somebody else, nothing happens, and a sentence says why.
func TestUndoReplyThatIsRefused(t *testing.T) {
	w := newSendingWorld(t)
	p := w.as("ana").reply("")
	message := p.formOf("Undo").values["message"]
	for name, who := range map[string]*browser{"a colleague": w.as("mona"), "an administrator": w.as("max")} {
		who.open(kettleThread)
		if got := who.do("POST", undoURL, "message="+message, nil).is(303).follow().is(200).body; !strings.Contains(got, "only by who wrote it") {
			t.Errorf("%s is not told why", name)
		}
	}
	w.as("vic").do("POST", undoURL, "message="+message, nil).is(403)
	w.as("bo").do("POST", undoURL, "message="+message, nil).is(404)
	w.as("ana").do("POST", undoURL, "message=odd", nil).is(303).follow().shows("The reply is not there any more.")
	w.later(10 * time.Second)
	p.formOf("Undo").submit().is(303).follow().is(200).shows("Not undone. The time to take the reply back is over. It stands.", "Hello there")
	if w.conversation("kettle").MessageCount == 0 {
		t.Error("it is gone")
	}
}

// Who wants no delay gets none.
func TestUndoReplyIsAPreference(t *testing.T) {
	w := newSendingWorld(t)
	w.as("ana").preferencesForm().with("holdSeconds", "0").submit().is(303)
	w.as("ana").reply("").shows("Reply recorded.", "Recorded, not sent").hides("Sending in", "Undo send")
	w.as("ana").preferencesForm().forced("holdSeconds", "7").submit().is(422).shows("Undo send must be 0, 5, 10 or 30")
	w.as("ana").preferencesForm().forced("holdSeconds", "odd").submit().is(422).shows("Undo send must be 0, 5, 10 or 30")
}
