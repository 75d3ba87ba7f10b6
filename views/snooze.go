package views

import (
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// ConversationSnooze is the page that snoozes a conversation; scripts show what it
// offers beside the button that leads to it.
type ConversationSnooze struct {
	Shell        layout.Shell
	Conversation desk.Conversation
	Queue        Queue
	Typed        string // the date and time that were refused
	Errors       desk.FieldErrors
	Changed      bool // somebody has changed the status since the form was drawn
	Now          time.Time
}

func (m ConversationSnooze) heading() string { return "Snooze #" + m.Conversation.ID.String() }

func (m ConversationSnooze) action() string {
	return threadURL(m.Conversation.ID, "") + "/snooze" + queryPart(m.Queue.Query)
}

// written is the time as a form sends it, which depends on no zone.
func written(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// SnoozedText says until when a conversation is snoozed, in the zone of now.
func SnoozedText(c desk.Conversation, now time.Time) string {
	return "Snoozed until " + ui.Ahead(*c.SnoozedUntil, now)
}

// tellsWaking tells whether the time of each row is when it wakes: in that order, and
// where nothing else is listed, unless another time was asked for.
func (m ConversationList) tellsWaking() bool {
	switch m.Filter.Sort {
	case desk.DefaultSort, desk.Sort{Key: desk.SortPriority}, desk.Sort{Key: desk.SortPriority, Descending: true}:
		return m.Filter.Snoozed == desk.Asleep
	}
	return m.Filter.Sort.Key == desk.SortSnoozed
}

// snoozeMark says in a row that a conversation is snoozed, and until when if nothing
// else there does.
func (m ConversationList) snoozeMark(c desk.Conversation) string {
	if m.tellsWaking() {
		return "Snoozed"
	}
	return SnoozedText(c, m.Now)
}

// snoozeParts says that a change snoozed a conversation, or ended that. It says
// nothing where the status that ended it says it all.
func snoozeParts(e desk.Event, now time.Time) []eventPart {
	status := ""
	for _, c := range e.Changes {
		if c.Field == "status" {
			status = c.After
		}
	}
	for _, c := range e.Changes {
		switch until := desk.ChangedTime(c.After); {
		case c.Field != "snoozedUntil":
		case until != nil:
			return []eventPart{{text: "snoozed this until"}, {text: ui.Ahead(*until, now), strong: true}}
		case status == string(desk.StatusOpen):
			return []eventPart{{text: "woke this conversation"}}
		case status == "":
			return []eventPart{{text: "ended the snooze"}}
		}
	}
	return nil
}
