package api

import (
	"net/http"

	"parley/internal/desk"
)

const (
	tags             = "/api/tags"
	tag              = "/api/tags/{id}"
	conversationTags = "/api/conversations/{id}/tags"
)

// tagOperations are those of tags, and the one that gives them to a conversation.
func (a *API) tagOperations() []Operation {
	return []Operation{
		{
			Method: put, Path: conversationTags, Access: writeConversations, Name: "setConversationTags", handle: a.setConversationTags,
			Summary: "Give a conversation these tags and no others; a new name makes a new tag for who holds write:tags", noun: "conversation", versioned: true,
			body: conversationTagsBody(&desk.ConversationTags{}), answer: answersTagged(conversationJSON{}), refuses: []int{http.StatusConflict},
		},
		{
			Method: get, Path: tags, Access: readConversations, Name: "listTags", handle: a.listTags,
			Summary: "List tags", noun: "tag", query: pageQuery(), answer: answersList(tagJSON{}),
		},
		{
			Method: post, Path: tags, Access: writeTags, Name: "createTag", handle: a.createTag,
			Summary: "Create a tag", noun: "tag", body: tagCreateBody(&desk.TagCreate{}), answer: answersCreated(tagJSON{}),
		},
		{
			Method: get, Path: tag, Access: readConversations, Name: "getTag", handle: a.getTag,
			Summary: "Get a tag", noun: "tag", versioned: true, answer: answersTagged(tagJSON{}),
		},
		{
			Method: put, Path: tag, Access: writeTags, Name: "updateTag", handle: a.updateTag,
			Summary: "Change a tag, and how every conversation shows it; what is left out stays as it is", noun: "tag", versioned: true,
			body: tagUpdateBody(&desk.TagUpdate{}), answer: answersTagged(tagJSON{}),
		},
		{
			Method: remove, Path: tag, Access: writeTags, Name: "deleteTag", handle: a.deleteTag,
			Summary: "Delete a tag, from every conversation that has it", noun: "tag", versioned: true, answer: answersDone(),
		},
	}
}

// tagJSON is a tag as every answer shows it.
type tagJSON struct {
	ID        id        `json:"_id"`
	Name      string    `json:"name"`
	Hue       desk.Hue  `json:"hue" doc:"All that is kept of its colour; pages draw it as light or dark as can be read."`
	CreatedAt timestamp `json:"createdAt"`
	Version   int64     `json:"version" doc:"1 when new; grows by one with every change."`
}

func showTag(t desk.Tag) tagJSON {
	return tagJSON{ID: showID(t.ID), Name: t.Name, Hue: t.Hue, CreatedAt: timestamp(t.CreatedAt), Version: t.Version}
}

// tagCreateBody binds the body of POST /api/tags.
func tagCreateBody(in *desk.TagCreate) *body {
	return &body{name: "TagCreate", properties: []property{
		text("name", &in.Name, desk.MaxTag).must().about("No two tags share one, whatever its case; it has no comma."),
		choice("hue", &in.Hue, desk.Hues()).about("One that goes by the name where left out."),
	}}
}

// tagUpdateBody binds the body of PUT /api/tags/{id}.
func tagUpdateBody(in *desk.TagUpdate) *body {
	return &body{name: "TagUpdate", properties: []property{
		text("name", &in.Name, desk.MaxTag).about("No two tags share one, whatever its case; it has no comma."),
		choice("hue", &in.Hue, desk.Hues()),
	}}
}

// conversationTagsBody binds the body of PUT /api/conversations/{id}/tags.
func conversationTagsBody(in *desk.ConversationTags) *body {
	return &body{name: "ConversationTags", properties: []property{
		texts("tags", &in.Tags, desk.MaxTags, desk.MaxTag).must().about("The names of all the tags that it is to have, in whatever case and order."),
	}}
}

func (a *API) listTags(r *request) error {
	page, errs := desk.ParsePageOnly(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListTags(r.ctx(), r.actor, page)
	if err != nil {
		return err
	}
	return sendList(r, list, showTag)
}

func (a *API) getTag(r *request) error {
	found, err := a.store.GetTag(r.ctx(), r.actor, pathID[desk.TagID](r))
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, found.Version, showTag(found))
}

func (a *API) createTag(r *request) error {
	var in desk.TagCreate
	if err := tagCreateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	created, err := a.store.CreateTag(r.ctx(), r.actor, in)
	if err != nil {
		return err
	}
	return r.sendCreated(tags+"/"+created.ID.String(), created.Version, showTag(created))
}

func (a *API) updateTag(r *request) error {
	in := desk.TagUpdate{IfVersions: ifMatch(r.Request().Header)}
	if err := tagUpdateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	updated, err := a.store.UpdateTag(r.ctx(), r.actor, pathID[desk.TagID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, updated.Version, showTag(updated))
}

func (a *API) deleteTag(r *request) error {
	if err := a.store.DeleteTag(r.ctx(), r.actor, pathID[desk.TagID](r), ifMatch(r.Request().Header)); err != nil {
		return err
	}
	return r.done()
}

func (a *API) setConversationTags(r *request) error {
	in := desk.ConversationTags{IfVersions: ifMatch(r.Request().Header)}
	if err := conversationTagsBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	conv, err := a.store.SetConversationTags(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, conv.Version, showConversation(conv))
}
