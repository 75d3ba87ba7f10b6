package store_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// A backup of a large database, made while several write, is the database as it
// was at one moment, which is not before the backup was asked for.
func TestBackupIsOfOneMoment(t *testing.T) {
	w := onSQLite(t)
	w.crowd(100_000)
	load := newLoad(w, 4)
	load.until(20) // Some must have been there before.
	before := load.acknowledged()
	file := filepath.Join(t.TempDir(), "copy.db")
	err := w.Backup(t.Context(), system(), file)
	after := load.end()
	ok(t, err)
	if before.total() >= after.total() {
		t.Fatalf("nothing was written during the backup: %d and then %d", before.total(), after.total())
	}
	copied := &world{Store: storetest.Open(t, file, store.Options{}), t: t}
	copied.whole()
	load.checkLedger(copied, before, after)
	w.checkRows(copied, load.ids)
}

// load is writers who each write into a conversation of their own, one change
// after the other, and what was acknowledged to them.
type load struct {
	*world
	ids     []int64
	stop    chan struct{}
	writers sync.WaitGroup
	mu      sync.Mutex
	ledger  ledger
}

// ledger is how many notes and changes of its conversation each writer has made.
type ledger []int

func (l ledger) total() (n int) {
	for _, each := range l {
		n += each
	}
	return n
}

func newLoad(w *world, writers int) *load {
	maya := storetest.AddCustomer(w.t, w.Store, "Maya Okafor")
	l := &load{world: w, stop: make(chan struct{}), ledger: make(ledger, writers)}
	for range writers {
		l.ids = append(l.ids, int64(storetest.AddConversation(w.t, w.Store, "Under load", maya.ID, 1).ID))
	}
	for i := range writers {
		l.writers.Go(func() {
			for n := 1; ; n++ {
				select {
				case <-l.stop:
					return
				default:
					l.write(i, n)
				}
			}
		})
	}
	return l
}

// write makes the nth write of a writer: a note with its number, and with every
// other one a change of the priority.
func (l *load) write(writer, n int) {
	id := desk.ConversationID(l.ids[writer])
	storetest.AddMessage(l.t, l.Store, system(), id, desk.KindNote, fmt.Sprint(n))
	if n%2 == 0 {
		_, err := l.UpdateConversation(l.t.Context(), system(), id, change(func(in *update) {
			in.Priority = desk.Value(desk.Priorities()[n/2%4])
		}))
		if err != nil {
			l.t.Error(err)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ledger[writer] = n
}

func (l *load) acknowledged() ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.ledger)
}

// until waits until every writer has made so many writes.
func (l *load) until(n int) {
	for slices.Min(l.acknowledged()) < n && !l.t.Failed() {
		l.rows(`SELECT 1`) // They are not kept from writing by somebody who only looks.
	}
}

func (l *load) end() ledger {
	close(l.stop)
	l.writers.Wait()
	return l.acknowledged()
}

// checkLedger fails unless the copy has what every writer wrote up to some point,
// which is no earlier than before, and nothing of what came then.
func (l *load) checkLedger(copied *world, before, after ledger) {
	for i, id := range l.ids {
		notes := copied.rows(`SELECT body FROM messages WHERE conversation_id = $1 ORDER BY id`, id)
		if n := len(notes); n < before[i] || n > after[i] {
			l.t.Errorf("writer %d: %d notes are in the copy; %d were acknowledged before it and %d after it", i, n, before[i], after[i])
		}
		for n, note := range notes {
			if note != fmt.Sprint(n+1) {
				l.t.Fatalf("writer %d: note %d is %s", i, n+1, note)
			}
		}
	}
}

// whole fails unless the database is sound and what it keeps twice agrees.
func (w *world) whole() {
	w.t.Helper()
	wantEqual(w.t, "what SQLite finds", []string{"ok"}, w.rows(`PRAGMA integrity_check`))
	w.inStep()
	for what, query := range map[string]string{
		"rows that refer to nothing": `PRAGMA foreign_key_check`,
		"conversations that count other messages than they have": `
			SELECT id FROM conversations c WHERE message_count <> (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = c.id)`,
		"conversations whose version is not one more than their changes": `
			SELECT id FROM conversations c WHERE version <> 1 +
			(SELECT COUNT(*) FROM events e WHERE e.subject = 'conversation' AND e.subject_id = c.id AND e.action = 'updated')`,
		"events that are to be told of and are not there": `
			SELECT id FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.id = o.event_id)`,
	} {
		if found := w.rows(query); len(found) > 0 {
			w.t.Errorf("%s: %v", what, found)
		}
	}
}

// checkRows fails unless every row of the copy is in the database, but for the
// conversations that were written to, and none is missing that was there before.
func (w *world) checkRows(copied *world, written []int64) {
	w.t.Helper()
	same := func(what string, here, there []string) {
		if !slices.Equal(here, there) {
			w.t.Errorf("%s (-database +copy):\n%s", what, cmp.Diff(here, there))
		}
	}
	const untouched = `SELECT * FROM conversations WHERE id < $1`
	first := slices.Min(written)
	same("conversations", w.rows(untouched, first), copied.rows(untouched, first))
	for _, table := range []string{"customers", "inboxes", "users", "inbox_members", "settings"} {
		same(table, w.rows(`SELECT * FROM `+table), copied.rows(`SELECT * FROM `+table))
	}
	for _, table := range []string{"messages", "events", "outbox"} { // Of these nothing was changed or removed.
		here, there := w.rows(`SELECT * FROM `+table+` ORDER BY id`), copied.rows(`SELECT * FROM `+table+` ORDER BY id`)
		if len(there) == 0 || len(there) > len(here) {
			w.t.Fatalf("%s: %d rows in the copy of %d", table, len(there), len(here))
		}
		same(table, here[:len(there)], there)
	}
}
