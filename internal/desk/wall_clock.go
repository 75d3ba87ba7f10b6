package desk

import "time"

// OnTheWall returns the moment at which clocks of a zone show the date and the time
// of day of wall, whose own zone does not matter. A time that they show twice is the
// first of the two, and one that they leave out is as much later as they are put
// forward (RFC 5545, 3.3.5).
func OnTheWall(wall time.Time, zone *time.Location) time.Time {
	shown := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC)
	// Zones change their clocks weeks apart, so that a day to either side stands
	// for what was in force before the change, if there is one, and after it.
	before, after := distance(shown.AddDate(0, 0, -1), zone), distance(shown.AddDate(0, 0, 1), zone)
	first, second := shown.Add(-before), shown.Add(-after)
	if distance(first, zone) != before && distance(second, zone) == after {
		return second.In(zone)
	}
	return first.In(zone)
}

// distance returns how far the clocks of a zone are ahead of UTC at a moment.
func distance(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// ParseWall reads the date and the time of day in a text, as forms write it (HTML,
// "local date and time"): the moment at which clocks of a zone show it.
func ParseWall(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if wall, err := time.Parse(layout, text); err == nil {
			return OnTheWall(wall, zone), true
		}
	}
	return time.Time{}, false
}
