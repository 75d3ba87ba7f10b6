package store

import (
	"encoding/json"
	"fmt"
	"time"

	"parley/internal/desk"
)

// change is what record writes down.
type change struct {
	subject string
	id      int64
	action  desk.Action
	changes []desk.Change
	at      time.Time
}

// record writes the event of a change, its outbox row and the notifications of those
// whom it concerns, in the change's own transaction, so that none can exist without
// the others.
func record(tx tx, actor desk.Actor, c change) error {
	if c.changes == nil {
		c.changes = []desk.Change{}
	}
	tx.about(c.subject, c.id)
	changes, err := json.Marshal(c.changes)
	if err != nil {
		return fmt.Errorf("encode changes: %w", err)
	}
	var event int64
	err = tx.row(`
		INSERT INTO events (subject, subject_id, action, actor_type, actor_id, actor_name, via, changes, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		RETURNING id`,
		c.subject, c.id, c.action, actor.Kind, actor.ID, actor.Name, actor.Via, string(changes), micros(c.at)).Scan(&event)
	if err != nil {
		return fmt.Errorf("record event: %w", err)
	}
	due, message := tx.due(c.at)
	_, err = tx.exec(`
		INSERT INTO outbox (event_id, subject, subject_id, action, created_at, due_at, message_id, inbox_id, mark)
		VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT c.inbox_id FROM conversations c WHERE $2 = 'conversation' AND c.id = $3), `+tx.db.mark()+`)`+tx.db.tell(),
		event, c.subject, c.id, c.action, micros(c.at), due, message)
	if err != nil {
		return fmt.Errorf("queue event: %w", err)
	}
	return notify(tx, actor, c)
}

// forget removes the events of a record that is being deleted, and what is kept of it
// for requests that come again.
func forget(tx tx, subject string, id int64) error {
	if _, err := tx.exec(`DELETE FROM events WHERE subject = $1 AND subject_id = $2`, subject, id); err != nil {
		return fmt.Errorf("forget events: %w", err)
	}
	return forgetResults(tx, subject, id)
}

const eventColumns = `id, subject, subject_id, action, actor_type, actor_id, actor_name, via, changes, at`

func scanEvent(row scanner) (desk.Event, error) {
	var e desk.Event
	var changes string
	var at int64
	err := row.Scan(&e.ID, &e.Subject, &e.SubjectID, &e.Action, &e.Actor.Type, &e.Actor.ID, &e.Actor.Name, &e.Via, &changes, &at)
	if err != nil {
		return e, err
	}
	e.At = fromMicros(at)
	return e, json.Unmarshal([]byte(changes), &e.Changes)
}
