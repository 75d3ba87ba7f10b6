package store_test

import (
	"testing"

	"parley/internal/desk"
)

// Who may not see where messages went or came from is told no number, be it of one
// that is out of reach or of one that is gone.
func TestScopeOfMerges(t *testing.T) {
	b := newBorders(t)
	into, gone := b.conversation("Into", b.billing), b.conversation("Gone", b.billing)
	b.say(gone.ID, desk.KindCustomer, "one")
	b.say(gone.ID, desk.KindCustomer, "two")
	b.merge(b.seen.ID, b.hidden.ID)
	b.merge(gone.ID, into.ID)
	ok(t, b.DeleteConversation(t.Context(), system(), gone.ID, desk.ConversationDelete{}))
	numbers := func(actor desk.Actor, id desk.ConversationID) (list []string) {
		timeline, err := b.ConversationTimeline(t.Context(), actor, id, 10)
		ok(t, err)
		for _, e := range timeline.Events {
			for i := range e.Changes {
				for _, number := range e.Changes[i].Conversations() {
					list = append(list, *number)
				}
			}
		}
		return list
	}
	b.each(func(t *testing.T, actor desk.Actor) {
		got, err := b.GetConversation(t.Context(), actor, b.seen.ID)
		ok(t, err)
		listing, err := b.ListConversations(t.Context(), actor, all())
		ok(t, err)
		for _, c := range append(listing.Items, got) {
			if c.MergedInto != 0 || c.Merged != (c.ID == b.seen.ID) {
				t.Errorf("#%s is merged: %v, into #%s", c.ID, c.Merged, c.MergedInto)
			}
		}
		wantEqual(t, "history", []string{desk.OutOfSight}, numbers(actor, b.seen.ID))
		e := b.refused("to change it", desk.CodeConflict, func() error {
			_, err := b.UpdateConversation(t.Context(), actor, b.seen.ID, change(to(desk.StatusOpen)))
			return err
		})
		wantEqual(t, "it says", "#1 was merged into a conversation that you have no access to, and can no longer be changed. Nothing was saved.", e.Message)
	})
	wantEqual(t, "to who sees it", []string{b.hidden.ID.String()}, numbers(system(), b.seen.ID))
	wantEqual(t, "what is gone", []string{desk.OutOfSight}, numbers(system(), into.ID))
	wantEqual(t, "where it is", b.hidden.ID, b.get(b.seen.ID).MergedInto)
}
