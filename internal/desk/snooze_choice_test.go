package desk_test

import (
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, ok := desk.ParseTimeZone(name)
	if !ok {
		t.Fatalf("no zone %s", name)
	}
	return location
}

// moment reads a time of day in a zone, with its distance from UTC.
func moment(t *testing.T, text string, in *time.Location) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at.In(in)
}

func TestSnoozeChoices(t *testing.T) {
	for _, test := range []struct{ name, zone, now, want string }{
		{"a Thursday", "Europe/Lisbon", "2026-07-16T11:20:40+01:00", "Later today 07-16 14:20 +0100, Tomorrow 07-17 09:00 +0100, Monday 07-20 09:00 +0100, In a week 07-23 09:00 +0100"},
		{"late in the evening", "Europe/Lisbon", "2026-07-16T21:00:00+01:00", "In 3 hours 07-17 00:00 +0100, Tomorrow 07-17 09:00 +0100, Monday 07-20 09:00 +0100, In a week 07-23 09:00 +0100"},
		{"before work", "Europe/Lisbon", "2026-07-16T05:00:00+01:00", "Later today 07-16 08:00 +0100, Tomorrow 07-17 09:00 +0100, Monday 07-20 09:00 +0100, In a week 07-23 09:00 +0100"},
		{"a Sunday", "Asia/Tokyo", "2026-07-19T10:00:00+09:00", "Later today 07-19 13:00 +0900, Tomorrow 07-20 09:00 +0900, In a week 07-26 09:00 +0900"},
		{"a Monday", "Asia/Tokyo", "2026-07-20T10:00:00+09:00", "Later today 07-20 13:00 +0900, Tomorrow 07-21 09:00 +0900, Monday 07-27 09:00 +0900"},
		{"a Saturday in another month", "America/New_York", "2026-10-31T15:00:00-04:00", "Later today 10-31 18:00 -0400, Tomorrow 11-01 09:00 -0500, Monday 11-02 09:00 -0500, In a week 11-07 09:00 -0500"},
		{"over a gap", "America/New_York", "2026-03-08T00:30:00-05:00", "Later today 03-08 04:30 -0400, Tomorrow 03-09 09:00 -0400, In a week 03-15 09:00 -0400"},
		{"a day that is left out", "Pacific/Apia", "2011-12-29T10:00:00-10:00", "Later today 12-29 13:00 -1000, Tomorrow 12-31 09:00 +1400, Monday 01-02 09:00 +1400, In a week 01-05 09:00 +1400"},
		{"where UTC has another day", "Pacific/Kiritimati", "2026-07-17T01:00:00+14:00", "Later today 07-17 04:00 +1400, Tomorrow 07-18 09:00 +1400, Monday 07-20 09:00 +1400, In a week 07-24 09:00 +1400"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, c := range desk.SnoozeChoices(moment(t, test.now, zone(t, test.zone))) {
				got = append(got, c.Name+" "+c.Until.Format("01-02 15:04 -0700"))
			}
			if text := strings.Join(got, ", "); text != test.want {
				t.Errorf("offered are\n%s, want\n%s", text, test.want)
			}
		})
	}
}

// Clocks that are put forward never show the hour between; those that are put back
// show one twice.
func TestParseWall(t *testing.T) {
	for _, test := range []struct{ zone, text, want string }{
		{"Europe/Berlin", "2026-03-29T01:59", "2026-03-29T01:59:00+01:00"},
		{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:30:00+02:00"}, // left out
		{"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", "2026-03-29T09:00", "2026-03-29T09:00:00+02:00"},
		{"Europe/Berlin", "2026-10-25T01:59", "2026-10-25T01:59:00+02:00"},
		{"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00"}, // twice: the first
		{"Europe/Berlin", "2026-10-25T03:00", "2026-10-25T03:00:00+01:00"},
		{"America/New_York", "2026-11-01T01:30", "2026-11-01T01:30:00-04:00"},
		{"America/New_York", "2026-03-08T02:00", "2026-03-08T03:00:00-04:00"},
		{"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:45:00+11:00"}, // by half an hour
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:45:00+11:00"},
		{"Pacific/Apia", "2011-12-30T09:00", "2011-12-31T09:00:00+14:00"}, // a whole day
		{"America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T01:00:00-02:00"},
		{"Asia/Kathmandu", "2026-01-01T09:00:30", "2026-01-01T09:00:30+05:45"},
		{"UTC", "2026-02-28 09:00", "2026-02-28T09:00:00Z"},
		{"UTC", "2026-02-29T09:00", ""},
		{"UTC", "2026-02-28T24:00", ""},
		{"UTC", "2026-02-28T09:00+01:00", ""},
		{"UTC", "tomorrow", ""},
		{"UTC", "", ""},
	} {
		got, ok := desk.ParseWall(test.text, zone(t, test.zone))
		switch {
		case ok != (test.want != ""):
			t.Errorf("%s in %s is read: %v", test.text, test.zone, ok)
		case ok && got.Format(time.RFC3339) != test.want:
			t.Errorf("%s in %s is %s, want %s", test.text, test.zone, got.Format(time.RFC3339), test.want)
		}
	}
}

// What a clock shows at any moment is read as that moment, or as the one before at
// which it showed the same.
func TestWallGoesThereAndBack(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia", "UTC"} {
		in := zone(t, name)
		for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2026; at = at.Add(15 * time.Minute) {
			read, ok := desk.ParseWall(at.In(in).Format("2006-01-02T15:04"), in)
			if back := at.Sub(read); !ok || back < 0 || back > time.Hour || read.Format("2006-01-02T15:04") != at.In(in).Format("2006-01-02T15:04") {
				t.Fatalf("%s is read as %s", at.In(in), read)
			}
		}
	}
}
