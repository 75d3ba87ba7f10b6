package api

import (
	"net/http"

	"parley/internal/desk"
)

// customerJSON is a customer as every answer shows them.
type customerJSON struct {
	ID        id        `json:"_id"`
	Name      string    `json:"name"`
	Email     *string   `json:"email"`
	Phone     *string   `json:"phone"`
	CreatedAt timestamp `json:"createdAt"`
	Version   int64     `json:"version" doc:"1 when new; grows by one with every change."`
}

func showCustomer(c desk.Customer) customerJSON {
	return customerJSON{
		ID: showID(c.ID), Name: c.Name, Email: orNull(c.Email), Phone: orNull(c.Phone),
		CreatedAt: timestamp(c.CreatedAt), Version: c.Version,
	}
}

func (a *API) listCustomers(r *request) error {
	filter, errs := desk.ParseCustomerFilter(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListCustomers(r.ctx(), r.actor, filter)
	if err != nil {
		return err
	}
	return sendList(r, list, showCustomer)
}

func (a *API) getCustomer(r *request) error {
	found, err := a.store.GetCustomer(r.ctx(), r.actor, pathID[desk.CustomerID](r))
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, found.Version, showCustomer(found))
}

func (a *API) createCustomer(r *request) error {
	var in desk.CustomerCreate
	if err := customerCreateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	created, err := a.store.CreateCustomer(r.ctx(), r.actor, in)
	if err != nil {
		return err
	}
	return r.sendCreated(customers+"/"+created.ID.String(), created.Version, showCustomer(created))
}

func (a *API) updateCustomer(r *request) error {
	in := desk.CustomerUpdate{IfVersions: ifMatch(r.Request().Header)}
	if err := customerUpdateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	updated, err := a.store.UpdateCustomer(r.ctx(), r.actor, pathID[desk.CustomerID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, updated.Version, showCustomer(updated))
}

func (a *API) deleteCustomer(r *request) error {
	versions := ifMatch(r.Request().Header)
	if err := a.store.DeleteCustomer(r.ctx(), r.actor, pathID[desk.CustomerID](r), versions); err != nil {
		return err
	}
	return r.done()
}
