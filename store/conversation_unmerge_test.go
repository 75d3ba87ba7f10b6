package store_test

import (
	"errors"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// What has happened to either since is kept.
func TestUndoMergeLater(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a", "b", "c"} {
		w.tag(name)
	}
	into, source, second := w.conversation("First", w.support), w.conversation("Again", w.support), w.conversation("And again", w.support)
	w.say(into.ID, desk.KindCustomer, "one")
	two := w.say(source.ID, desk.KindCustomer, "two")
	w.say(source.ID, desk.KindCustomer, "three")
	w.say(second.ID, desk.KindCustomer, "four")
	w.set(source.ID, "a", "b", "c")
	w.set(second.ID, "c")
	w.merge(source.ID, into.ID)
	w.merge(second.ID, into.ID)
	w.set(into.ID, "a", "c")      // b goes,
	w.set(into.ID, "a", "b", "c") // and comes back by hand
	w.say(into.ID, desk.KindReply, "five")
	part, err := w.SplitConversation(t.Context(), system(), into.ID, splitting("Apart", two.ID))
	ok(t, err)
	w.unmerge(source.ID)
	wantEqual(t, "what stays", "one four five", w.thread(into.ID))
	wantEqual(t, "what goes back", "three", w.thread(source.ID))
	wantEqual(t, "what was split off", "two", w.thread(part.ID))
	wantEqual(t, "tags: one by hand, one of the other duplicate", []string{"b", "c"}, w.get(into.ID).TagNames())
	w.unmerge(second.ID)
	wantEqual(t, "tags after both", []string{"b"}, w.get(into.ID).TagNames())
	wantEqual(t, "tags of the duplicates", []string{"a", "b", "c"}, w.get(source.ID).TagNames())
	w.sound()
	w.inStep()
}

func TestUndoMergeRefuses(t *testing.T) {
	w := newWorld(t)
	into, source, other := w.conversation("First", w.support), w.conversation("Again", w.support), w.conversation("Other", w.support)
	undo := func(in desk.MergeUndo) func() error {
		return func() error { _, err := w.UndoMerge(t.Context(), system(), source.ID, in); return err }
	}
	e := w.refused("what is not merged", desk.CodeConflict, undo(desk.MergeUndo{}))
	wantEqual(t, "it says", "#2 is not merged into another conversation.", e.Message)
	w.merge(source.ID, into.ID)
	w.refused("another merge", desk.CodeConflict, undo(desk.MergeUndo{Into: desk.Value(other.ID)}))
	w.refused("another version", desk.CodeStale, undo(desk.MergeUndo{IfVersions: []int64{1}}))
	ok(t, w.DeleteConversation(t.Context(), system(), into.ID, desk.ConversationDelete{}))
	e = w.refused("what went with the other", desk.CodeConflict, undo(desk.MergeUndo{}))
	if !strings.Contains(e.Message, "What #2 was merged into was deleted") {
		t.Errorf("it says %q", e.Message)
	}
	w.merge(source.ID, other.ID)
	w.unmerge(source.ID)
	e = w.refused("later", desk.CodeConflict, undo(desk.MergeUndo{}))
	wantEqual(t, "it says", "#2 is not merged into another conversation.", e.Message)
}

// Nothing is left that points at what is gone, whichever of the two goes.
func TestDeleteOfMergedConversations(t *testing.T) {
	w := newWorld(t)
	w.tag("a")
	into, source, second := w.conversation("First", w.support), w.conversation("Again", w.support), w.conversation("And again", w.support)
	w.say(source.ID, desk.KindCustomer, "one")
	w.say(second.ID, desk.KindCustomer, "two")
	w.set(source.ID, "a")
	w.merge(source.ID, into.ID)
	w.merge(second.ID, into.ID)
	ok(t, w.DeleteConversation(t.Context(), system(), source.ID, desk.ConversationDelete{}))
	wantEqual(t, "what stays", "one two", w.thread(into.ID))
	wantEqual(t, "and its tags", []string{"a"}, w.get(into.ID).TagNames())
	wantEqual(t, "where it came from", []string{"3"}, w.rows(`SELECT origin_id FROM messages WHERE origin_id IS NOT NULL`))
	before := w.get(second.ID)
	ok(t, w.DeleteConversation(t.Context(), system(), into.ID, desk.ConversationDelete{}))
	events := w.events()
	gone := events[len(events)-2]
	wantEqual(t, "recorded", []desk.Change{{Field: "mergedGone", Before: "1"}}, gone.Changes)
	wantEqual(t, "of", int64(second.ID), gone.SubjectID)
	left := w.get(second.ID)
	wantEqual(t, "it stands by itself", desk.ConversationID(0), left.MergedInto)
	wantEqual(t, "as another version", before.Version+1, left.Version)
	wantEqual(t, "with nothing in it", "", w.thread(second.ID))
	wantEqual(t, "messages", []string{"0"}, w.rows(`SELECT COUNT(*) FROM messages`))
	w.inStep()
	w.sound()
	w.say(second.ID, desk.KindCustomer, "It goes on.")
}

// Many merge, undo, change and delete the same conversations at once; each is done
// before or after every other.
func TestMergesAtOnce(t *testing.T) {
	w := newWorld(t)
	var ids []desk.ConversationID
	for range 6 {
		id := w.conversation("Again", w.support).ID
		w.say(id, desk.KindCustomer, "one")
		ids = append(ids, id)
	}
	ok(t, errors.Join(together(12, func(i int) error {
		for n := range 8 {
			id, other := ids[(i+n)%6], ids[(i*n+1)%6]
			var err error
			switch (i + n) % 4 {
			case 0, 1:
				_, err = w.MergeConversation(t.Context(), system(), id, mergeInto(other))
			case 2:
				_, err = w.UndoMerge(t.Context(), system(), id, desk.MergeUndo{})
			default:
				_, err = w.UpdateConversation(t.Context(), system(), id, change(to(desk.Statuses()[n%3])))
			}
			if err != nil && desk.As(err) == nil {
				return err
			}
		}
		return nil
	})...))
	wantEqual(t, "messages", []string{"6"}, w.rows(`SELECT COUNT(*) FROM messages`))
	w.inStep()
	w.sound()
}

// What is unread in either is unread in both, and what has been read meanwhile stays so.
func TestMergeKeepsWhatIsUnread(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, other := w.user("Ben Katz", desk.RoleAgent, "Support")
	into, source := w.conversation("First", w.support), w.conversation("Again", w.support)
	unread := func(actor desk.Actor, id desk.ConversationID) desk.MessageID {
		unread, err := w.UnreadMessages(t.Context(), actor, []desk.ConversationID{id})
		ok(t, err)
		return unread[id].First
	}
	one := w.say(into.ID, desk.KindCustomer, "one")
	two := w.say(source.ID, desk.KindCustomer, "two")
	three := w.say(into.ID, desk.KindCustomer, "three")
	ok(t, w.MarkRead(t.Context(), agent, into.ID, three.ID))
	ok(t, w.MarkRead(t.Context(), other, into.ID, one.ID))
	ok(t, w.MarkRead(t.Context(), other, source.ID, two.ID))
	w.merge(source.ID, into.ID)
	wantEqual(t, "what she has not read", two.ID, unread(agent, into.ID))
	wantEqual(t, "what he has not read", three.ID, unread(other, into.ID))
	four := storetest.AddMessage(t, w.Store, system(), into.ID, desk.KindCustomer, "four")
	ok(t, w.MarkRead(t.Context(), agent, into.ID, four.ID))
	w.unmerge(source.ID)
	wantEqual(t, "what she has read meanwhile", desk.MessageID(0), unread(agent, source.ID))
	wantEqual(t, "what he still has not", three.ID, unread(other, into.ID))
}

// Who does not reach what a conversation was merged into cannot take it out again.
func TestScopeOfUndoMerge(t *testing.T) {
	b := newBorders(t)
	b.merge(b.seen.ID, b.hidden.ID)
	for name, actor := range b.actors {
		hidden := b.refused(name, desk.CodeNotFound, func() error { _, err := b.UndoMerge(t.Context(), actor, b.seen.ID, desk.MergeUndo{}); return err })
		absent := b.refused(name, desk.CodeNotFound, func() error { _, err := b.UndoMerge(t.Context(), actor, 999, desk.MergeUndo{}); return err })
		wantEqual(t, "what cannot be told apart", absent, hidden)
	}
}
