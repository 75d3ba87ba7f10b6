package store

import (
	"cmp"
	"slices"

	"parley/internal/desk"
)

// tally is a kind of conversation that is counted.
type tally struct {
	inbox    desk.InboxID
	status   desk.Status
	snoozed  bool
	priority int
	assigned desk.UserID // 0: nobody
	channel  desk.Channel
	source   desk.Source
}

func tallyOf(c desk.Conversation) tally {
	kind := tally{inbox: c.InboxID, status: c.Status, snoozed: c.Snoozed(), priority: rank(c.Priority), channel: c.Channel, source: c.Source}
	if c.AssignedTo != nil {
		kind.assigned = c.AssignedTo.ID
	}
	return kind
}

// counted notes that the transaction adds n conversations like c, or takes them
// away. The counts are written at its end.
func (t tx) counted(c desk.Conversation, n int) { t.tallies[tallyOf(c)] += n }

// writeTallies brings the counts into step with the conversations. They are
// written in one order everywhere, so that no two transactions can each hold what
// the other waits for.
func writeTallies(t tx) error {
	var kinds []tally
	for kind, n := range t.tallies {
		if n != 0 {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b tally) int {
		return cmp.Or(cmp.Compare(a.inbox, b.inbox), cmp.Compare(a.status, b.status),
			cmp.Compare(a.priority, b.priority), cmp.Compare(a.assigned, b.assigned),
			cmp.Compare(a.channel, b.channel), cmp.Compare(a.source, b.source), compareBools(a.snoozed, b.snoozed))
	})
	for _, kind := range kinds {
		_, err := t.exec(`
			INSERT INTO conversation_counts (inbox_id, status, snoozed, priority, assigned_to, channel, source, n)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (inbox_id, status, snoozed, priority, assigned_to, channel, source)
			DO UPDATE SET n = conversation_counts.n + excluded.n`,
			kind.inbox, kind.status, kind.snoozed, kind.priority, kind.assigned, kind.channel, kind.source, t.tallies[kind])
		if err != nil {
			return wrap(err, "count conversations")
		}
	}
	return nil
}

// compareBools puts false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// census is how the matches of a filter are counted: the FROM and WHERE with what
// they need, of a table named c, and the expressions that count all of them and those
// that are snoozed. Conversations of a customer and with a tag are counted
// themselves; the counts serve every other filter.
type census struct {
	from, all, snoozed string
	args               []any
}

func counting(actor desk.Actor, f desk.ConversationFilter) census {
	if few(f) {
		w := matching(actor, f)
		return census{`conversations c WHERE ` + w.guided(), `COUNT(*)`, `COUNT(CASE WHEN ` + asleep + ` THEN 1 END)`, w.args}
	}
	w := ofKind(actor, f)
	switch f.Snoozed {
	case desk.Asleep:
		w.test("c.snoozed")
	case desk.Awake:
		w.test("NOT c.snoozed")
	}
	return census{
		`(SELECT inbox_id, status, snoozed, priority, NULLIF(assigned_to, 0) AS assigned_to, channel, source, n
		  FROM conversation_counts WHERE n > 0) c WHERE ` + w.String(),
		`CAST(COALESCE(SUM(c.n), 0) AS BIGINT)`, `CAST(COALESCE(SUM(CASE WHEN c.snoozed THEN c.n END), 0) AS BIGINT)`, w.args,
	}
}
