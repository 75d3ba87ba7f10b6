package store

import (
	"fmt"
	"strings"

	"parley/internal/desk"
)

// where gathers the conditions of a query and the values they need. Column
// names are written by this package; values are always arguments.
type where struct {
	conditions []string
	args       []any
}

// arg adds a value and returns its placeholder.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return fmt.Sprintf("$%d", len(w.args))
}

func (w *where) add(condition string) { w.conditions = append(w.conditions, condition) }

// String returns the conditions, all of which must hold.
func (w *where) String() string {
	if len(w.conditions) == 0 {
		return "TRUE"
	}
	return strings.Join(w.conditions, " AND ")
}

// in returns the condition that column has one of the values.
func in[T any](w *where, column string, values []T) string {
	if len(values) == 0 {
		return "FALSE"
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = w.arg(v)
	}
	return column + " IN (" + strings.Join(marks, ", ") + ")"
}

// scope returns the condition that the inbox in column is in the scope: the
// same rule as Scope.Contains.
func (w *where) scope(scope desk.Scope, column string) string {
	if scope.All() {
		return "TRUE"
	}
	return in(w, column, scope.List())
}
