package api

import "parley/internal/desk"

// conversationJSON is a conversation as every answer shows it.
type conversationJSON struct {
	ID            id              `json:"_id" doc:"The number people know it by."`
	Subject       string          `json:"subject"`
	Status        desk.Status     `json:"status"`
	Priority      desk.Priority   `json:"priority"`
	Channel       desk.Channel    `json:"channel"`
	Source        desk.Source     `json:"source"`
	CustomerID    customerRefJSON `json:"customerId" doc:"The customer."`
	AssignedTo    *userRefJSON    `json:"assignedTo" doc:"The user it is assigned to; null: nobody."`
	InboxID       id              `json:"inboxId"`
	Tags          []string        `json:"tags" doc:"The names of its tags, by name."`
	MessageCount  int             `json:"messageCount"`
	LastMessageAt *timestamp      `json:"lastMessageAt" doc:"Null before the first message."`
	WaitingSince  *timestamp      `json:"waitingSince" doc:"The time of the oldest customer message that has no reply after it."`
	SnoozedUntil  *timestamp      `json:"snoozedUntil" doc:"When it wakes: it is pending until then, and open from then on. Null where it is not snoozed."`
	MergedInto    *id             `json:"mergedInto" doc:"The conversation that it was merged into; null: none, or one that is out of reach. A merged one has no messages and cannot be changed."`
	CreatedAt     timestamp       `json:"createdAt"`
	UpdatedAt     timestamp       `json:"updatedAt"`
	Version       int64           `json:"version" doc:"1 when new; grows by one with every change of the conversation's own properties."`
}

// customerRefJSON is the customer as a conversation shows them.
type customerRefJSON struct {
	ID    id      `json:"_id"`
	Name  string  `json:"name"`
	Email *string `json:"email"`
	Phone *string `json:"phone"`
}

// userRefJSON is a user as a conversation shows them.
type userRefJSON struct {
	ID    id     `json:"_id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

func showConversation(c desk.Conversation) conversationJSON {
	shown := conversationJSON{
		ID: showID(c.ID), Subject: c.Subject, Status: c.Status, Priority: c.Priority, Channel: c.Channel, Source: c.Source,
		CustomerID: customerRefJSON{
			ID: showID(c.Customer.ID), Name: c.Customer.Name,
			Email: orNull(c.Customer.Email), Phone: orNull(c.Customer.Phone),
		},
		InboxID: showID(c.InboxID), Tags: c.TagNames(), MessageCount: c.MessageCount,
		LastMessageAt: showTime(c.LastMessageAt), WaitingSince: showTime(c.WaitingSince), SnoozedUntil: showTime(c.SnoozedUntil),
		CreatedAt: timestamp(c.CreatedAt), UpdatedAt: timestamp(c.UpdatedAt), Version: c.Version,
	}
	if c.MergedInto != 0 {
		into := showID(c.MergedInto)
		shown.MergedInto = &into
	}
	if c.AssignedTo != nil {
		shown.AssignedTo = &userRefJSON{ID: showID(c.AssignedTo.ID), Name: c.AssignedTo.Name, Email: c.AssignedTo.Email}
	}
	return shown
}
