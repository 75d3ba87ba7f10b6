package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"

	"parley/internal/desk"
)

// Timeline is what a thread shows, oldest first: the newest messages, or those around
// a place, and what happened to the conversation since the first of them.
type Timeline struct {
	Messages []desk.Message
	Events   []desk.Event // created and updated; a message is its own record
	Earlier  int          // how many older messages there are
	Later    int          // and how many newer ones
	// LaterFirst and LaterLast are the smallest and the greatest id of the newer ones.
	// Neither need be that of the first or the last.
	LaterFirst, LaterLast desk.MessageID
	Missing               bool                // what was asked for is not here
	Moved                 desk.ConversationID // where it is, if the actor may see that; else 0
	Told                  bool                // the actor was told of it, and has not read that
}

// moment is where something stands among the messages of a thread.
type moment struct {
	at int64
	id desk.MessageID
}

// never is after every message.
func never() moment { return moment{math.MaxInt64, math.MaxInt64} }

// ConversationTimeline returns the newest messages of a conversation, at most
// limit of them, and the events among them.
func (s *Store) ConversationTimeline(ctx context.Context, actor desk.Actor, id desk.ConversationID, limit int) (Timeline, error) {
	return s.ConversationTimelineAt(ctx, actor, id, desk.TimelinePlace{}, limit)
}

// ConversationTimelineAt returns a part of a conversation's timeline with a certain
// message or event in it, at most limit messages: the newest ones, where it is among
// them or is not in this conversation, and otherwise half of them after it. Nothing
// tells a message that the actor may not see from one that does not exist.
func (s *Store) ConversationTimelineAt(ctx context.Context, actor desk.Actor, id desk.ConversationID, place desk.TimelinePlace, limit int) (t Timeline, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return t, err
	}
	err = s.read(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		end := never()
		if place.IsZero() {
			return t.fill(tx, actor, conv, end, limit)
		}
		start, err := t.find(tx, actor, id, place)
		if err != nil {
			return err
		}
		if !t.Missing {
			if end, err = endOfPart(tx, id, start, limit); err != nil {
				return err
			}
		}
		if err := t.fill(tx, actor, conv, end, limit); err != nil || place.Event == 0 || t.Missing {
			return err
		}
		return t.keep(tx, actor, id, place.Event)
	})
	return t, wrap(err, "read timeline of conversation %s", id)
}

// keep has an event that was asked for be there, where more came after it in this part
// than are shown.
func (t *Timeline) keep(tx tx, actor desk.Actor, id desk.ConversationID, event desk.EventID) error {
	if slices.ContainsFunc(t.Events, func(e desk.Event) bool { return e.ID == event }) {
		return nil
	}
	kept, err := collect(tx, scanEvent, `
		SELECT `+eventColumns+` FROM events WHERE id = $1 AND subject = $2 AND subject_id = $3`, event, conversationNoun, id)
	if err != nil {
		return err
	}
	t.Events = append(kept, t.Events...)
	return coverMoves(tx, actor, kept)
}

// find returns where a place of the conversation is, or sets that it is not there.
func (t *Timeline) find(tx tx, actor desk.Actor, id desk.ConversationID, place desk.TimelinePlace) (start moment, err error) {
	if place.Event != 0 {
		err = tx.row(`
			SELECT at FROM events
			WHERE id = $1 AND subject = $2 AND subject_id = $3 AND action IN ($4, $5)`,
			place.Event, conversationNoun, id, desk.ActionCreated, desk.ActionUpdated).Scan(&start.at)
		if t.Missing = errors.Is(err, sql.ErrNoRows); t.Missing {
			err = nil
		}
		return start, err
	}
	w := &where{}
	w.add("m.id = " + w.arg(place.Message))
	w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
	in := id
	start.id = place.Message
	err = tx.row(`
		SELECT m.conversation_id, m.created_at
		FROM messages m JOIN conversations c ON c.id = m.conversation_id
		WHERE `+w.String(), w.args...).Scan(&in, &start.at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		t.Missing, err = true, nil
	case in != id:
		t.Missing, t.Moved = true, in
	}
	if err != nil || t.Missing {
		return start, err
	}
	return start, tx.row(`
		SELECT COUNT(*) > 0 FROM notifications n
		WHERE n.conversation_id = $1 AND n.user_id = $2 AND n.read_at IS NULL AND n.message_id = $3`,
		id, actor.UserID(), place.Message).Scan(&t.Told)
}

// endOfPart returns the last message of the part that has start in it: never, where
// that is among the newest.
func endOfPart(tx tx, id desk.ConversationID, start moment, limit int) (moment, error) {
	end := never()
	for _, after := range []int{limit - 1, limit / 2} {
		err := tx.row(`
			SELECT m.created_at, m.id FROM messages m
			WHERE m.conversation_id = $1 AND (m.created_at, m.id) >= ($2, $3)
			ORDER BY m.created_at, m.id LIMIT 1 OFFSET $4`, id, start.at, start.id, after).Scan(&end.at, &end.id)
		if errors.Is(err, sql.ErrNoRows) {
			return never(), nil
		}
		if err != nil {
			return end, err
		}
	}
	return end, nil
}

// fill reads the messages up to an end, and the events among them.
func (t *Timeline) fill(tx tx, actor desk.Actor, conv desk.Conversation, end moment, limit int) (err error) {
	t.Messages, err = collect(tx, scanMessage, `
		SELECT `+messageColumns+`
		FROM messages m `+messageJoins+`
		WHERE m.conversation_id = $1 AND (m.created_at, m.id) <= ($2, $3)
		ORDER BY m.created_at DESC, m.id DESC LIMIT $4`, conv.ID, end.at, end.id, limit)
	if err != nil {
		return err
	}
	slices.Reverse(t.Messages)
	if err := attach(tx, conv.ID, t.Messages); err != nil {
		return err
	}
	if err := readMentions(tx, t.Messages); err != nil {
		return err
	}
	if end != never() {
		err := tx.row(`
			SELECT COUNT(*), COALESCE(MIN(m.id), 0), COALESCE(MAX(m.id), 0) FROM messages m
			WHERE m.conversation_id = $1 AND (m.created_at, m.id) > ($2, $3)`,
			conv.ID, end.at, end.id).Scan(&t.Later, &t.LaterFirst, &t.LaterLast)
		if err != nil {
			return err
		}
	}
	t.Earlier = conv.MessageCount - len(t.Messages) - t.Later
	since := conv.CreatedAt
	if t.Earlier > 0 && len(t.Messages) > 0 {
		since = t.Messages[0].CreatedAt
	}
	t.Events, err = collect(tx, scanEvent, `
		SELECT `+eventColumns+` FROM (
			SELECT `+eventColumns+` FROM events
			WHERE subject = $1 AND subject_id = $2 AND action IN ($3, $4) AND at >= $5 AND at <= $6
			ORDER BY id DESC LIMIT $7) newest
		ORDER BY id`,
		conversationNoun, conv.ID, desk.ActionCreated, desk.ActionUpdated, micros(since), end.at, limit)
	if err != nil {
		return err
	}
	return coverMoves(tx, actor, t.Events)
}
