package desk

import (
	"slices"
	"time"
)

// ConversationSnooze asks for a conversation to be left alone until a time: it is
// pending until then, and open and unread from then on.
type ConversationSnooze struct {
	Until Field[time.Time]
	// Was holds the status that a form showed: the request is stale only if the
	// conversation has another one by now, and not the one that is asked for.
	Was Field[Status]
	// IfVersions, where not nil, are the versions that the request is for.
	IfVersions []int64
	Problems   FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it. Until is
// kept to the millisecond, as it is shown.
func (in *ConversationSnooze) Validate(now time.Time) FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "until", &in.Until, func(until *time.Time) {
		*until = until.UTC().Truncate(time.Millisecond)
		switch {
		case !until.After(now):
			errs.Add("until", "past", "until must be a time to come")
		case until.After(now.Add(MaxSnooze)):
			errs.Add("until", "too_late", "until must be within five years")
		}
	})
	return errs
}

// StaleFor tells whether conv has changed since the caller read it.
func (in ConversationSnooze) StaleFor(conv Conversation) bool {
	return in.Update().StaleFor(conv)
}

// Update returns what snoozing changes.
func (in ConversationSnooze) Update() ConversationUpdate {
	update := ConversationUpdate{IfVersions: in.IfVersions, SnoozedUntil: in.Until}
	update.Status, update.Was.Status = Value(StatusPending), in.Was
	return update
}

// ConversationWake asks for a conversation that is snoozed to be open again now.
type ConversationWake struct {
	// IfVersions, where not nil, are the versions that the request is for.
	IfVersions []int64
	Problems   FieldErrors
}

// Update returns what waking changes; of a conversation that is not snoozed,
// nothing.
func (in ConversationWake) Update(conv Conversation) ConversationUpdate {
	update := ConversationUpdate{IfVersions: in.IfVersions, Problems: in.Problems}
	if conv.SnoozedUntil != nil {
		update.Status = Value(StatusOpen)
	}
	return update
}

// Sleep is whether conversations are snoozed, as lists are filtered by it; empty is
// either.
type Sleep string

// What lists are filtered by.
const (
	Asleep Sleep = "true"
	Awake  Sleep = "false"
)

// Sleeps lists every Sleep.
func Sleeps() []Sleep { return []Sleep{Asleep, Awake} }

// Snoozed tells whether the conversation is left alone until it wakes. One that was
// merged into another is not: it wakes only once it stands by itself again.
func (c Conversation) Snoozed() bool { return c.Status == StatusPending && c.SnoozedUntil != nil }

// snooze returns the conversation with what an update says about being snoozed,
// and the change that this is. Only what is pending is snoozed: another status
// ends it, and so does whoever sets one.
func (c Conversation) snooze(until Field[time.Time], before Conversation) (Conversation, []Change) {
	switch {
	case until.Set && !until.Null && c.Status == StatusPending:
		c.SnoozedUntil = &until.Value
	case until.Null || c.Status != before.Status:
		c.SnoozedUntil = nil
	}
	return c, changesOf(Change{Field: "snoozedUntil", Before: timeText(before.SnoozedUntil), After: timeText(c.SnoozedUntil)})
}

// timeText returns a time as the API writes it; empty is null.
func timeText(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(timeLayout)
}

const timeLayout = "2006-01-02T15:04:05.000Z"

// ChangedTime reads a time out of a Change; nil is null.
func ChangedTime(text string) *time.Time {
	t, err := time.Parse(timeLayout, text)
	if err != nil {
		return nil
	}
	return &t
}
