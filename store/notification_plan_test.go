package store_test

import (
	"regexp"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
)

var (
	scanOfNotifications = regexp.MustCompile(`SCAN n\b|Seq Scan on notifications`)
	sortOfNotifications = regexp.MustCompile(`USE TEMP B-TREE|^ *(-> +)?(Incremental )?Sort$`)
)

// However much somebody was told, a page of it and the count are read from an index,
// in order, for who reaches some inboxes as for who reaches all.
func TestNotificationsAreReadInOrder(t *testing.T) {
	w := newCrowd(t, 2000)
	agent := w.agent("Ana Souza")
	w.exec(`
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO notifications (user_id, conversation_id, kind, actor_type, actor_id, actor_name, created_at, read_at)
		SELECT $1, 1 + i % 2000, 'reply', 'system', 0, 'test', i, CASE WHEN i > 50000 THEN NULL ELSE i END FROM n`, agent.ID)
	ok(t, store.Analyze(t.Context(), w.Store))
	manager := desk.UserActor(desk.User{ID: agent.UserID(), Role: desk.RoleManager, Active: true}, nil, desk.ViaPage)
	for _, actor := range []desk.Actor{agent, manager} {
		var queries []asked
		watched := store.Watched(w.Store, func(query string, args []any) { queries = append(queries, asked{query, args}) })
		n, err := watched.CountNotifications(t.Context(), actor)
		ok(t, err)
		wantEqual(t, "as many as are counted", desk.MaxUnreadShown+1, n)
		for _, before := range []desk.NotificationID{0, 60_000} {
			list, more, err := watched.ListNotifications(t.Context(), actor, before, 50)
			if ok(t, err); len(list) != 50 || !more {
				t.Fatalf("%d notifications, more: %v", len(list), more)
			}
		}
		if len(queries) != 3 {
			t.Errorf("%d queries were seen", len(queries))
		}
		for _, q := range queries {
			if plan := w.plan(q); notificationFault(plan) {
				t.Errorf("%s %v\n%s", q.query, q.args, strings.Join(plan, "\n"))
			}
		}
	}
	if !notificationFault(w.plan(asked{`SELECT n.id FROM notifications n WHERE n.actor_id > $1 ORDER BY n.created_at`, []any{1}})) {
		t.Error("a fault is not seen")
	}
}

func notificationFault(plan []string) bool {
	for _, line := range plan {
		if scanOfNotifications.MatchString(line) || sortOfNotifications.MatchString(line) {
			return true
		}
	}
	return false
}
