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
	priority int
	assigned desk.UserID // 0: nobody
}

func tallyOf(c desk.Conversation) tally {
	kind := tally{inbox: c.InboxID, status: c.Status, priority: rank(c.Priority)}
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
			cmp.Compare(a.priority, b.priority), cmp.Compare(a.assigned, b.assigned))
	})
	for _, kind := range kinds {
		_, err := t.exec(`
			INSERT INTO conversation_counts (inbox_id, status, priority, assigned_to, n)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (inbox_id, status, priority, assigned_to)
			DO UPDATE SET n = conversation_counts.n + excluded.n`,
			kind.inbox, kind.status, kind.priority, kind.assigned, t.tallies[kind])
		if err != nil {
			return wrap(err, "count conversations")
		}
	}
	return nil
}

// counting returns what to count the matches of a filter in, as a table named c,
// and the expression that counts them. The counts serve every filter that asks
// for nothing but what they tell apart.
func counting(f desk.ConversationFilter) (table, count string) {
	if len(f.Channels) > 0 || len(f.Sources) > 0 || len(f.Customers) > 0 {
		return `conversations c`, `COUNT(*)`
	}
	return `(SELECT inbox_id, status, priority, NULLIF(assigned_to, 0) AS assigned_to, n FROM conversation_counts WHERE n > 0) c`,
		`CAST(COALESCE(SUM(c.n), 0) AS BIGINT)`
}
