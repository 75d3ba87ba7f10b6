package store_test

import (
	"fmt"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// part returns the timeline around a place, and of its messages the bodies.
func (w *world) part(actor desk.Actor, id desk.ConversationID, at desk.TimelinePlace, limit int) (store.Timeline, []string) {
	w.t.Helper()
	t, err := w.ConversationTimelineAt(w.t.Context(), actor, id, at, limit)
	ok(w.t, err)
	var bodies []string
	for _, m := range t.Messages {
		bodies = append(bodies, m.Body)
	}
	return t, bodies
}

// talk adds messages with their numbers as bodies, a minute apart.
func (w *world) talk(id desk.ConversationID, n int) (said []desk.Message) {
	for i := range n {
		said = append(said, w.later(system(), id, desk.KindNote, fmt.Sprint(i)))
	}
	return said
}

func TestTimelineAroundAMessage(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	said := w.talk(conv.ID, 12)
	for at, want := range map[int]struct {
		bodies         []string
		earlier, later int
	}{
		0:  {[]string{"0", "1", "2"}, 0, 9},
		1:  {[]string{"0", "1", "2", "3"}, 0, 8},
		5:  {[]string{"4", "5", "6", "7"}, 4, 4},
		7:  {[]string{"6", "7", "8", "9"}, 6, 2},
		8:  {[]string{"7", "8", "9", "10"}, 7, 1},
		9:  {[]string{"8", "9", "10", "11"}, 8, 0},
		11: {[]string{"8", "9", "10", "11"}, 8, 0},
	} {
		got, bodies := w.part(system(), conv.ID, desk.AtMessage(said[at].ID), 4)
		wantEqual(t, fmt.Sprint("around ", at), want.bodies, bodies)
		wantEqual(t, fmt.Sprint("earlier than around ", at), want.earlier, got.Earlier)
		wantEqual(t, fmt.Sprint("later than around ", at), want.later, got.Later)
		first, last := desk.MessageID(0), desk.MessageID(0)
		if want.later > 0 {
			first, last = said[12-want.later].ID, said[11].ID
		}
		wantEqual(t, "the ids of later ones", []desk.MessageID{first, last}, []desk.MessageID{got.LaterFirst, got.LaterLast})
		if got.Missing || got.Moved != 0 {
			t.Errorf("%d is missing", at)
		}
	}
}

// What happened to the conversation is shown with the messages that it happened among,
// and an event is found as a message is.
func TestTimelineAroundAnEvent(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	for i := range 8 {
		w.later(system(), conv.ID, desk.KindNote, fmt.Sprint(i))
		w.clock.Advance(time.Minute)
		w.update(conv.ID, func(in *update) { in.Subject = desk.Value(fmt.Sprint("Subject ", i)) })
	}
	whole, _ := w.part(system(), conv.ID, desk.TimelinePlace{}, 100)
	third := whole.Events[3] // after that of the creation
	got, bodies := w.part(system(), conv.ID, desk.TimelinePlace{Event: third.ID}, 4)
	wantEqual(t, "around it", []string{"2", "3", "4", "5"}, bodies)
	wantEqual(t, "what happened among them", whole.Events[3:6], got.Events)
	other := w.conversation("Other", w.support)
	for what, place := range map[string]desk.TimelinePlace{
		"of another one": {Event: whole.Events[1].ID}, "of none": {Event: 1 << 40},
	} {
		if got, _ := w.part(system(), other.ID, place, 4); !got.Missing || got.Moved != 0 {
			t.Errorf("an event %s: %+v", what, got)
		}
	}
}

// Of many events at one place the newest are shown, and the one that was asked for.
func TestTimelineKeepsTheEventAskedFor(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	w.talk(conv.ID, 2)
	for i := range 6 {
		w.update(conv.ID, func(in *update) { in.Subject = desk.Value(fmt.Sprint("Subject ", i)) })
	}
	whole, _ := w.part(system(), conv.ID, desk.TimelinePlace{}, 100)
	got, _ := w.part(system(), conv.ID, desk.AtEvent(whole.Events[1].ID), 2)
	wantEqual(t, "an old one, and the newest", []desk.Event{whole.Events[1], whole.Events[5], whole.Events[6]}, got.Events)
	got, _ = w.part(system(), conv.ID, desk.AtEvent(whole.Events[5].ID), 2)
	wantEqual(t, "one of the newest", whole.Events[5:], got.Events)
}

// Who asks for what is elsewhere gets the newest, and is told where that is.
func TestTimelineWithoutWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	said := w.talk(conv.ID, 3)
	split, err := w.SplitConversation(t.Context(), system(), conv.ID, splitting("Apart", said[0].ID))
	ok(t, err)
	into, err := w.MergeConversation(t.Context(), system(), conv.ID, mergeInto(other.ID))
	ok(t, err)
	for what, want := range map[string]struct {
		at    desk.MessageID
		moved desk.ConversationID
	}{"split off": {said[0].ID, split.ID}, "merged": {said[1].ID, into.ID}, "absent": {1 << 40, 0}} {
		got, _ := w.part(system(), conv.ID, desk.AtMessage(want.at), 10)
		wantEqual(t, what, want.moved, got.Moved)
		if !got.Missing || got.Later != 0 {
			t.Errorf("%s: %+v", what, got)
		}
	}
	got, bodies := w.part(system(), into.ID, desk.AtMessage(said[1].ID), 10)
	wantEqual(t, "where it is now", []string{"1", "2"}, bodies)
	if got.Missing {
		t.Error("it is not there")
	}
}

// A message that has gone out of reach is like one that never was.
func TestScopeOfTimelinePlaces(t *testing.T) {
	b := newBorders(t)
	said := storetest.AddMessage(t, b.Store, system(), b.hidden.ID, desk.KindNote, "Secret")
	b.each(func(t *testing.T, actor desk.Actor) {
		hidden, err := b.ConversationTimelineAt(t.Context(), actor, b.seen.ID, desk.AtMessage(said.ID), 10)
		ok(t, err)
		absent, err := b.ConversationTimelineAt(t.Context(), actor, b.seen.ID, desk.AtMessage(1<<40), 10)
		ok(t, err)
		wantEqual(t, "where it is", absent, hidden)
	})
	got, _ := b.part(system(), b.seen.ID, desk.AtMessage(said.ID), 10)
	wantEqual(t, "to who sees it", b.hidden.ID, got.Moved)
}

// Who looks at an old part has not read what is after it, and what was there before
// they came does not become new to them.
func TestReadingAnOldPart(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	old := w.talk(conv.ID, 3)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, ben := w.user("Ben Ito", desk.RoleAgent, "Support")
	w.clock.Advance(time.Minute)
	ok(t, w.MarkRead(t.Context(), ben, conv.ID, old[0].ID))
	wantEqual(t, "to Ben, nothing new", desk.MessageID(0), w.unread(ben, conv.ID))
	recent := w.talk(conv.ID, 3)
	wantEqual(t, "to Ben", recent[0].ID, w.unread(ben, conv.ID))
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, old[0].ID))
	wantEqual(t, "to Ana", recent[0].ID, w.unread(ana, conv.ID))
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, recent[1].ID))
	wantEqual(t, "further on", recent[2].ID, w.unread(ana, conv.ID))
	ok(t, w.MarkRead(t.Context(), ana, conv.ID, old[1].ID))
	wantEqual(t, "after another look back", recent[2].ID, w.unread(ana, conv.ID))
}
