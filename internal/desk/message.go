package desk

import (
	"slices"
	"time"
)

// Message is one message of a conversation. Body is plain text.
type Message struct {
	ID        MessageID
	Kind      MessageKind
	Body      string
	Author    Author
	CreatedAt time.Time
	// HeldUntil is when a reply is sent that could be taken back until then; nil for
	// what never could.
	HeldUntil *time.Time
	// Attachments are its files, in the order of their uploads.
	Attachments []Attachment
	// Mentions are those whom a note names, and Untold whom a new one names in vain,
	// since they do not see the conversation. The latter are kept nowhere.
	Mentions []Mention
	Untold   []UserRef
}

// Author is whoever wrote a message: "customer", "user", "key" or "system".
type Author struct {
	Type string
	ID   int64
	Name string
}

// MessageCreate asks for a message to be added to a conversation, with files that
// were uploaded to it before.
type MessageCreate struct {
	Kind          Field[MessageKind]
	Body          Field[string]
	AttachmentIDs Field[[]AttachmentID]
	// LastSeen is the newest message that the writer has seen, 0 for none; left out,
	// the message is added whatever others have written.
	LastSeen Field[MessageID]
	// LastSeenVersion is the version of the conversation that the writer has seen: what
	// a merge has brought since is unseen, too. It counts with LastSeen only.
	LastSeenVersion Field[int64]
	// IfSame tells whether the conversation still is what the writer has read, messages
	// included; nil: whatever it has become.
	IfSame func(Conversation) bool
	// What becomes of the conversation, in the same step.
	Status     Field[Status]
	AssignedTo Field[UserID]
	// Take assigns the conversation to whoever writes, if nobody has it.
	Take bool
	// HandOver assigns it to the one colleague whom the note names.
	HandOver bool
	// Draft is what the writer knows of their draft, which goes with the message; nil:
	// whatever it says.
	Draft    *DraftSeen
	Problems FieldErrors
}

// Properties returns the change of the conversation that goes with its message.
func (in *MessageCreate) Properties(actor Actor, conv Conversation) ConversationProperties {
	to := in.AssignedTo
	if in.Take && !to.Set && conv.AssignedTo == nil && actor.Kind == ActorUser {
		to = Value(actor.UserID())
	}
	return ConversationProperties{Status: in.Status, AssignedTo: to}
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *MessageCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "kind", &in.Kind, func(k *MessageKind) { listed(&errs, "kind", *k, MessageKinds()) })
	required(&errs, "body", &in.Body, func(b *string) { paragraph(&errs, "body", b, MaxBody) })
	in.validateAttachments(&errs)
	optional(&errs, "lastSeenMessageId", &in.LastSeen, func(*MessageID) {})
	optional(&errs, "lastSeenVersion", &in.LastSeenVersion, func(*int64) {})
	optional(&errs, "status", &in.Status, func(s *Status) { listed(&errs, "status", *s, Statuses()) })
	if in.Draft != nil {
		in.Draft.clean()
	}
	return errs
}

// Receive returns the conversation with a message in it: counted, previewed,
// waiting or answered, and open again if it was the customer who spoke. The
// changes are those of the conversation's own properties.
func (c Conversation) Receive(m Message) (Conversation, []Change) {
	var changes []Change
	c.MessageCount++
	c.LastMessageAt = &m.CreatedAt
	if m.Kind != KindNote {
		c.Preview = Preview(m.Body)
	}
	switch m.Kind {
	case KindReply:
		c.WaitingSince = nil
	case KindCustomer:
		if c.WaitingSince == nil {
			c.WaitingSince = &m.CreatedAt
		}
		if c.Status != StatusOpen {
			before := c
			changes = append(changes, Change{Field: "status", Before: string(c.Status), After: string(StatusOpen)})
			c.Status = StatusOpen
			var woken []Change
			c, woken = c.snooze(Field[time.Time]{}, before)
			changes = append(changes, woken...)
		}
	}
	return c, changes
}

// Unread is what somebody has not read of a conversation.
type Unread struct {
	First    MessageID // the oldest of the messages
	Messages int       // how many they are
}
