package views

import (
	"net/url"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// ConversationEdit is the page /conversations/{id}/edit. Conversation is as it
// stands now; Form is what the reader typed, or the same to begin with.
type ConversationEdit struct {
	Shell        layout.Shell
	Conversation desk.Conversation
	Form         ConversationForm
	Errors       desk.FieldErrors
	Assignees    []desk.UserRef
	Query        url.Values // of the list the reader came from
	// Conflict: someone else saved in the meantime. Each property that differs
	// is then a choice of two, and the form carries the version that stands.
	Conflict bool
}

// ConversationForm is the edit form as it was sent.
type ConversationForm struct {
	Subject    string
	Status     string
	Priority   string
	AssignedTo string // a user's id, or empty
}

// Get returns what a field of the form holds.
func (f *ConversationForm) Get(field string) string { return *f.at(field) }

// Set puts a value into a field of the form.
func (f *ConversationForm) Set(field, value string) { *f.at(field) = value }

func (f *ConversationForm) at(field string) *string {
	switch field {
	case "subject":
		return &f.Subject
	case "status":
		return &f.Status
	case "priority":
		return &f.Priority
	}
	return &f.AssignedTo
}

// FormOf returns the form that shows a conversation as it is.
func FormOf(c desk.Conversation) ConversationForm {
	f := ConversationForm{Subject: c.Subject, Status: string(c.Status), Priority: string(c.Priority)}
	if c.AssignedTo != nil {
		f.AssignedTo = c.AssignedTo.ID.String()
	}
	return f
}

func (m ConversationEdit) shell() layout.Shell {
	s := m.Shell
	s.Title = "Edit #" + m.Conversation.ID.String()
	if len(m.Errors) > 0 {
		s.Title = "Error: " + s.Title
	}
	return s
}

func (m ConversationEdit) action() string {
	return threadURL(m.Conversation.ID, desk.EncodeQuery(m.Query))
}

// now returns the form of what stands.
func (m ConversationEdit) now() ConversationForm { return FormOf(m.Conversation) }

// choice is one property in a conflict: two values under the same name.
type choice struct {
	field, label                   string
	mine, mineName, their, nowName string
}

// choices lists the properties on which the reader and whoever was faster
// disagree; none outside a conflict.
func (m ConversationEdit) choices() map[string]choice {
	if !m.Conflict {
		return nil
	}
	now, list := m.now(), map[string]choice{}
	differ := func(field, mine, mineName, their, nowName string) {
		if mine != their {
			list[field] = choice{field, fieldLabel(field), mine, mineName, their, nowName}
		}
	}
	differ("subject", m.Form.Subject, m.Form.Subject, now.Subject, now.Subject)
	differ("status", m.Form.Status, capitalised(m.Form.Status), now.Status, capitalised(now.Status))
	differ("priority", m.Form.Priority, capitalised(m.Form.Priority), now.Priority, capitalised(now.Priority))
	differ("assignedTo", m.Form.AssignedTo, m.userName(m.Form.AssignedTo), now.AssignedTo, m.userName(now.AssignedTo))
	return list
}

func (m ConversationEdit) userName(id string) string {
	if id == "" {
		return "Unassigned"
	}
	for _, u := range m.Assignees {
		if u.ID.String() == id {
			return u.Name
		}
	}
	if m.Conversation.AssignedTo != nil && m.Conversation.AssignedTo.ID.String() == id {
		return m.Conversation.AssignedTo.Name
	}
	return "User " + id
}

func (m ConversationEdit) assigneeOptions() []ui.Option {
	list := assigneeOptions(m.Assignees, m.Conversation.AssignedTo)
	for i := range list {
		list[i].Selected = list[i].Value == m.Form.AssignedTo
	}
	return list
}
