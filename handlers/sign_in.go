package handlers

import (
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
	"parley/views"
)

// showSignIn shows the form, or leads on who is signed in already.
func showSignIn(r *request) error {
	next := localPath(r.QueryParam("next"))
	if r.actor.Kind != "" {
		return r.Redirect(http.StatusSeeOther, orHome(next))
	}
	return r.renderSignIn(http.StatusOK, views.SignIn{Next: next})
}

// signIn begins a session under a new token, whatever the browser had before.
func signIn(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	next := localPath(sent.Get("next"))
	user, err := r.store.SignIn(r.Request().Context(), sent.Get("email"), sent.Get("password"), r.RealIP())
	if refused := desk.As(err); refused != nil {
		page := views.SignIn{Email: sent.Get("email"), Next: next, Error: refused.Message}
		if refused.Code == desk.CodeTooMany {
			r.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(refused.RetryAfter.Seconds()))))
			return r.renderSignIn(http.StatusTooManyRequests, page)
		}
		return r.renderSignIn(http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return r.beginSession(user.ID, orHome(next), "")
}

func (r *request) renderSignIn(status int, page views.SignIn) error {
	open, err := r.store.SetupOpen(r.Request().Context())
	if err != nil {
		return err
	}
	page.SetupOpen = open
	return r.render(status, page.Page())
}

// beginSession signs the browser in as the user and leads on. Nothing of a
// session that it had before goes over into the new one.
func (r *request) beginSession(user desk.UserID, target, text string) error {
	clear(r.session.Values)
	r.session.Values[signedInUser{}] = user
	if text != "" {
		r.keepNotice(notice{Text: text})
	}
	if err := r.session.Save(r.Request(), r.Response()); err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, target)
}

// signOut ends the session; who has none is signed out already.
func signOut(r *request) error { return r.endSession("/sign-in") }

func (r *request) endSession(target string) error {
	r.session.Options.MaxAge = -1
	if err := r.session.Save(r.Request(), r.Response()); err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, target)
}

func orHome(target string) string {
	if target == "" {
		return "/conversations"
	}
	return target
}
