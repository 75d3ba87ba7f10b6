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
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.MessageCreate{Kind: word[desk.MessageKind](sent, "kind"), Body: sent.text("body")}
	message, err := r.store.AddMessage(r.Request().Context(), r.actor, id, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		page, err := r.thread(id)
		if err != nil {
			return err
		}
		page.Composer = sent.composer()
		page.Composer.Errors = refused.Fields
		return r.render(http.StatusUnprocessableEntity, page.Page())
	}
	if err != nil {
		return err
	}
	return r.redirect(r.threadURL(id)+"#m-"+message.ID.String(), addedNotice(message.Kind))
}

func addedNotice(kind desk.MessageKind) string {
	switch kind {
	case desk.KindReply:
		return "Reply recorded."
	case desk.KindNote:
		return "Note added."
	}
	return "Message logged."
}
