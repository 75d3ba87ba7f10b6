package api

import (
	"net/http"

	"parley/internal/desk"
)

// inboxJSON is an inbox as every answer shows it.
type inboxJSON struct {
	ID      id           `json:"_id"`
	Name    string       `json:"name"`
	Channel desk.Channel `json:"channel"`
}

func showInbox(i desk.Inbox) inboxJSON {
	return inboxJSON{ID: showID(i.ID), Name: i.Name, Channel: i.Channel}
}

func (a *API) listInboxes(r *request) error {
	page, errs := desk.ParsePageOnly(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListInboxes(r.ctx(), r.actor, page)
	if err != nil {
		return err
	}
	return sendList(r, list, showInbox)
}

func (a *API) getInbox(r *request) error {
	inbox, err := a.store.GetInbox(r.ctx(), r.actor, pathID[desk.InboxID](r))
	if err != nil {
		return err
	}
	return r.send(http.StatusOK, showInbox(inbox))
}
