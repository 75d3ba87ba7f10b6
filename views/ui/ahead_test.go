package ui

import (
	"testing"
	"time"
)

func TestAhead(t *testing.T) {
	now := time.Date(2026, 11, 22, 23, 30, 0, 0, time.FixedZone("", 2*3600))
	for text, at := range map[string]time.Time{
		"today 23:45":       time.Date(2026, 11, 22, 21, 45, 0, 0, time.UTC),
		"tomorrow 00:10":    time.Date(2026, 11, 22, 22, 10, 0, 0, time.UTC),
		"Tue 09:00":         time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC),
		"Sat 09:00":         time.Date(2026, 11, 28, 7, 0, 0, 0, time.UTC),
		"Sun 29 Nov 09:00":  time.Date(2026, 11, 29, 7, 0, 0, 0, time.UTC),
		"22 Nov 2027 09:00": time.Date(2027, 11, 22, 7, 0, 0, 0, time.UTC),
		"Sat 21 Nov 09:00":  time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC), // due, and not woken yet
	} {
		if got := Ahead(at, now); got != text {
			t.Errorf("%s is written %q, want %q", at, got, text)
		}
	}
}
