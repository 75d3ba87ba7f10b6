package store

import (
	"context"
	"time"

	"parley/internal/desk"
)

// held says from when on those outside, such as mail and webhooks, may be told of
// what a transaction does.
type held struct {
	message desk.MessageID // the reply that it is part of
	until   *time.Time     // nil: never
}

// holding returns the transaction as one that is part of sending a message.
func (t tx) holding(m desk.Message) tx {
	if m.HeldUntil != nil {
		t.held = &held{m.ID, m.HeldUntil}
	}
	return t
}

// untold returns the transaction as one that those outside are never told of.
func (t tx) untold() tx {
	t.held = &held{}
	return t
}

// due returns what the outbox has in due_at and message_id for what is done at a
// time.
func (t tx) due(at time.Time) (due, message *int64) {
	if t.held == nil {
		return microsOrNil(&at), nil
	}
	if t.held.until == nil {
		return nil, nil
	}
	until, id := t.held.until.Add(desk.HandoverMargin), int64(t.held.message)
	return microsOrNil(&until), &id
}

// holdUntil returns until when a message waits; nil if it does not.
func holdUntil(tx tx, actor desk.Actor, m desk.Message) (*time.Time, error) {
	if !desk.MayHold(actor, m.Kind) {
		return nil, nil
	}
	var seconds int
	err := tx.row(`SELECT u.hold_seconds FROM users u WHERE u.id = $1`, actor.ID).Scan(&seconds)
	if err != nil || seconds == 0 {
		return nil, err
	}
	until := m.CreatedAt.Add(time.Duration(seconds) * time.Second)
	return &until, nil
}

// Outgoing is Notices for whoever passes on to the outside what happens, by mail, by
// webhooks or otherwise. It is the one way to do so:
//   - of a held reply, and of what was changed together with it, nothing is returned
//     before nobody can take it back any more, and nothing ever of what was;
//   - the mark does not pass what is still held, so that what came after it is
//     returned again, and has to be known by its event;
//   - who acts on a notice locks the conversation first and looks whether there still
//     is what it tells of.
//
// It depends on no process: what is due is a matter of the time alone.
func (s *Store) Outgoing(ctx context.Context, actor desk.Actor, since desk.Mark) (desk.Notices, error) {
	now := s.now()
	return s.follow(ctx, actor, since, &now)
}

// stillHeld returns the mark of the first row since another that is not due yet, or
// next where all are.
func stillHeld(tx tx, since, next desk.Mark, now time.Time) (mark desk.Mark, err error) {
	var first *desk.Mark
	err = tx.row(`SELECT MIN(o.mark) FROM outbox o WHERE o.mark >= $1 AND o.due_at > $2`, since, micros(now)).Scan(&first)
	if first != nil {
		next = min(next, *first)
	}
	return next, err
}
