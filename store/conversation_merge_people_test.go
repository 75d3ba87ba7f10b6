package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
)

// Whom the messages concern stays with them, wherever they go.
func TestMergeTakesPeopleAlong(t *testing.T) {
	w := newWorld(t)
	ana, asAna := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, asBen := w.user("Ben Ito", desk.RoleAgent, "Support")
	source, into := w.conversation("Refund?", w.support), w.conversation("Refund", w.support)
	w.clock.Advance(time.Minute)
	w.note(asBen, into.ID, "This comes first.")
	w.setFollower(asAna, source.ID, ana.ID, true)
	w.note(asBen, source.ID, "See @Ana Souza")
	wantEqual(t, "told of the duplicate", "mention by Ben Ito in Refund?*", w.told(asAna))

	w.merge(source.ID, into.ID)
	wantEqual(t, "told of what it is part of", "mention by Ben Ito in Refund*", w.told(asAna))
	wantEqual(t, "who follows", "Ana Souza", w.follow(into.ID))
	timeline, err := w.ConversationTimeline(t.Context(), system(), into.ID, 100)
	ok(t, err)
	if last := timeline.Messages[len(timeline.Messages)-1]; len(last.Mentions) != 1 {
		t.Errorf("the note names %+v", last.Mentions)
	}

	w.unmerge(source.ID)
	wantEqual(t, "told of the duplicate again", "mention by Ben Ito in Refund?*", w.told(asAna))
}

// What is merged sleeps, until it stands by itself again.
func TestMergedIsNotWoken(t *testing.T) {
	w := newWorld(t)
	source, into := w.conversation("Refund?", w.support), w.conversation("Refund", w.support)
	w.snoozed(source.ID, time.Hour)
	w.merge(source.ID, into.ID)
	for name, call := range map[string]func() error{
		"snoozed": func() error {
			_, err := w.SnoozeConversation(t.Context(), system(), source.ID, until(w.clock.Now().Add(time.Hour)))
			return err
		},
		"woken": func() error {
			_, err := w.WakeConversation(t.Context(), system(), source.ID, desk.ConversationWake{})
			return err
		},
	} {
		if err := call(); !desk.Is(err, desk.CodeConflict) {
			t.Errorf("what is merged is %s: %v", name, err)
		}
	}
	w.clock.Advance(2 * time.Hour)
	if next := w.wake(); next != nil {
		t.Errorf("the next is due %v", next)
	}
	if got := w.get(source.ID).Status; got != desk.StatusClosed {
		t.Errorf("what is merged is %s", got)
	}
	w.unmerge(source.ID)
	w.wake()
	if got := w.get(source.ID).Status; got != desk.StatusOpen {
		t.Errorf("what stands by itself again is %s", got)
	}
}
