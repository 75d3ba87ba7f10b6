package handlers

import (
	"crypto/rand"
	"net/http"
	"strconv"

	"parley/internal/desk"
	"parley/views"
)

// minimal is what a program that saves by itself prefers (RFC 7240): no page,
// but the draft's new version in a header.
const minimal = "return=minimal"

// saveDraft keeps what the composer holds, or discards it, with what scripts have begun
// to save of it.
func saveDraft(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, unfit, err := r.readComposer(id)
	if err != nil {
		return err
	}
	in := desk.DraftSave{Kind: word[desk.MessageKind](sent, "kind"), Body: sent.text("body"), DraftSeen: sent.draftSeen(), Problems: unfit}
	notice := "Draft saved."
	if sent.Has("discard") {
		in.Discards = true
		in.Body, notice = desk.Value(""), "Draft discarded."
	}
	actor, err := r.makingMessage(sent)
	if err != nil {
		return err
	}
	draft, err := r.store.SaveDraft(r.Request().Context(), actor, id, in)
	switch refused := desk.As(err); {
	case err == nil && r.Request().Header.Get("Prefer") == minimal:
		r.Response().Header().Set("Draft-Version", strconv.FormatInt(draft.Version, 10))
		if draft.Sent { // What is written next is not from the form that was sent.
			r.Response().Header().Set("Draft-Sent", rand.Text())
		}
		return r.NoContent(http.StatusNoContent)
	case err == nil && draft.Sent:
		return r.redirect(r.threadURL(id), "This was sent already.")
	case err == nil:
		return r.redirect(r.threadURL(id)+"#composer", notice)
	case refused != nil && refused.Code == desk.CodeStale:
		return r.refuseComposer(http.StatusConflict, id, sent, func(c *views.Composer) {
			current, _ := refused.Current.(desk.Draft)
			c.Elsewhere = &current
		})
	case refused != nil && refused.Code == desk.CodeInvalid:
		return r.refuseComposer(http.StatusUnprocessableEntity, id, sent, func(c *views.Composer) { c.Errors = refused.Fields })
	default:
		return err
	}
}

// refuseComposer shows the thread again, with what was typed.
func (r *request) refuseComposer(status int, id desk.ConversationID, sent form, change func(*views.Composer)) error {
	page, err := r.thread(id)
	if err != nil {
		return err
	}
	page.Composer = sent.composer()
	choose(page.Unsent, ids[desk.AttachmentID](sent, "attachmentIds", &desk.FieldErrors{}).Value)
	change(&page.Composer)
	return r.render(status, page.Page())
}

// composer returns the composer as it was sent.
func (f form) composer() views.Composer {
	return views.Composer{
		Kind: word[desk.MessageKind](f, "kind").Value, Body: f.Get("body"), Version: f.draftVersion(),
		Status: f.Get("status"), HandTo: f.Get("handTo"), Untaken: !f.Has("take"),
		Unfilled: f.unfilled(),
	}
}

// draftVersion returns the version of the draft that a form was drawn from, or of the
// one that what it says is to replace; one that is none is that of no draft there could
// be.
func (f form) draftVersion() int64 {
	text := f.Get("draftVersion")
	if f.Has("instead") {
		text = f.Get("instead")
	}
	version, err := strconv.ParseInt(text, 10, 64)
	if text != "" && err != nil {
		return -1
	}
	return version
}

// draftSeen returns what a form knows of the draft: the one that it was drawn from, and
// those that it may have become, by what scripts have begun to save or by what it says.
func (f form) draftSeen() desk.DraftSeen {
	return desk.DraftSeen{Version: f.draftVersion(), Began: append(f.Values["began"], f.Get("body"))}
}

// offerDraft puts the reader's draft into the composer: of the kind that is asked
// for, and else the latest.
func (r *request) offerDraft(page *views.Thread) error {
	drafts, err := r.store.ListDrafts(r.Request().Context(), r.actor, page.Conversation.ID)
	page.Drafts = drafts
	for i, d := range drafts {
		if i == 0 || string(d.Kind) == r.QueryParam("draft") {
			page.Composer = views.Composer{Kind: d.Kind, Body: d.Body, Version: d.Version}
		}
	}
	return err
}

// drafted returns which rows of a list the reader has drafts in.
func (r *request) drafted(list []desk.Conversation) (map[desk.ConversationID]bool, error) {
	ids := make([]desk.ConversationID, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return r.store.DraftedConversations(r.Request().Context(), r.actor, ids)
}
