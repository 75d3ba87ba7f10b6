package views

import (
	"time"

	"parley/internal/desk"
)

// eventPart is a run of an event's sentence; strong runs are values.
type eventPart struct {
	text   string
	strong bool
	href   string // of a link, or empty
}

// eventParts returns what an event says after the name of who did it.
func eventParts(e desk.Event, now time.Time) []eventPart {
	if e.Action == desk.ActionCreated && len(e.Changes) > 0 && moveParts(e.Changes[0]) != nil {
		return moveParts(e.Changes[0])
	}
	if e.Action == desk.ActionCreated {
		return []eventPart{{text: "created this conversation"}}
	}
	if len(e.Changes) == 0 {
		return []eventPart{{text: "changed this conversation"}}
	}
	var parts []eventPart
	snooze := snoozeParts(e, now)
	for _, c := range e.Changes {
		said := changeParts(c)
		switch {
		case c.Field == "snoozedUntil":
			said = snooze
		case c.Field == "status" && snooze != nil:
			said = nil // It goes without saying.
		}
		if len(parts) > 0 && len(said) > 0 {
			parts = append(parts, eventPart{text: "and"})
		}
		parts = append(parts, said...)
	}
	return parts
}

func changeParts(c desk.Change) []eventPart {
	if parts := moveParts(c); parts != nil {
		return parts
	}
	before, after := changeValue(c.Field, c.Before, c.BeforeName), changeValue(c.Field, c.After, c.AfterName)
	switch {
	case c.Field == "assignedTo" && c.After == "":
		return []eventPart{{text: "unassigned"}, {text: before, strong: true}}
	case c.Field == "assignedTo":
		return []eventPart{{text: "assigned this to"}, {text: after, strong: true}}
	case c.Field == "status" && c.After == string(desk.StatusClosed):
		return []eventPart{{text: "closed this conversation"}}
	case c.Field == "status" && c.Before == string(desk.StatusClosed) && c.After == string(desk.StatusOpen):
		return []eventPart{{text: "reopened this conversation"}}
	case c.Field == "tags":
		return tagParts(c)
	case c.Field == "subject":
		return []eventPart{{text: "changed the subject from"}, {text: "“" + before + "”", strong: true}, {text: "to"}, {text: "“" + after + "”", strong: true}}
	}
	return []eventPart{{text: "changed the " + c.Field + " from"}, {text: before, strong: true}, {text: "to"}, {text: after, strong: true}}
}

// changeValue returns a value as people write it.
func changeValue(field, value, name string) string {
	switch {
	case name != "":
		return name
	case value == "":
		return "nobody"
	case field == "status" || field == "priority":
		return capitalised(value)
	}
	return value
}

func eventIcon(e desk.Event) string {
	if e.Action == desk.ActionCreated || len(e.Changes) == 0 {
		return "plus"
	}
	switch c := e.Changes[0]; {
	case c.Field == "snoozedUntil":
		return "clock"
	case c.Field == "assignedTo":
		return "user"
	case c.Field == "tags":
		return "tag"
	case c.Field == "priority":
		return "chevron-up"
	case c.Field == "subject":
		return "pencil"
	case c.After == string(desk.StatusClosed):
		return "circle-check"
	case c.After == string(desk.StatusPending):
		return "clock"
	}
	return "circle-dot"
}

// viaWords names the way in where it was not a page.
func viaWords(e desk.Event) string {
	switch e.Via {
	case desk.ViaAPI:
		return " through the API"
	case desk.ViaCommand:
		return " on the command line"
	}
	return ""
}

// actorName is who did something. What Parley did by itself names the cause.
func actorName(a desk.Author) string {
	if a.Type == string(desk.ActorSystem) {
		return "Parley (" + a.Name + ")"
	}
	return a.Name
}
