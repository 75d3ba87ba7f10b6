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
	// Attachments are its files, in the order of their uploads.
	Attachments []Attachment
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
	Problems      FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *MessageCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "kind", &in.Kind, func(k *MessageKind) { listed(&errs, "kind", *k, MessageKinds()) })
	required(&errs, "body", &in.Body, func(b *string) { paragraph(&errs, "body", b, MaxBody) })
	in.validateAttachments(&errs)
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
			changes = append(changes, Change{Field: "status", Before: string(c.Status), After: string(StatusOpen)})
			c.Status = StatusOpen
		}
	}
	return c, changes
}
