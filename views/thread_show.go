package views

import (
	"maps"
	"net/url"
	"slices"

	"parley/internal/desk"
)

// Show is what of its history a thread shows: everything where empty, else what
// people said, the notes, or the events.
type Show string

// What can be shown, as addresses write it.
const (
	ShowMessages Show = "messages"
	ShowNotes    Show = "notes"
	ShowEvents   Show = "events"
)

// ShowParam is the parameter of a thread's address that says what to show. It
// stands beside those of the list that the thread was opened from.
const ShowParam = "show"

// ParseShow reads what an address says; what it does not know means everything.
func ParseShow(text string) Show {
	if show := Show(text); slices.Contains([]Show{ShowMessages, ShowNotes, ShowEvents}, show) {
		return show
	}
	return ""
}

// Has tells whether an entry is of what is shown.
func (s Show) Has(e Entry) bool {
	switch s {
	case ShowMessages:
		return e.Message != nil && e.Message.Kind != desk.KindNote
	case ShowNotes:
		return e.Message != nil && e.Message.Kind == desk.KindNote
	case ShowEvents:
		return e.Message == nil
	}
	return true
}

// Query returns the parameters of a list together with what is shown.
func (s Show) Query(list url.Values) url.Values {
	query := maps.Clone(list)
	if s != "" {
		if query == nil {
			query = url.Values{}
		}
		query.Set(ShowParam, string(s))
	}
	return query
}

// show is what the page shows: everything, where it stops a reply by what is new.
func (m Thread) show() Show {
	if len(m.Composer.Meanwhile) > 0 {
		return ""
	}
	return m.Show
}

// visible returns the entries that are shown.
func (m Thread) visible() []Entry {
	show := m.show()
	if show == "" {
		return m.Entries
	}
	var list []Entry
	for _, e := range m.Entries {
		if show.Has(e) {
			list = append(list, e)
		}
	}
	return list
}

// hidesNews tells whether what would stop a reply could come without being shown.
func (m Thread) hidesNews() bool {
	return m.show() == ShowNotes || m.show() == ShowEvents || m.Part.Later > 0
}

// showURL returns the address of the thread with other things shown.
func (m Thread) showURL(show Show) string {
	return threadURL(m.Conversation.ID, desk.EncodeQuery(m.query(show, m.Part.At, m.Shown)))
}

// showChoice is one of the links that say what to show.
type showChoice struct {
	show          Show
	label, nobody string // nobody is said where there is none of it
}

func showChoices() []showChoice {
	return []showChoice{
		{"", "All", "Nothing has been said in this conversation so far."},
		{ShowMessages, "Messages", "Nothing has been said in this conversation so far."},
		{ShowNotes, "Notes", "Nobody has written a note in this conversation."},
		{ShowEvents, "Events", "Nothing has been changed in this conversation."},
	}
}

// nothing says that there is none of what is shown.
func (m Thread) nothing() (title, text string) {
	for _, c := range showChoices() {
		if c.show == m.show() && c.show != "" {
			return "No " + string(c.show), c.nobody
		}
	}
	return "No messages yet", showChoices()[0].nobody
}
