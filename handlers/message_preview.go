package handlers

import (
	"net/http"

	"parley/internal/desk"
)

// previewMessage shows the thread with what is typed as it would look when sent.
// Nothing is kept of it; scripts take the preview alone out of the page.
func previewMessage(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, unfit, err := r.readComposer(id)
	if err != nil {
		return err
	}
	page, err := r.thread(id)
	if err != nil {
		return err
	}
	page.Composer = sent.composer()
	page.Composer.Preview, page.Composer.Errors = true, unfit
	return r.render(http.StatusOK, page.Page())
}
