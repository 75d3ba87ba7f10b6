package api

import (
	"net/http"

	"parley/internal/desk"
)

// userJSON is a person who works in Parley.
type userJSON struct {
	ID     id        `json:"_id"`
	Name   string    `json:"name"`
	Email  string    `json:"email"`
	Role   desk.Role `json:"role"`
	Active bool      `json:"active" doc:"False once disabled."`
}

func showUser(u desk.User) userJSON {
	return userJSON{ID: showID(u.ID), Name: u.Name, Email: u.Email, Role: u.Role, Active: u.Active}
}

func (a *API) listUsers(r *request) error {
	page, errs := desk.ParsePageOnly(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListUsers(r.ctx(), r.actor, page)
	if err != nil {
		return err
	}
	return sendList(r, list, showUser)
}

func (a *API) getUser(r *request) error {
	user, err := a.store.GetUser(r.ctx(), r.actor, pathID[desk.UserID](r))
	if err != nil {
		return err
	}
	return r.send(http.StatusOK, showUser(user))
}
