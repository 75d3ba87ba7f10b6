package cli_test

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
)

// promise is what a conversation was acknowledged to be.
type promise struct {
	subject  string
	version  int64
	messages int
}

// ledger holds the newest promise about each conversation.
type ledger struct {
	mu      sync.Mutex
	written map[string]promise
	newest  []string // of each conversation that was begun since the last look
	writes  int
}

func (l *ledger) acknowledge(id string, p promise) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.written[id]; !known {
		l.newest = append(l.newest, id)
	}
	l.written[id] = p
	l.writes++
}

// found is what the database holds of a conversation.
type found struct {
	promise
	stored                     int // messages that are there
	created, updated, messaged int // events
}

// hold compares the database with the ledger, and each conversation with its own
// messages and events: a write is there as a whole or not at all.
func (l *ledger) hold(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(database)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check says %q, %v", verdict, err)
	}
	there := readFound(t, db)
	for id, p := range l.written {
		f, exists := there[id]
		switch {
		case !exists:
			t.Errorf("conversation %s was acknowledged and is gone", id)
		case f.version < p.version || f.messages < p.messages:
			t.Errorf("conversation %s was acknowledged as %+v and is %+v", id, p, f)
		case f.version == p.version && f.subject != p.subject:
			t.Errorf("conversation %s has the subject %q, acknowledged was %q", id, f.subject, p.subject)
		case f.version > p.version+1 || f.messages > p.messages+1:
			t.Errorf("conversation %s was acknowledged as %+v and is %+v: more than one write was in flight", id, p, f)
		}
	}
	for id, f := range there {
		if f.created != 1 || f.stored != f.messages || f.messaged != f.messages || int64(f.updated) != f.version-1 {
			t.Errorf("conversation %s is half written: %+v", id, f)
		}
	}
}

func readFound(t *testing.T, db *sql.DB) map[string]found {
	t.Helper()
	rows, err := db.Query(`
		SELECT c.id, c.subject, c.version, c.message_count,
		       (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = c.id),
		       COUNT(*) FILTER (WHERE e.action = 'created'), COUNT(*) FILTER (WHERE e.action = 'updated'),
		       COUNT(*) FILTER (WHERE e.action = 'message')
		FROM conversations c
		LEFT JOIN events e ON e.subject = 'conversation' AND e.subject_id = c.id
		GROUP BY c.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	there := map[string]found{}
	for rows.Next() {
		var id string
		var f found
		err := rows.Scan(&id, &f.subject, &f.version, &f.messages, &f.stored, &f.created, &f.updated, &f.messaged)
		if err != nil {
			t.Fatal(err)
		}
		there[id] = f
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return there
}

// holdNewest asks the server itself for what was written before it started.
func (l *ledger) holdNewest(t *testing.T, api *client) {
	t.Helper()
	for _, id := range l.newest[max(0, len(l.newest)-writers):] {
		got, err := api.call(t, http.MethodGet, "/api/conversations/"+id, nil)
		p := l.written[id]
		if err != nil || got.Version < p.version || got.Messages < p.messages {
			t.Errorf("conversation %s was acknowledged as %+v, the server says %+v, %v", id, p, got, err)
		}
	}
	l.newest = nil
}
