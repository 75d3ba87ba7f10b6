package views

import (
	"cmp"
	"slices"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// MergeChoice is the page that asks what a conversation is to be merged into.
type MergeChoice struct {
	Shell        layout.Shell
	Conversation desk.Conversation
	Others       []desk.Conversation // of the same customer, the newest first
	Queue        Queue
	Number       string // as it was typed
	Errors       desk.FieldErrors
	Now          time.Time
}

// MergePreview is the page that says what merging two conversations would do.
type MergePreview struct {
	desk.MergePreview
	Shell     layout.Shell
	Queue     Queue
	Meanwhile []desk.Message // what others have written since it was shown first
	Changed   bool           // the duplicate is not the one that was to be merged
	Now       time.Time
}

func mergeURL(id desk.ConversationID, q Queue, into string) string {
	query := map[string][]string{}
	for name, values := range q.Query {
		query[name] = values
	}
	if into != "" {
		query["into"] = []string{into}
	}
	return "/conversations/" + id.String() + "/merge" + queryPart(query)
}

func (m MergeChoice) title() string { return "Merge #" + m.Conversation.ID.String() }

func (m MergePreview) title() string {
	return "Merge #" + m.Source.ID.String() + " into #" + m.Into.ID.String()
}

func (m MergePreview) button() string {
	if len(m.Meanwhile) > 0 {
		return "Merge anyway"
	}
	return "Merge into #" + m.Into.ID.String()
}

// warning says what comes of a difference between the two.
func (m MergePreview) warning(d desk.MergeDifference) string {
	from, to := "#"+m.Source.ID.String(), "#"+m.Into.ID.String()
	switch d {
	case desk.DifferentCustomer:
		return "They are with different customers. What " + m.Source.Customer.Name + " wrote in " + from + ", and what was answered, will be seen in the thread with " + m.Into.Customer.Name + "."
	case desk.DifferentInbox:
		return from + " is in " + m.Source.InboxName + ", " + to + " in " + m.Into.InboxName + ". Everyone who reaches " + m.Into.InboxName + " will see the messages of " + from + "."
	}
	return from + " came " + byChannel(m.Source.Channel) + ", " + to + " " + byChannel(m.Into.Channel) + ". The thread goes on " + byChannel(m.Into.Channel) + "."
}

// consequences say what would happen, one sentence each.
func (m MergePreview) consequences() []string {
	from, to := "#"+m.Source.ID.String(), "#"+m.Into.ID.String()
	tags := desk.JoinTags(desk.Conversation{Tags: m.Tags}.TagNames())
	if tags == "" {
		tags = "none"
	}
	list := []string{
		ui.Count(m.Source.MessageCount, "message goes", "messages go") + " from " + from + " to " + to + ", with all files, in the order of time. It has " +
			ui.Count(m.Source.MessageCount+m.Into.MessageCount, "message", "messages") + " then.",
		"Tags of " + to + " then: " + tags + ".",
		from + " is closed. It keeps its number, says where it went, and can no longer be changed.",
	}
	if m.Reopens {
		list = append(list, to+" is open again, since a customer waits.")
	}
	return append(list, "It can be undone, as long as both are there.")
}

// UnmergeOf returns the form that takes a conversation out of another again.
func UnmergeOf(source, into string) ui.Undo {
	return ui.Undo{Action: "/conversations/" + source + "/unmerge", Name: "into", Values: []string{into}}
}

// leftText is what the reader had begun to write in a conversation that was merged
// meanwhile. Version is that of the draft, or 0.
type leftText struct {
	kind    desk.MessageKind
	body    string
	version int64
}

// leftTexts returns what the reader typed here just now, and their drafts.
func (m Thread) leftTexts() []leftText {
	var list []leftText
	for _, d := range m.Drafts {
		if d.Kind != m.Composer.Kind || m.Composer.Body == "" {
			list = append(list, leftText{kind: d.Kind, body: d.Body, version: d.Version})
		}
	}
	if m.Composer.Body != "" {
		list = append(list, leftText{m.Composer.Kind, m.Composer.Body, m.Composer.Version})
	}
	return list
}

// mergedInto returns the number that a merged conversation goes on under; "" where the
// reader may not see it.
func (m Thread) mergedInto() string {
	if m.Conversation.MergedInto == 0 {
		return ""
	}
	return m.Conversation.MergedInto.String()
}

// goesOn is where a text is kept that was written in a merged conversation: where that
// went on, if the reader may see it.
func (m Thread) goesOn() desk.ConversationID {
	return cmp.Or(m.Conversation.MergedInto, m.Conversation.ID)
}

// moveParts says which conversation messages went to or came from; nil for any other
// change. One that its reader may not see, or that is gone, has no number.
func moveParts(c desk.Change) []eventPart {
	words := func(before, number, after string) []eventPart {
		parts := []eventPart{{text: before}, {text: "#" + number, href: "/conversations/" + number}}
		if number == desk.OutOfSight {
			parts = []eventPart{{text: before + " another conversation"}}
		}
		if after != "" {
			parts = append(parts, eventPart{text: after})
		}
		return parts
	}
	switch {
	case c.Field == "merged" && c.After != "":
		return words("merged", c.After, "into this")
	case c.Field == "merged":
		return words("took", c.Before, "out of this again")
	case c.Field == "mergedInto" && c.After != "":
		return words("merged this into", c.After, "")
	case c.Field == "mergedInto":
		return words("took this out of", c.Before, "again")
	case c.Field == "mergedGone":
		return []eventPart{{text: "deleted what this was merged into, with the messages of both"}}
	case c.Field == "split":
		return words("split", c.After, "off")
	case c.Field == "splitFrom":
		return words("split this off", c.After, "")
	}
	return nil
}

// MergedInto returns which conversations are part of the one with this history. Those
// that its reader may not see are said to be others.
func MergedInto(history []Entry) []string {
	var list []string
	others := 0
	for _, e := range history {
		if e.Event == nil {
			continue
		}
		for _, c := range e.Event.Changes {
			switch {
			case c.Field != "merged":
			case c.After == desk.OutOfSight:
				others++
			case c.Before == desk.OutOfSight:
				others--
			case c.After != "":
				list = append(list, "#"+c.After)
			default:
				list = slices.DeleteFunc(list, func(number string) bool { return number == "#"+c.Before })
			}
		}
	}
	if others > 0 {
		list = append(list, "others")
	}
	return list
}
