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

// Who is named and given the conversation by one note is told once: that they have it,
// with the note. A colleague who is only named is told that.
func TestHandOverIsToldOnce(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, ben := w.user("Ben Ito", desk.RoleAgent, "Support")
	_, cleo := w.user("Cleo Park", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	add := func(kind desk.MessageKind, body string, to desk.UserID) desk.MessageID {
		t.Helper()
		in := desk.MessageCreate{Kind: desk.Value(kind), Body: desk.Value(body)}
		if to != 0 {
			in.AssignedTo = desk.Value(to)
		}
		m, err := w.AddMessage(t.Context(), ana, conv.ID, in)
		ok(t, err)
		return m.ID
	}
	note := add(desk.KindNote, "For @Ben Ito, and @Cleo Park may look", ben.UserID())
	wantEqual(t, "who is given it", "assignment by Ana Souza in Refund*", w.told(ben))
	wantEqual(t, "who is named", "mention by Ana Souza in Refund*", w.told(cleo))
	list, _, err := w.ListNotifications(t.Context(), ben, 0, 10)
	ok(t, err)
	wantEqual(t, "it leads to the note", note, list[0].Message)
	wantEqual(t, "and shows it", "For @Ben Ito, and @Cleo Park may look", list[0].Preview)
	ok(t, w.MarkRead(t.Context(), ben, conv.ID, note))
	add(desk.KindNote, "@Ben Ito, you have it already", ben.UserID())
	wantEqual(t, "who has it already", "assignment by Ana Souza in Refund, mention by Ana Souza in Refund*", w.told(ben))
	add(desk.KindReply, "It is on its way", cleo.UserID())
	wantEqual(t, "who follows and is given it", "mention by Ana Souza in Refund*, assignment by Ana Souza in Refund*", w.told(cleo))
}
