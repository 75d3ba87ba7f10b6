package store

import (
	"fmt"
	"strings"
)

// rowsPerStatement is how many rows one INSERT adds. More would not be quicker,
// and with the widest table stays far below the 32766 values of SQLite.
const rowsPerStatement = 100

// rows are new rows of a table, to be added many with one statement.
type rows struct {
	table   string
	columns []string
	values  []any
}

func newRows(table string, columns ...string) *rows { return &rows{table: table, columns: columns} }

// add appends a row, whose values are in the order of the columns.
func (r *rows) add(values ...any) { r.values = append(r.values, values...) }

// insert writes the rows in the order in which they were added.
func (r *rows) insert(tx tx) error {
	size := rowsPerStatement * len(r.columns)
	rest := r.values
	if len(rest) >= size {
		statement, err := tx.tx.PrepareContext(tx.ctx, tx.db.rewrite(r.statement(rowsPerStatement)))
		if err != nil {
			return fmt.Errorf("prepare insert into %s: %w", r.table, err)
		}
		defer statement.Close()
		for ; len(rest) >= size; rest = rest[size:] {
			if _, err := statement.ExecContext(tx.ctx, rest[:size]...); err != nil {
				return fmt.Errorf("insert into %s: %w", r.table, err)
			}
		}
	}
	if len(rest) == 0 {
		return nil
	}
	_, err := tx.exec(r.statement(len(rest)/len(r.columns)), rest...)
	return wrap(err, "insert into %s", r.table)
}

// statement returns the INSERT of n rows.
func (r *rows) statement(n int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "INSERT INTO %s (%s) VALUES ", r.table, strings.Join(r.columns, ", "))
	for i := range n * len(r.columns) {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%len(r.columns) == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		fmt.Fprintf(&text, "$%d", i+1)
	}
	text.WriteString(")")
	return text.String()
}
