package api

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

const (
	savedReplies = "/api/saved-replies"
	savedReply   = "/api/saved-replies/{id}"

	writeSavedReplies = Access(desk.WriteSavedReplies)
)

// savedReplyOperations are those of shared saved replies: a key has none of its own.
func (a *API) savedReplyOperations() []Operation {
	return []Operation{
		{
			Method: get, Path: savedReplies, Access: readConversations, Name: "listSavedReplies", handle: a.listSavedReplies,
			Summary: "List the saved replies that are shared with all, by name", noun: "saved reply", query: savedReplyQuery(), answer: answersList(savedReplyJSON{}),
		},
		{
			Method: post, Path: savedReplies, Access: writeSavedReplies, Name: "createSavedReply", handle: a.createSavedReply,
			Summary: "Create a saved reply that is shared with all", noun: "saved reply",
			body: savedReplyCreateBody(&desk.SavedReplyCreate{}), answer: answersCreated(savedReplyJSON{}),
		},
		{
			Method: get, Path: savedReply, Access: readConversations, Name: "getSavedReply", handle: a.getSavedReply,
			Summary: "Get a saved reply", noun: "saved reply", versioned: true, answer: answersTagged(savedReplyJSON{}),
		},
		{
			Method: put, Path: savedReply, Access: writeSavedReplies, Name: "updateSavedReply", handle: a.updateSavedReply,
			Summary: "Change a saved reply; what is left out stays as it is", noun: "saved reply", versioned: true,
			body: savedReplyUpdateBody(&desk.SavedReplyUpdate{}), answer: answersTagged(savedReplyJSON{}),
		},
		{
			Method: remove, Path: savedReply, Access: writeSavedReplies, Name: "deleteSavedReply", handle: a.deleteSavedReply,
			Summary: "Delete a saved reply; what was sent with it stays", noun: "saved reply", versioned: true, answer: answersDone(),
		},
	}
}

// savedReplyJSON is a saved reply as every answer shows it.
type savedReplyJSON struct {
	ID        id        `json:"_id"`
	Name      string    `json:"name"`
	Body      string    `json:"body" doc:"Markdown, with variables such as {{customer.firstName}} as they were written."`
	CreatedAt timestamp `json:"createdAt"`
	UpdatedAt timestamp `json:"updatedAt"`
	Version   int64     `json:"version" doc:"1 when new; grows by one with every change."`
}

func showSavedReply(r desk.SavedReply) savedReplyJSON {
	return savedReplyJSON{
		ID: showID(r.ID), Name: r.Name, Body: r.Body, CreatedAt: timestamp(r.CreatedAt), UpdatedAt: timestamp(r.UpdatedAt), Version: r.Version,
	}
}

func savedReplyQuery() []*openapi3.Parameter {
	q := openapi3.NewQueryParameter("q").WithDescription("Finds by name and text.").
		WithSchema(openapi3.NewStringSchema().WithMinLength(1).WithMaxLength(desk.MaxSearch))
	return append([]*openapi3.Parameter{q}, pageQuery()...)
}

const (
	aboutSavedReplyName = "No two that are shared have the same, whatever its case."
	aboutSavedReplyBody = "Markdown. Variables are filled when it is inserted on a page; one that is none is refused."
)

// savedReplyCreateBody binds the body of POST /api/saved-replies.
func savedReplyCreateBody(in *desk.SavedReplyCreate) *body {
	return &body{name: "SavedReplyCreate", properties: []property{
		text("name", &in.Name, desk.MaxSavedReplyName).must().about(aboutSavedReplyName),
		text("body", &in.Body, desk.MaxSavedReply).must().about(aboutSavedReplyBody),
	}}
}

// savedReplyUpdateBody binds the body of PUT /api/saved-replies/{id}.
func savedReplyUpdateBody(in *desk.SavedReplyUpdate) *body {
	return &body{name: "SavedReplyUpdate", properties: []property{
		text("name", &in.Name, desk.MaxSavedReplyName).about(aboutSavedReplyName),
		text("body", &in.Body, desk.MaxSavedReply).about(aboutSavedReplyBody),
	}}
}

func (a *API) listSavedReplies(r *request) error {
	filter, errs := desk.ParseSavedReplyFilter(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListSavedReplies(r.ctx(), r.actor, filter)
	if err != nil {
		return err
	}
	return sendList(r, list, showSavedReply)
}

func (a *API) getSavedReply(r *request) error {
	found, err := a.store.GetSavedReply(r.ctx(), r.actor, pathID[desk.SavedReplyID](r))
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, found.Version, showSavedReply(found))
}

func (a *API) createSavedReply(r *request) error {
	var in desk.SavedReplyCreate
	if err := savedReplyCreateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	created, err := a.store.CreateSavedReply(r.ctx(), r.actor, in)
	if err != nil {
		return err
	}
	return r.sendCreated(savedReplies+"/"+created.ID.String(), created.Version, showSavedReply(created))
}

func (a *API) updateSavedReply(r *request) error {
	in := desk.SavedReplyUpdate{IfVersions: ifMatch(r.Request().Header)}
	if err := savedReplyUpdateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	updated, err := a.store.UpdateSavedReply(r.ctx(), r.actor, pathID[desk.SavedReplyID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, updated.Version, showSavedReply(updated))
}

func (a *API) deleteSavedReply(r *request) error {
	if err := a.store.DeleteSavedReply(r.ctx(), r.actor, pathID[desk.SavedReplyID](r), ifMatch(r.Request().Header)); err != nil {
		return err
	}
	return r.done()
}
