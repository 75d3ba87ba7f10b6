package views

import (
	"cmp"
	"slices"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// NewConversation is the page /conversations/new, and what POST /conversations
// answers when something is missing or a customer is being looked for.
type NewConversation struct {
	Shell   layout.Shell
	Form    NewConversationForm
	Errors  desk.FieldErrors
	Inboxes []desk.Inbox // those the reader may create in
	// Matches are the customers to choose from: those that the search found, or
	// the one already chosen. Searched tells an empty result from no search.
	Matches  []desk.Customer
	Searched bool
}

// NewConversationForm is the form as it was sent. CustomerID is empty for a new
// customer, whose name, address and number then stand beside it.
type NewConversationForm struct {
	Subject       string
	InboxID       string
	Channel       string
	Priority      string
	Message       string
	CustomerID    string
	CustomerQuery string
	CustomerName  string
	CustomerEmail string
	CustomerPhone string
}

func (m NewConversation) shell() layout.Shell {
	s := titled(m.Shell, "New conversation")
	if len(m.Errors) > 0 {
		s.Title = "Error: New conversation"
	}
	if m.Searched {
		s.Announce = ui.Count(len(m.Matches), "customer", "customers") + " found"
	}
	return s
}

func (m NewConversation) problems() []ui.Problem {
	return problems(m.inOrder(), map[string]string{
		"name": "customer-name", "email": "customer-email", "phone": "customer-phone", "customerId": m.customerField(),
	})
}

// inOrder returns the errors as the page has their fields: the customer first.
func (m NewConversation) inOrder() desk.FieldErrors {
	errs := slices.Clone(m.Errors)
	slices.SortStableFunc(errs, func(a, b desk.FieldError) int {
		return cmp.Compare(ofCustomer(b.Field), ofCustomer(a.Field))
	})
	return errs
}

func ofCustomer(field string) int {
	switch field {
	case "customerId", "name", "email", "phone":
		return 1
	}
	return 0
}

// customerField is where the choice of a customer begins.
func (m NewConversation) customerField() string {
	if len(m.Matches) > 0 {
		return "customer-" + m.Matches[0].ID.String()
	}
	return "customer-query"
}

func (m NewConversation) inboxOptions() []ui.Option {
	list := make([]ui.Option, len(m.Inboxes))
	for i, in := range m.Inboxes {
		list[i] = ui.Option{Value: in.ID.String(), Label: in.Name, Selected: m.Form.InboxID == in.ID.String() || (m.Form.InboxID == "" && in.Default)}
	}
	return list
}

func (m NewConversation) channelOptions() []ui.Option {
	return options(desk.Channels(), []desk.Channel{desk.Channel(orElse(m.Form.Channel, string(desk.ChannelEmail)))}, ChannelName)
}

func (m NewConversation) priorityOptions() []ui.Option {
	return options(desk.Priorities(), []desk.Priority{desk.Priority(orElse(m.Form.Priority, string(desk.PriorityMedium)))}, PriorityName)
}

func orElse(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
