package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// listSavedReplies shows the shared saved replies and the reader's own. Like that of
// the customers its URL is its state, and leads to the canonical one and to a page
// that exists.
func listSavedReplies(r *request) error {
	query, errs := desk.ParseQuery(r.Request().URL.RawQuery)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	query = desk.CanonicalQuery(query, desk.SavedReplyParams())
	filter, errs := desk.ParseSavedReplyFilter(query)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	filter.Page = r.usualPage(filter.Page, query)
	if desk.EncodeQuery(filter.Query()) != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, withQuery("/saved-replies", filter.Query()))
	}
	page := views.SavedReplyList{Filter: filter, Actor: r.actor}
	var err error
	if page.List, err = r.store.ListSavedReplies(r.Request().Context(), r.actor, filter); err != nil {
		return err
	}
	if len(page.List.Items) == 0 && filter.Page.Number > 1 {
		filter.Page.Number = max(1, page.List.Pages())
		return r.Redirect(http.StatusSeeOther, withQuery("/saved-replies", filter.Query()))
	}
	page.NothingYet = page.List.Total == 0 && filter.Search == ""
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}
