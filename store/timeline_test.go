package store_test

import (
	"fmt"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func (w *world) timeline(id desk.ConversationID, limit int) (bodies []string, changes []string, earlier int) {
	w.t.Helper()
	timeline, err := w.ConversationTimeline(w.t.Context(), system(), id, limit)
	ok(w.t, err)
	for _, m := range timeline.Messages {
		bodies = append(bodies, m.Body)
	}
	for _, e := range timeline.Events {
		what := string(e.Action)
		if e.Action == desk.ActionUpdated {
			what += " " + e.Changes[0].After
		}
		changes = append(changes, what)
	}
	return bodies, changes, timeline.Earlier
}

func TestTimeline(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	bodies, changes, _ := w.timeline(conv.ID, 10)
	wantEqual(t, "messages of a new one", []string(nil), bodies)
	wantEqual(t, "events of a new one", []string{"created"}, changes)
	for i := range 4 {
		w.clock.Advance(time.Minute)
		storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindNote, fmt.Sprint(i))
		w.clock.Advance(time.Minute)
		w.update(conv.ID, func(in *update) { in.Subject = desk.Value(fmt.Sprint("Subject ", i)) })
	}
	bodies, changes, earlier := w.timeline(conv.ID, 10)
	wantEqual(t, "all messages", []string{"0", "1", "2", "3"}, bodies)
	wantEqual(t, "all events, no message among them", []string{"created", "updated Subject 0", "updated Subject 1", "updated Subject 2", "updated Subject 3"}, changes)
	wantEqual(t, "earlier", 0, earlier)
	bodies, changes, earlier = w.timeline(conv.ID, 2)
	wantEqual(t, "the newest messages", []string{"2", "3"}, bodies)
	wantEqual(t, "what happened since", []string{"updated Subject 2", "updated Subject 3"}, changes)
	wantEqual(t, "earlier", 2, earlier)
}

// What happened before the first message that is shown is earlier, too.
func TestTimelineLeavesOutEarlierEvents(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	for i := range 3 {
		w.clock.Advance(time.Minute)
		storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindNote, fmt.Sprint(i))
	}
	if _, changes, _ := w.timeline(conv.ID, 2); len(changes) > 0 {
		t.Errorf("%v", changes)
	}
}

func TestTimelineOfNoMessages(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindNote, "Hello")
	if bodies, _, earlier := w.timeline(conv.ID, 0); len(bodies) > 0 || earlier != 1 {
		t.Errorf("%v, %d earlier", bodies, earlier)
	}
}

// The events of a customer with the same number are not the conversation's.
func TestTimelineIsOfConversationsOnly(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	if int64(conv.ID) != int64(w.maya.ID) {
		t.Fatalf("the numbers differ: %d and %d", conv.ID, w.maya.ID)
	}
	_, err := w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Name: desk.Value("M")})
	ok(t, err)
	if _, changes, _ := w.timeline(conv.ID, 10); len(changes) != 1 {
		t.Errorf("%v", changes)
	}
}
