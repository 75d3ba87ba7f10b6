package store

import (
	"context"
	"fmt"
	"time"

	"parley/internal/desk"
)

// SplitConversation makes some messages of a conversation one of their own and
// returns that one:
//   - unseen is NotFound, before anything else is looked at;
//   - a merged conversation is a conflict, another version Stale;
//   - each message must be in the conversation, and at least one must stay;
//   - the new one has the same customer, inbox, channel, assignee and priority, and is
//     open. It is taken back by merging it.
func (s *Store) SplitConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationSplit) (c desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return c, err
	}
	err = s.once(ctx, actor, &c, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		if err := conv.MayChange(); err != nil {
			return err
		}
		if in.StaleFor(conv) {
			return desk.Stale(conversationNoun, conv)
		}
		if err := in.Validate().Err(); err != nil {
			return err
		}
		chosen, err := chooseSplit(tx, conv, in)
		if err != nil {
			return err
		}
		c, err = split(tx, actor, conv, in.Subject.Value, chosen, s.now())
		return err
	})
	return c, wrap(err, "split conversation %s", id)
}

// chooseSplit returns the condition of the messages that are to go.
func chooseSplit(tx tx, conv desk.Conversation, request desk.ConversationSplit) (*where, error) {
	ids := request.MessageIDs.Value
	chosen := &where{}
	chosen.add("conversation_id = " + chosen.arg(conv.ID))
	if request.AndLater {
		chosen.add("(created_at, id) >= (SELECT m.created_at, m.id FROM messages m WHERE m.conversation_id = $1 AND m.id = " + chosen.arg(ids[0]) + ")")
	} else {
		chosen.add(in(chosen, "id", ids))
	}
	var n int
	if err := tx.row(`SELECT COUNT(*) FROM messages WHERE `+chosen.String(), chosen.args...).Scan(&n); err != nil {
		return nil, err
	}
	var errs desk.FieldErrors
	switch {
	case n < len(ids):
		errs.Add("messageIds", "not_found", "messageIds must name messages of this conversation")
	case n >= conv.MessageCount:
		errs.Add("messageIds", "all", fmt.Sprintf("messageIds must leave at least one message in #%s", conv.ID))
	}
	return chosen, errs.Err()
}

func split(tx tx, actor desk.Actor, conv desk.Conversation, subject string, chosen *where, now time.Time) (desk.Conversation, error) {
	wanted := conv.SplitOff(subject)
	wanted.CreatedAt, wanted.UpdatedAt = now, now
	made := wanted
	made.AssignedTo = nil // It is inserted for nobody.
	if err := insertConversation(tx, &made); err != nil {
		return made, err
	}
	wanted.ID = made.ID
	to := chosen.arg(made.ID)
	_, err := tx.exec(`UPDATE messages SET conversation_id = `+to+`, origin_id = NULL, moved_version = 1 WHERE `+chosen.String(), chosen.args...)
	if err != nil {
		return made, err
	}
	if err := followMessages(tx, made.ID); err != nil {
		return made, err
	}
	if _, err := tx.exec(`
		INSERT INTO reads (user_id, conversation_id, message_id)
		SELECT r.user_id, $1, r.message_id FROM reads r WHERE r.conversation_id = $2`, made.ID, conv.ID); err != nil {
		return made, err
	}
	if err := recount(tx, &wanted); err != nil {
		return made, err
	}
	next, err := saveConversation(tx, made, wanted, now, false)
	if err != nil {
		return made, err
	}
	if err := record(tx, actor, splitOff(conv, next, now)); err != nil {
		return made, err
	}
	_, err = saveMoved(tx, actor, conv, conv, []desk.Change{{Field: "split", After: made.ID.String()}}, now)
	return next, err
}

// splitOff returns the event of a conversation that was part of another.
func splitOff(from, c desk.Conversation, now time.Time) change {
	changes := []desk.Change{
		{Field: "splitFrom", After: from.ID.String()},
		{Field: "subject", After: c.Subject},
		{Field: "channel", After: string(c.Channel)},
		{Field: "priority", After: string(c.Priority)},
		{Field: "customerId", After: c.Customer.ID.String(), AfterName: c.Customer.Name},
		{Field: "inboxId", After: c.InboxID.String(), AfterName: c.InboxName},
	}
	if c.AssignedTo != nil {
		changes = append(changes, desk.Change{Field: "assignedTo", After: c.AssignedTo.ID.String(), AfterName: c.AssignedTo.Name})
	}
	return change{conversationNoun, int64(c.ID), desk.ActionCreated, changes, now}
}
