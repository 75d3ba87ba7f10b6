package handlers

import (
	"slices"
	"strings"

	"parley/internal/desk"
	"parley/views"
	"parley/views/ui"
)

// undoConversations takes changes back that a notice has offered to undo, and
// leads to the page that the notice is on.
func undoConversations(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	var in desk.ConversationUndo
	in.Conversations = desk.Value(sent.rows(&in.Problems))
	outcome, err := r.store.UndoConversations(r.Request().Context(), r.actor, in)
	if err != nil {
		return err
	}
	return r.redirectWith(r.undoneFrom(), undoneNotice(outcome))
}

// undoneFrom returns the page that the form was on, if it can be opened again.
func (r *request) undoneFrom() string {
	from := r.from()
	path, _, _ := strings.Cut(from, "?")
	if from == "" || !r.opens(path) {
		return "/conversations"
	}
	return from
}

// undoneNotice says what was taken back, and why something was not. What was
// taken back can be done again.
func undoneNotice(outcome desk.BulkOutcome) notice {
	n := notice{Undo: undoable(outcome.Changed...), Bad: len(outcome.Failed) > 0}
	switch len(outcome.Changed) {
	case 0:
	case 1:
		n.Text = "Undone: #" + outcome.Changed[0].ID.String() + " is as before."
	default:
		n.Text = "Undone: " + ui.Count(len(outcome.Changed), "conversation", "conversations") + " are as before."
	}
	for _, f := range outcome.Failed[:min(3, len(outcome.Failed))] {
		n.Text += " #" + f.ID.String() + " could not be undone. " + whyNotUndone(f.Err)
	}
	if more := len(outcome.Failed) - 3; more > 0 {
		n.Text += " Nor could " + ui.Count(more, "other", "others") + "."
	}
	n.Text = strings.TrimSpace(n.Text)
	return n
}

func whyNotUndone(refused *desk.Error) string {
	switch {
	case refused.Code == desk.CodeStale:
		return "Somebody has changed it since."
	case refused.Fields.Has("assignedTo"):
		return "Who had it before cannot be assigned any more."
	}
	return refused.Message
}

// undoable names conversations at the versions that a change has just given them.
func undoable(changed ...desk.Conversation) []string {
	var rows []string
	for _, c := range changed {
		rows = append(rows, views.RowValue(c))
	}
	slices.Sort(rows)
	return rows
}
