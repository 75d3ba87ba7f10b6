package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// confirmDeleteCustomer asks first, since there is no way back.
func confirmDeleteCustomer(r *request) error {
	id, err := pathID[desk.CustomerID](r, "customer")
	if err != nil {
		return err
	}
	return r.renderDeleteCustomer(http.StatusOK, id, false)
}

// deleteCustomer deletes a customer who has no conversations, seen or unseen.
func deleteCustomer(r *request) error {
	id, err := pathID[desk.CustomerID](r, "customer")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	// Absent is not found, whatever the form says.
	if _, err := r.store.GetCustomer(r.Request().Context(), r.actor, id); err != nil {
		return err
	}
	var problems desk.FieldErrors
	versions := sent.versions(&problems)
	if err := problems.Err(); err != nil {
		return err
	}
	err = r.store.DeleteCustomer(r.Request().Context(), r.actor, id, versions)
	switch {
	case err == nil:
		return r.redirect("/customers", "Deleted the customer for good.")
	case desk.Is(err, desk.CodeConflict):
		return r.renderDeleteCustomer(http.StatusConflict, id, true)
	case desk.Is(err, desk.CodeStale):
		return r.renderDeleteCustomer(http.StatusConflict, id, false)
	}
	return err
}

func (r *request) renderDeleteCustomer(status int, id desk.CustomerID, blocked bool) error {
	customer, err := r.store.GetCustomer(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	page := views.CustomerDelete{Customer: customer, Blocked: blocked, Changed: status == http.StatusConflict && !blocked}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(status, page.Page())
}
