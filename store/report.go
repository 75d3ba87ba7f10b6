package store

import (
	"context"
	"time"

	"parley/internal/desk"
)

// sums returns the columns that loadOf reads, over a table of counts named c.
func sums(w *where) string {
	return `
		CAST(COALESCE(SUM(CASE WHEN c.status = 'open' THEN c.n END), 0) AS BIGINT),
		CAST(COALESCE(SUM(CASE WHEN c.status = 'open' AND c.assigned_to = 0 THEN c.n END), 0) AS BIGINT),
		CAST(COALESCE(SUM(CASE WHEN c.status = 'open' AND c.priority = ` + w.arg(rank(desk.PriorityUrgent)) + ` THEN c.n END), 0) AS BIGINT),
		CAST(COALESCE(SUM(CASE WHEN c.status = 'pending' THEN c.n END), 0) AS BIGINT),
		CAST(COALESCE(SUM(CASE WHEN c.snoozed THEN c.n END), 0) AS BIGINT)`
}

func loadOf(l *desk.Load) []any {
	return []any{&l.Open, &l.Unassigned, &l.Urgent, &l.Pending, &l.Snoozed}
}

// ReportQueue returns how much there is to do within the actor's scope, in all or in
// some inboxes. It sums the counts that are kept of conversations (see tally), so that
// it costs the same however many of those there are.
func (s *Store) ReportQueue(ctx context.Context, actor desk.Actor, f desk.ReportFilter) (r desk.Report, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return r, err
	}
	err = s.read(ctx, func(tx tx) error {
		if err := readInboxLoads(tx, actor, f, &r); err != nil {
			return err
		}
		if err := readAgentLoads(tx, actor, f, &r); err != nil {
			return err
		}
		if r.Open == 0 {
			return nil // Nobody waits, and no index has to be gone through to know it.
		}
		r.LongestSince, err = longestSince(tx, actor, f)
		return err
	})
	return r, wrap(err, "report the queue")
}

// readInboxLoads reads what there is in each inbox, and with it what there is in all.
func readInboxLoads(tx tx, actor desk.Actor, f desk.ReportFilter, r *desk.Report) (err error) {
	w := &where{}
	w.add(w.scope(actor.ConversationScope(), "i.id"))
	if len(f.Inboxes) > 0 {
		w.add(in(w, "i.id", f.Inboxes))
	}
	query := `
		SELECT i.id, i.name, ` + sums(w) + `
		FROM inboxes i LEFT JOIN conversation_counts c ON c.inbox_id = i.id AND c.status IN ('open', 'pending') AND c.n > 0
		WHERE ` + w.String() + `
		GROUP BY i.id, i.name, i.name_key
		ORDER BY i.name_key, i.id`
	r.Inboxes, err = collect(tx, func(row scanner) (i desk.InboxLoad, err error) {
		return i, row.Scan(append([]any{&i.ID, &i.Name}, loadOf(&i.Load)...)...)
	}, query, w.args...)
	for _, i := range r.Inboxes {
		r.Open += i.Open
		r.Unassigned += i.Unassigned
		r.Urgent += i.Urgent
		r.Pending += i.Pending
		r.Snoozed += i.Snoozed
	}
	return err
}

// readAgentLoads reads what each person has, and what nobody has.
func readAgentLoads(tx tx, actor desk.Actor, f desk.ReportFilter, r *desk.Report) (err error) {
	w := &where{}
	w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
	if len(f.Inboxes) > 0 {
		w.add(in(w, "c.inbox_id", f.Inboxes))
	}
	query := `
		SELECT c.assigned_to, COALESCE(u.name, ''), COALESCE(u.email, ''), ` + sums(w) + `
		FROM conversation_counts c LEFT JOIN users u ON u.id = c.assigned_to
		WHERE ` + w.String() + ` AND c.status IN ('open', 'pending') AND c.n > 0
		GROUP BY c.assigned_to, u.name, u.email
		ORDER BY c.assigned_to <> 0, 4 DESC, u.name, c.assigned_to`
	r.Agents, err = collect(tx, func(row scanner) (a desk.AgentLoad, err error) {
		return a, row.Scan(append([]any{&a.User.ID, &a.User.Name, &a.User.Email}, loadOf(&a.Load)...)...)
	}, query, w.args...)
	return err
}

// longestSince returns since when the customer has waited who comes first in the list
// of what is open by how long customers wait; nil where none of them does.
func longestSince(tx tx, actor desk.Actor, f desk.ReportFilter) (*time.Time, error) {
	list := f.LongestWaiting()
	w := matching(actor, list)
	var since *int64
	err := tx.row(`
		SELECT c.waiting_since FROM conversations c
		WHERE `+w.guided()+`
		ORDER BY `+orderBy(list.Sort)+`
		LIMIT 1`, w.args...).Scan(&since)
	return fromMicrosOrNil(since), err
}
