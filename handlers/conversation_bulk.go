package handlers

import (
	"net/http"
	"strings"

	"parley/internal/desk"
	"parley/views"
	"parley/views/ui"
)

// updateConversations makes one change in the selected rows of a list. What stands
// against some of them is shown over the list, in which they are still selected.
func updateConversations(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := sent.bulk()
	outcome, err := r.store.UpdateConversations(r.Request().Context(), r.actor, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.showBulk(http.StatusUnprocessableEntity, sent.kept(in, refused.Fields))
	}
	if err != nil {
		return err
	}
	done := r.bulkNotice(in, outcome)
	if len(outcome.Failed) == 0 {
		return r.redirectWith(r.listURL(), notice{Text: done, Undo: undoable(outcome.Changed...)})
	}
	kept := sent.kept(in, nil)
	kept.Done, kept.Failed, kept.Undo = done, outcome.Failed, undoable(outcome.Changed...)
	kept.Selected = map[desk.ConversationID]bool{}
	for _, f := range outcome.Failed {
		kept.Selected[f.ID] = true
	}
	return r.showBulk(http.StatusConflict, kept)
}

// rows decodes the conversations that a form names, each at a version.
func (f form) rows(problems *desk.FieldErrors) []desk.BulkRow {
	rows := []desk.BulkRow{}
	for _, value := range f.Values["conversation"] {
		number, version, _ := strings.Cut(value, "@")
		id, known := desk.ParseID[desk.ConversationID](number)
		at, stated := desk.ParseID[int64](version)
		if !known || !stated {
			problems.Add("conversations", "invalid", "conversations must be chosen from the list; open it again")
			continue
		}
		rows = append(rows, desk.BulkRow{ID: desk.Value(id), Version: desk.Value(at)})
	}
	return rows
}

// bulk decodes the form; an empty choice is no change, and "none" nobody.
func (f form) bulk() desk.ConversationBulk {
	var in desk.ConversationBulk
	in.Conversations = desk.Value(f.rows(&in.Problems))
	if f.Get("status") != "" {
		in.Status = word[desk.Status](f, "status")
	}
	if f.Get("priority") != "" {
		in.Priority = word[desk.Priority](f, "priority")
	}
	if f.Get("assignedTo") == views.BulkNobody {
		in.AssignedTo = desk.Null[desk.UserID]()
	} else {
		in.AssignedTo = id[desk.UserID](f, "assignedTo", &in.Problems)
	}
	return in
}

// kept returns what the form held, to be shown again.
func (f form) kept(in desk.ConversationBulk, errs desk.FieldErrors) views.Bulk {
	kept := views.Bulk{
		Status: f.Get("status"), Priority: f.Get("priority"), AssignedTo: f.Get("assignedTo"),
		Errors: errs, Selected: map[desk.ConversationID]bool{},
	}
	for _, row := range in.Conversations.Value {
		kept.Selected[row.ID.Value] = true
	}
	return kept
}

// showBulk shows the list that the form was sent from.
func (r *request) showBulk(status int, bulk views.Bulk) error {
	filter, err := r.queueFilter()
	if err != nil {
		return err
	}
	page, err := r.conversationListPage(filter)
	if err != nil {
		return err
	}
	page.Bulk = bulk
	return r.render(status, page.Page())
}

// bulkNotice says what was done.
func (r *request) bulkNotice(in desk.ConversationBulk, outcome desk.BulkOutcome) string {
	n := len(outcome.Changed)
	if n == 0 {
		return already(len(outcome.Unchanged))
	}
	count := ui.Count(n, "conversation", "conversations")
	text := "Changed " + count + "."
	assigns, rest := in.AssignedTo.Set, in.Status.Set || in.Priority.Set
	switch {
	case assigns && !rest && in.AssignedTo.Null:
		text = "Unassigned " + count + "."
	case assigns && !rest:
		text = "Assigned " + count + " to " + outcome.Changed[0].AssignedTo.Name + "."
	case in.Status.Set && !in.Priority.Set && !assigns:
		text = "Set " + count + " to " + views.StatusName(in.Status.Value) + "."
	case in.Priority.Set && !in.Status.Set && !assigns:
		text = "Gave " + count + " priority " + views.PriorityName(in.Priority.Value) + "."
	}
	return strings.TrimSpace(text + " " + already(len(outcome.Unchanged)))
}

func already(n int) string {
	if n == 0 {
		return ""
	}
	return ui.Count(n, "conversation was", "conversations were") + " like that already."
}

// listURL returns the address of the list that the request is about.
func (r *request) listURL() string {
	filter, err := r.queueFilter()
	if err != nil {
		return "/conversations"
	}
	return withQuery("/conversations", filter.Query())
}
