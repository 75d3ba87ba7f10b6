package views

import (
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
)

// talked is a thread with an event, what the customer said twice, a note and a
// reply; from the note on it is unread.
func talked() Thread {
	m := testThread()
	message := func(id desk.MessageID, kind desk.MessageKind, body string) Entry {
		return Entry{Message: &desk.Message{ID: id, Kind: kind, Body: body, CreatedAt: time.Now()}}
	}
	m.Entries = []Entry{
		{Event: &desk.Event{ID: 1, Action: desk.ActionCreated, At: time.Now()}},
		message(11, desk.KindCustomer, "the first word"), message(12, desk.KindNote, "the note"),
		message(13, desk.KindReply, "the reply"), message(14, desk.KindCustomer, "the last word"),
	}
	m.FirstUnread = 12
	return m
}

func TestThreadShowsAPart(t *testing.T) {
	for show, want := range map[Show]struct{ shown, hidden, newBefore, reads string }{
		"":           {"created this conversation|the first word|the note|the reply|the last word", "", "m-12", "yes"},
		ShowMessages: {"the first word|the reply|the last word", "created this conversation|the note", "m-13", ""},
		ShowNotes:    {"the note", "created this conversation|the first word|the reply", "m-12", ""},
		ShowEvents:   {"created this conversation", "the note|the first word|the reply", "", ""},
	} {
		m := talked()
		m.Show = show
		text := render(t, m.Page())
		wants(t, text, strings.Split(want.shown, "|")...)
		for _, hidden := range strings.Split(want.hidden, "|") {
			if hidden != "" && strings.Contains(text, hidden) {
				t.Errorf("%q shows %q", show, hidden)
			}
		}
		_, after, found := strings.Cut(text, `id="new"`)
		if found != (want.newBefore != "") || (found && strings.Index(after, `<article`) > strings.Index(after, want.newBefore)) {
			t.Errorf("%q does not begin with what is new at %s", show, want.newBefore)
		}
		if strings.Contains(text, "Mark as read") != (want.reads != "") {
			t.Errorf("%q marks as read: %v", show, want.reads == "")
		}
		// Whatever is shown, all of it has been seen, for a reply; but for what comes
		// where it is not shown.
		wants(t, text, `name="lastSeenMessageId" value="14"`, `id="composer"`)
		if hides := strings.Contains(text, `value="14" hx-morph-skip`); hides != (show == ShowNotes || show == ShowEvents) {
			t.Errorf("%q keeps what was seen: %v", show, hides)
		}
	}
}

func TestThreadAddressesKeepWhatIsShown(t *testing.T) {
	m := talked()
	m.Show, m.Earlier, m.Shown = ShowNotes, 5, 400
	text := render(t, m.Page())
	wants(t, text, `/status?messages=400&amp;show=notes&amp;status=open"`, `href="/conversations/1042?messages=800&amp;show=notes&amp;status=open"`,
		`id="show-events" href="/conversations/1042?messages=400&amp;show=events&amp;status=open"`, `id="show-all" href="/conversations/1042?messages=400&amp;status=open"`,
		`href="/conversations/1042?at=m-12&amp;status=open#m-12"`, `href="/conversations/1041?status=open"`)
	if query := m.Queue.Query.Encode(); query != "status=open" {
		t.Errorf("the list's query has become %s", query)
	}
	m.Show, m.Shown = "", 0
	wants(t, render(t, m.Page()), `href="/conversations/1042?at=m-12&amp;status=open#m-12"`, `id="show-notes" href="/conversations/1042?show=notes&amp;status=open"`)
}

// What stops a reply is shown, whatever is left out.
func TestWhatStopsAReplyIsShown(t *testing.T) {
	m := talked()
	m.Show, m.Composer.Meanwhile = ShowNotes, []desk.Message{*m.Entries[4].Message}
	wants(t, render(t, m.Page()), "the first word", `id="m-14"`, `href="#m-14"`)
}

func TestThreadShowsNothing(t *testing.T) {
	for show, want := range map[Show]string{"": "No messages yet", ShowMessages: "No messages", ShowNotes: "No notes", ShowEvents: "No events", ParseShow("odd"): "No messages yet"} {
		m := testThread()
		m.Entries, m.Show = nil, show
		wants(t, render(t, m.Page()), want)
	}
}

// Of an old part only that is read which is before everything left out after it, even
// where ids are not in the order of time; a reply goes by all there was.
func TestOldPartIsReadAsFarAsShown(t *testing.T) {
	m := talked()
	m.Part = Part{At: desk.AtMessage(13), Later: 2, LaterFirst: 14, LaterLast: 20}
	wants(t, render(t, m.Page()), `name="message" value="13"`, `name="lastSeenMessageId" value="20" hx-morph-skip`,
		`class="bubble bubble-reply linked" id="m-13"`, "2 later messages are not shown.", `href="/conversations/1042?at=m-14&amp;status=open#m-14"`)
	m.FirstUnread = 5
	if strings.Contains(render(t, m.Page()), "Mark as read") {
		t.Error("what was passed over counts as read")
	}
	m.FirstUnread, m.Notified = 20, 7
	wants(t, render(t, m.Page()), `name="message" value="13"`)
}
