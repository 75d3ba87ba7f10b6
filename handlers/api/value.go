package api

import (
	"encoding/json"
	"fmt"
	"time"
)

// id is a record's id as clients see it: an opaque string.
type id string

const idPattern = "^[1-9][0-9]*$"

func showID(of fmt.Stringer) id { return id(of.String()) }

// timestamp is a time as clients see it: RFC 3339, UTC, milliseconds.
type timestamp time.Time

// MarshalJSON writes the time as a string; what is finer than a millisecond is
// cut off, not rounded into the future.
func (t timestamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(t).UTC().Format("2006-01-02T15:04:05.000Z"))
}

func showTime(t *time.Time) *timestamp {
	if t == nil {
		return nil
	}
	shown := timestamp(*t)
	return &shown
}

// orNull returns nil for what is unknown.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
