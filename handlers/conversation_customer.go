package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/desk"
)

// customerParam is the field of the filter form in which people write whom they
// mean. No list keeps it in its URL: it is turned into the customers' ids first.
const customerParam = "customer"

// maxNamedCustomers is how many customers the words may mean.
const maxNamedCustomers = 10

// writtenCustomer returns what was written in the filter form.
func (r *request) writtenCustomer() string {
	return strings.TrimSpace(r.Request().URL.Query().Get(customerParam))
}

// addCustomers adds the customers that the words mean to the filter, or returns
// what is to be said about the words.
func (r *request) addCustomers(words string, filter *desk.ConversationFilter) (complaint string, err error) {
	search, errs := desk.ParseCustomerFilter(url.Values{"q": {words}})
	if len(errs) > 0 {
		return "Customer " + strings.TrimPrefix(errs[0].Message, "q ") + ".", nil
	}
	search.Page.Limit = maxNamedCustomers
	found, err := r.store.ListCustomers(r.Request().Context(), r.actor, search)
	switch {
	case err != nil:
		return "", err
	case found.Total == 0:
		return "No customer has this in their name, address or number.", nil
	case found.Total > maxNamedCustomers:
		return strconv.Itoa(found.Total) + " customers match. Write more of the name, address or number.", nil
	}
	for _, c := range found.Items {
		if !slices.Contains(filter.Customers, c.ID) {
			filter.Customers = append(filter.Customers, c.ID)
		}
	}
	filter.Page.Number = 1
	return "", nil
}
