package cli_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// recorded is an event of a conversation as it lies in the database.
type recorded struct {
	conversation, action, actor string
	changes                     []desk.Change
	at                          int64
	version                     int64 // that the conversation had after it
}

// holdToAccount compares the database with what the callers were told, each
// conversation with its own history, and the servers with each other.
func holdToAccount(t *testing.T, database string, servers []*process, working []*caller) {
	t.Helper()
	db := storetest.Connect(t, database)
	events := readRecorded(t, db)
	now := replay(t, events)
	for _, c := range working {
		c.hold(t, slices.DeleteFunc(slices.Clone(events), func(e recorded) bool { return e.actor != c.name }))
	}
	for id, want := range now {
		for _, server := range servers {
			asker := *working[0]
			asker.servers, asker.faults = []string{server.url}, nil
			got, _ := asker.read(id, "status")
			if len(asker.faults) > 0 || !got.same(want) {
				t.Errorf("%s says of conversation %s %+v, and its history says %+v; %s", server.url, id, got, want, asker.faults)
			}
			if want.tag == "" {
				want.tag = got.tag
			}
		}
	}
	holdRows(t, db)
}

// same compares what a server says with what a history comes to.
func (s seen) same(want *seen) bool {
	for _, field := range []string{"subject", "status", "priority", "assignedTo", "tags"} {
		if s.property(field) != want.property(field) {
			return false
		}
	}
	return s.Version == want.Version && s.Messages == want.Messages && s.tag != "" && (want.tag == "" || s.tag == want.tag)
}

// hold goes through what the caller was told and what was recorded of it, in
// order: nothing may be missing, and nothing be there that it was not told.
func (c *caller) hold(t *testing.T, events []recorded) {
	t.Helper()
	for n, p := range c.told {
		if len(events) > 0 && p.isRecordedBy(events[0]) {
			done := events[0]
			events = events[1:]
			if p.message != "" && len(events) > 0 && events[0].action == "updated" && events[0].at == done.at {
				events = events[1:] // The message has opened the conversation again.
			}
			continue
		}
		if p.must != "" || p.message != "" {
			t.Errorf("%s: acknowledged as number %d was %+v, recorded next is %+v", c.name, n+1, p, events[:min(1, len(events))])
			return
		}
	}
	if len(events) > 0 {
		t.Errorf("%s: %d changes were recorded and not acknowledged, first %+v", c.name, len(events), events[0])
	}
}

// isRecordedBy tells whether an event is of this change.
func (p promised) isRecordedBy(e recorded) bool {
	if e.conversation != p.conversation {
		return false
	}
	if p.message != "" {
		return e.action == "message" && e.changes[0].After == p.message
	}
	must := p.must == ""
	for _, c := range e.changes {
		value, asked := p.sent[c.Field]
		if !asked || value != c.After {
			return false
		}
		must = must || c.Field == p.must
		if len(p.sent) == 1 && c.Before != p.before {
			return false
		}
	}
	return e.action == "updated" && must && (p.version == 0 || p.version == e.version)
}

// replay follows each conversation through its events: every change must begin
// where the one before it ended. It returns what they come to.
func replay(t *testing.T, events []recorded) map[string]*seen {
	t.Helper()
	now := map[string]*seen{}
	for n, e := range events {
		conv := now[e.conversation]
		switch {
		case e.action == "created":
			conv = &seen{Status: string(desk.StatusOpen), Version: 1}
			now[e.conversation] = conv
		case e.action == "message":
			conv.Messages++
		case e.action == "updated":
			conv.Version++
		}
		if events[n].version = conv.Version; e.action == "message" {
			continue
		}
		for _, c := range e.changes {
			if was := conv.property(c.Field); e.action == "updated" && was != c.Before {
				t.Errorf("conversation %s, version %d: %s was %q and was changed from %q", e.conversation, conv.Version, c.Field, was, c.Before)
			}
			conv.set(c.Field, c.After)
		}
	}
	return now
}

// readRecorded returns the events of all conversations, oldest first.
func readRecorded(t *testing.T, db *sql.DB) (all []recorded) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(),
		`SELECT subject_id, action, actor_name, changes, at FROM events WHERE subject = 'conversation' ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e recorded
		var changes string
		if err := rows.Scan(&e.conversation, &e.action, &e.actor, &changes, &e.at); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(changes), &e.changes); err != nil {
			t.Fatal(err)
		}
		for i, c := range e.changes {
			if c.Field == "tags" { // They are sent by their names.
				e.changes[i].Before, e.changes[i].After = c.BeforeName, c.AfterName
			}
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// holdRows checks what is kept twice: each pair of queries must answer the same.
func holdRows(t *testing.T, db *sql.DB) {
	t.Helper()
	for what, queries := range map[string][2]string{
		"counts of messages": {
			`SELECT c.id, c.message_count FROM conversations c ORDER BY c.id`,
			`SELECT c.id, (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = c.id) FROM conversations c ORDER BY c.id`,
		},
		"messages, each written once": {
			`SELECT COUNT(*), 0 FROM messages`,
			`SELECT COUNT(DISTINCT body), 0 FROM messages`,
		},
		"counts of conversations": {
			`SELECT inbox_id, priority, status, assigned_to, n FROM conversation_counts WHERE n <> 0 ORDER BY 1, 2, 3, 4`,
			`SELECT inbox_id, priority, status, COALESCE(assigned_to, 0), COUNT(*) FROM conversations
			 GROUP BY inbox_id, priority, status, assigned_to ORDER BY 1, 2, 3, 4`,
		},
		"events to tell others about": {
			`SELECT id, subject_id FROM events ORDER BY id`,
			`SELECT event_id, subject_id FROM outbox WHERE subject <> 'notification' ORDER BY event_id`,
		},
	} {
		if diff := cmp.Diff(lines(t, db, queries[0]), lines(t, db, queries[1])); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

// lines returns the rows of a query as text.
func lines(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(values...))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
