package handlers

import (
	"net/http"

	"parley/internal/desk"
)

// addMessage is the composer: a reply, a note, or what the customer said.
func addMessage(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, unfit, err := r.readComposer(id)
	if err != nil {
		return err
	}
	in := sent.messageCreate()
	in.Problems = append(unfit, in.Problems...)
	in.AttachmentIDs = ids[desk.AttachmentID](sent, "attachmentIds", &in.Problems)
	leadTo, err := r.destination(id, in)
	if err != nil {
		return err
	}
	message, err := r.store.AddMessage(r.Request().Context(), r.actor, id, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		page, err := r.thread(id)
		if err != nil {
			return err
		}
		page.Composer = sent.composer()
		page.Composer.Errors = refused.Fields
		choose(page.Unsent, in.AttachmentIDs.Value)
		return r.render(http.StatusUnprocessableEntity, page.Page())
	}
	if err != nil {
		return err
	}
	return r.redirect(leadTo(message), addedNotice(id, in))
}
