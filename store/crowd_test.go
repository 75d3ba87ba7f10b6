package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// newCrowd is a world with a crowd.
func newCrowd(t *testing.T, conversations int) *world {
	w := newWorld(t)
	w.crowd(conversations)
	return w
}

// crowd adds thirty-seven inboxes, a thousand customers and any number of
// conversations, which the database itself makes up and which have no messages.
func (w *world) crowd(conversations int) {
	w.t.Helper()
	ana := storetest.AddUser(w.t, w.Store, "Ana Souza", desk.RoleAgent)
	const numbers = ` WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1) `
	w.exec(`INSERT INTO inboxes (name, name_key, channel, is_default, created_at, updated_at, version)`+numbers+`
		SELECT 'Inbox ' || i, 'inbox ' || i, 'email', FALSE, 0, 0, 1 FROM n`, 37)
	w.exec(`INSERT INTO customers (name, email, phone, search, created_at, updated_at, version)`+numbers+`
		SELECT 'Customer ' || i, '', '', 'customer ' || i, 0, 0, 1 FROM n`, 1000)
	w.exec(`INSERT INTO conversations (subject, status, priority, channel, source, customer_id, assigned_to, inbox_id, preview,
			message_count, last_message_at, waiting_since, created_at, updated_at, snoozed_until, version)`+numbers+`
		SELECT 'Question ' || i,
		       CASE WHEN i * 7919 % 1009 < 20 THEN 'open' WHEN i * 7919 % 1009 < 35 THEN 'pending' ELSE 'closed' END,
		       CASE WHEN i * 3571 % 997 < 180 THEN 1 WHEN i * 3571 % 997 < 800 THEN 2 WHEN i * 3571 % 997 < 950 THEN 3 ELSE 4 END,
		       CASE WHEN i * 4391 % 983 % 11 < 6 THEN 'email' WHEN i * 4391 % 983 % 11 < 8 THEN 'chat' WHEN i * 4391 % 983 % 11 < 10 THEN 'phone' ELSE 'whatsapp' END,
		       CASE WHEN i * 2741 % 977 % 13 < 2 THEN 'api' WHEN i * 2741 % 977 % 13 < 9 THEN 'email' ELSE 'widget' END,
		       1 + i * 7 % 1000, CASE WHEN i * 1499 % 971 % 3 > 0 THEN CAST($2 AS BIGINT) END, 1 + i * 6473 % 991 % (SELECT COUNT(*) FROM inboxes), '', 0, NULL,
		       CASE WHEN i * 7919 % 1009 < 15 THEN 1600000000000000 + i * 600000000 END,
		       1600000000000000 + i * 500000000, 1600000000000000 + i * 600000000,
		       CASE WHEN i * 7919 % 1009 >= 20 AND i * 7919 % 1009 < 25 THEN 1900000000000000 + i * 7919 % 1013 * 60000000 END, 1
		FROM n`, conversations, ana.ID)
	w.exec(`INSERT INTO conversation_counts (inbox_id, status, snoozed, priority, assigned_to, channel, source, n)
		SELECT inbox_id, status, snoozed_until IS NOT NULL, priority, COALESCE(assigned_to, 0), channel, source, COUNT(*) FROM conversations
		GROUP BY inbox_id, status, snoozed_until IS NOT NULL, priority, COALESCE(assigned_to, 0), channel, source`)
}

// labels gives one in a thousand of a crowd a tag, and those after them another.
func (w *world) labels() {
	w.t.Helper()
	for i, name := range []string{"login", "refund"} {
		w.exec(`INSERT INTO conversation_tags (conversation_id, tag_id)
			SELECT id, CAST($1 AS BIGINT) FROM conversations WHERE id % $2 = $3`, w.tag(name).ID, 1009, i)
	}
}
