package api

import (
	"net/http"

	"parley/internal/desk"
)

const (
	followers = "/api/conversations/{id}/followers"
	follower  = "/api/conversations/{id}/followers/{userId}"
)

// followerOperations are those of who is told of what happens in a conversation.
func (a *API) followerOperations() []Operation {
	return []Operation{
		{
			Method: get, Path: followers, Access: readConversations, Name: "listFollowers", handle: a.listFollowers,
			Summary: "List who follows a conversation, by name", noun: "user", query: pageQuery(), answer: answersList(userRefJSON{}),
		},
		{
			Method: put, Path: follower, Access: writeConversations, Name: "addFollower", handle: a.addFollower,
			Summary: "Have an active user who sees the conversation follow it; one who does already stays so", noun: "follower",
			answer: answersDone(), refuses: []int{http.StatusUnprocessableEntity},
		},
		{
			Method: remove, Path: follower, Access: writeConversations, Name: "removeFollower", handle: a.removeFollower,
			Summary: "Have a user follow a conversation no longer", noun: "follower", answer: answersDone(),
		},
	}
}

func showUserRef(u desk.UserRef) userRefJSON {
	return userRefJSON{ID: showID(u.ID), Name: u.Name, Email: u.Email}
}

func (a *API) listFollowers(r *request) error {
	page, errs := desk.ParsePageOnly(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListFollowers(r.ctx(), r.actor, pathID[desk.ConversationID](r), page)
	if err != nil {
		return err
	}
	return sendList(r, list, showUserRef)
}

func (a *API) addFollower(r *request) error    { return a.setFollower(r, true) }
func (a *API) removeFollower(r *request) error { return a.setFollower(r, false) }

func (a *API) setFollower(r *request, follows bool) error {
	user, _ := desk.ParseID[desk.UserID](r.Param("userId")) // 0, which nobody has, for what is no id
	if err := a.store.SetFollower(r.ctx(), r.actor, pathID[desk.ConversationID](r), user, follows); err != nil {
		return err
	}
	return r.done()
}
