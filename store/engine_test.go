package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"parley/store"
	"parley/store/storetest"
)

// This file alone speaks to one engine in its own words.

// diskFull makes every write into the outbox fail, until diskFree.
func (w *world) diskFull() {
	w.t.Helper()
	if storetest.OnPostgres() {
		w.exec(`CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''disk full''; END'`)
		w.exec(`CREATE TRIGGER disk_full BEFORE INSERT ON outbox EXECUTE FUNCTION disk_full()`)
		return
	}
	w.exec(`CREATE TRIGGER disk_full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
}

func (w *world) diskFree() {
	w.t.Helper()
	if storetest.OnPostgres() {
		w.exec(`DROP FUNCTION disk_full CASCADE`)
		return
	}
	w.exec(`DROP TRIGGER disk_full`)
}

// notesOfUse makes the database count how often the use of a key is noted, in the
// table notes.
func (w *world) notesOfUse() {
	w.t.Helper()
	w.exec(`CREATE TABLE notes (at BIGINT)`)
	if storetest.OnPostgres() {
		w.exec(`CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO notes VALUES (NEW.last_used_at); RETURN NULL; END'`)
		w.exec(`CREATE TRIGGER note AFTER UPDATE OF last_used_at ON api_keys FOR EACH ROW EXECUTE FUNCTION note()`)
		return
	}
	w.exec(`CREATE TRIGGER note AFTER UPDATE OF last_used_at ON api_keys BEGIN INSERT INTO notes VALUES (NEW.last_used_at); END`)
}

// tables returns the names of all tables.
func tables(w *world) []string {
	if storetest.OnPostgres() {
		return w.rows(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%' ORDER BY table_name`)
	}
	return w.rows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose_%' AND name <> 'sqlite_sequence' ORDER BY name`)
}

// onSQLite returns a world on SQLite, whichever engine is under test.
func onSQLite(t *testing.T) *world {
	return &world{Store: storetest.Open(t, filepath.Join(t.TempDir(), "parley.db"), store.Options{}), t: t}
}

// With less than FULL (2) a power cut takes acknowledged commits away.
func TestDurability(t *testing.T) {
	w := onSQLite(t)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000",
	} {
		got, err := store.WriterRows(t.Context(), w.Store, "PRAGMA "+pragma)
		if err != nil || got != want {
			t.Errorf("%s is %s, want %s (%v)", pragma, got, want, err)
		}
	}
}

func TestReadersCannotWrite(t *testing.T) {
	_, err := store.Rows(t.Context(), storetest.New(t), `DELETE FROM settings RETURNING name`)
	if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "-", ""), "readonly") {
		t.Errorf("a reader wrote: %v", err)
	}
}

// Deleting or joining along a foreign key without an index reads whole tables.
func TestEveryForeignKeyHasAnIndex(t *testing.T) {
	w := onSQLite(t)
	keys := 0
	for _, table := range w.rows(`SELECT name FROM sqlite_master WHERE type = 'table'`) {
		for _, column := range w.rows(`SELECT "from" FROM pragma_foreign_key_list($1)`, table) {
			keys++
			first := w.rows(`
				SELECT i.name FROM pragma_index_list($1) i JOIN pragma_index_info(i.name) c ON c.seqno = 0
				WHERE c.name = $2 AND i.partial = 0`, table, column)
			if len(first) == 0 {
				t.Errorf("no index of %s begins with %s", table, column)
			}
		}
	}
	if keys < 8 {
		t.Errorf("only %d foreign keys were found", keys)
	}
}

// The lists are cut from an index; none is sorted after reading everything.
func TestSortsUseTheirIndex(t *testing.T) {
	w := onSQLite(t)
	for column, index := range map[string]string{
		"updated_at": "conversations_updated", "created_at": "conversations_created", "priority": "conversations_priority",
		"COALESCE(waiting_since, 9223372036854775807)": "conversations_waiting",
	} {
		plan := strings.Join(w.rows(`EXPLAIN QUERY PLAN SELECT id FROM conversations ORDER BY `+column+` DESC, id DESC LIMIT 50`), "\n")
		if !strings.Contains(plan, index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", column, plan)
		}
	}
}
