package ui

import (
	"testing"
	"time"
)

func in(t *testing.T, zone, at string) time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	return moment.In(location)
}

// TestMomentsAreInTheZoneOfNow: one and the same moment, seen from several places.
func TestMomentsAreInTheZoneOfNow(t *testing.T) {
	at := in(t, "UTC", "2026-11-22T23:30:00Z")
	for _, c := range []struct{ zone, now, clock, ago, exact string }{
		{"UTC", "2026-11-23T01:00:00Z", "Sun 23:30", "1 h", "22 November 2026, 23:30 UTC"},
		{"Europe/Berlin", "2026-11-23T01:00:00Z", "Today 00:30", "1 h", "23 November 2026, 00:30 CET"},
		{"America/New_York", "2026-11-23T04:00:00Z", "Today 18:30", "4 h", "22 November 2026, 18:30 EST"},
		{"America/Sao_Paulo", "2026-11-23T04:00:00Z", "Sun 20:30", "4 h", "22 November 2026, 20:30 UTC-03"},
		{"Asia/Kathmandu", "2026-11-23T04:00:00Z", "Today 05:15", "4 h", "23 November 2026, 05:15 UTC+0545"},
		{"Pacific/Kiritimati", "2026-12-23T04:00:00Z", "23 Nov 13:30", "23 Nov", "23 November 2026, 13:30 UTC+14"},
		{"Pacific/Kiritimati", "2027-01-23T04:00:00Z", "23 Nov 2026 13:30", "23 Nov 2026", "23 November 2026, 13:30 UTC+14"},
		// Here the year is over, there it is not.
		{"Asia/Tokyo", "2026-12-31T15:00:00Z", "23 Nov 2026 08:30", "23 Nov 2026", "23 November 2026, 08:30 JST"},
		{"America/New_York", "2026-12-31T15:00:00Z", "22 Nov 18:30", "22 Nov", "22 November 2026, 18:30 EST"},
	} {
		now := in(t, c.zone, c.now)
		if got := Clock(at, now); got != c.clock {
			t.Errorf("%s at %s: Clock %q, want %q", c.zone, c.now, got, c.clock)
		}
		if got := Ago(at, now); got != c.ago {
			t.Errorf("%s at %s: Ago %q, want %q", c.zone, c.now, got, c.ago)
		}
		if got := Exact(at, now); got != c.exact {
			t.Errorf("%s at %s: Exact %q, want %q", c.zone, c.now, got, c.exact)
		}
	}
}

// TestDaysOnWhichClocksChange have 23 or 25 hours, and are days all the same.
func TestDaysOnWhichClocksChange(t *testing.T) {
	const zone = "Europe/Berlin"
	for _, c := range []struct{ at, now, clock, exact string }{
		{"2026-03-29T00:30:00Z", "2026-03-29T21:00:00Z", "Today 01:30", "29 March 2026, 01:30 CET"},
		{"2026-03-29T01:30:00Z", "2026-03-29T21:00:00Z", "Today 03:30", "29 March 2026, 03:30 CEST"},
		{"2026-03-29T10:00:00Z", "2026-03-30T10:00:00Z", "Sun 12:00", "29 March 2026, 12:00 CEST"},
		{"2026-03-28T23:10:00Z", "2026-04-04T21:00:00Z", "Sun 00:10", "29 March 2026, 00:10 CET"},
		{"2026-03-28T23:10:00Z", "2026-04-04T22:10:00Z", "29 Mar 00:10", "29 March 2026, 00:10 CET"},
		{"2026-10-25T00:30:00Z", "2026-10-25T22:30:00Z", "Today 02:30", "25 October 2026, 02:30 CEST"},
		{"2026-10-25T01:30:00Z", "2026-10-25T22:30:00Z", "Today 02:30", "25 October 2026, 02:30 CET"},
		{"2026-10-24T22:30:00Z", "2026-10-25T23:10:00Z", "Sun 00:30", "25 October 2026, 00:30 CEST"},
	} {
		at, now := in(t, "UTC", c.at), in(t, zone, c.now)
		if got := Clock(at, now); got != c.clock {
			t.Errorf("%s at %s: Clock %q, want %q", c.at, c.now, got, c.clock)
		}
		if got := Exact(at, now); got != c.exact {
			t.Errorf("%s: Exact %q, want %q", c.at, got, c.exact)
		}
	}
}
