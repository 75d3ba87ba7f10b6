package desk

import "time"

// Action names what an Event records.
type Action string

// The actions.
const (
	ActionCreated Action = "created"
	ActionUpdated Action = "updated"
	ActionDeleted Action = "deleted"
	ActionMessage Action = "message"
	ActionUnsent  Action = "unsent" // a reply was taken back, and with it its ActionMessage
	// ActionFollowed is what open pages are told of who follows a conversation. It is no
	// event: nothing of the conversation has changed.
	ActionFollowed Action = "followed"
)

// Event records one change: who did what to which record, when, and through
// which face. Events of a deleted record are gone but for the one ActionDeleted,
// which has no content.
type Event struct {
	ID      EventID
	Subject string // the noun of what changed: "conversation", "customer", …
	// SubjectID is the id of what changed.
	SubjectID int64
	Action    Action
	Actor     Author // Type is "user", "key" or "system"
	Via       Via
	Changes   []Change
	At        time.Time
}

// Change is one property before and after, as the API writes the value; the
// empty string is null. BeforeName and AfterName are for people, where the
// values are ids.
type Change struct {
	Field      string `json:"field"`
	Before     string `json:"before"`
	After      string `json:"after"`
	BeforeName string `json:"beforeName,omitempty"`
	AfterName  string `json:"afterName,omitempty"`
}

// OutOfSight stands in a change for the number of a conversation that its reader may not
// see, or that is gone.
const OutOfSight = "?"

// Conversations returns the values of a change that are numbers of other conversations.
func (c *Change) Conversations() (numbers []*string) {
	switch c.Field {
	case "merged", "mergedInto", "mergedGone", "split", "splitFrom":
		for _, value := range []*string{&c.Before, &c.After} {
			if *value != "" {
				numbers = append(numbers, value)
			}
		}
	}
	return numbers
}

// changesOf drops the candidates that change nothing.
func changesOf(candidates ...Change) []Change {
	var changes []Change
	for _, c := range candidates {
		if c.Before != c.After {
			changes = append(changes, c)
		}
	}
	return changes
}

// ValuesBefore returns, for each property that the last n updates among the
// events changed, the value that it had before them. Events are oldest first.
func ValuesBefore(events []Event, n int64) map[string]string {
	before := map[string]string{}
	for i := len(events) - 1; i >= 0 && n > 0; i-- {
		if events[i].Action != ActionUpdated {
			continue
		}
		n--
		for _, c := range events[i].Changes {
			before[c.Field] = c.Before
		}
	}
	return before
}
