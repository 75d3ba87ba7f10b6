package store

import (
	"fmt"
	"slices"
	"strings"

	"parley/internal/desk"
)

// where gathers the conditions of a query and the values they need. Column
// names are written by this package; values are always arguments.
type where struct {
	conditions []string
	tests      []string // further ones, by which no rows are to be looked up
	args       []any
}

// arg adds a value and returns its placeholder.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return fmt.Sprintf("$%d", len(w.args))
}

func (w *where) add(condition string) { w.conditions = append(w.conditions, condition) }

// test adds a condition that is not one to find rows by.
func (w *where) test(condition string) {
	if condition != "TRUE" {
		w.tests = append(w.tests, condition)
	}
}

// String returns the conditions, all of which must hold.
func (w *where) String() string { return all(slices.Concat(w.conditions, w.tests)) }

// guided is String in words that leave the database no choice of how to find the
// rows. Of a condition within CASE it makes no use but to test it. It would
// otherwise look up all closed or all urgent conversations and sort them, since it
// cannot know that the first fifty in order are found sooner.
func (w *where) guided() string {
	if len(w.tests) == 0 {
		return all(w.conditions)
	}
	return all(append(slices.Clip(w.conditions), "CASE WHEN "+all(w.tests)+" THEN TRUE ELSE FALSE END"))
}

func all(conditions []string) string {
	if len(conditions) == 0 {
		return "TRUE"
	}
	return strings.Join(conditions, " AND ")
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
