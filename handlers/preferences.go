package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"parley/internal/desk"
	"parley/views"
)

// showPreferences shows how the visitor likes to see pages.
func showPreferences(r *request) error {
	return r.renderPreferences(http.StatusOK, func(*views.Preferences) {})
}

func (r *request) renderPreferences(status int, change func(*views.Preferences)) error {
	preferences, err := r.store.Preferences(r.Request().Context(), r.actor)
	if err != nil {
		return err
	}
	page := views.Preferences{Form: views.PreferencesFormOf(preferences), BrowserZone: r.browserZone(), Now: r.now()}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	change(&page)
	return r.render(status, page.Page())
}

// updatePreferences is the form on the page, and also the switches elsewhere,
// which send one field alone and lead back to the page that they are on.
func updatePreferences(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	var in desk.PreferencesUpdate
	in.Theme = word[desk.Theme](sent, "theme")
	in.Density = word[desk.Density](sent, "density")
	in.AfterSend = word[desk.AfterSend](sent, "afterSend")
	in.TimeZone = sent.textOrNull("timeZone")
	in.PageSize = number(sent, "pageSize", "25, 50 or 100", &in.Problems)
	in.HoldSeconds = number(sent, "holdSeconds", "0, 5, 10 or 30", &in.Problems)
	_, err = r.store.UpdatePreferences(r.Request().Context(), r.actor, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.renderPreferences(http.StatusUnprocessableEntity, func(page *views.Preferences) {
			page.Form, page.Errors = typedPreferences(sent, page.Form), refused.Fields
		})
	}
	if err != nil {
		return err
	}
	if back := r.switchedFrom(in.PageSize.Set); back != "" {
		return r.redirect(back, "")
	}
	return r.redirect("/preferences", "Preferences saved.")
}

// number returns a field that is one of some numbers, which a refusal names.
func number(sent form, name, allowed string, problems *desk.FieldErrors) desk.Field[int] {
	if !sent.Has(name) {
		return desk.Field[int]{}
	}
	n, err := strconv.Atoi(sent.Get(name))
	if err != nil {
		problems.Add(name, "invalid", name+" must be "+allowed)
	}
	return desk.Value(n)
}

// typedPreferences returns what was chosen, over what the form showed first.
func typedPreferences(sent form, shown views.PreferencesForm) views.PreferencesForm {
	for name, field := range map[string]*string{
		"theme": &shown.Theme, "density": &shown.Density, "timeZone": &shown.TimeZone, "pageSize": &shown.PageSize,
		"afterSend": &shown.AfterSend, "holdSeconds": &shown.HoldSeconds,
	} {
		if sent.Has(name) {
			*field = sent.Get(name)
		}
	}
	return shown
}

// switchedFrom returns the page that a switch is on, or "" for the page of the
// preferences itself and for what cannot be opened: the answer to a form. A list
// of another size is shown from its beginning.
func (r *request) switchedFrom(resized bool) string {
	from, err := url.Parse(r.from())
	if err != nil || from.Path == "" || from.Path == "/preferences" || !r.opens(from.Path) {
		return ""
	}
	query, errs := desk.ParseQuery(from.RawQuery)
	if len(errs) > 0 || !resized {
		return from.RequestURI()
	}
	query.Del("limit")
	query.Del("page")
	return withQuery(from.EscapedPath(), query)
}

// opens tells whether there is a page at the path.
func (r *request) opens(path string) bool {
	e := r.Echo()
	found := e.AcquireContext()
	defer e.ReleaseContext(found)
	found.Reset(r.Request(), r.Response())
	e.Router().Find(http.MethodGet, path, found)
	return slices.ContainsFunc(routes(), func(rt route) bool { return rt.method == get && rt.path == found.Path() })
}

// usualPage gives a page of a list the size that the visitor likes, where the
// address does not say.
func (r *request) usualPage(page desk.Page, query url.Values) desk.Page {
	page.Usual = r.preferences.PageSize
	if !query.Has("limit") {
		page.Limit = page.Usual
	}
	return page
}
