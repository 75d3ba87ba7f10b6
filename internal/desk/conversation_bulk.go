package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// ConversationBulk asks for one change of several conversations. Each of them is
// judged by itself: what stands against one keeps none of the others back.
type ConversationBulk struct {
	Conversations Field[[]BulkRow]
	Status        Field[Status]
	Priority      Field[Priority]
	AssignedTo    Field[UserID] // null means nobody
	// Problems are what the decoder could not turn into a value.
	Problems FieldErrors
}

// BulkRow is one of the conversations to change. Version is the one that it is
// for; left out, whatever stands there is changed.
type BulkRow struct {
	ID      Field[ConversationID]
	Version Field[int64]
}

// BulkOutcome says what became of each conversation, by ascending id.
type BulkOutcome struct {
	Changed   []Conversation
	Unchanged []Conversation // were so already
	Failed    []BulkFailure
}

// BulkFailure is one conversation that was not changed, and why.
type BulkFailure struct {
	ID  ConversationID
	Err *Error
}

// UnmarshalJSON reads a failure that was kept; what it shows as it is now is a
// conversation.
func (f *BulkFailure) UnmarshalJSON(text []byte) error {
	type plain BulkFailure
	var shown struct {
		Err struct{ Current *Conversation }
	}
	err := errors.Join(json.Unmarshal(text, (*plain)(f)), json.Unmarshal(text, &shown))
	if shown.Err.Current != nil {
		f.Err.Current = *shown.Err.Current
	}
	return err
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *ConversationBulk) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "conversations", &in.Conversations, func(rows *[]BulkRow) { validateRows(&errs, *rows) })
	optional(&errs, "status", &in.Status, func(s *Status) { listed(&errs, "status", *s, Statuses()) })
	optional(&errs, "priority", &in.Priority, func(p *Priority) { listed(&errs, "priority", *p, Priorities()) })
	changesSomething(&errs, in.Status.Set || in.Priority.Set || in.AssignedTo.Set)
	return errs
}

func changesSomething(errs *FieldErrors, does bool) {
	if !does {
		errs.Add("assignedTo", "required", "assignedTo, status or priority must be given; which of them is to change")
	}
}

func validateRows(errs *FieldErrors, rows []BulkRow) {
	switch {
	case len(rows) == 0:
		errs.Add("conversations", "required", "conversations must name at least one conversation")
	case len(rows) > MaxBulk:
		errs.Add("conversations", "too_many", fmt.Sprintf("conversations must name at most %d conversations at once", MaxBulk))
	}
	if errs.Has("conversations") {
		return
	}
	seen := map[ConversationID]bool{}
	for i := range rows {
		at := fmt.Sprintf("conversations[%d]", i)
		if errs.Has(at) {
			continue
		}
		at += "."
		required(errs, at+"_id", &rows[i].ID, func(id *ConversationID) {
			if seen[*id] {
				errs.Add(at+"_id", "duplicate", at+"_id must not be one that is named before")
			}
			seen[*id] = true
		})
		optional(errs, at+"version", &rows[i].Version, func(*int64) {})
	}
}

// Update returns what is asked for of one of the rows.
func (in *ConversationBulk) Update(row BulkRow) ConversationUpdate {
	update := ConversationUpdate{ConversationProperties: ConversationProperties{
		Status: in.Status, Priority: in.Priority, AssignedTo: in.AssignedTo,
	}}
	if row.Version.Set {
		update.IfVersions = []int64{row.Version.Value}
	}
	return update
}
