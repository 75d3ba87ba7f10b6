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
			       CAST(SUM(CASE WHEN c.assigned_to = 0 THEN c.n ELSE 0 END) AS BIGINT)
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
	var all, mine, unassigned int
	if err := row.Scan(&status, &inbox, &all, &mine, &unassigned); err != nil {
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
	case desk.StatusClosed:
		q.Closed += all
	}
	return nil
}

// CountStatuses returns how many conversations match the filter in each status,
// whatever statuses the filter itself asks for.
func (s *Store) CountStatuses(ctx context.Context, actor desk.Actor, f desk.ConversationFilter) (map[desk.Status]int, error) {
	counts := map[desk.Status]int{}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return counts, err
	}
	f.Statuses = nil
	err := s.read(ctx, func(tx tx) error {
		w := matching(actor, f)
		from, count := counting(f, w)
		rows, err := tx.rows(`SELECT c.status, `+count+` FROM `+from+` GROUP BY c.status`, w.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var status desk.Status
			var n int
			if err := rows.Scan(&status, &n); err != nil {
				return err
			}
			counts[status] = n
		}
		return rows.Err()
	})
	return counts, wrap(err, "count statuses")
}
