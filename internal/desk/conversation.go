package desk

import (
	"slices"
	"time"
)

// Conversation is a thread of messages between agents and a customer. Times are
// UTC with microseconds.
type Conversation struct {
	ID            ConversationID
	Subject       string
	Status        Status
	Priority      Priority
	Channel       Channel
	Source        Source
	Customer      CustomerRef
	AssignedTo    *UserRef // nil: nobody
	Tags          []TagRef // by name; nil: none
	InboxID       InboxID
	InboxName     string
	Preview       string // the beginning of the newest message that is no note
	MessageCount  int
	LastMessageAt *time.Time // nil before the first message
	WaitingSince  *time.Time // the oldest customer message that has no reply after it
	CreatedAt     time.Time
	UpdatedAt     time.Time
	SnoozedUntil  *time.Time // only of what is pending; nil: it does not wake by itself
	Version       int64      // grows with every change of the conversation's own properties
	// Merged tells that this one has become part of another conversation; MergedInto is
	// that one, or 0 for who may not see it.
	Merged     bool
	MergedInto ConversationID
}

// CustomerRef is the customer as a conversation shows them.
type CustomerRef struct {
	ID    CustomerID
	Name  string
	Email string // empty where unknown
	Phone string // empty where unknown
}

// UserRef is a user as a conversation shows them.
type UserRef struct {
	ID    UserID
	Name  string
	Email string
}

// ConversationCreate asks for a new conversation.
type ConversationCreate struct {
	Subject    Field[string]
	CustomerID Field[CustomerID]
	// Customer, where set, is a customer to create together with the
	// conversation; CustomerID must then be left out.
	Customer Field[CustomerCreate]
	Channel  Field[Channel]  // email where left out
	Priority Field[Priority] // medium where left out
	InboxID  Field[InboxID]  // the workspace's default inbox where left out
	Message  Field[string]   // the customer's first message
	// Problems are what the decoder could not turn into a value.
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *ConversationCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "subject", &in.Subject, func(s *string) { line(&errs, "subject", s, MaxSubject) })
	if in.Customer.Set {
		for _, e := range in.Customer.Value.Validate() {
			errs.Add(e.Field, e.Code, e.Message, e.Allowed...)
		}
	} else {
		required(&errs, "customerId", &in.CustomerID, func(*CustomerID) {})
	}
	optional(&errs, "channel", &in.Channel, func(c *Channel) { listed(&errs, "channel", *c, Channels()) })
	optional(&errs, "priority", &in.Priority, func(p *Priority) { listed(&errs, "priority", *p, Priorities()) })
	optional(&errs, "inboxId", &in.InboxID, func(*InboxID) {})
	optional(&errs, "message", &in.Message, func(m *string) { paragraph(&errs, "message", m, MaxBody) })
	return errs
}

// SourceOf returns the source of a conversation that the actor creates: the
// API's are its own; on pages a call is logged by phone and all else as email.
func SourceOf(actor Actor, channel Channel) Source {
	switch {
	case actor.Via == ViaAPI:
		return SourceAPI
	case channel == ChannelPhone:
		return SourcePhone
	case actor.Kind == ActorSystem && channel == ChannelChat:
		return SourceWidget
	}
	return SourceEmail
}

// ConversationProperties are the properties of a conversation that people and
// programs change. AssignedTo null means nobody.
type ConversationProperties struct {
	Subject    Field[string]
	Status     Field[Status]
	Priority   Field[Priority]
	AssignedTo Field[UserID]
}

// ConversationUpdate asks for changes of a conversation's own properties; what
// is left out stays as it is.
type ConversationUpdate struct {
	ConversationProperties
	// Was holds what a form showed: the update is stale only if one of these
	// properties has another value by now.
	Was ConversationProperties
	// IfVersions, where not nil, are the versions that the update is for.
	IfVersions []int64
	// SnoozedUntil is part of snoozing and of taking back what ended it.
	SnoozedUntil Field[time.Time]
	Problems     FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *ConversationUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	optional(&errs, "subject", &in.Subject, func(s *string) { line(&errs, "subject", s, MaxSubject) })
	optional(&errs, "status", &in.Status, func(s *Status) { listed(&errs, "status", *s, Statuses()) })
	optional(&errs, "priority", &in.Priority, func(p *Priority) { listed(&errs, "priority", *p, Priorities()) })
	return errs
}

// StaleFor tells whether conv has changed since the caller read it. A change to
// the very value that is asked for now is no reason to stop.
func (in ConversationUpdate) StaleFor(conv Conversation) bool {
	if in.IfVersions != nil && !slices.Contains(in.IfVersions, conv.Version) {
		return true
	}
	return changedSince(in.Was.Subject, in.Subject, conv.Subject) ||
		changedSince(in.Was.Status, in.Status, conv.Status) ||
		changedSince(in.Was.Priority, in.Priority, conv.Priority) ||
		changedSince(in.Was.AssignedTo, in.AssignedTo, conv.assignee())
}

func changedSince[T comparable](was, want Field[T], now T) bool {
	return was.Set && was.Value != now && want.Value != now
}

// assignee returns the assigned user's id, or 0, which is also the Value of a
// Field that is null.
func (c Conversation) assignee() UserID {
	if c.AssignedTo == nil {
		return 0
	}
	return c.AssignedTo.ID
}

// Apply returns the conversation with the update in it, and the changes that
// made. assignee is the user that AssignedTo names, or nil.
func (in ConversationUpdate) Apply(conv Conversation, assignee *UserRef) (Conversation, []Change) {
	var changes []Change
	note := func(field, before, after string) {
		if before != after {
			changes = append(changes, Change{Field: field, Before: before, After: after})
		}
	}
	before := conv
	conv.Subject = in.Subject.Or(conv.Subject)
	conv.Status = in.Status.Or(conv.Status)
	conv.Priority = in.Priority.Or(conv.Priority)
	note("subject", before.Subject, conv.Subject)
	note("status", string(before.Status), string(conv.Status))
	note("priority", string(before.Priority), string(conv.Priority))
	conv, snoozed := conv.snooze(in.SnoozedUntil, before)
	changes = append(changes, snoozed...)
	if in.AssignedTo.Set && in.AssignedTo.Value != conv.assignee() {
		conv.AssignedTo = assignee
		changes = append(changes, Change{
			Field: "assignedTo", Before: before.assigneeText(), After: conv.assigneeText(),
			BeforeName: before.assigneeName(), AfterName: conv.assigneeName(),
		})
	}
	return conv, changes
}

func (c Conversation) assigneeText() string {
	if c.AssignedTo == nil {
		return ""
	}
	return c.AssignedTo.ID.String()
}

func (c Conversation) assigneeName() string {
	if c.AssignedTo == nil {
		return ""
	}
	return c.AssignedTo.Name
}

// ConversationDelete says which version of a conversation to delete; nil
// IfVersions deletes whatever stands there.
type ConversationDelete struct {
	IfVersions []int64
}

// StaleFor tells whether conv is not the version to delete.
func (in ConversationDelete) StaleFor(conv Conversation) bool {
	return in.IfVersions != nil && !slices.Contains(in.IfVersions, conv.Version)
}
