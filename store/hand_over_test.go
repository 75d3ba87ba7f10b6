package store_test

import (
	"testing"

	"parley/internal/desk"
)

// A note hands over to the one colleague whom it names, if they can have it.
func TestHandOverToWhomANoteNames(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	ben, _ := w.user("Ben Ito", desk.RoleAgent, "Support")
	w.user("Cleo Park", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.support)
	hand := func(body string) error {
		_, err := w.AddMessage(t.Context(), agent, conv.ID, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value(body), HandOver: true})
		return err
	}
	for _, body := range []string{"For nobody", "For @Ben Ito or @Ana Souza", "For @Cleo Park"} {
		if err := hand(body); !desk.As(err).Fields.Has("assignedTo") {
			t.Errorf("%q: %v", body, err)
		}
	}
	if got := w.get(conv.ID); got.AssignedTo != nil || got.MessageCount != 0 {
		t.Errorf("what was refused is %+v", got)
	}
	ok(t, hand("For @Ben Ito, and once more @ben ito"))
	if got := w.get(conv.ID); got.AssignedTo == nil || got.AssignedTo.ID != ben.ID {
		t.Errorf("it is assigned to %+v", got.AssignedTo)
	}
}
