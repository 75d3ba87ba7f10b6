package desk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

func TestSnoozeValidate(t *testing.T) {
	now := time.Date(2026, 7, 16, 11, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		in   desk.Field[time.Time]
		code string
	}{
		"to come":      {desk.Value(now.Add(time.Millisecond)), ""},
		"now":          {desk.Value(now), "past"},
		"hardly":       {desk.Value(now.Add(time.Microsecond)), "past"}, // as it is kept
		"past":         {desk.Value(now.Add(-time.Hour)), "past"},
		"very late":    {desk.Value(now.Add(desk.MaxSnooze)), ""},
		"too late":     {desk.Value(now.Add(desk.MaxSnooze + time.Second)), "too_late"},
		"null":         {desk.Null[time.Time](), "null"},
		"left out":     {desk.Field[time.Time]{}, "required"},
		"another zone": {desk.Value(now.Add(time.Hour).In(time.FixedZone("", 3600))), ""},
	} {
		in := desk.ConversationSnooze{Until: test.in}
		errs := in.Validate(now)
		if (len(errs) > 0) != (test.code != "") || (len(errs) == 1 && (errs[0].Field != "until" || errs[0].Code != test.code)) {
			t.Errorf("%s: %v, want %q", name, errs, test.code)
		}
	}
}

// Another status ends the snooze, whoever sets it; anything else leaves it.
func TestWhatEndsASnooze(t *testing.T) {
	until := time.Date(2026, 7, 17, 9, 0, 0, 0, time.UTC)
	snoozed := refund()
	snoozed.Status, snoozed.SnoozedUntil = desk.StatusPending, &until
	for name, test := range map[string]struct {
		in   desk.ConversationUpdate
		ends bool
	}{
		"closed":           {change(func(in *desk.ConversationUpdate) { in.Status = desk.Value(desk.StatusClosed) }), true},
		"opened":           {change(func(in *desk.ConversationUpdate) { in.Status = desk.Value(desk.StatusOpen) }), true},
		"pending as it is": {change(func(in *desk.ConversationUpdate) { in.Status = desk.Value(desk.StatusPending) }), false},
		"another priority": {change(func(in *desk.ConversationUpdate) { in.Priority = desk.Value(desk.PriorityLow) }), false},
		"another assignee": {change(func(in *desk.ConversationUpdate) { in.AssignedTo = desk.Null[desk.UserID]() }), false},
		"woken":            {desk.ConversationWake{}.Update(snoozed), true},
	} {
		next, changes := test.in.Apply(snoozed, nil)
		noted := false
		for _, c := range changes {
			noted = noted || c == desk.Change{Field: "snoozedUntil", Before: "2026-07-17T09:00:00.000Z"}
		}
		if (next.SnoozedUntil == nil) != test.ends || noted != test.ends {
			t.Errorf("%s: until %v, changes %v", name, next.SnoozedUntil, changes)
		}
	}
	spoken, changes := snoozed.Receive(desk.Message{Kind: desk.KindCustomer, CreatedAt: until.Add(-time.Hour)})
	if spoken.SnoozedUntil != nil || spoken.Status != desk.StatusOpen || len(changes) != 2 {
		t.Errorf("after the customer spoke: %+v, %v", spoken, changes)
	}
	if noted, changes := snoozed.Receive(desk.Message{Kind: desk.KindNote}); noted.SnoozedUntil == nil || len(changes) > 0 {
		t.Errorf("after a note: %+v, %v", noted, changes)
	}
}

func TestSnoozeOfWhatHasChanged(t *testing.T) {
	asked := desk.ConversationSnooze{Until: desk.Value(time.Now()), Was: desk.Value(desk.StatusOpen)}
	open, pending, closed := refund(), refund(), refund()
	pending.Status, closed.Status = desk.StatusPending, desk.StatusClosed
	late := desk.ConversationSnooze{IfVersions: []int64{2}}
	if diff := cmp.Diff([]bool{false, false, true, true}, []bool{asked.StaleFor(open), asked.StaleFor(pending), asked.StaleFor(closed), late.StaleFor(open)}); diff != "" {
		t.Errorf("stale (-want +got):\n%s", diff)
	}
}

// Waking what is not snoozed is no change.
func TestWakeWhatIsAwake(t *testing.T) {
	pending := refund()
	pending.Status = desk.StatusPending
	if next, changes := (desk.ConversationWake{}).Update(pending).Apply(pending, nil); len(changes) > 0 || next.Status != desk.StatusPending {
		t.Errorf("it became %+v", next)
	}
}
