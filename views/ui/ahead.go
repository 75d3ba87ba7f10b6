package ui

import "time"

// Ahead writes a moment to come: "today 17:20", "tomorrow 09:00", "Mon 09:00" within
// the week, else the date.
func Ahead(t, now time.Time) string {
	t = t.In(now.Location())
	switch days := calendarDay(t) - calendarDay(now); {
	case days == 0:
		return "today " + t.Format("15:04")
	case days == 1:
		return "tomorrow " + t.Format("15:04")
	case days > 1 && days < 7:
		return t.Format("Mon 15:04")
	case t.Year() == now.Year():
		return t.Format("Mon 2 Jan 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}
