package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// showSetup shows the form that makes the first administrator. Once there has
// been one there is no such page.
func showSetup(r *request) error {
	if err := r.requireSetup(); err != nil {
		return err
	}
	return r.render(http.StatusOK, views.Setup{Token: r.QueryParam("token")}.Page())
}

func (r *request) requireSetup() error {
	open, err := r.store.SetupOpen(r.Request().Context())
	if err == nil && !open {
		err = desk.NotFound("page")
	}
	return err
}

// setUp makes the first administrator and signs them in.
func setUp(r *request) error {
	if err := r.requireSetup(); err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	user, err := r.store.SetUp(r.Request().Context(), sent.Get("token"), desk.UserCreate{
		Name: sent.text("name"), Email: sent.text("email"), Password: sent.text("password"),
	})
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		page := views.Setup{Token: sent.Get("token"), Name: sent.Get("name"), Email: sent.Get("email"), Errors: refused.Fields}
		return r.render(http.StatusUnprocessableEntity, page.Page())
	}
	if err != nil {
		return err
	}
	return r.beginSession(user.ID, "/conversations", "Welcome to Parley.")
}
