package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// listCustomers shows the customers. Like the conversations' its URL is its
// state, and leads to the canonical one and to a page that exists.
func listCustomers(r *request) error {
	query, errs := desk.ParseQuery(r.Request().URL.RawQuery)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	query = desk.CanonicalQuery(query, desk.CustomerParams())
	filter, errs := desk.ParseCustomerFilter(query)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	filter.Page = r.usualPage(filter.Page, query)
	if desk.EncodeQuery(filter.Query()) != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, customersURL(filter))
	}
	page := views.CustomerList{Filter: filter, CanWrite: r.actor.Can(desk.WriteCustomers), Now: r.now()}
	var err error
	if page.List, err = r.store.ListCustomers(r.Request().Context(), r.actor, filter); err != nil {
		return err
	}
	if len(page.List.Items) == 0 && filter.Page.Number > 1 {
		filter.Page.Number = max(1, page.List.Pages())
		return r.Redirect(http.StatusSeeOther, customersURL(filter))
	}
	page.NothingYet = page.List.Total == 0 && filter.Search == ""
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}

func customersURL(filter desk.CustomerFilter) string { return withQuery("/customers", filter.Query()) }
