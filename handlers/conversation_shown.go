package handlers

import (
	"parley/internal/desk"
	"parley/store"
	"parley/views"
)

// show returns what of a thread the request's page shows.
func (r *request) show() views.Show { return views.ParseShow(r.QueryParam(views.ShowParam)) }

// place returns the message or event that the request's page is to be opened at.
func (r *request) place() desk.TimelinePlace {
	return desk.ParseTimelinePlace(r.QueryParam(views.AtParam))
}

// part returns which part of a thread the request's page shows.
func (r *request) part(t store.Timeline) views.Part {
	return views.Part{
		At: r.place(), Later: t.Later, LaterFirst: t.LaterFirst, LaterLast: t.LaterLast,
		Missing: t.Missing, Moved: t.Moved, Told: t.Told,
	}
}

// threadShowing returns the address of a thread in the queue that the request is
// about.
func (r *request) threadShowing(show views.Show, id desk.ConversationID) string {
	return withQuery("/conversations/"+id.String(), show.Query(r.queueQuery()))
}

// threadWith returns the address of a thread that shows a message.
func (r *request) threadWith(id desk.ConversationID, m desk.Message) string {
	if show := r.show(); show.Has(views.Entry{Message: &m}) {
		return r.threadShowing(show, id)
	}
	return r.threadShowing("", id)
}
