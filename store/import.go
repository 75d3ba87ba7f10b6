package store

import (
	"context"
	"encoding/json"
	"fmt"

	"parley/internal/desk"
)

// requireSystem refuses everyone but the system, whatever they may do otherwise.
func requireSystem(actor desk.Actor, message string) error {
	if err := actor.RequireSomeone(); err != nil {
		return err
	}
	if actor.Kind != desk.ActorSystem {
		return &desk.Error{Code: desk.CodePermission, Message: message}
	}
	return nil
}

const importRefused = "Data is brought over on the command line."

// ImportCustomers adds many customers in one transaction, each with the event
// that they were created, and returns their ids in the same order. The import is
// refused as a whole if one of them is. Only the system may.
func (s *Store) ImportCustomers(ctx context.Context, actor desk.Actor, batch []desk.CustomerImport) (ids []desk.CustomerID, err error) {
	if err := requireSystem(actor, importRefused); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(tx tx) error {
		ids, err = importCustomers(tx, actor, batch)
		return err
	})
	return ids, wrap(err, "import customers")
}

func importCustomers(tx tx, actor desk.Actor, batch []desk.CustomerImport) ([]desk.CustomerID, error) {
	reserved, err := tx.reserve("customers", len(batch))
	if err != nil {
		return nil, err
	}
	ids := make([]desk.CustomerID, len(batch))
	customers := newRows("customers", "id", "name", "email", "email_key", "phone", "search", "created_at", "updated_at", "version")
	events := newEventRows()
	for i, in := range batch {
		if err := in.Validate().Err(); err != nil {
			return nil, fmt.Errorf("customer %d: %w", i, err)
		}
		c := desk.Customer{Name: in.Name.Value, Email: in.Email.Value, Phone: in.Phone.Value}
		ids[i] = desk.CustomerID(reserved[i])
		at := micros(in.CreatedAt)
		customers.add(reserved[i], c.Name, c.Email, emailKeyOrNil(c.Email), c.Phone, searchText(c), at, at, int64(1))
		err := events.record(actor, change{customerNoun, reserved[i], desk.ActionCreated, []desk.Change{
			{Field: "name", After: c.Name}, {Field: "email", After: c.Email}, {Field: "phone", After: c.Phone},
		}, in.CreatedAt})
		if err != nil {
			return nil, err
		}
	}
	err = customers.insert(tx)
	if isDuplicate(err) {
		return nil, addressTaken(customerNoun)
	}
	if err != nil {
		return nil, err
	}
	return ids, events.insert(tx)
}

// ImportConversations adds many conversations with their messages in one
// transaction; those who bring over more than some thousands do so in several.
//   - Customers, inboxes and assignees must exist. Whether an assignee could be
//     given the conversation today is not asked: it is how things came to stand.
//   - Each gets the event that it was created, as it stands. Nothing is queued in
//     the outbox, since nobody is to be told of what happened long ago.
//   - The import is refused as a whole if one of them is. Only the system may.
func (s *Store) ImportConversations(ctx context.Context, actor desk.Actor, batch []desk.ConversationImport) error {
	if err := requireSystem(actor, importRefused); err != nil {
		return err
	}
	for i := range batch {
		if err := batch[i].Validate().Err(); err != nil {
			return fmt.Errorf("import conversation %d: %w", i, err)
		}
	}
	err := s.write(ctx, func(tx tx) error { return importConversations(tx, actor, batch) })
	if isReferenced(err) {
		err = &desk.Error{Code: desk.CodeInvalid, Message: "A conversation names a customer, an inbox or a user who does not exist."}
	}
	return wrap(err, "import conversations")
}

func importConversations(tx tx, actor desk.Actor, batch []desk.ConversationImport) error {
	ids, err := tx.reserve("conversations", len(batch))
	if err != nil {
		return err
	}
	conversations := newRows("conversations", "id", "subject", "status", "priority", "channel", "source", "customer_id",
		"assigned_to", "inbox_id", "preview", "message_count", "last_message_at", "waiting_since", "created_at", "updated_at", "version")
	messages := newRows("messages", "conversation_id", "kind", "body", "author_type", "author_id", "author_name", "created_at")
	events := newEventRows()
	for i, in := range batch {
		c := in.Conversation()
		c.ID = desk.ConversationID(ids[i])
		tx.counted(c, 1)
		var assigned *int64
		if c.AssignedTo != nil {
			id := int64(c.AssignedTo.ID)
			assigned = &id
		}
		conversations.add(ids[i], c.Subject, string(c.Status), int64(rank(c.Priority)), string(c.Channel), string(c.Source),
			int64(c.Customer.ID), assigned, int64(c.InboxID), c.Preview, int64(c.MessageCount),
			microsOrNil(c.LastMessageAt), microsOrNil(c.WaitingSince), micros(c.CreatedAt), micros(c.UpdatedAt), c.Version)
		for _, m := range in.Messages {
			messages.add(ids[i], string(m.Kind), m.Body, m.Author.Type, m.Author.ID, m.Author.Name, micros(m.CreatedAt))
		}
		if err := events.record(actor, importedAs(c)); err != nil {
			return err
		}
	}
	for _, rows := range []*rows{conversations, messages, events.rows} {
		if err := rows.insert(tx); err != nil {
			return err
		}
	}
	return nil
}

// importedAs returns the event of a conversation that is brought over.
func importedAs(c desk.Conversation) change {
	changes := []desk.Change{
		{Field: "subject", After: c.Subject},
		{Field: "channel", After: string(c.Channel)},
		{Field: "priority", After: string(c.Priority)},
		{Field: "status", After: string(c.Status)},
		{Field: "customerId", After: c.Customer.ID.String()},
		{Field: "inboxId", After: c.InboxID.String()},
	}
	if c.AssignedTo != nil {
		changes = append(changes, desk.Change{Field: "assignedTo", After: c.AssignedTo.ID.String()})
	}
	return change{conversationNoun, int64(c.ID), desk.ActionCreated, changes, c.CreatedAt}
}

// eventRows gathers events that are not queued in the outbox.
type eventRows struct{ *rows }

func newEventRows() eventRows {
	return eventRows{newRows("events", "subject", "subject_id", "action", "actor_type", "actor_id", "actor_name", "via", "changes", "at")}
}

func (e eventRows) record(actor desk.Actor, c change) error {
	changes, err := json.Marshal(c.changes)
	if err != nil {
		return fmt.Errorf("encode changes: %w", err)
	}
	e.add(c.subject, c.id, string(c.action), string(actor.Kind), actor.ID, actor.Name, string(actor.Via), string(changes), micros(c.at))
	return nil
}
