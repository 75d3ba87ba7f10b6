package desk

import (
	"slices"
	"time"
)

// Inbox is where conversations arrive and who works them: agents and viewers
// see the conversations of the inboxes they are members of.
type Inbox struct {
	ID        InboxID
	Name      string
	Channel   Channel
	Default   bool // where conversations go that name no inbox
	CreatedAt time.Time
	Version   int64
}

// InboxCreate asks for a new inbox.
type InboxCreate struct {
	Name     Field[string]
	Channel  Field[Channel]
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *InboxCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxName) })
	required(&errs, "channel", &in.Channel, func(c *Channel) { listed(&errs, "channel", *c, Channels()) })
	return errs
}
