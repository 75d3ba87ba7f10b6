package handlers

import (
	"strings"
	"time"

	"parley/internal/desk"
	"parley/views"
	"parley/views/ui"
)

// undoReply takes a reply back that is held, and leads to its conversation, where
// its text is in the composer again. Which one it is, the button says.
func undoReply(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	message, _ := desk.ParseID[desk.MessageID](sent.Get("message")) // What is none is not there.
	undone, err := r.store.UndoReply(r.Request().Context(), r.actor, id, message)
	switch refused := desk.As(err); {
	case err == nil:
		// Browsers move the focus to a field that an address names, without scripts too.
		return r.redirectWith(r.threadURL(id)+"#body", notice{Text: undoneReplyText(undone), Bad: len(undone.Kept) > 0})
	case refused != nil && refused.Code == desk.CodeConflict:
		return r.redirectWith(r.threadURL(id), notice{Text: "Not undone. " + refused.Message, Bad: true})
	default:
		return err
	}
}

// undoneReplyText says where the text is now, and what is not as it was before.
func undoneReplyText(undone desk.UndoneReply) string {
	text := []string{"Reply taken back. Its text is in the composer."}
	if undone.Joined {
		text[0] = "Reply taken back. Its text is in the composer, before what you have written since."
	}
	for _, field := range undone.Kept {
		_, name := propertyOf(undone.Conversation, field)
		switch field {
		case "status":
			text = append(text, "The status stays "+name+", as it was changed meanwhile.")
		case "assignedTo":
			text = append(text, "The assignee stays as it is: "+name+".")
		}
	}
	return strings.Join(text, " ")
}

// sending is a reply that is held, as a notice keeps it.
type sending struct {
	Message desk.MessageID `json:"message"`
	Action  string         `json:"action"` // where to take it back
	Until   time.Time      `json:"until"`
}

// sendingOf returns what a notice says of a message; nil for one that is not held.
func (r *request) sendingOf(id desk.ConversationID, m desk.Message) *sending {
	if m.HeldUntil == nil {
		return nil
	}
	return &sending{Message: m.ID, Action: views.UndoReplyURL(id, r.queueQuery()), Until: *m.HeldUntil}
}

// offer adds to a toast that the reply can be taken back, while it can.
func (s *sending) offer(toast *ui.Toast, now time.Time) {
	if s == nil || !now.Before(s.Until) {
		return
	}
	toast.Left = s.Until.Sub(now)
	toast.Undo = views.UndoReplyOf(s.Action, s.Message)
}
