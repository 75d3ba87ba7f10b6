package views

import (
	"slices"

	"parley/internal/desk"
)

// AtParam is the parameter of a thread's address that names a message or an event which
// is to be on the page, however old it is: the same as the fragment, which is not sent
// to servers.
const AtParam = "at"

// Part is the part of a thread that is shown, where that was asked for.
type Part struct {
	At    desk.TimelinePlace
	Later int // messages that are left out after the last
	// LaterFirst and LaterLast are the smallest and the greatest id of these.
	LaterFirst, LaterLast desk.MessageID
	Missing               bool                // what was asked for is not here
	Moved                 desk.ConversationID // where it is, or 0
	Told                  bool                // the reader was told of it, and has not read that
}

// placeURL leads to a message or an event, within what the query says.
func placeURL(id desk.ConversationID, query map[string][]string, at desk.TimelinePlace) string {
	url := threadURL(id, desk.EncodeQuery(query))
	if at.IsZero() {
		return url
	}
	return url + "#" + at.String()
}

// permalink returns the address of a message or an event in the whole thread.
func (m Thread) permalink(at desk.TimelinePlace) string {
	return placeURL(m.Conversation.ID, m.query("", at, 0), at)
}

// MovedURL returns where a message is that was looked for here.
func (m Thread) MovedURL() string {
	return placeURL(m.Part.Moved, m.query(m.Show, m.Part.At, 0), m.Part.At)
}

// earlierURL returns the address of the thread with twice as many messages, or of the
// part before this one.
func (m Thread) earlierURL() string {
	if m.Part.Later > 0 {
		return m.partURL(m.edge(m.Entries))
	}
	return threadURL(m.Conversation.ID, desk.EncodeQuery(m.query(m.show(), desk.TimelinePlace{}, min(2*m.Shown, desk.MaxThread))))
}

// laterURL returns the address of the part after this one.
func (m Thread) laterURL() string {
	entries := slices.Clone(m.Entries)
	slices.Reverse(entries)
	return m.partURL(m.edge(entries))
}

// newestURL returns the address of the thread as it is usually shown.
func (m Thread) newestURL() string {
	return threadURL(m.Conversation.ID, desk.EncodeQuery(m.query(m.show(), desk.TimelinePlace{}, m.Shown)))
}

func (m Thread) partURL(at desk.TimelinePlace) string {
	return placeURL(m.Conversation.ID, m.query(m.show(), at, m.Shown), at)
}

// edge returns the first message among entries, where possible one that is shown.
func (m Thread) edge(entries []Entry) desk.TimelinePlace {
	for _, shown := range []Show{m.show(), ""} {
		for _, e := range entries {
			if e.Message != nil && shown.Has(e) {
				return desk.AtMessage(e.Message.ID)
			}
		}
	}
	return desk.TimelinePlace{}
}

// linked adds to a class that the page was opened at this place, as :target would say
// only of a page that no script has put there.
func (m Thread) linked(class string, place desk.TimelinePlace) string {
	if place == m.Part.At {
		return class + " linked"
	}
	return class
}

// readUpTo returns the message up to which the thread has been read by who sees this
// page, or 0: what is not shown has not been read, be it before, after or left out.
func (m Thread) readUpTo() desk.MessageID {
	last := m.lastMessage()
	if m.show() != "" {
		return 0
	}
	if m.Part.Later == 0 || m.FirstUnread == 0 || m.FirstUnread > last || m.has(m.FirstUnread) {
		return last
	}
	return 0
}

func (m Thread) has(id desk.MessageID) bool {
	return slices.ContainsFunc(m.Entries, func(e Entry) bool { return e.Message != nil && e.Message.ID == id })
}

// marksRead tells whether seeing the page is to be noted: what the reader was told of and
// has come to see is read, whatever else of the thread is not.
func (m Thread) marksRead() bool {
	last := m.readUpTo()
	if m.Part.Told {
		return true
	}
	if m.show() != "" || (m.Part.Later > 0 && last == 0) {
		return false
	}
	news := m.FirstUnread != 0 && last != 0 && (m.Part.Later == 0 || m.FirstUnread <= last)
	return news || m.Notified != 0
}
