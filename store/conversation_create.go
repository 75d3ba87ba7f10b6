package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"parley/internal/desk"
)

// CreateConversation adds a conversation, together with its customer and the
// customer's first message where the request has them:
//   - an inbox that is named must be within the actor's reach; one that is not
//     named is the workspace's default one, which must be as well;
//   - the customer must exist, or the actor be allowed to add them;
//   - the status is open, and the source says which face it came through.
func (s *Store) CreateConversation(ctx context.Context, actor desk.Actor, in desk.ConversationCreate) (c desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return c, err
	}
	if in.Customer.Set {
		if err := actor.Require(desk.WriteCustomers); err != nil {
			return c, err
		}
	}
	err = s.once(ctx, actor, &c, func(tx tx) error {
		c, err = createConversation(tx, actor, in, s.now())
		return err
	})
	return c, wrap(err, "create conversation")
}

func createConversation(tx tx, actor desk.Actor, in desk.ConversationCreate, now time.Time) (desk.Conversation, error) {
	conv := desk.Conversation{Status: desk.StatusOpen, CreatedAt: now, UpdatedAt: now, Version: 1}
	errs := in.Validate()
	if err := findInbox(tx, actor, in.InboxID, &conv, &errs); err != nil {
		return conv, err
	}
	if err := findCustomer(tx, actor, in, &conv, &errs, now); err != nil {
		return conv, err
	}
	if err := errs.Err(); err != nil {
		return conv, err
	}
	conv.Subject = in.Subject.Value
	conv.Channel = in.Channel.Or(desk.ChannelEmail)
	conv.Priority = in.Priority.Or(desk.PriorityMedium)
	conv.Source = desk.SourceOf(actor, conv.Channel)
	if err := insertConversation(tx, &conv); err != nil {
		return conv, err
	}
	created := change{conversationNoun, int64(conv.ID), desk.ActionCreated, []desk.Change{
		{Field: "subject", After: conv.Subject},
		{Field: "channel", After: string(conv.Channel)},
		{Field: "priority", After: string(conv.Priority)},
		{Field: "customerId", After: conv.Customer.ID.String(), AfterName: conv.Customer.Name},
		{Field: "inboxId", After: conv.InboxID.String(), AfterName: conv.InboxName},
	}, now}
	if err := record(tx, actor, created); err != nil {
		return conv, err
	}
	if !in.Message.Set {
		return conv, nil
	}
	message := desk.Message{Kind: desk.KindCustomer, Body: in.Message.Value, Author: authorOf(desk.KindCustomer, actor, conv), CreatedAt: now}
	conv, _, err := addMessage(tx, actor, conv, message)
	return conv, err
}

// findInbox sets the conversation's inbox, or says on inboxId why it cannot.
// One out of reach is answered like one that does not exist.
func findInbox(tx tx, actor desk.Actor, wanted desk.Field[desk.InboxID], conv *desk.Conversation, errs *desk.FieldErrors) error {
	if errs.Has("inboxId") {
		return nil
	}
	w := &where{}
	if wanted.Set {
		w.add("i.id = " + w.arg(wanted.Value))
	} else {
		w.add("i.is_default")
	}
	w.add(w.scope(actor.Reach, "i.id"))
	err := tx.row(`SELECT i.id, i.name FROM inboxes i WHERE `+w.String(), w.args...).Scan(&conv.InboxID, &conv.InboxName)
	switch {
	case !errors.Is(err, sql.ErrNoRows):
		return err
	case wanted.Set:
		errs.Add("inboxId", "not_found", "inboxId must be the id of an inbox that you reach")
	default:
		errs.Add("inboxId", "required", "inboxId is required, since the default inbox is out of your reach")
	}
	return nil
}

// findCustomer sets the conversation's customer, adding them first where the
// request says so and nothing else is wrong.
func findCustomer(tx tx, actor desk.Actor, in desk.ConversationCreate, conv *desk.Conversation, errs *desk.FieldErrors, now time.Time) error {
	if in.Customer.Set {
		if len(*errs) > 0 {
			return nil
		}
		customer, err := createCustomer(tx, actor, in.Customer.Value, now)
		conv.Customer = customer.Ref()
		return err
	}
	if errs.Has("customerId") {
		return nil
	}
	customer, err := loadCustomer(tx, in.CustomerID.Value, tx.forShare("cu"))
	if desk.Is(err, desk.CodeNotFound) {
		errs.Add("customerId", "not_found", "customerId must be the id of a customer")
		return nil
	}
	conv.Customer = customer.Ref()
	return err
}

func insertConversation(tx tx, c *desk.Conversation) error {
	err := tx.row(`
		INSERT INTO conversations (subject, status, priority, channel, source, customer_id, inbox_id,
			preview, message_count, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, $8, $9, $10)
		RETURNING id`,
		c.Subject, c.Status, rank(c.Priority), c.Channel, c.Source, c.Customer.ID, c.InboxID,
		micros(c.CreatedAt), micros(c.UpdatedAt), c.Version).Scan(&c.ID)
	if err != nil {
		return fmt.Errorf("insert: %w", err)
	}
	tx.counted(*c, 1)
	return nil
}
