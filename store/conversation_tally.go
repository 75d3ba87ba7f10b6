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
	channel  desk.Channel
	source   desk.Source
}

func tallyOf(c desk.Conversation) tally {
	kind := tally{inbox: c.InboxID, status: c.Status, priority: rank(c.Priority), channel: c.Channel, source: c.Source}
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
			cmp.Compare(a.channel, b.channel), cmp.Compare(a.source, b.source))
	})
	for _, kind := range kinds {
		_, err := t.exec(`
			INSERT INTO conversation_counts (inbox_id, status, priority, assigned_to, channel, source, n)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (inbox_id, status, priority, assigned_to, channel, source)
			DO UPDATE SET n = conversation_counts.n + excluded.n`,
			kind.inbox, kind.status, kind.priority, kind.assigned, kind.channel, kind.source, t.tallies[kind])
		if err != nil {
			return wrap(err, "count conversations")
		}
	}
	return nil
}

// counting returns the FROM and WHERE that count the matches of a filter, as rows
// of a table named c, and the expression that does. The counts serve every filter
// that asks for nothing but what they tell apart, which is all but the customer and
// the tags.
func counting(f desk.ConversationFilter, w *where) (from, count string) {
	if foundFirst(f) {
		return `conversations c WHERE ` + w.guided(), `COUNT(*)`
	}
	return `(SELECT inbox_id, status, priority, NULLIF(assigned_to, 0) AS assigned_to, channel, source, n
	         FROM conversation_counts WHERE n > 0) c WHERE ` + w.String(), `CAST(COALESCE(SUM(c.n), 0) AS BIGINT)`
}
