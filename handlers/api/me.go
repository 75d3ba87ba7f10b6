package api

import (
	"net/http"

	"parley/internal/desk"
)

// meJSON is what a key is.
type meJSON struct {
	Name        string            `json:"name"`
	Permissions []desk.Permission `json:"permissions"`
	Inboxes     []inboxJSON       `json:"inboxes" doc:"The inboxes within the key's reach."`
}

func (a *API) getMe(r *request) error {
	inboxes, err := a.store.ActorInboxes(r.ctx(), r.actor)
	if err != nil {
		return err
	}
	return r.send(http.StatusOK, meJSON{
		Name: r.actor.Name, Permissions: r.actor.Permissions.List(), Inboxes: showAll(inboxes, showInbox),
	})
}
