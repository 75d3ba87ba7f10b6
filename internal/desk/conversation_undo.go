package desk

import (
	"fmt"
	"slices"
	"time"
)

// ConversationUndo asks to take the last change of some conversations back: of
// each the one that made the version which is named.
type ConversationUndo struct {
	Conversations Field[[]BulkRow]
	Problems      FieldErrors
}

// Validate returns what is wrong with the request. Each row has to say its version.
func (in *ConversationUndo) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "conversations", &in.Conversations, func(rows *[]BulkRow) {
		validateRows(&errs, *rows)
		for i := range *rows {
			required(&errs, fmt.Sprintf("conversations[%d].version", i), &(*rows)[i].Version, func(*int64) {})
		}
	})
	return errs
}

// MayUndo returns nil where an event is the actor's own change of properties, and
// otherwise why it cannot be undone.
func (e Event) MayUndo(actor Actor) error {
	if e.moves() {
		return &Error{Code: CodeConflict, Message: "Its last change moved messages, which is undone where it says so."}
	}
	if e.Action != ActionUpdated || e.Actor.Type != string(actor.Kind) || e.Actor.ID != actor.ID {
		return &Error{Code: CodeConflict, Message: "Its last change was not yours, and so cannot be undone here."}
	}
	return nil
}

// moves tells whether messages went from one conversation to another.
func (e Event) moves() bool {
	return slices.ContainsFunc(e.Changes, func(c Change) bool { return c.Field == "merged" || c.Field == "mergedInto" || c.Field == "split" })
}

// UndoTags returns the request that takes a change of tags back, and whether the
// event is one.
func (e Event) UndoTags() (ConversationTags, bool) {
	for _, c := range e.Changes {
		if c.Field == "tags" {
			return ConversationTags{Tags: Value(SplitTags(c.BeforeName))}, true
		}
	}
	return ConversationTags{}, false
}

// Undo returns the update that takes a change of any other property back.
func (e Event) Undo() ConversationUpdate {
	var in ConversationUpdate
	for _, c := range e.Changes {
		switch c.Field {
		case "subject":
			in.Subject = Value(c.Before)
		case "status":
			in.Status = Value(Status(c.Before))
		case "priority":
			in.Priority = Value(Priority(c.Before))
		case "snoozedUntil":
			in.SnoozedUntil = Null[time.Time]()
			if until := ChangedTime(c.Before); until != nil {
				in.SnoozedUntil = Value(*until)
			}
		case "assignedTo":
			in.AssignedTo = Null[UserID]()
			if id, ok := ParseID[UserID](c.Before); ok {
				in.AssignedTo = Value(id)
			}
		}
	}
	return in
}
