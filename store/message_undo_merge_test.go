package store_test

import (
	"testing"

	"parley/internal/desk"
)

// A held reply that a merge has taken elsewhere can be taken back there; what came
// with it stays, since it was done to the duplicate.
func TestUndoReplyAfterAMerge(t *testing.T) {
	a := newAnswered(t, closing())
	into := a.conversation("Refund again", a.support)
	a.merge(a.before.ID, into.ID)
	if _, err := a.undo(a.ana); !desk.Is(err, desk.CodeConflict) {
		t.Errorf("in the duplicate: %v", err)
	}
	undone, err := a.UndoReply(t.Context(), a.ana, into.ID, a.reply.ID)
	ok(t, err)
	wantEqual(t, "its draft", "Hello", undone.Draft.Body)
	got, merged := a.get(into.ID), a.get(a.before.ID)
	if got.Status != desk.StatusOpen || got.AssignedTo != nil || got.MessageCount != a.before.MessageCount {
		t.Errorf("what it is part of is %+v", got)
	}
	if merged.Status != desk.StatusClosed || merged.MergedInto != into.ID {
		t.Errorf("the duplicate is %+v", merged)
	}
	a.sound()
}
