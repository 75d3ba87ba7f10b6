package store

import (
	"context"

	"parley/internal/desk"
)

// QueueCounts are the numbers beside the standing views: how many
// conversations that the actor may see each of them holds.
type QueueCounts struct {
	Mine       int // open, assigned to the actor
	Unassigned int // open, assigned to nobody
	Open       int
	Pending    int
	Snoozed    int // pending, until they wake
	Closed     int
	Inboxes    map[desk.InboxID]int // open, by inbox
}

// CountQueues returns the numbers beside the standing views.
func (s *Store) CountQueues(ctx context.Context, actor desk.Actor) (QueueCounts, error) {
	counts := QueueCounts{Inboxes: map[desk.InboxID]int{}}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return counts, err
	}
	err := s.read(ctx, func(tx tx) error {
		w := &where{}
		w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
		me := w.arg(actor.UserID())
		rows, err := tx.rows(`
			SELECT c.status, c.inbox_id, CAST(SUM(c.n) AS BIGINT),
			       CAST(SUM(CASE WHEN c.assigned_to <> 0 AND c.assigned_to = `+me+` THEN c.n ELSE 0 END) AS BIGINT),
			       CAST(SUM(CASE WHEN c.assigned_to = 0 THEN c.n ELSE 0 END) AS BIGINT),
			       CAST(SUM(CASE WHEN c.snoozed THEN c.n ELSE 0 END) AS BIGINT)
			FROM conversation_counts c
			WHERE `+w.String()+` AND c.n > 0
			GROUP BY c.status, c.inbox_id`, w.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := counts.add(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return counts, wrap(err, "count queues")
}

func (q *QueueCounts) add(row scanner) error {
	var inbox desk.InboxID
	var status desk.Status
	var all, mine, unassigned, snoozed int
	if err := row.Scan(&status, &inbox, &all, &mine, &unassigned, &snoozed); err != nil {
		return err
	}
	switch status {
	case desk.StatusOpen:
		q.Open += all
		q.Inboxes[inbox] += all
		q.Mine += mine
		q.Unassigned += unassigned
	case desk.StatusPending:
		q.Pending += all
		q.Snoozed += snoozed
	case desk.StatusClosed:
		q.Closed += all
	}
	return nil
}

// StatusCounts are how many conversations match a filter in each status, and how many
// of them are snoozed.
type StatusCounts struct {
	Of      map[desk.Status]int
	Snoozed int
}

// CountStatuses returns how many conversations match the filter in each status,
// whatever statuses the filter itself asks for. What is snoozed is counted as if it
// were one, too: a filter for it is none, and one for what is not leaves it out of
// its status alone.
func (s *Store) CountStatuses(ctx context.Context, actor desk.Actor, f desk.ConversationFilter) (StatusCounts, error) {
	counts := StatusCounts{Of: map[desk.Status]int{}}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return counts, err
	}
	awake := f.Snoozed == desk.Awake
	f.Statuses, f.Snoozed = nil, ""
	err := s.read(ctx, func(tx tx) error {
		of := counting(actor, f)
		rows, err := tx.rows(`SELECT c.status, `+of.all+`, `+of.snoozed+` FROM `+of.from+` GROUP BY c.status`, of.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var status desk.Status
			var n, snoozed int
			if err := rows.Scan(&status, &n, &snoozed); err != nil {
				return err
			}
			counts.Snoozed += snoozed
			if awake {
				n -= snoozed
			}
			if n > 0 {
				counts.Of[status] = n
			}
		}
		return rows.Err()
	})
	return counts, wrap(err, "count statuses")
}
