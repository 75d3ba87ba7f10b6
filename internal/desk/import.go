package desk

import (
	"fmt"
	"time"
)

// CustomerImport is a customer who is brought over from elsewhere, or made up.
type CustomerImport struct {
	CustomerCreate
	CreatedAt time.Time
}

// ConversationImport is a conversation that is brought over, or made up, as it
// stands now and with its messages. What can be told from the messages is not
// given: their number, the preview, and since when the customer waits.
type ConversationImport struct {
	Subject    string
	Status     Status
	Priority   Priority
	Channel    Channel
	Source     Source
	CustomerID CustomerID
	AssignedTo UserID // 0: nobody
	InboxID    InboxID
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Messages   []Message // oldest first, with their authors; ids are given anew
}

// Validate cleans the conversation in place and returns what is wrong with it.
// Whether the ids are anybody's is for the store to say.
func (in *ConversationImport) Validate() FieldErrors {
	var errs FieldErrors
	line(&errs, "subject", &in.Subject, MaxSubject)
	listed(&errs, "status", in.Status, Statuses())
	listed(&errs, "priority", in.Priority, Priorities())
	listed(&errs, "channel", in.Channel, Channels())
	listed(&errs, "source", in.Source, Sources())
	before := in.CreatedAt
	for i := range in.Messages {
		m := &in.Messages[i]
		field := fmt.Sprintf("messages[%d]", i)
		listed(&errs, field, m.Kind, MessageKinds())
		paragraph(&errs, field, &m.Body, MaxBody)
		if m.CreatedAt.Before(before) {
			errs.Add(field, "order", field+" must not be older than what comes before it")
		}
		before = m.CreatedAt
	}
	if in.UpdatedAt.Before(before) {
		errs.Add("updatedAt", "order", "updatedAt must not be older than the conversation and its messages")
	}
	return errs
}

// Conversation returns the conversation that the import makes, its id and the
// names of others aside. It is as old as it says and was never changed here.
func (in ConversationImport) Conversation() Conversation {
	c := Conversation{
		Subject: in.Subject, Priority: in.Priority, Channel: in.Channel, Source: in.Source,
		Customer: CustomerRef{ID: in.CustomerID}, InboxID: in.InboxID, CreatedAt: in.CreatedAt,
	}
	for _, m := range in.Messages {
		c, _ = c.Receive(m)
	}
	c.Status, c.UpdatedAt, c.Version = in.Status, in.UpdatedAt, 1
	if in.AssignedTo != 0 {
		c.AssignedTo = &UserRef{ID: in.AssignedTo}
	}
	return c
}
