package desk

import (
	"slices"
	"time"
)

// Customer is a person who writes to the helpdesk. Customers belong to the
// whole workspace; what is shown of their conversations obeys the reach.
type Customer struct {
	ID        CustomerID
	Name      string
	Email     string // empty where unknown; no two customers share one
	Phone     string // empty where unknown
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int64
	// Conversations counts those that the reader may see; only lists fill it.
	Conversations int
}

// Ref returns the customer as a conversation shows them.
func (c Customer) Ref() CustomerRef {
	return CustomerRef{ID: c.ID, Name: c.Name, Email: c.Email, Phone: c.Phone}
}

// CustomerCreate asks for a new customer. Email and phone may be null or left
// out.
type CustomerCreate struct {
	Name     Field[string]
	Email    Field[string]
	Phone    Field[string]
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *CustomerCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxName) })
	nullable(&errs, "email", &in.Email, func(s *string) { email(&errs, "email", s) })
	nullable(&errs, "phone", &in.Phone, func(s *string) { phone(&errs, "phone", s) })
	return errs
}

// CustomerUpdate asks for changes of a customer; what is left out stays as it
// is, and null clears email or phone.
type CustomerUpdate struct {
	Name       Field[string]
	Email      Field[string]
	Phone      Field[string]
	IfVersions []int64
	Problems   FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *CustomerUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	optional(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxName) })
	nullable(&errs, "email", &in.Email, func(s *string) { email(&errs, "email", s) })
	nullable(&errs, "phone", &in.Phone, func(s *string) { phone(&errs, "phone", s) })
	return errs
}

// Apply returns the customer with the update in it, and the changes that made.
func (in CustomerUpdate) Apply(c Customer) (Customer, []Change) {
	before := c
	c.Name = in.Name.Or(c.Name)
	if in.Email.Set {
		c.Email = in.Email.Value
	}
	if in.Phone.Set {
		c.Phone = in.Phone.Value
	}
	return c, changesOf(
		Change{Field: "name", Before: before.Name, After: c.Name},
		Change{Field: "email", Before: before.Email, After: c.Email},
		Change{Field: "phone", Before: before.Phone, After: c.Phone},
	)
}

// CustomerFilter selects customers. Search finds by name, address or number.
type CustomerFilter struct {
	Search string
	Page   Page
}
