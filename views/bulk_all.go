package views

import (
	"context"
	"strconv"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// BulkAll is the page that changes everything that matches the filter of a list. The
// list says what that is; Bulk is the form, as in the list.
type BulkAll struct {
	List ConversationList
	// Expected is the number that was agreed to, where another one matches by now.
	Expected string
	Errors   desk.FieldErrors
}

func (m ConversationList) allURL() string {
	return "/conversations/bulk" + queryPart(m.Filter.Query())
}

// allMatching names what the list shows on all its pages.
func (m ConversationList) allMatching() string {
	if m.List.Total == 1 {
		return "the 1 matching"
	}
	return "all " + ui.Number(m.List.Total) + " matching"
}

func (m BulkAll) title() string {
	if m.List.List.Total == 0 {
		return "Nothing matches any more"
	}
	return "Change " + m.count()
}

func (m BulkAll) count() string { return ui.Count(m.List.List.Total, "conversation", "conversations") }

func (m BulkAll) shell() layout.Shell {
	s := m.List.Shell
	s.Title = m.title()
	s.Nav.Current = layout.KeyOf(m.List.Filter)
	return s
}

func (m BulkAll) action() string { return "/bulk-jobs" + queryPart(m.List.Filter.Query()) }

func (m BulkAll) total() string { return strconv.Itoa(m.List.List.Total) }

// problems says what is wrong with the form, and leads to its controls.
func (m BulkAll) problems() []ui.Problem {
	if m.List.List.Total == 0 {
		return nil // Nor is there a form.
	}
	list := problems(m.Errors, map[string]string{"assignedTo": "bulk-assignedTo", "status": "bulk-status", "priority": "bulk-priority", "expected": "bulk-all"})
	for i, e := range m.Errors {
		list[i].Message = m.message(e.Field)
	}
	return list
}

func (m BulkAll) message(field string) string {
	for _, e := range m.Errors {
		switch {
		case e.Field != field:
		case field == "expected":
			return "Look at the number again; this form did not say what it was."
		case e.Code == "required":
			return "Choose an assignee, a status or a priority for them."
		}
	}
	return said(m.Errors, field)
}

// choice is one of the form's selects, whose first option changes nothing.
func (m BulkAll) choice(ctx context.Context, field string, options []ui.Option) ui.Select {
	options[0].Label = "No change"
	return ui.Select{
		Field:   ui.Field{ID: "bulk-" + field, Name: field, Label: fieldLabel(field), Error: m.message(field)},
		Options: options, Attrs: ui.Keyed(ctx, nil, propertyKey(field)),
	}
}

// Selection says in words what a filter selects.
func (m ConversationList) Selection() []string {
	var words []string
	for _, c := range m.chips() {
		words = append(words, c.Name+": "+c.Value)
	}
	return words
}
