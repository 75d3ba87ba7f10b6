package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// keysCookie says "off" where single keys are to do nothing. That is kept for
// each browser and not for each user: whether they get in the way depends on the
// device, such as one that is spoken to, and not on who is signed in.
const keysCookie = "parley-keys"

// keysLife is how long a browser remembers, in seconds: the most that any does.
const keysLife = 400 * 24 * 60 * 60

// keysOff tells whether single keys are turned off in the browser.
func (r *request) keysOff() bool {
	cookie, err := r.Cookie(keysCookie)
	return err == nil && cookie.Value == "off"
}

// showKeys lists the keyboard shortcuts.
func showKeys(r *request) error {
	return r.renderKeys(http.StatusOK, views.Keys{})
}

func (r *request) renderKeys(status int, page views.Keys) (err error) {
	page.Off, page.Own = r.keysOff(), r.keys
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(status, page.Page())
}

// switchKeys turns single keys on or off in this browser.
func switchKeys(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	cookie := &http.Cookie{
		Name: keysCookie, Value: "off", Path: "/", MaxAge: keysLife,
		HttpOnly: true, Secure: r.base.Scheme == "https", SameSite: http.SameSiteLaxMode,
	}
	notice := "Single keys are off."
	switch sent.Get("keys") {
	case "off":
	case "on":
		cookie.Value, cookie.MaxAge, notice = "", -1, "Single keys are on."
	default:
		var problems desk.FieldErrors
		problems.Add("keys", "invalid", "keys must be on or off")
		return problems.Err()
	}
	r.SetCookie(cookie)
	return r.redirect("/keys", notice)
}
