package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// listTags shows the tags. A query that is not canonical leads to the one that is,
// and a page past the end to the last one.
func listTags(r *request) error {
	query, errs := desk.ParseQuery(r.Request().URL.RawQuery)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	query = desk.CanonicalQuery(query, []string{"page", "limit"})
	wanted, errs := desk.ParsePageOnly(query)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	wanted = r.usualPage(wanted, query)
	if desk.EncodeQuery(wanted.Query()) != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, withQuery("/tags", wanted.Query()))
	}
	page := views.TagList{CanWrite: r.actor.Can(desk.WriteTags)}
	var err error
	if page.List, err = r.store.ListTags(r.Request().Context(), r.actor, wanted); err != nil {
		return err
	}
	if len(page.List.Items) == 0 && wanted.Number > 1 {
		wanted.Number = max(1, page.List.Pages())
		return r.Redirect(http.StatusSeeOther, withQuery("/tags", wanted.Query()))
	}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}
