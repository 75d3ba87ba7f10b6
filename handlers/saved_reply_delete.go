package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// confirmDeleteSavedReply asks first, and shows the text.
func confirmDeleteSavedReply(r *request) error { return r.renderDeleteSavedReply(http.StatusOK) }

// deleteSavedReply removes a saved reply; what was sent with it stays.
func deleteSavedReply(r *request) error {
	id, err := pathID[desk.SavedReplyID](r, "saved reply")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	// Absent is not found, whatever the form says.
	reply, err := r.ownSavedReply()
	if err != nil {
		return err
	}
	var problems desk.FieldErrors
	versions := sent.versions(&problems)
	if err := problems.Err(); err != nil {
		return err
	}
	err = r.store.DeleteSavedReply(r.Request().Context(), r.actor, id, versions)
	switch {
	case err == nil:
		return r.redirect("/saved-replies", "Deleted the saved reply "+reply.Name+".")
	case desk.Is(err, desk.CodeStale):
		return r.renderDeleteSavedReply(http.StatusConflict)
	}
	return err
}

func (r *request) renderDeleteSavedReply(status int) error {
	reply, err := r.ownSavedReply()
	if err != nil {
		return err
	}
	page := views.SavedReplyDelete{Reply: reply, Changed: status == http.StatusConflict}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(status, page.Page())
}
