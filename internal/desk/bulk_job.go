package desk

import (
	"fmt"
	"net/url"
	"slices"
	"time"
)

// BulkJobState says where a change of everything that matches a filter stands.
type BulkJobState string

// The states. At Running and Undoing the server is at work.
const (
	BulkJobRunning BulkJobState = "running"
	BulkJobDone    BulkJobState = "done"
	BulkJobStopped BulkJobState = "stopped" // its maker may not change conversations any more
	BulkJobUndoing BulkJobState = "undoing"
	BulkJobUndone  BulkJobState = "undone"
)

// BulkJobStates lists every BulkJobState.
func BulkJobStates() []BulkJobState {
	return []BulkJobState{BulkJobRunning, BulkJobDone, BulkJobStopped, BulkJobUndoing, BulkJobUndone}
}

// BulkChange is what becomes of every conversation of a job. AssignedTo null means
// nobody.
type BulkChange struct {
	Status     Field[Status]
	Priority   Field[Priority]
	AssignedTo Field[UserID]
}

// Update returns what is asked for of each conversation.
func (c BulkChange) Update() ConversationUpdate {
	return ConversationUpdate{ConversationProperties: ConversationProperties{Status: c.Status, Priority: c.Priority, AssignedTo: c.AssignedTo}}
}

// BulkJobCreate asks to change every conversation that matches a filter.
type BulkJobCreate struct {
	BulkChange
	// Filter is the query of a list, without its order and its page.
	Filter Field[url.Values]
	// Expected is how many match as far as the asker knows.
	Expected Field[int64]
	Problems FieldErrors
}

// BulkFilterParams are the names that the filter of a job reads: those of a list
// that select.
func BulkFilterParams() []string {
	return slices.DeleteFunc(ConversationParams(), func(name string) bool { return name == "sort" || name == "page" || name == "limit" })
}

// BulkFilter returns the query of what a list selects, without its order and its
// page.
func (f ConversationFilter) BulkFilter() url.Values {
	f.Sort, f.Page = Sort{}, Page{}
	return f.Query()
}

// Validate returns what is wrong with the request of an actor, and the filter.
func (in *BulkJobCreate) Validate(actor Actor) (ConversationFilter, FieldErrors) {
	errs := slices.Clone(in.Problems)
	var filter ConversationFilter
	required(&errs, "filter", &in.Filter, func(query *url.Values) {
		var wrong FieldErrors
		knownOnly(*query, &wrong, BulkFilterParams()...)
		parsed, more := ParseConversationFilter(*query, actor)
		filter = parsed
		for _, e := range append(wrong, more...) {
			errs.Add("filter."+e.Field, e.Code, "filter."+e.Message, e.Allowed...)
		}
	})
	required(&errs, "expected", &in.Expected, func(n *int64) {
		if *n < 1 {
			errs.Add("expected", "invalid", "expected must be how many conversations match, at least 1")
		}
	})
	optional(&errs, "status", &in.Status, func(s *Status) { listed(&errs, "status", *s, Statuses()) })
	optional(&errs, "priority", &in.Priority, func(p *Priority) { listed(&errs, "priority", *p, Priorities()) })
	changesSomething(&errs, in.Status.Set || in.Priority.Set || in.AssignedTo.Set)
	return filter, errs
}

// BulkJob is one change of everything that matches a filter, and how far it is. It
// is seen by its maker alone.
type BulkJob struct {
	BulkChange
	ID       BulkJobID
	State    BulkJobState
	Filter   url.Values // of a list, see BulkJobCreate
	Assignee *UserRef   // whom AssignedTo names
	Total    int        // how many matched at the start
	Changed  int
	// Unchanged were so already.
	Unchanged int
	Failed    int // could not be changed
	Undone    int
	Kept      int // could not be undone
	// Failures are the first of those that Failed counts, and Kept the first that
	// undoing left as they are.
	Failures, KeptBack []BulkFailure
	CreatedAt          time.Time
	EndedAt            *time.Time // nil while the server is at work
	UndoUntil          *time.Time // nil before the change has ended
	Undoable           bool       // when it was read, see MayUndo
}

// UnderWay tells whether the server is at work on the job.
func (j BulkJob) UnderWay() bool { return j.EndedAt == nil }

// Gone returns how many of what matched at the start did not match any more, or were
// out of reach, when their turn came.
func (j BulkJob) Gone() int {
	if j.State != BulkJobDone && j.State != BulkJobUndone {
		return 0
	}
	return max(0, j.Total-j.Changed-j.Unchanged-j.Failed)
}

// MayUndo returns nil where the job can be undone at a time, and otherwise why not.
func (j BulkJob) MayUndo(now time.Time) error {
	message := ""
	switch {
	case j.State == BulkJobRunning:
		message = "It is still under way. It can be undone as soon as it has ended."
	case j.Undone+j.Kept > 0:
		message = "It was undone already."
	case j.Changed == 0:
		message = "It has changed nothing, and so there is nothing to undo."
	case j.UndoUntil == nil || !now.Before(*j.UndoUntil):
		message = fmt.Sprintf("It can be undone for %d minutes, and these are over. Nothing was undone.", int(BulkUndo.Minutes()))
	default:
		return nil
	}
	return &Error{Code: CodeConflict, Message: message}
}

// Matching is how many conversations match, as a refusal tells it.
type Matching int

// Drifted refuses a job whose filter matches another number of conversations by now.
func Drifted(expected int64, now int) error {
	match := "conversations match"
	if now == 1 {
		match = "conversation matches"
	}
	return &Error{
		Code: CodeConflict, Current: Matching(now),
		Message: fmt.Sprintf("%d %s by now, and not %d. Nothing was changed.", now, match, expected),
	}
}
