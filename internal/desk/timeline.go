package desk

import "strings"

// TimelinePlace is a message or an event of a thread, the other being 0.
type TimelinePlace struct {
	Message MessageID
	Event   EventID
}

// AtMessage returns the place of a message.
func AtMessage(id MessageID) TimelinePlace { return TimelinePlace{Message: id} }

// AtEvent returns the place of an event.
func AtEvent(id EventID) TimelinePlace { return TimelinePlace{Event: id} }

// IsZero tells whether it is none.
func (p TimelinePlace) IsZero() bool { return p == TimelinePlace{} }

// String returns how addresses write it, which is also the id that it has on a page:
// "m-81" is a message, "e-91" an event. None is "".
func (p TimelinePlace) String() string {
	switch {
	case p.Message != 0:
		return "m-" + p.Message.String()
	case p.Event != 0:
		return "e-" + p.Event.String()
	}
	return ""
}

// ParseTimelinePlace reads what String writes; anything else means none.
func ParseTimelinePlace(text string) (p TimelinePlace) {
	if id, is := strings.CutPrefix(text, "m-"); is {
		p.Message, _ = ParseID[MessageID](id)
	} else if id, is := strings.CutPrefix(text, "e-"); is {
		p.Event, _ = ParseID[EventID](id)
	}
	return p
}
