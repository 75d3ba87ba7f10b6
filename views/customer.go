package views

import (
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// CustomerList is the page /customers.
type CustomerList struct {
	Shell      layout.Shell
	Filter     desk.CustomerFilter
	List       desk.Listing[desk.Customer]
	CanWrite   bool
	NothingYet bool // there are no customers at all
	Now        time.Time
}

func (m CustomerList) shell() layout.Shell {
	s := m.Shell
	s.Nav.Current = layout.Customers
	s.Title = "Customers (" + ui.Number(m.List.Total) + ")"
	s.Announce = ui.Count(m.List.Total, "customer", "customers")
	if m.List.Pages() > 1 {
		place := ", page " + ui.Number(m.List.Page.Number) + " of " + ui.Number(m.List.Pages())
		s.Title += place
		s.Announce += place
	}
	return s
}

func customersURL(f desk.CustomerFilter) string { return "/customers" + queryPart(f.Query()) }

func (m CustomerList) pagination() ui.Pagination {
	with := func(number, limit int) string {
		f := m.Filter
		f.Page.Number, f.Page.Limit = number, limit
		return customersURL(f)
	}
	return ui.Pagination{
		Label: "Customers", Page: m.List.Page.Number, Limit: m.List.Page.Limit, Total: m.List.Total,
		URL:      func(page int) string { return with(page, m.Filter.Page.Limit) },
		LimitURL: func(limit int) string { return with(1, limit) },
	}
}

// CustomerPage is the page /customers/{id}. Conversations are those that the
// reader may see, newest first, at most one page of Total.
type CustomerPage struct {
	Shell         layout.Shell
	Customer      desk.Customer
	Conversations []desk.Conversation
	Total         int
	CanWrite      bool
	Now           time.Time
}

func (m CustomerPage) shell() layout.Shell {
	s := titled(m.Shell, m.Customer.Name)
	s.Nav.Current = layout.Customers
	return s
}

func (m CustomerPage) listURL() string {
	return layout.ListURL(desk.ConversationFilter{Customers: []desk.CustomerID{m.Customer.ID}})
}

// CustomerForm is the page that adds a customer, where ID is 0, or edits one.
type CustomerForm struct {
	Shell   layout.Shell
	ID      desk.CustomerID
	Name    string
	Email   string
	Phone   string
	Version int64 // that the form is for; in a conflict, the one that stands
	Errors  desk.FieldErrors
	// Current, where not nil, is the customer as someone else has saved them in
	// the meantime; the form keeps what was typed.
	Current *desk.Customer
}

func (m CustomerForm) heading() string {
	if m.ID == 0 {
		return "New customer"
	}
	return "Edit customer"
}

func (m CustomerForm) shell() layout.Shell {
	s := titled(m.Shell, m.heading())
	if len(m.Errors) > 0 {
		s.Title = "Error: " + s.Title
	}
	s.Nav.Current = layout.Customers
	return s
}

func (m CustomerForm) action() string {
	if m.ID == 0 {
		return "/customers"
	}
	return "/customers/" + m.ID.String()
}

// choices lists what differs from Current as label, typed and standing value.
func (m CustomerForm) choices() [][3]string {
	if m.Current == nil {
		return nil
	}
	var list [][3]string
	for _, c := range [][3]string{{"Name", m.Name, m.Current.Name}, {"Email", m.Email, m.Current.Email}, {"Phone", m.Phone, m.Current.Phone}} {
		if c[1] != c[2] {
			list = append(list, c)
		}
	}
	return list
}

// CustomerDelete is the page that asks before deleting a customer. Blocked says
// that the customer has conversations and so cannot be deleted.
type CustomerDelete struct {
	Shell    layout.Shell
	Customer desk.Customer
	Blocked  bool
	Changed  bool // since the question was first asked
}
