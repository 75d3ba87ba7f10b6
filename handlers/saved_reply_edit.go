package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// newSavedReply shows the form for a new saved reply, which is the writer's own
// unless they choose otherwise.
func newSavedReply(r *request) error {
	return r.renderSavedReplyForm(http.StatusOK, views.SavedReplyForm{Personal: true})
}

// createSavedReply is the form for a new saved reply.
func createSavedReply(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	actor, err := r.makingAll(sent)
	if err != nil {
		return err
	}
	in := desk.SavedReplyCreate{Name: sent.text("name"), Body: sent.text("body"), Personal: sent.Get("personal") == "yes"}
	reply, err := r.store.CreateSavedReply(r.Request().Context(), actor, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		page := views.SavedReplyForm{Name: sent.Get("name"), Body: sent.Get("body"), Personal: in.Personal, Errors: refused.Fields}
		return r.renderSavedReplyForm(http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return r.redirect("/saved-replies", "Added the saved reply "+reply.Name+".")
}

// editSavedReply shows the form with a saved reply in it, to who may write it.
func editSavedReply(r *request) error {
	reply, err := r.ownSavedReply()
	if err != nil {
		return err
	}
	return r.renderSavedReplyForm(http.StatusOK, views.SavedReplyForm{
		ID: reply.ID, Name: reply.Name, Body: reply.Body, Personal: !reply.Shared(), Version: reply.Version,
	})
}

// ownSavedReply returns the saved reply that the path names, where the actor may
// write it.
func (r *request) ownSavedReply() (reply desk.SavedReply, err error) {
	id, err := pathID[desk.SavedReplyID](r, "saved reply")
	if err != nil {
		return reply, err
	}
	if reply, err = r.store.GetSavedReply(r.Request().Context(), r.actor, id); err != nil {
		return reply, err
	}
	return reply, r.actor.RequireSavedReply(reply.Owner)
}

// updateSavedReply is the edit form; in a conflict it comes back with both texts and
// what was typed.
func updateSavedReply(r *request) error {
	id, err := pathID[desk.SavedReplyID](r, "saved reply")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.SavedReplyUpdate{Name: sent.text("name"), Body: sent.text("body")}
	in.IfVersions = sent.versions(&in.Problems)
	reply, err := r.store.UpdateSavedReply(r.Request().Context(), r.actor, id, in)
	if err == nil {
		return r.redirect("/saved-replies", "Saved the saved reply "+reply.Name+".")
	}
	refused := desk.As(err)
	if refused == nil || (refused.Code != desk.CodeInvalid && refused.Code != desk.CodeStale) {
		return err
	}
	page := views.SavedReplyForm{ID: id, Name: sent.Get("name"), Body: sent.Get("body"), Errors: refused.Fields}
	if current, ok := refused.Current.(desk.SavedReply); ok {
		page.Current, page.Version, page.Personal = &current, current.Version, !current.Shared()
		return r.renderSavedReplyForm(http.StatusConflict, page)
	}
	reply, err = r.ownSavedReply()
	if err != nil {
		return err
	}
	page.Personal = !reply.Shared()
	page.Version, _ = desk.ParseID[int64](sent.Get("version"))
	return r.renderSavedReplyForm(http.StatusUnprocessableEntity, page)
}

func (r *request) renderSavedReplyForm(status int, page views.SavedReplyForm) error {
	shell, err := r.shell()
	if err != nil {
		return err
	}
	page.Shell, page.MayShare, page.MayKeep = shell, r.actor.RequireSavedReply(0) == nil, r.actor.SavedReplyOwner() != 0
	return r.render(status, page.Page())
}
