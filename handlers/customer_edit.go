package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// newCustomer shows the form for a new customer.
func newCustomer(r *request) error {
	return r.renderCustomerForm(http.StatusOK, views.CustomerForm{})
}

// createCustomer is the form for a new customer.
func createCustomer(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	actor, err := r.makingAll(sent)
	if err != nil {
		return err
	}
	customer, err := r.store.CreateCustomer(r.Request().Context(), actor, desk.CustomerCreate{
		Name: sent.text("name"), Email: sent.textOrNull("email"), Phone: sent.textOrNull("phone"),
	})
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		page := typedCustomer(sent)
		page.Errors = refused.Fields
		return r.renderCustomerForm(http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return r.redirect(customerURL(customer.ID), "Added "+customer.Name+".")
}

// editCustomer shows the form with a customer in it.
func editCustomer(r *request) error {
	id, err := pathID[desk.CustomerID](r, "customer")
	if err != nil {
		return err
	}
	c, err := r.store.GetCustomer(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return r.renderCustomerForm(http.StatusOK, views.CustomerForm{
		ID: id, Name: c.Name, Email: c.Email, Phone: c.Phone, Version: c.Version,
	})
}

// updateCustomer is the edit form; in a conflict it comes back with both values
// and what was typed.
func updateCustomer(r *request) error {
	id, err := pathID[desk.CustomerID](r, "customer")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.CustomerUpdate{Name: sent.text("name"), Email: sent.textOrNull("email"), Phone: sent.textOrNull("phone")}
	in.IfVersions = sent.versions(&in.Problems)
	customer, err := r.store.UpdateCustomer(r.Request().Context(), r.actor, id, in)
	if err == nil {
		return r.redirect(customerURL(id), "Saved "+customer.Name+".")
	}
	refused := desk.As(err)
	if refused == nil || (refused.Code != desk.CodeInvalid && refused.Code != desk.CodeStale) {
		return err
	}
	page := typedCustomer(sent)
	page.ID, page.Errors = id, refused.Fields
	if current, ok := refused.Current.(desk.Customer); ok {
		page.Current, page.Version = &current, current.Version
		return r.renderCustomerForm(http.StatusConflict, page)
	}
	page.Version, _ = desk.ParseID[int64](sent.Get("version"))
	return r.renderCustomerForm(http.StatusUnprocessableEntity, page)
}

func typedCustomer(sent form) views.CustomerForm {
	return views.CustomerForm{Name: sent.Get("name"), Email: sent.Get("email"), Phone: sent.Get("phone")}
}

func (r *request) renderCustomerForm(status int, page views.CustomerForm) error {
	shell, err := r.shell()
	if err != nil {
		return err
	}
	page.Shell = shell
	return r.render(status, page.Page())
}

func customerURL(id desk.CustomerID) string { return "/customers/" + id.String() }
