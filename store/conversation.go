package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/desk"
)

const conversationNoun = "conversation"

// conversationColumns are read by scanConversation; c, cu, i and u are the
// conversation, its customer, its inbox and the user it is assigned to.
const conversationColumns = `
	c.id, c.subject, c.status, c.priority, c.channel, c.source, c.preview, c.message_count,
	c.last_message_at, c.waiting_since, c.created_at, c.updated_at, c.snoozed_until, c.version,
	cu.id, cu.name, cu.email, cu.phone, i.id, i.name, u.id, u.name, u.email, COALESCE(c.merged_into, 0)`

const conversationJoins = `
	JOIN customers cu ON cu.id = c.customer_id
	JOIN inboxes i ON i.id = c.inbox_id
	LEFT JOIN users u ON u.id = c.assigned_to`

func scanConversation(row scanner) (desk.Conversation, error) {
	var c desk.Conversation
	var priority int
	var created, updated int64
	var last, waiting, snoozed, userID *int64
	var userName, userEmail *string
	err := row.Scan(&c.ID, &c.Subject, &c.Status, &priority, &c.Channel, &c.Source, &c.Preview, &c.MessageCount,
		&last, &waiting, &created, &updated, &snoozed, &c.Version,
		&c.Customer.ID, &c.Customer.Name, &c.Customer.Email, &c.Customer.Phone, &c.InboxID, &c.InboxName,
		&userID, &userName, &userEmail, &c.MergedInto)
	if err != nil {
		return c, err
	}
	c.Merged = c.MergedInto != 0
	c.Priority = desk.Priorities()[priority-1]
	c.LastMessageAt, c.WaitingSince = fromMicrosOrNil(last), fromMicrosOrNil(waiting)
	c.CreatedAt, c.UpdatedAt, c.SnoozedUntil = fromMicros(created), fromMicros(updated), fromMicrosOrNil(snoozed)
	if userID != nil {
		c.AssignedTo = &desk.UserRef{ID: desk.UserID(*userID), Name: *userName, Email: *userEmail}
	}
	return c, nil
}

// rank returns the number that a priority has in the database.
func rank(p desk.Priority) int { return slices.Index(desk.Priorities(), p) + 1 }

// loadConversation returns a conversation within the actor's scope, and the
// same NotFound for one outside of it as for one that does not exist. The row is
// locked by a statement of its own: were it locked by the join, PostgreSQL would go
// on with the row as others left it, beside the assignee whom it found before it
// waited for them.
func loadConversation(tx tx, actor desk.Actor, id desk.ConversationID) (desk.Conversation, error) {
	if err := tx.lock("conversations", int64(id)); err != nil {
		return desk.Conversation{}, err
	}
	w := &where{}
	w.add("c.id = " + w.arg(id))
	w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
	c, err := scanConversation(tx.row(`
		SELECT `+conversationColumns+`
		FROM conversations c `+conversationJoins+`
		WHERE `+w.String(), w.args...))
	if errors.Is(err, sql.ErrNoRows) {
		return c, desk.NotFound(conversationNoun)
	}
	if err != nil {
		return c, err
	}
	tx.about(conversationNoun, int64(id))
	found := []desk.Conversation{c}
	err = complete(tx, actor, found)
	return found[0], err
}

// complete gives conversations what their rows do not have: their tags, and no number of
// a conversation that the actor may not see.
func complete(tx tx, actor desk.Actor, conversations []desk.Conversation) error {
	if err := coverMerges(tx, actor, conversations); err != nil {
		return err
	}
	return readTags(tx, conversations)
}

// conversationsBy returns the conversations that a condition holds for, which has to keep
// to the actor's scope, by their ids.
func conversationsBy(tx tx, actor desk.Actor, condition string, args []any) (map[desk.ConversationID]desk.Conversation, error) {
	found, err := collect(tx, scanConversation, `
		SELECT `+conversationColumns+`
		FROM conversations c `+conversationJoins+`
		WHERE `+condition, args...)
	if err == nil {
		err = complete(tx, actor, found)
	}
	byID := make(map[desk.ConversationID]desk.Conversation, len(found))
	for _, c := range found {
		byID[c.ID] = c
	}
	return byID, err
}

// GetConversation returns one conversation.
func (s *Store) GetConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID) (c desk.Conversation, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return c, err
	}
	err = s.read(ctx, func(tx tx) error {
		c, err = loadConversation(tx, actor, id)
		return err
	})
	return c, wrap(err, "get conversation %s", id)
}

// UpdateConversation changes a conversation's own properties:
//   - unseen is NotFound, before anything else is looked at;
//   - a version or a shown value that is no longer so is Stale, with the
//     conversation as it is now;
//   - then every field that is wrong is named;
//   - an assignee must be active, hold write:conversations and reach the inbox;
//   - what changes nothing keeps the version and writes no event.
func (s *Store) UpdateConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationUpdate) (c desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return c, err
	}
	err = s.write(ctx, func(tx tx) error {
		c, _, err = updateConversation(tx, actor, id, in, s.now())
		return err
	})
	return c, wrap(err, "update conversation %s", id)
}

// updateConversation returns the conversation as it is after the update, and
// whether that changed anything.
func updateConversation(tx tx, actor desk.Actor, id desk.ConversationID, in desk.ConversationUpdate, now time.Time) (desk.Conversation, bool, error) {
	conv, err := loadConversation(tx, actor, id)
	if err != nil {
		return conv, false, err
	}
	return updateLoaded(tx, actor, conv, in, now)
}

// updateLoaded is updateConversation for one that this transaction has loaded, and
// holds.
func updateLoaded(tx tx, actor desk.Actor, conv desk.Conversation, in desk.ConversationUpdate, now time.Time) (desk.Conversation, bool, error) {
	if err := conv.MayChange(); err != nil {
		return conv, false, err
	}
	if in.StaleFor(conv) {
		return conv, false, desk.Stale(conversationNoun, conv)
	}
	errs := in.Validate()
	assignee, err := loadAssignee(tx, conv, in.AssignedTo, &errs)
	if err != nil {
		return conv, false, err
	}
	if err := errs.Err(); err != nil {
		return conv, false, err
	}
	return applyUpdate(tx, actor, conv, in, assignee, now)
}

// applyUpdate writes and records an update that is found to be right; one that
// changes nothing leaves no trace.
func applyUpdate(tx tx, actor desk.Actor, conv desk.Conversation, in desk.ConversationUpdate, assignee *desk.UserRef, now time.Time) (desk.Conversation, bool, error) {
	next, changes := in.Apply(conv, assignee)
	if len(changes) == 0 {
		return conv, false, nil
	}
	next, err := saveConversation(tx, conv, next, now, true)
	if err != nil {
		return conv, false, err
	}
	return next, true, record(tx, actor, change{conversationNoun, int64(conv.ID), desk.ActionUpdated, changes, now})
}

// loadAssignee returns the user that a conversation is to be assigned to, or
// nil for nobody. One who has it already is not asked for anything.
func loadAssignee(tx tx, conv desk.Conversation, to desk.Field[desk.UserID], errs *desk.FieldErrors) (*desk.UserRef, error) {
	if !to.Set || to.Null || errs.Has("assignedTo") {
		return nil, nil
	}
	if conv.AssignedTo != nil && conv.AssignedTo.ID == to.Value {
		return conv.AssignedTo, nil
	}
	found, err := tx.assignee(to.Value)
	if err != nil {
		return nil, err
	}
	switch {
	case !found.exists:
		addNoSuchAssignee(errs)
	case !desk.CanBeAssigned(found.user, found.member, conv.InboxID):
		errs.Add("assignedTo", "not_eligible",
			"assignedTo must be an active user who may write conversations and who reaches this conversation's inbox")
	}
	ref := found.user.Ref()
	return &ref, nil
}

func addNoSuchAssignee(errs *desk.FieldErrors) {
	errs.Add("assignedTo", "not_found", "assignedTo must be the id of a user, or null for nobody")
}

// saveConversation writes next over conv, unless somebody else has changed it
// since it was read. Only a change of its own properties moves the version.
func saveConversation(tx tx, conv, next desk.Conversation, now time.Time, own bool) (desk.Conversation, error) {
	next.UpdatedAt = now
	if own {
		next.Version++
	}
	var assigned *desk.UserID
	if next.AssignedTo != nil {
		assigned = &next.AssignedTo.ID
	}
	n, err := tx.exec(`
		UPDATE conversations
		SET subject = $1, status = $2, priority = $3, assigned_to = $4, preview = $5, message_count = $6,
		    last_message_at = $7, waiting_since = $8, updated_at = $9, version = $10, snoozed_until = $11
		WHERE id = $12 AND version = $13 AND message_count = $14`,
		next.Subject, next.Status, rank(next.Priority), assigned, next.Preview, next.MessageCount,
		microsOrNil(next.LastMessageAt), microsOrNil(next.WaitingSince), micros(now), next.Version, microsOrNil(next.SnoozedUntil),
		conv.ID, conv.Version, conv.MessageCount)
	if err == nil && n == 0 {
		err = desk.Stale(conversationNoun, conv)
	}
	if err != nil {
		return conv, err
	}
	tx.counted(conv, -1)
	tx.counted(next, 1)
	return next, nil
}

// DeleteConversation removes a conversation and everything in it for good. One
// event without content says who deleted which number and when.
func (s *Store) DeleteConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationDelete) error {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return err
	}
	var gone []string
	err := s.write(ctx, func(tx tx) error {
		if err := lockWithMerged(tx, id); err != nil {
			return err
		}
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		if in.StaleFor(conv) {
			return desk.Stale(conversationNoun, conv)
		}
		if err := letGoMerged(tx, actor, id, s.now()); err != nil {
			return err
		}
		if gone, err = collectHashes(tx, `SELECT hash, thumbnail FROM attachments WHERE conversation_id = $1`, id); err != nil {
			return err
		}
		if err := forget(tx, conversationNoun, int64(id)); err != nil {
			return err
		}
		// While the row is there to say who may be told of it.
		if err := record(tx, actor, change{conversationNoun, int64(id), desk.ActionDeleted, nil, s.now()}); err != nil {
			return err
		}
		tx.counted(conv, -1)
		_, err = tx.exec(`DELETE FROM conversations WHERE id = $1`, id)
		return err
	})
	if err == nil {
		s.removeFiles(ctx, gone)
	}
	return wrap(err, "delete conversation %s", id)
}

// wrap says what was attempted, for the log; a desk.Error is found inside.
func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}
