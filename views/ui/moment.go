package ui

import (
	"strconv"
	"strings"
	"time"
)

// Every moment is written in the time zone of now, which is the reader's.

// Ago writes how long ago t was as dense lists need it: "now", "18 min", "5 h",
// "2 d", then the date. Times to come read as "now".
func Ago(t, now time.Time) string {
	t = t.In(now.Location())
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	case d < 24*time.Hour:
		return strconv.Itoa(int(d.Hours())) + " h"
	case d < 7*24*time.Hour:
		return strconv.Itoa(int(d.Hours()/24)) + " d"
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	}
	return t.Format("2 Jan 2006")
}

// Waited writes how long something has been waiting, with two units from a day
// on: "18 min", "5 h", "2 d 4 h".
func Waited(since, now time.Time) string {
	d := max(0, now.Sub(since))
	days, hours := int(d.Hours())/24, int(d.Hours())%24
	switch {
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	case days == 0:
		return strconv.Itoa(hours) + " h"
	case hours == 0 || days > 6:
		return strconv.Itoa(days) + " d"
	}
	return strconv.Itoa(days) + " d " + strconv.Itoa(hours) + " h"
}

// Exact writes a moment in full: "22 November 2026, 11:55 UTC". Zones without
// letters of their own are named by their distance: "UTC-03".
func Exact(t, now time.Time) string {
	t = t.In(now.Location())
	zone, _ := t.Zone()
	if strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-") {
		zone = "UTC" + zone
	}
	return t.Format("2 January 2006, 15:04 ") + zone
}

// Clock writes a moment as threads show it: "Today 11:55", "Mon 11:55" within
// the week, else the date.
func Clock(t, now time.Time) string {
	t = t.In(now.Location())
	switch days := calendarDay(now) - calendarDay(t); {
	case days <= 0:
		return "Today " + t.Format("15:04")
	case days < 7:
		return t.Format("Mon 15:04")
	case t.Year() == now.Year():
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}

// calendarDay numbers the days of the calendar. It counts no hours: where clocks
// change, a day has 23 or 25 of them.
func calendarDay(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

func machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }
