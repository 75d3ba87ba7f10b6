package handlers

import (
	"net/http"

	"parley/handlers/api"
	"parley/internal/desk"
)

// showAttachment sends a file of a conversation.
func showAttachment(r *request) error {
	id, err := pathID[desk.AttachmentID](r, "attachment")
	if err != nil {
		return err
	}
	file, err := r.store.OpenAttachment(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return api.SendFile(r.Context, file)
}

// showThumbnail sends the small picture of an image.
func showThumbnail(r *request) error {
	id, err := pathID[desk.AttachmentID](r, "attachment")
	if err != nil {
		return err
	}
	file, err := r.store.OpenThumbnail(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return api.SendFile(r.Context, file)
}

// uploadFile takes one file that scripts send as soon as it is chosen, and answers
// them in JSON with what it became, or why it was refused.
func uploadFile(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	parts, err := api.Parts(r.Context, api.MaxUploadBytes)
	if err != nil {
		return err
	}
	in, err := api.FilePart(parts)
	var uploaded desk.Attachment
	if err == nil {
		actor, unknown := r.makingBy(r.Request().Header.Get("Idempotency-Key"), "file")
		if unknown != nil {
			return unknown
		}
		uploaded, err = r.store.UploadAttachment(r.Request().Context(), actor, id, in)
	}
	switch refused := desk.As(err); {
	case err == nil:
		return r.JSON(http.StatusCreated, uploadJSON{ID: uploaded.ID.String(), Name: uploaded.Name})
	case refused != nil && refused.Code == desk.CodeInvalid:
		if _, unseen := r.store.ListUnsent(r.Request().Context(), r.actor, id); unseen != nil {
			return unseen // That is said first.
		}
		return r.JSON(http.StatusUnprocessableEntity, map[string]desk.FieldErrors{"errors": refused.Fields})
	case api.Unread(err):
		return api.Cut(err)
	}
	return err
}

// uploadJSON is what scripts need of an upload.
type uploadJSON struct {
	ID   string `json:"_id"`
	Name string `json:"name"`
}

// removeAttachment removes an upload that is not sent yet.
func removeAttachment(r *request) error {
	id, err := pathID[desk.AttachmentID](r, "attachment")
	if err != nil {
		return err
	}
	gone, err := r.store.RemoveAttachment(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	return r.redirect("/conversations/"+gone.ConversationID.String()+"#composer", "")
}
