package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// confirmDeleteConversation asks first, since there is no way back.
func confirmDeleteConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	return r.renderDelete(http.StatusOK, id)
}

// deleteConversation deletes what the question was asked about: if it has
// changed since, the question is asked again.
func deleteConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	// Unseen is not found, whatever the form says.
	if _, err := r.store.GetConversation(r.Request().Context(), r.actor, id); err != nil {
		return err
	}
	var problems desk.FieldErrors
	in := desk.ConversationDelete{IfVersions: sent.versions(&problems)}
	if err := problems.Err(); err != nil {
		return err
	}
	err = r.store.DeleteConversation(r.Request().Context(), r.actor, id, in)
	if desk.Is(err, desk.CodeStale) {
		return r.renderDelete(http.StatusConflict, id)
	}
	if err != nil {
		return err
	}
	filter, err := r.queueFilter()
	if err != nil {
		return err
	}
	return r.redirect(withQuery("/conversations", filter.Query()), "Deleted #"+id.String()+" for good.")
}

func (r *request) renderDelete(status int, id desk.ConversationID) error {
	conv, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	filter, err := r.queueFilter()
	if err != nil {
		return err
	}
	page := views.ConversationDelete{
		Conversation: conv, Queue: views.Queue{Query: filter.Query()}, Changed: status == http.StatusConflict,
	}
	timeline, err := r.store.ConversationTimeline(r.Request().Context(), r.actor, id, desk.MaxThread)
	if err != nil {
		return err
	}
	page.Merged = views.MergedInto(entries(timeline))
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(status, page.Page())
}
