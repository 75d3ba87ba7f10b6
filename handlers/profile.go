package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// showProfile shows the visitor's own account.
func showProfile(r *request) error {
	return r.renderProfile(http.StatusOK, func(*views.Profile) {})
}

func (r *request) renderProfile(status int, change func(*views.Profile)) error {
	ctx := r.Request().Context()
	user, err := r.store.Profile(ctx, r.actor)
	if err != nil {
		return err
	}
	inboxes, err := r.store.ActorInboxes(ctx, r.actor)
	if err != nil {
		return err
	}
	page := views.Profile{User: user, Name: user.Name}
	for _, i := range inboxes {
		page.Inboxes = append(page.Inboxes, i.Name)
	}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	change(&page)
	return r.render(status, page.Page())
}

// updateProfile changes the visitor's name.
func updateProfile(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	_, err = r.store.UpdateProfile(r.Request().Context(), r.actor, desk.ProfileUpdate{Name: sent.text("name")})
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.renderProfile(http.StatusUnprocessableEntity, func(page *views.Profile) {
			page.Name, page.NameErrors = sent.Get("name"), refused.Fields
		})
	}
	if err != nil {
		return err
	}
	return r.redirect("/profile", "Name saved.")
}

// changePassword ends all sessions and begins a new one here.
func changePassword(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	err = r.store.ChangePassword(r.Request().Context(), r.actor, r.RealIP(), desk.PasswordChange{
		Current: sent.Get("current"), New: sent.Get("new"),
	})
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.renderProfile(http.StatusUnprocessableEntity, func(page *views.Profile) { page.PasswordErrors = refused.Fields })
	}
	if err != nil {
		return err
	}
	return r.beginSession(r.user.ID, "/profile", "Password changed. You are signed out everywhere else.")
}

// signOutEverywhere ends all sessions, this one too.
func signOutEverywhere(r *request) error {
	if err := r.store.SignOutEverywhere(r.Request().Context(), r.actor); err != nil {
		return err
	}
	return r.endSession("/sign-in")
}
