package views

import (
	"context"
	"strconv"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// Bulk is the form that makes one change in the selected rows of a list: what was
// selected and chosen where it is shown again, and why it is.
type Bulk struct {
	Selected                     map[desk.ConversationID]bool
	Status, Priority, AssignedTo string // as the form sends them; empty is no change
	Errors                       desk.FieldErrors
	Done                         string   // what was done, where something else failed
	Undo                         []string // the rows that were done
	Failed                       []desk.BulkFailure
}

// BulkNobody is what the form sends to unassign; empty is no change there.
const BulkNobody = "none"

// RowValue is what a form sends of a row: which conversation, and the version
// that is shown.
func RowValue(c desk.Conversation) string {
	return c.ID.String() + "@" + strconv.FormatInt(c.Version, 10)
}

// UndoOf returns the form that takes a change back, of the conversations that rows
// name.
func UndoOf(rows []string) ui.Undo {
	return ui.Undo{Action: "/conversations/undo", Swap: layout.Morph, Name: "conversation", Values: rows}
}

func (m ConversationList) bulkURL() string {
	return "/conversations/bulk" + queryPart(m.Filter.Query())
}

func (b Bulk) announcement() string {
	switch {
	case len(b.Failed) > 0:
		return b.title()
	case len(b.Errors) > 0:
		return b.problems()[0].Message
	}
	return ""
}

// title says how much of what was asked for was not done.
func (b Bulk) title() string {
	return ui.Count(len(b.Failed), "conversation was", "conversations were") + " not changed"
}

// problems says what is wrong with the form, and leads to its controls.
func (b Bulk) problems() []ui.Problem {
	list := make([]ui.Problem, len(b.Errors))
	for i, e := range b.Errors {
		list[i] = ui.Problem{Message: b.message(e)}
		if e.Field != "conversations" {
			list[i].FieldID = "bulk-" + e.Field
		}
	}
	return list
}

// message says in the page's words what is wrong with one field.
func (b Bulk) message(e desk.FieldError) string {
	switch e.Field + " " + e.Code {
	case "conversations required":
		return "Select at least one conversation."
	case "assignedTo required":
		return "Choose an assignee, a status or a priority for the selected conversations."
	}
	return said(desk.FieldErrors{e}, e.Field)
}

// reason says why one conversation was not changed.
func (m ConversationList) reason(f desk.BulkFailure) string {
	if f.Err.Code == desk.CodeInvalid && f.Err.Fields.Has("assignedTo") {
		return said(f.Err.Fields, "assignedTo")
	}
	if now, ok := f.Err.Current.(desk.Conversation); ok {
		return "Somebody else changed it in the meantime. It is " + StatusName(now.Status) + ", has priority " +
			PriorityName(now.Priority) + ", and the assignee is " + assigneeName(now.AssignedTo) + "."
	}
	return f.Err.Message
}

// failedURL leads to a conversation that was not changed, if it can be seen.
func (m ConversationList) failedURL(f desk.BulkFailure) string {
	if f.Err.Code == desk.CodeNotFound {
		return ""
	}
	return m.conversationURL(f.ID)
}

func (m ConversationList) bulkAssignees() []ui.Option {
	list := []ui.Option{
		{Label: "Assignee…"},
		{Value: BulkNobody, Label: "Unassigned", Selected: m.Bulk.AssignedTo == BulkNobody},
	}
	for _, u := range m.Agents {
		option := ui.Option{Value: u.ID.String(), Label: u.Name, Selected: m.Bulk.AssignedTo == u.ID.String()}
		if u.ID == m.Me {
			option.Label += " (you)"
		}
		list = append(list, option)
	}
	return list
}

func (m ConversationList) bulkStatuses() []ui.Option {
	return append([]ui.Option{{Label: "Status…"}}, options(desk.Statuses(), []desk.Status{desk.Status(m.Bulk.Status)}, StatusName)...)
}

func (m ConversationList) bulkPriorities() []ui.Option {
	return append([]ui.Option{{Label: "Priority…"}}, options(desk.Priorities(), []desk.Priority{desk.Priority(m.Bulk.Priority)}, PriorityName)...)
}

// bulkSelect is one of the form's choices; the label is its first option.
func (m ConversationList) bulkSelect(ctx context.Context, field, label string, options []ui.Option) ui.Select {
	return ui.Select{
		Field:   ui.Field{ID: "bulk-" + field, Name: field, Error: m.Bulk.Errors.On(field)},
		Options: options,
		Attrs:   ui.Keyed(ctx, map[string]any{"aria-label": label}, propertyKey(field)),
	}
}
