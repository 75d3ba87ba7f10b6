package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// newTag shows the form for a new tag.
func newTag(r *request) error { return r.renderTagForm(http.StatusOK, views.TagForm{}) }

// createTag is the form for a new tag; without a hue it gets that of its name.
func createTag(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.TagCreate{Name: sent.text("name")}
	if sent.Get("hue") != "" {
		in.Hue = word[desk.Hue](sent, "hue")
	}
	actor, err := r.makingAll(sent)
	if err != nil {
		return err
	}
	tag, err := r.store.CreateTag(r.Request().Context(), actor, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.renderTagForm(http.StatusUnprocessableEntity, views.TagForm{Name: sent.Get("name"), Hue: desk.Hue(sent.Get("hue")), Errors: refused.Fields})
	}
	if err != nil {
		return err
	}
	return r.redirect("/tags", "Added the tag "+tag.Name+".")
}

// editTag shows the form with a tag in it.
func editTag(r *request) error {
	id, err := pathID[desk.TagID](r, "tag")
	if err != nil {
		return err
	}
	t, err := r.store.GetTag(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return r.renderTagForm(http.StatusOK, views.TagForm{ID: id, Name: t.Name, Hue: t.Hue, Version: t.Version})
}

// updateTag is the edit form; in a conflict it comes back with both values and what
// was typed.
func updateTag(r *request) error {
	id, err := pathID[desk.TagID](r, "tag")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.TagUpdate{Name: sent.text("name"), Hue: word[desk.Hue](sent, "hue")}
	in.IfVersions = sent.versions(&in.Problems)
	tag, err := r.store.UpdateTag(r.Request().Context(), r.actor, id, in)
	if err == nil {
		return r.redirect("/tags", "Saved the tag "+tag.Name+".")
	}
	refused := desk.As(err)
	if refused == nil || (refused.Code != desk.CodeInvalid && refused.Code != desk.CodeStale) {
		return err
	}
	page := views.TagForm{ID: id, Name: sent.Get("name"), Hue: desk.Hue(sent.Get("hue")), Errors: refused.Fields}
	if current, ok := refused.Current.(desk.Tag); ok {
		page.Current, page.Version = &current, current.Version
		return r.renderTagForm(http.StatusConflict, page)
	}
	page.Version, _ = desk.ParseID[int64](sent.Get("version"))
	return r.renderTagForm(http.StatusUnprocessableEntity, page)
}

func (r *request) renderTagForm(status int, page views.TagForm) error {
	shell, err := r.shell()
	if err != nil {
		return err
	}
	page.Shell = shell
	return r.render(status, page.Page())
}
