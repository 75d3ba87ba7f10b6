package store

import (
	"context"

	"parley/internal/desk"
)

// Names are read as they are now; author_name serves where no record has one.
const messageColumns = `
	m.id, m.kind, m.body, m.author_type, m.author_id,
	COALESCE(u.name, k.name, cu.name, m.author_name), m.created_at, m.held_until`

const messageJoins = `
	LEFT JOIN users u ON m.author_type = 'user' AND u.id = m.author_id
	LEFT JOIN api_keys k ON m.author_type = 'key' AND k.id = m.author_id
	LEFT JOIN customers cu ON m.author_type = 'customer' AND cu.id = m.author_id`

func scanMessage(row scanner) (desk.Message, error) {
	var m desk.Message
	var created int64
	var held *int64
	err := row.Scan(&m.ID, &m.Kind, &m.Body, &m.Author.Type, &m.Author.ID, &m.Author.Name, &created, &held)
	m.CreatedAt, m.HeldUntil = fromMicros(created), fromMicrosOrNil(held)
	return m, err
}

// ListMessages returns one page of a conversation's messages, oldest first.
func (s *Store) ListMessages(ctx context.Context, actor desk.Actor, id desk.ConversationID, page desk.Page) (desk.Listing[desk.Message], error) {
	listing := desk.Listing[desk.Message]{Page: page}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		listing.Total = conv.MessageCount
		listing.Items, err = collect(tx, scanMessage, `
			SELECT `+messageColumns+`
			FROM messages m `+messageJoins+`
			WHERE m.conversation_id = $1
			ORDER BY m.created_at, m.id LIMIT $2 OFFSET $3`, id, page.Limit, page.Offset())
		if err != nil {
			return err
		}
		return attach(tx, id, listing.Items)
	})
	return listing, wrap(err, "list messages of conversation %s", id)
}

// AddMessage adds a message to a conversation. What the customer said opens a
// pending or closed conversation again; a reply ends the customer's waiting. Files
// that the actor has uploaded before become part of it. What the request says of
// status and assignee is done with it or not at all, and comes last. Who says what
// they have seen is refused if others have written since; see checkSeen. Who says what
// the conversation has to be is refused, as Stale, if it is anything else. The actor's
// draft of the kind is gone: it has become the message, unless somebody who says what
// they know of it does not know what it says. A reply on a page may be held,
// for UndoReply to take it back: there it is at once, but those outside are told later.
func (s *Store) AddMessage(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.MessageCreate) (m desk.Message, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return m, err
	}
	err = s.once(ctx, actor, &m, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		change, assignee, err := checkMessage(tx, actor, conv, &in)
		if err != nil {
			return err
		}
		m = desk.Message{Kind: in.Kind.Value, Body: in.Body.Value, Author: authorOf(in.Kind.Value, actor, conv), CreatedAt: s.now()}
		if m.HeldUntil, err = holdUntil(tx, actor, m); err != nil {
			return err
		}
		if conv, m, err = addMessage(tx.handing(conv, assignee), actor, conv, m); err != nil {
			return err
		}
		if _, _, err := applyUpdate(tx.holding(m), actor, conv, change, assignee, m.CreatedAt); err != nil {
			return err
		}
		if m.Attachments, err = sendAttachments(tx, actor, id, m.ID, in.AttachmentIDs.Value); err != nil {
			return err
		}
		return dropSent(tx, actor, id, m.Kind, in)
	})
	return m, wrap(err, "add message to conversation %s", id)
}

// checkMessage returns what becomes of the conversation with a message, if that can
// be added.
func checkMessage(tx tx, actor desk.Actor, conv desk.Conversation, in *desk.MessageCreate) (change desk.ConversationUpdate, assignee *desk.UserRef, err error) {
	if err := conv.MayChange(); err != nil {
		return change, nil, err
	}
	if in.IfSame != nil && !in.IfSame(conv) {
		return change, nil, desk.Stale(conversationNoun, conv)
	}
	if err := checkSeen(tx, actor, conv, *in); err != nil {
		return change, nil, err
	}
	errs := in.Validate()
	if in.HandOver {
		people, err := colleagues(tx, conv.InboxID, "u.active")
		if err != nil {
			return change, nil, err
		}
		in.HandTo(refs(people), &errs)
	}
	change.ConversationProperties = in.Properties(actor, conv)
	if assignee, err = loadAssignee(tx, conv, change.AssignedTo, &errs); err == nil {
		err = errs.Err()
	}
	return change, assignee, err
}

// authorOf returns whose words a message has: the customer's own, whoever logs
// them, and else the actor's.
func authorOf(kind desk.MessageKind, actor desk.Actor, conv desk.Conversation) desk.Author {
	if kind == desk.KindCustomer {
		return desk.Author{Type: "customer", ID: int64(conv.Customer.ID), Name: conv.Customer.Name}
	}
	return desk.Author{Type: string(actor.Kind), ID: actor.ID, Name: actor.Name}
}

func addMessage(tx tx, actor desk.Actor, conv desk.Conversation, m desk.Message) (desk.Conversation, desk.Message, error) {
	err := tx.row(`
		INSERT INTO messages (conversation_id, kind, body, author_type, author_id, author_name, created_at, held_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		conv.ID, m.Kind, m.Body, m.Author.Type, m.Author.ID, m.Author.Name, micros(m.CreatedAt), microsOrNil(m.HeldUntil)).Scan(&m.ID)
	if err != nil {
		return conv, m, err
	}
	if err := mention(tx, conv, &m); err != nil {
		return conv, m, err
	}
	next, reopened := conv.Receive(m)
	next, err = saveConversation(tx, conv, next, m.CreatedAt, len(reopened) > 0)
	if err != nil {
		return conv, m, err
	}
	changes := []desk.Change{{Field: "messageId", After: m.ID.String()}, {Field: "kind", After: string(m.Kind)}}
	err = record(tx.holding(m), actor, change{conversationNoun, int64(conv.ID), desk.ActionMessage, changes, m.CreatedAt})
	if err == nil && len(reopened) > 0 {
		err = record(tx, actor, change{conversationNoun, int64(conv.ID), desk.ActionUpdated, reopened, m.CreatedAt})
	}
	return next, m, err
}
