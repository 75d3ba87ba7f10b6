package store_test

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
)

// A chunk of a job is read in the order of ids: nothing reads all conversations for
// it, or sorts more of them than one customer's or a tag's.
func TestJobsAreReadInOrder(t *testing.T) {
	w := newCrowd(t, 20_000)
	w.labels()
	ok(t, store.Analyze(t.Context(), w.Store))
	_, manager := w.user("Max Ohm", desk.RoleManager)
	ana := w.agent("Ana Souza")
	ok(t, w.AddMember(t.Context(), system(), "Inbox 2", "ana.souza@example.com"))
	ana.Reach = desk.Inboxes(2)
	seen := 0
	watched := store.Watched(w.Store, func(query string, args []any) {
		if !strings.Contains(query, "SELECT c.id FROM conversations c") || !strings.Contains(query, "LIMIT") {
			return
		}
		seen++
		q := asked{strings.TrimSuffix(query, " FOR UPDATE OF c"), slices.Clone(args)}
		if plan := w.plan(q); fault(q, plan) != "" {
			t.Errorf("%s of\n%s %v\n%s", fault(q, plan), q.query, q.args, strings.Join(plan, "\n"))
		}
	})
	for _, f := range w.filters() {
		for _, actor := range []desk.Actor{manager, ana} {
			listing, err := w.ListConversations(t.Context(), actor, f)
			ok(t, err)
			if listing.Total == 0 {
				continue
			}
			change := desk.BulkChange{AssignedTo: desk.Null[desk.UserID]()}
			in := desk.BulkJobCreate{BulkChange: change, Filter: desk.Value(f.BulkFilter()), Expected: desk.Value(int64(listing.Total))}
			job, err := watched.StartBulkJob(t.Context(), actor, in)
			ok(t, err)
			if job.UnderWay() {
				_, err := store.RunBulkChunk(t.Context(), watched, job.ID)
				ok(t, err)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d queries were seen", seen)
	}
}
