package handlers

import (
	"fmt"
	"slices"
	"strings"
)

// row is one row of the database as it lies there.
type row map[string]any

// String returns the columns in order.
func (r row) String() string {
	columns := make([]string, 0, len(r))
	for name, value := range r {
		columns = append(columns, fmt.Sprintf("%s=%v", name, value))
	}
	slices.Sort(columns)
	return strings.Join(columns, " ")
}

// without returns the row without some of its columns.
func (r row) without(columns ...string) row {
	kept := row{}
	for name, value := range r {
		if !slices.Contains(columns, name) {
			kept[name] = value
		}
	}
	return kept
}

// selectRows returns the rows of a query with all their columns. A query for
// several says their order, since only SQLite keeps one by itself.
func (w *world) selectRows(query string, args ...any) []row {
	w.t.Helper()
	found, err := w.db.QueryContext(w.t.Context(), query, args...)
	w.must(err)
	defer found.Close()
	columns, err := found.Columns()
	w.must(err)
	var list []row
	for found.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		w.must(found.Scan(targets...))
		r := row{}
		for i, name := range columns {
			r[name] = values[i]
		}
		list = append(list, r)
	}
	w.must(found.Err())
	return list
}
