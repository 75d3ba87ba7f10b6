package desk

import (
	"maps"
	"testing"
)

func TestValuesBefore(t *testing.T) {
	updated := func(changes ...Change) Event { return Event{Action: ActionUpdated, Changes: changes} }
	events := []Event{
		{Action: ActionCreated, Changes: []Change{{Field: "subject", After: "first"}}},
		updated(Change{Field: "subject", Before: "first", After: "second"}),
		{Action: ActionMessage},
		updated(Change{Field: "status", Before: "open", After: "pending"}, Change{Field: "subject", Before: "second", After: "third"}),
		updated(Change{Field: "status", Before: "pending", After: "closed"}),
	}
	for n, want := range map[int64]map[string]string{
		-1: {},
		0:  {},
		1:  {"status": "pending"},
		2:  {"status": "open", "subject": "second"},
		3:  {"status": "open", "subject": "first"},
		9:  {"status": "open", "subject": "first"},
	} {
		if got := ValuesBefore(events, n); !maps.Equal(got, want) {
			t.Errorf("before the last %d: %v, want %v", n, got, want)
		}
	}
}
