package api

import (
	"net/http"

	"parley/internal/desk"
)

func (a *API) listConversations(r *request) error {
	filter, errs := desk.ParseConversationFilter(r.query, r.actor)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListConversations(r.ctx(), r.actor, filter)
	if err != nil {
		return err
	}
	return sendList(r, list, showConversation)
}

func (a *API) getConversation(r *request) error {
	conv, err := a.store.GetConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r))
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, conv.Version, showConversation(conv))
}

func (a *API) createConversation(r *request) error {
	var in desk.ConversationCreate
	if err := conversationCreateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	conv, err := a.store.CreateConversation(r.ctx(), r.actor, in)
	if err != nil {
		return err
	}
	return r.sendCreated(conversations+"/"+conv.ID.String(), conv.Version, showConversation(conv))
}

func (a *API) updateConversation(r *request) error {
	in := desk.ConversationUpdate{IfVersions: ifMatch(r.Request().Header)}
	if err := conversationUpdateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	conv, err := a.store.UpdateConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, conv.Version, showConversation(conv))
}

func (a *API) deleteConversation(r *request) error {
	in := desk.ConversationDelete{IfVersions: ifMatch(r.Request().Header)}
	if err := a.store.DeleteConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r), in); err != nil {
		return err
	}
	return r.done()
}
