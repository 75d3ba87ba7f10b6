package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
)

// Who reaches a conversation is told that others follow it than before, each change
// once; those outside are not, and history says nothing of it.
func TestScopeOfWhoFollows(t *testing.T) {
	b := newBorders(t)
	ana, asAna := b.user("Ana Lima", desk.RoleManager)
	ben, _ := b.user("Ben Ito", desk.RoleAgent, "Billing")
	events, mark := len(b.events()), b.now()
	b.setFollower(asAna, b.hidden.ID, ana.ID, true)
	for _, follows := range []bool{true, true, false, false} {
		b.setFollower(asAna, b.seen.ID, ana.ID, follows)
	}
	b.setFollower(asAna, b.seen.ID, ben.ID, true)
	b.setFollower(asAna, b.seen.ID, ben.ID, true)
	b.clock.Advance(time.Hour)
	numbers := map[desk.EventID]bool{}
	b.each(func(t *testing.T, actor desk.Actor) {
		notices := b.since(actor, mark)
		for _, n := range notices.List {
			numbers[n.EventID] = true
			if n.Subject != "conversation" || n.SubjectID != int64(b.seen.ID) || n.Action != desk.ActionFollowed || n.InboxID != b.billing.ID || n.By.Name != "" {
				t.Errorf("%+v is of something else", n)
			}
		}
		wantEqual(t, "notices", 3, len(notices.List))
		outgoing, err := b.Outgoing(t.Context(), actor, mark)
		ok(t, err)
		wantEqual(t, "to the outside", 0, len(outgoing.List))
	})
	wantEqual(t, "told apart by", 3, len(numbers))
	wantEqual(t, "history", events, len(b.events()))
}
