package desk

import "time"

// SnoozeChoice is a time that is offered to snooze until.
type SnoozeChoice struct {
	Name  string // such as "Tomorrow"
	Until time.Time
}

// morning is the hour at which a day of work begins, and later is how soon "later
// today" comes.
const (
	morning = 9
	later   = 3 * time.Hour
)

// SnoozeChoices returns the times to offer at now, by the clock on the wall of its
// zone: in three hours, tomorrow, on Monday and in a week, none of them twice. The
// first two are always there.
func SnoozeChoices(now time.Time) []SnoozeChoice {
	first := SnoozeChoice{"Later today", now.Add(later).Truncate(time.Minute)}
	if first.Until.Day() != now.Day() {
		first.Name = "In 3 hours"
	}
	toMonday := (8 - int(now.Weekday())) % 7
	if toMonday == 0 {
		toMonday = 7
	}
	choices := []SnoozeChoice{first, {"Tomorrow", morningAfter(now, 1)}}
	for _, c := range []SnoozeChoice{{"Monday", morningAfter(now, toMonday)}, {"In a week", morningAfter(now, 7)}} {
		if !c.Until.Equal(choices[len(choices)-1].Until) {
			choices = append(choices, c)
		}
	}
	return choices
}

// morningAfter returns when work begins some days after now.
func morningAfter(now time.Time, days int) time.Time {
	return OnTheWall(time.Date(now.Year(), now.Month(), now.Day()+days, morning, 0, 0, 0, time.UTC), now.Location())
}
