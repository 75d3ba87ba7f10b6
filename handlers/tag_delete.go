package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// confirmDeleteTag asks first, and says how many conversations have the tag.
func confirmDeleteTag(r *request) error {
	id, err := pathID[desk.TagID](r, "tag")
	if err != nil {
		return err
	}
	return r.renderDeleteTag(http.StatusOK, id)
}

// deleteTag takes the tag away from every conversation that has it.
func deleteTag(r *request) error {
	id, err := pathID[desk.TagID](r, "tag")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	// Absent is not found, whatever the form says.
	tag, err := r.store.GetTag(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	var problems desk.FieldErrors
	versions := sent.versions(&problems)
	if err := problems.Err(); err != nil {
		return err
	}
	err = r.store.DeleteTag(r.Request().Context(), r.actor, id, versions)
	switch {
	case err == nil:
		return r.redirect("/tags", "Deleted the tag "+tag.Name+".")
	case desk.Is(err, desk.CodeStale):
		return r.renderDeleteTag(http.StatusConflict, id)
	}
	return err
}

func (r *request) renderDeleteTag(status int, id desk.TagID) error {
	tag, err := r.store.GetTag(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	page := views.TagDelete{Tag: tag, ReachesAll: r.actor.Reach.All(), Changed: status == http.StatusConflict}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(status, page.Page())
}
