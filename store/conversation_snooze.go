package store

import (
	"context"
	"time"

	"parley/internal/desk"
)

// SnoozeConversation leaves a conversation alone until a time:
//   - unseen is NotFound, before anything else is looked at;
//   - a version or a shown status that is no longer so is Stale, with the
//     conversation as it is now;
//   - what is not to come is refused;
//   - what changes nothing keeps the version and writes no event.
//
// WakeConversations wakes it.
func (s *Store) SnoozeConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationSnooze) (c desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return c, err
	}
	err = s.write(ctx, func(tx tx) error {
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
		now := s.now()
		if err := in.Validate(now).Err(); err != nil {
			return err
		}
		c, _, err = applyUpdate(tx, actor, conv, in.Update(), nil, now)
		return err
	})
	return c, wrap(err, "snooze conversation %s", id)
}

// WakeConversation opens a conversation that is snoozed, now. It stays read to who
// has read it: somebody is looking after it. One that is not snoozed stays as it is.
func (s *Store) WakeConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationWake) (c desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return c, err
	}
	err = s.write(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		if err := conv.MayChange(); err != nil {
			return err
		}
		update := in.Update(conv)
		if update.StaleFor(conv) {
			return desk.Stale(conversationNoun, conv)
		}
		if err := update.Problems.Err(); err != nil {
			return err
		}
		c, _, err = applyUpdate(tx, actor, conv, update, nil, s.now())
		return err
	})
	return c, wrap(err, "wake conversation %s", id)
}

// wakeBatch is how many conversations one transaction wakes, so that nobody else
// who writes has to wait for long.
const wakeBatch = 100

// WakeConversations wakes every conversation whose time has come: it is open, on
// top of the usual order and unread, in one step with the event that says so. It
// returns when the next one is due, or nil. Several processes may do it at once, and
// each conversation is still woken by one of them. Only the system does.
func (s *Store) WakeConversations(ctx context.Context, actor desk.Actor) (next *time.Time, err error) {
	if err := requireSystem(actor, "Conversations are woken by the server."); err != nil {
		return nil, err
	}
	for {
		due, next, err := s.snoozed(ctx)
		if err != nil || len(due) == 0 {
			return next, wrap(err, "look for snoozed conversations")
		}
		if err := s.write(ctx, func(tx tx) error { return wakeDue(tx, actor, due, s.now()) }); err != nil {
			return nil, wrap(err, "wake %d conversations", len(due))
		}
	}
}

// nap is a conversation that is snoozed.
type nap struct {
	id    desk.ConversationID
	until time.Time
}

func scanNap(row scanner) (n nap, err error) {
	var until int64
	err = row.Scan(&n.id, &until)
	n.until = fromMicros(until)
	return n, err
}

// snoozed returns the conversations whose time has come, the earliest first and no
// more of them than are woken at once, and when the one after them is due. What is
// merged sleeps on, for it may stand by itself again.
func (s *Store) snoozed(ctx context.Context) (due []desk.ConversationID, next *time.Time, err error) {
	now := s.now()
	err = s.read(ctx, func(tx tx) error {
		naps, err := collect(tx, scanNap, `
			SELECT c.id, c.snoozed_until FROM conversations c
			WHERE `+mayWake+` AND `+asleep+`
			ORDER BY `+snoozedOrder+`, c.id LIMIT $1`, wakeBatch+1)
		for i, n := range naps {
			if i == wakeBatch || n.until.After(now) {
				next = &naps[i].until
				return err
			}
			due = append(due, n.id)
		}
		return err
	})
	return due, next, err
}

// wakeDue wakes conversations, by ascending id as everything that changes several
// does it. They are looked at again once they are locked: somebody may have woken,
// snoozed, merged or deleted one since it was found.
func wakeDue(tx tx, actor desk.Actor, due []desk.ConversationID, now time.Time) error {
	found, err := stillDue(tx, due, now)
	if err != nil || len(found) == 0 {
		return err
	}
	woken := make([]desk.ConversationID, len(found))
	for i, conv := range found {
		woken[i] = conv.ID
		if _, _, err := applyUpdate(tx, actor, conv, desk.ConversationWake{}.Update(conv), nil, now); err != nil {
			return err
		}
	}
	return unreadToAll(tx, woken)
}

// stillDue locks conversations and returns those whose time has come, by ascending id
// and without their tags.
func stillDue(tx tx, ids []desk.ConversationID, now time.Time) ([]desk.Conversation, error) {
	w := &where{}
	those := in(w, "c.id", ids)
	_, err := collect(tx, scanOne[desk.ConversationID], `SELECT c.id FROM conversations c WHERE `+those+` ORDER BY c.id`+tx.forUpdate("c"), w.args...)
	if err != nil {
		return nil, err
	}
	return collect(tx, scanConversation, `
		SELECT `+conversationColumns+`
		FROM conversations c `+conversationJoins+`
		WHERE `+those+` AND `+asleep+` AND c.snoozed_until <= `+w.arg(micros(now))+`
		ORDER BY c.id`, w.args...)
}

// unreadToAll makes the newest message of each conversation that somebody else wrote
// unread to everyone to whom it is read. To whom more is unread, it stays so.
func unreadToAll(tx tx, ids []desk.ConversationID) error {
	w := &where{}
	_, err := tx.exec(`
		INSERT INTO reads (user_id, conversation_id, message_id)
		SELECT u.id, m.conversation_id, MAX(m.id) - 1
		FROM messages m
		JOIN users u ON m.author_type <> 'user' OR m.author_id <> u.id
		LEFT JOIN reads r ON r.user_id = u.id AND r.conversation_id = m.conversation_id
		WHERE u.active AND `+in(w, "m.conversation_id", ids)+`
		GROUP BY u.id, m.conversation_id, r.message_id, u.created_at, u.read_until
		HAVING r.message_id IS NOT NULL OR MAX(m.created_at) <= u.created_at OR MAX(m.created_at) <= u.read_until
		ORDER BY m.conversation_id, u.id
		ON CONFLICT (user_id, conversation_id) DO UPDATE SET message_id = excluded.message_id
		WHERE reads.message_id > excluded.message_id`, w.args...)
	return err
}
