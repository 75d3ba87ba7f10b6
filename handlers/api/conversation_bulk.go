package api

import (
	"net/http"

	"parley/internal/desk"
)

// bulkJSON says what became of each conversation of a bulk change.
type bulkJSON struct {
	Changed   []conversationJSON `json:"changed" doc:"The conversations that were changed, as they are now."`
	Unchanged []conversationJSON `json:"unchanged" doc:"Those that were so already."`
	Failed    []bulkFailureJSON  `json:"failed" doc:"Those that were not changed, and why."`
}

// bulkFailureJSON is one conversation that was not changed.
type bulkFailureJSON struct {
	ID      id                `json:"_id"`
	Code    desk.Code         `json:"code" doc:"As the code of a problem: not_found, stale, conflict or validation_failed."`
	Message string            `json:"message" doc:"A sentence for people."`
	Errors  []desk.FieldError `json:"errors,omitempty" doc:"With validation_failed: what stands against each field."`
	Data    *conversationJSON `json:"data,omitempty" doc:"With stale: the conversation as it is now."`
}

func (a *API) updateConversations(r *request) error {
	var in desk.ConversationBulk
	if err := conversationBulkBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	outcome, err := a.store.UpdateConversations(r.ctx(), r.actor, in)
	if err != nil {
		return err
	}
	return r.send(http.StatusOK, bulkJSON{
		Changed:   showAll(outcome.Changed, showConversation),
		Unchanged: showAll(outcome.Unchanged, showConversation),
		Failed:    showAll(outcome.Failed, showFailure),
	})
}

func showFailure(f desk.BulkFailure) bulkFailureJSON {
	shown := bulkFailureJSON{ID: showID(f.ID), Code: f.Err.Code, Message: f.Err.Message, Errors: f.Err.Fields}
	if now, ok := f.Err.Current.(desk.Conversation); ok {
		current := showConversation(now)
		shown.Data = &current
	}
	return shown
}
