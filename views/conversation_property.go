package views

import (
	"slices"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// ConversationProperty is the page that sets one property of a conversation in
// one step, opened from a row of the list; scripts show its form beside the row.
type ConversationProperty struct {
	Shell        layout.Shell
	Conversation desk.Conversation
	Field        string // its form field: status, priority or assignedTo
	Assignees    []desk.UserRef
	Queue        Queue
	Conflict     *PropertyConflict
	Errors       desk.FieldErrors
}

// FromList is what the form sends as from, so that its answer is the list.
const FromList = "list"

func (m ConversationProperty) shell() layout.Shell {
	s := m.Shell
	s.Title = m.heading()
	return s
}

func (m ConversationProperty) heading() string {
	return fieldLabel(m.Field) + " of #" + m.Conversation.ID.String()
}

func (m ConversationProperty) action() string {
	return threadURL(m.Conversation.ID, "") + "/" + propertyPath(m.Field) + queryPart(m.Queue.Query)
}

func (m ConversationProperty) was() string {
	switch m.Field {
	case "status":
		return string(m.Conversation.Status)
	case "priority":
		return string(m.Conversation.Priority)
	}
	if m.Conversation.AssignedTo == nil {
		return ""
	}
	return m.Conversation.AssignedTo.ID.String()
}

// propertyChoice is one value that can be set. Class draws it as rows do.
type propertyChoice struct {
	ui.Option
	Class    string
	Initials string
	Key      string // sets it from the row, without the form being looked at
}

// choices lists the values, the likelier ones first.
func (m ConversationProperty) choices() []propertyChoice {
	var list []propertyChoice
	switch m.Field {
	case "status":
		for _, s := range desk.Statuses() {
			list = append(list, propertyChoice{Option: ui.Option{Value: string(s), Label: StatusName(s)}, Class: statusClass(s), Key: m.statusKey(s)})
		}
	case "priority":
		for _, p := range slices.Backward(desk.Priorities()) {
			list = append(list, propertyChoice{Option: ui.Option{Value: string(p), Label: PriorityName(p)}, Class: priorityClass(p)})
		}
	default:
		list = m.people()
	}
	for i := range list {
		list[i].Selected = list[i].Value == m.was()
	}
	return list
}

// statusKey is e for closing, or, where that is done, for opening again.
func (m ConversationProperty) statusKey(s desk.Status) string {
	closed := m.Conversation.Status == desk.StatusClosed
	if (s == desk.StatusClosed && !closed) || (s == desk.StatusOpen && closed) {
		return "e"
	}
	return ""
}

// people lists the reader first, then nobody, then the others by name.
func (m ConversationProperty) people() []propertyChoice {
	list := []propertyChoice{{Option: ui.Option{Label: "Unassigned"}, Class: assigneeClass(nil)}}
	for _, o := range assigneeOptions(m.Assignees, m.Conversation.AssignedTo)[1:] {
		id, _ := desk.ParseID[desk.UserID](o.Value)
		choice := propertyChoice{Option: o, Class: assigneeClass(&desk.UserRef{ID: id}), Initials: ui.Initials(o.Label)}
		if id == m.Shell.User.ID {
			choice.Label, choice.Key = o.Label+" (you)", "i"
			list = append([]propertyChoice{choice}, list...)
			continue
		}
		list = append(list, choice)
	}
	return list
}
