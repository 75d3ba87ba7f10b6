package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// showReport shows the queue in numbers. A query that is not canonical leads to the
// one that is.
func showReport(r *request) error {
	ctx := r.Request().Context()
	query, errs := desk.ParseQuery(r.Request().URL.RawQuery)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	filter, errs := desk.ParseReportFilter(desk.CanonicalQuery(query, desk.ReportParams()))
	if len(errs) > 0 {
		return badQuery(errs)
	}
	if desk.EncodeQuery(filter.Query()) != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, withQuery("/reports", filter.Query()))
	}
	page := views.ReportPage{Filter: filter, Now: r.now(), NoInbox: r.actor.Reach.Empty()}
	var err error
	if page.Report, err = r.store.ReportQueue(ctx, r.actor, filter); err != nil {
		return err
	}
	if page.Agents, err = r.couldHave(filter); err != nil {
		return err
	}
	if page.Inboxes, err = r.store.ActorInboxes(ctx, r.actor); err != nil {
		return err
	}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}

// couldHave returns who conversations of a report could be assigned to.
func (r *request) couldHave(filter desk.ReportFilter) ([]desk.UserRef, error) {
	var inbox desk.InboxID // any
	if len(filter.Inboxes) == 1 {
		if inbox = filter.Inboxes[0]; !r.actor.ConversationScope().Reaches(inbox) {
			return nil, nil // Nothing is told of it, as of one that does not exist.
		}
	}
	return r.store.ListAssignees(r.Request().Context(), r.actor, inbox)
}
