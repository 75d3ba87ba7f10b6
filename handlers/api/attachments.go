package api

import (
	"net/http"

	"parley/internal/desk"
)

// attachmentJSON is a file of a message, or an upload that is in none yet.
type attachmentJSON struct {
	ID        id     `json:"_id"`
	Name      string `json:"name"`
	MediaType string `json:"mediaType" doc:"As the content says, whatever the file is called."`
	Size      int64  `json:"size" doc:"In bytes."`
}

func showAttachment(a desk.Attachment) attachmentJSON {
	return attachmentJSON{ID: showID(a.ID), Name: a.Name, MediaType: a.MediaType, Size: a.Size}
}

func (a *API) uploadAttachment(r *request) error {
	id := pathID[desk.ConversationID](r)
	in, err := FilePart(r.parts)
	if err == nil {
		var uploaded desk.Attachment
		if uploaded, err = a.store.UploadAttachment(r.ctx(), r.actor, id, in); err == nil {
			return r.send(http.StatusCreated, showAttachment(uploaded))
		}
	}
	if desk.Is(err, desk.CodeInvalid) { // A conversation that is not there is said first.
		if _, unseen := a.store.ListUnsent(r.ctx(), r.actor, id); unseen != nil {
			return unseen
		}
	}
	if Unread(err) {
		return Cut(err)
	}
	return err
}

func (a *API) getAttachment(r *request) error {
	file, err := a.store.OpenAttachment(r.ctx(), r.actor, pathID[desk.AttachmentID](r))
	if err != nil {
		return err
	}
	return SendFile(r, file)
}
