package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
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
	if forgotten := sent.forgotten(in); len(forgotten) > 0 {
		return r.stopUnfilled(id, sent, forgotten)
	}
	actor, err := r.makingMessage(sent)
	if err != nil {
		return err
	}
	place, err := r.destination(id, in)
	if err != nil {
		return err
	}
	if actor.Once != nil {
		actor.Once.Place = place
	}
	message, err := r.store.AddMessage(r.Request().Context(), actor, id, in)
	if actor.Once != nil {
		place = actor.Once.Place
	}
	switch refused := desk.As(err); {
	case err == nil:
		return r.afterSending(id, message, place, notice{Text: addedNotice(id, in) + untold(message.Untold), Sending: r.sendingOf(id, message)})
	case refused != nil && refused.Fields.Has(desk.OnceField):
		return r.refuseComposer(http.StatusUnprocessableEntity, id, sent, func(c *views.Composer) {
			c.Errors, c.Version = refused.Fields, 0 // The draft went with what was sent.
		})
	case refused != nil && refused.Code == desk.CodeInvalid:
		return r.refuseComposer(http.StatusUnprocessableEntity, id, sent, func(c *views.Composer) { c.Errors = refused.Fields })
	case refused != nil && refused.Code == desk.CodeConflict:
		return r.refuseComposer(http.StatusConflict, id, sent, func(c *views.Composer) {
			c.Meanwhile, _ = refused.Current.([]desk.Message)
		})
	default:
		return err
	}
}
