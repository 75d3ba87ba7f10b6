package desk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parley/internal/desk"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// minute returns the time of the nth message.
func minute(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }

func TestReceive(t *testing.T) {
	type kinds = []desk.MessageKind
	const customer, reply, note = desk.KindCustomer, desk.KindReply, desk.KindNote
	for _, test := range []struct {
		name    string
		kinds   kinds
		waiting int // the message that has waited longest, from 1; 0 for none
		preview string
	}{
		{"nothing", nil, 0, ""},
		{"the customer writes", kinds{customer}, 1, "1"},
		{"writes again", kinds{customer, customer}, 1, "2"},
		{"is answered", kinds{customer, customer, reply}, 0, "3"},
		{"writes after the answer", kinds{customer, reply, customer, customer}, 3, "4"},
		{"a note is no answer", kinds{customer, note}, 1, "1"},
		{"a note does not wait", kinds{note}, 0, ""},
		{"an answer first", kinds{reply}, 0, "1"},
		{"a note after the answer", kinds{customer, reply, note}, 0, "2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			conv := desk.Conversation{Status: desk.StatusOpen}
			for i, kind := range test.kinds {
				var changes []desk.Change
				conv, changes = conv.Receive(desk.Message{Kind: kind, Body: string(rune('1' + i)), CreatedAt: minute(i + 1)})
				if changes != nil {
					t.Errorf("an open conversation changed: %v", changes)
				}
			}
			if conv.MessageCount != len(test.kinds) || conv.Preview != test.preview {
				t.Errorf("%d messages, preview %q", conv.MessageCount, conv.Preview)
			}
			wantTime(t, "last", conv.LastMessageAt, len(test.kinds))
			wantTime(t, "waiting since", conv.WaitingSince, test.waiting)
		})
	}
}

func wantTime(t *testing.T, what string, got *time.Time, n int) {
	t.Helper()
	switch {
	case n == 0 && got != nil:
		t.Errorf("%s: %v, want none", what, got)
	case n > 0 && (got == nil || !got.Equal(minute(n))):
		t.Errorf("%s: %v, want that of message %d", what, got, n)
	}
}

func TestTheCustomerOpensAgain(t *testing.T) {
	for _, status := range desk.Statuses() {
		for _, kind := range desk.MessageKinds() {
			conv, changes := desk.Conversation{Status: status, Version: 3}.Receive(desk.Message{Kind: kind, CreatedAt: noon})
			var want []desk.Change
			wantStatus := status
			if kind == desk.KindCustomer && status != desk.StatusOpen {
				want, wantStatus = []desk.Change{{Field: "status", Before: string(status), After: "open"}}, desk.StatusOpen
			}
			if diff := cmp.Diff(want, changes); diff != "" || conv.Status != wantStatus || conv.Version != 3 {
				t.Errorf("%s in a %s conversation: %s, version %d, %s", kind, status, conv.Status, conv.Version, diff)
			}
		}
	}
}

// waitingSince is the oldest message of the customer that has no reply after it.
func TestWaitingSinceMeansWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOfN(rapid.SampledFrom(desk.MessageKinds()), 0, 20).Draw(t, "kinds")
		conv := desk.Conversation{Status: desk.StatusOpen}
		for i, kind := range kinds {
			conv, _ = conv.Receive(desk.Message{Kind: kind, CreatedAt: minute(i)})
		}
		var want *time.Time
		for i := len(kinds) - 1; i >= 0 && kinds[i] != desk.KindReply; i-- {
			if kinds[i] == desk.KindCustomer {
				at := minute(i)
				want = &at
			}
		}
		if diff := cmp.Diff(want, conv.WaitingSince); diff != "" {
			t.Fatalf("%v (-want +got):\n%s", kinds, diff)
		}
	})
}
