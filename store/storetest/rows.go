package storetest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// Connect opens a database beside the store, for tests that look at its rows or
// change them past all rules.
func Connect(t testing.TB, name string) *sql.DB {
	t.Helper()
	driver, source := "sqlite3", "file:"+name+"?_busy_timeout=5000"
	if strings.Contains(name, "://") {
		driver, source = "pgx", name
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Ask returns the one value that a query on a database answers with.
func Ask(t testing.TB, name, query string) (answer string) {
	t.Helper()
	if err := Connect(t, name).QueryRowContext(t.Context(), query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// StartIDs makes the ids of a table, which is still empty, begin at first.
func StartIDs(t testing.TB, db *sql.DB, table string, first int) {
	t.Helper()
	statement := fmt.Sprintf(`INSERT INTO sqlite_sequence (name, seq) VALUES ('%s', %d)`, table, first-1)
	if OnPostgres() {
		statement = fmt.Sprintf(`ALTER TABLE %s ALTER COLUMN id RESTART WITH %d`, table, first)
	}
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
