package store

import (
	"context"
	"database/sql"
	"errors"

	"parley/internal/desk"
)

// UnreadMessages returns, of those among the conversations that the actor has not
// read to their end, what of each they have not. What they wrote
// themselves is read. Who has never opened a conversation has read what was there
// before they came; and only people read.
func (s *Store) UnreadMessages(ctx context.Context, actor desk.Actor, ids []desk.ConversationID) (map[desk.ConversationID]desk.Unread, error) {
	unread := map[desk.ConversationID]desk.Unread{}
	if err := actor.Require(desk.ReadConversations); err != nil || len(ids) == 0 {
		return unread, err
	}
	err := s.read(ctx, func(tx tx) error {
		w := &where{}
		me := w.arg(actor.UserID())
		w.add(in(w, "m.conversation_id", ids))
		w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
		rows, err := tx.rows(`
			SELECT m.conversation_id, MIN(m.id), COUNT(*)
			FROM messages m
			JOIN conversations c ON c.id = m.conversation_id
			JOIN users u ON u.id = `+me+`
			LEFT JOIN reads r ON r.user_id = u.id AND r.conversation_id = m.conversation_id
			WHERE `+w.String()+`
			  AND (m.author_type <> 'user' OR m.author_id <> u.id)
			  AND CASE WHEN r.message_id IS NULL THEN m.created_at > u.created_at AND m.created_at > u.read_until
			           ELSE m.id > r.message_id END
			GROUP BY m.conversation_id`, w.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id desk.ConversationID
			var u desk.Unread
			if err := rows.Scan(&id, &u.First, &u.Messages); err != nil {
				return err
			}
			unread[id] = u
		}
		return rows.Err()
	})
	return unread, wrap(err, "find unread messages")
}

// MarkRead notes that the actor has read a conversation up to a message, and what
// they were told of up to there; a message of 0 is before the first. What they were told
// of messages seen beyond that is read as well, though the messages before these are
// not. Who has read further stays there, be it that they have marked it or that it was
// there before they came; so does history, since it concerns nobody else.
func (s *Store) MarkRead(ctx context.Context, actor desk.Actor, id desk.ConversationID, upTo desk.MessageID, seen ...desk.MessageID) error {
	err := s.marking(ctx, actor, id, func(tx tx) error {
		_, err := tx.exec(`
			INSERT INTO reads (user_id, conversation_id, message_id)
			SELECT u.id, m.conversation_id, COALESCE(MIN(CASE
				WHEN m.id > $3 AND m.created_at > u.created_at AND m.created_at > u.read_until
				 AND (m.author_type <> 'user' OR m.author_id <> u.id) THEN m.id END) - 1, MAX(m.id))
			FROM users u JOIN messages m ON m.conversation_id = $2
			WHERE u.id = $1
			GROUP BY u.id, m.conversation_id
			HAVING MIN(m.id) <= $3
			ON CONFLICT (user_id, conversation_id) DO UPDATE
			SET message_id = (SELECT MAX(m.id) FROM messages m WHERE m.conversation_id = $2 AND m.id <= $3)
			WHERE reads.message_id < (SELECT MAX(m.id) FROM messages m WHERE m.conversation_id = $2 AND m.id <= $3)`,
			actor.UserID(), id, upTo)
		if err != nil {
			return err
		}
		for _, message := range seen {
			err := s.readNotifications(tx, actor.UserID(), `
				UPDATE notifications SET read_at = $1
				WHERE user_id = $2 AND conversation_id = $3 AND read_at IS NULL AND message_id = $4
				RETURNING id`, id, message)
			if err != nil {
				return err
			}
		}
		return s.readNotifications(tx, actor.UserID(), `
			UPDATE notifications SET read_at = $1
			WHERE user_id = $2 AND conversation_id = $3 AND read_at IS NULL AND (message_id IS NULL OR message_id <= $4)
			RETURNING id`, id, upTo)
	})
	return wrap(err, "mark conversation %s read", id)
}

// MarkUnread makes the newest message that somebody else wrote unread to the actor,
// and tells whether there is one.
func (s *Store) MarkUnread(ctx context.Context, actor desk.Actor, id desk.ConversationID) (found bool, err error) {
	err = s.marking(ctx, actor, id, func(tx tx) error {
		var newest desk.MessageID
		err := tx.row(`
			SELECT m.id FROM messages m
			WHERE m.conversation_id = $1 AND (m.author_type <> 'user' OR m.author_id <> $2)
			ORDER BY m.id DESC LIMIT 1`, id, actor.UserID()).Scan(&newest)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		found = true
		_, err = tx.exec(`
			INSERT INTO reads (user_id, conversation_id, message_id) VALUES ($1, $2, $3)
			ON CONFLICT (user_id, conversation_id) DO UPDATE SET message_id = excluded.message_id`,
			actor.UserID(), id, newest-1)
		return err
	})
	return found, wrap(err, "mark conversation %s unread", id)
}

// marking runs fn for a person who sees the conversation.
func (s *Store) marking(ctx context.Context, actor desk.Actor, id desk.ConversationID, fn func(tx) error) error {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return err
	}
	return s.write(ctx, func(tx tx) error {
		if _, err := loadSelf(tx, actor); err != nil {
			return err
		}
		if _, err := loadConversation(tx, actor, id); err != nil {
			return err
		}
		return fn(tx)
	})
}

// MarkAllRead notes that the actor has read everything there is by now, whatever
// they have marked before.
func (s *Store) MarkAllRead(ctx context.Context, actor desk.Actor) error {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		user, err := loadSelf(tx, actor)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`DELETE FROM reads WHERE user_id = $1`, user.ID); err != nil {
			return err
		}
		_, err = tx.exec(`UPDATE users SET read_until = $1 WHERE id = $2`, micros(s.now()), user.ID)
		return err
	})
	return wrap(err, "mark everything read")
}
