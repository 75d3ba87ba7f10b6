package desk

import (
	"fmt"
	"slices"
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

// Undo returns the update that takes an event back, for a conversation that has
// the version which the event made, and why the actor may not: it must be the
// actor's own change of properties.
func (e Event) Undo(actor Actor, version int64) (ConversationUpdate, error) {
	in := ConversationUpdate{IfVersions: []int64{version}}
	if e.Action != ActionUpdated || e.Actor.Type != string(actor.Kind) || e.Actor.ID != actor.ID {
		return in, &Error{Code: CodeConflict, Message: "Its last change was not yours, and so cannot be undone here."}
	}
	for _, c := range e.Changes {
		switch c.Field {
		case "subject":
			in.Subject = Value(c.Before)
		case "status":
			in.Status = Value(Status(c.Before))
		case "priority":
			in.Priority = Value(Priority(c.Before))
		case "assignedTo":
			in.AssignedTo = Null[UserID]()
			if id, ok := ParseID[UserID](c.Before); ok {
				in.AssignedTo = Value(id)
			}
		default:
			return in, &Error{Code: CodeConflict, Message: "A change of " + c.Field + " cannot be undone."}
		}
	}
	return in, nil
}
