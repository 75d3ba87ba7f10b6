package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// tagConversation is the forms with the tags: the field that adds some, the buttons
// that take one away, and the one that sets them all after a conflict.
func tagConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := sent.tags()
	before, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	conv, err := r.store.SetConversationTags(r.Request().Context(), r.actor, id, in)
	if err == nil {
		return r.redirectWith(r.threadURL(id), notice{Text: taggedText(before, conv), Undo: undoable(conv)})
	}
	refused := desk.As(err)
	if refused == nil || (refused.Code != desk.CodeStale && refused.Code != desk.CodeInvalid) {
		return err
	}
	page, err := r.thread(id)
	if err != nil {
		return err
	}
	page.Tagging.Words = sent.Get("add")
	if refused.Code == desk.CodeStale {
		page.Conflict = propertyConflict(page.Conversation, newest(page), nil, "tags", desk.JoinTags(in.Tags.Value))
		return r.render(http.StatusConflict, page.Page())
	}
	page.PropertyErrs = refused.Fields
	return r.render(http.StatusUnprocessableEntity, page.Page())
}

// tags returns what a form asks for: all the tags, or more or fewer than it showed.
func (f form) tags() (in desk.ConversationTags) {
	shown := desk.SplitTags(f.Get("was"))
	switch {
	case f.Has("tags"):
		in.Tags = desk.Value(desk.SplitTags(f.Get("tags")))
	case f.Has("add"):
		in.Tags = desk.Value(append(shown[:len(shown):len(shown)], desk.SplitTags(f.Get("add"))...))
	case f.Has("removeTag"):
		in.Tags = desk.Value(desk.WithoutTag(shown, f.Get("removeTag")))
	}
	if f.Has("was") {
		in.Was = desk.Value(shown)
	} else {
		in.IfVersions = f.versions(&in.Problems)
	}
	return in
}

// tagging gathers what the thread's form for tags shows.
func (r *request) tagging() (tagging views.Tagging, err error) {
	tagging.MayCreate = r.actor.Can(desk.WriteTags)
	tagging.Offered, err = r.store.OfferedTags(r.Request().Context(), r.actor)
	return tagging, err
}

// taggedText says what was done, or "" where nothing had to be.
func taggedText(before, after desk.Conversation) string {
	switch {
	case before.Version == after.Version:
		return ""
	case len(after.Tags) == 0:
		return "#" + after.ID.String() + " has no tags now."
	}
	return "#" + after.ID.String() + " is tagged " + desk.JoinTags(after.TagNames()) + "."
}
