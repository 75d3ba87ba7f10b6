package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// chooseBulkAll asks what is to become of everything that matches the filter of a
// list, and says how many conversations that is.
func chooseBulkAll(r *request) error {
	filter, err := r.conversationFilter()
	if err != nil {
		return err
	}
	if canonical := desk.EncodeQuery(filter.Query()); canonical != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, withQuery("/conversations/bulk", filter.Query()))
	}
	return r.renderBulkAll(http.StatusOK, filter, views.BulkAll{})
}

// startBulkJob changes everything that matches the filter in the address, if it is as
// many as the form has shown, and leads to the page that tells of it.
func startBulkJob(r *request) error {
	filter, err := r.conversationFilter() // What cannot be understood must not become everything.
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	maker, err := r.making(sent, "", filter.BulkFilter().Encode(), sent.Get("expected"), sent.Get("assignedTo"), sent.Get("status"), sent.Get("priority"))
	if err != nil {
		return err
	}
	job, err := r.store.StartBulkJob(r.Request().Context(), maker, sent.bulkJob(filter))
	refused := desk.As(err)
	var page views.BulkAll
	switch {
	case err == nil:
		return r.Redirect(http.StatusSeeOther, views.JobURL(job.ID))
	case refused == nil:
		return err
	case refused.Code == desk.CodeInvalid:
		page.Errors = refused.Fields
	case !drifted(refused):
		return err
	default:
		page.Expected = sent.Get("expected")
	}
	page.List.Bulk = views.Bulk{Status: sent.Get("status"), Priority: sent.Get("priority"), AssignedTo: sent.Get("assignedTo")}
	return r.renderBulkAll(problemOf(refused).Status, filter, page)
}

func drifted(refused *desk.Error) bool {
	_, is := refused.Current.(desk.Matching)
	return is
}

// bulkJob decodes the form; an empty choice is no change, and "none" nobody.
func (f form) bulkJob(filter desk.ConversationFilter) (in desk.BulkJobCreate) {
	change := f.bulk()
	in.Status, in.Priority, in.AssignedTo, in.Problems = change.Status, change.Priority, change.AssignedTo, change.Problems
	in.Filter = desk.Value(filter.BulkFilter())
	in.Expected = id[int64](f, "expected", &in.Problems)
	return in
}

// renderBulkAll shows the page, with what the form held where it was refused.
func (r *request) renderBulkAll(status int, filter desk.ConversationFilter, page views.BulkAll) error {
	list, err := r.conversationListPage(filter)
	if err != nil {
		return err
	}
	list.Bulk = page.List.Bulk
	page.List = list
	return r.render(status, page.Page())
}

// showBulkJob tells how far a job of one's own is, or what has come of it.
func showBulkJob(r *request) error {
	id, err := pathID[desk.BulkJobID](r, "job")
	if err != nil {
		return err
	}
	job, err := r.store.GetBulkJob(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return r.renderBulkJob(http.StatusOK, job, "")
}

// undoBulkJob puts back what a job of one's own has changed.
func undoBulkJob(r *request) error {
	id, err := pathID[desk.BulkJobID](r, "job")
	if err != nil {
		return err
	}
	_, err = r.store.UndoBulkJob(r.Request().Context(), r.actor, id)
	refused := desk.As(err)
	switch {
	case err == nil:
		return r.Redirect(http.StatusSeeOther, views.JobURL(id))
	case refused == nil || refused.Code != desk.CodeConflict:
		return err
	}
	job, err := r.store.GetBulkJob(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return r.renderBulkJob(http.StatusConflict, job, refused.Message)
}

func (r *request) renderBulkJob(status int, job desk.BulkJob, refused string) (err error) {
	page := views.BulkJob{Job: job, Now: r.now(), Refused: refused}
	filter, errs := desk.ParseConversationFilter(job.Filter, r.actor)
	if err := errs.Err(); err != nil {
		return err
	}
	page.List.Filter = filter
	if err := r.nameFilter(&page.List); err != nil {
		return err
	}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(status, page.Page())
}
