package handlers

import "net/http"

// showHealth answers as long as the process serves.
func showHealth(r *request) error { return r.String(http.StatusOK, "ok\n") }

// showReadiness answers as long as the database does too.
func showReadiness(r *request) error {
	if err := r.store.Ready(r.Request().Context()); err != nil {
		r.log.ErrorContext(r.Request().Context(), "not ready", "error", err)
		return r.String(http.StatusServiceUnavailable, "the database does not answer\n")
	}
	return r.String(http.StatusOK, "ok\n")
}

// showHome leads to where the visitor's work is.
func showHome(r *request) error { return r.Redirect(http.StatusSeeOther, "/conversations") }
