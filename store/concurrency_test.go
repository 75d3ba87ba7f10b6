package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// No acknowledged update is lost: each of many writers reads, adds to the
// subject and writes under the version it read. The subject, the version and the
// events count exactly what was acknowledged.
func TestNoUpdateIsLost(t *testing.T) {
	const writers, rounds = 8, 12
	w := newWorld(t)
	conv := w.conversation("S", w.support)
	var done, stale atomic.Int64
	for _, err := range together(writers, func(int) error {
		for range rounds {
			now, err := w.GetConversation(t.Context(), system(), conv.ID)
			if err != nil {
				return err
			}
			_, err = w.UpdateConversation(t.Context(), system(), conv.ID, change(func(in *update) {
				in.Subject, in.IfVersions = desk.Value(now.Subject+"-"), []int64{now.Version}
				in.Priority = desk.Value(desk.Priorities()[now.Version%4])
			}))
			switch {
			case err == nil:
				done.Add(1)
			case desk.Is(err, desk.CodeStale):
				stale.Add(1)
			default:
				return err
			}
		}
		return nil
	}) {
		ok(t, err)
	}
	got := w.get(conv.ID)
	wantEqual(t, "attempts", int64(writers*rounds), done.Load()+stale.Load())
	wantEqual(t, "version", done.Load()+1, got.Version)
	wantEqual(t, "additions to the subject", int(done.Load()), len(got.Subject)-1)
	wantEqual(t, "events", []string{fmt.Sprint(done.Load())}, w.rows(`SELECT COUNT(*) FROM events WHERE subject = 'conversation' AND action = 'updated'`))
}

// Of many updates of one version, one is made, and the others change nothing.
func TestOneUpdateOfAVersionIsMade(t *testing.T) {
	const writers, rounds = 8, 5
	w := newWorld(t)
	conv := w.conversation("0", w.support)
	for round := range rounds {
		var made atomic.Int64
		for _, err := range together(writers, func(i int) error {
			_, err := w.UpdateConversation(t.Context(), system(), conv.ID, change(func(in *update) {
				in.Subject, in.IfVersions = desk.Value(fmt.Sprintf("%d by %d", round, i)), []int64{int64(round + 1)}
			}))
			if err == nil {
				made.Add(1)
			}
			return err
		}) {
			if err != nil {
				wantCode(t, "the others", desk.CodeStale, err)
			}
		}
		wantEqual(t, "made", int64(1), made.Load())
		wantEqual(t, "version", int64(round+2), w.get(conv.ID).Version)
	}
}

// Without a version, updates of different properties do not undo each other.
func TestUpdatesOfDifferentPropertiesBothStand(t *testing.T) {
	w := newWorld(t)
	for range 10 {
		conv := w.conversation("Refund", w.support)
		sets := []func(*update){
			func(in *update) { in.Subject = desk.Value("Invoice") },
			to(desk.StatusPending),
			func(in *update) { in.Priority = desk.Value(desk.PriorityUrgent) },
		}
		for _, err := range together(len(sets), func(i int) error {
			_, err := w.UpdateConversation(t.Context(), system(), conv.ID, change(sets[i]))
			return err
		}) {
			ok(t, err)
		}
		got := w.get(conv.ID)
		if got.Subject != "Invoice" || got.Status != desk.StatusPending || got.Priority != desk.PriorityUrgent || got.Version != 4 {
			t.Errorf("%+v", got)
		}
	}
}

func TestMessagesAtOnceAreAllCounted(t *testing.T) {
	const each = 20
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	kinds := desk.MessageKinds()
	for _, err := range together(len(kinds), func(i int) error {
		for n := range each {
			in := desk.MessageCreate{Kind: desk.Value(kinds[i]), Body: desk.Value(fmt.Sprint(n))}
			if _, err := w.AddMessage(t.Context(), system(), conv.ID, in); err != nil {
				return err
			}
		}
		return nil
	}) {
		ok(t, err)
	}
	got := w.get(conv.ID)
	wantEqual(t, "counted", each*len(kinds), got.MessageCount)
	wantEqual(t, "version", int64(1), got.Version)
	wantEqual(t, "kept", []string{fmt.Sprint(each * len(kinds))}, w.rows(`SELECT COUNT(*) FROM messages`))
}

func TestOneOfManySameCustomersIsAdded(t *testing.T) {
	w := newWorld(t)
	added := 0
	for _, err := range together(8, func(int) error { _, err := w.addCustomer("Lena", "Lena@example.com", ""); return err }) {
		if err == nil {
			added++
		} else {
			wantCode(t, "the others", desk.CodeInvalid, err)
		}
	}
	wantEqual(t, "added", 1, added)
}

// A deletion and a message at once: the message is refused or gone with the
// conversation, and never left behind.
func TestNothingIsAddedToWhatIsDeleted(t *testing.T) {
	w := newWorld(t)
	for range 10 {
		conv := w.conversation("Refund", w.support)
		errs := together(2, func(i int) error {
			if i == 0 {
				return w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{})
			}
			_, err := w.AddMessage(t.Context(), system(), conv.ID, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("Hello")})
			return err
		})
		ok(t, errs[0])
		if errs[1] != nil {
			wantCode(t, "message", desk.CodeNotFound, errs[1])
		}
	}
	wantEqual(t, "messages left", []string{"0"}, w.rows(`SELECT COUNT(*) FROM messages`))
	wantEqual(t, "events left", []string{"deleted | 10"}, w.rows(`SELECT action, COUNT(*) FROM events WHERE subject = 'conversation' GROUP BY action`))
}

// A store that others have given another clock to is the same database.
func TestWithClock(t *testing.T) {
	s := storetest.New(t)
	clock := storetest.NewClock()
	maya := storetest.AddCustomer(t, s.WithClock(clock.Now), "Maya Okafor")
	noor := storetest.AddCustomer(t, s, "Noor Haddad")
	if !maya.CreatedAt.Equal(clock.Now()) || noor.CreatedAt.Equal(clock.Now()) {
		t.Errorf("made at %v and %v", maya.CreatedAt, noor.CreatedAt)
	}
}

// Whoever waits for somebody else's change begins where that has ended: with the
// assignee too, who is read from another table.
func TestChangesAtOnceFollowEachOther(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	ana, _ := w.user("Ana Souza", desk.RoleManager)
	for _, err := range together(8, func(i int) error {
		for n := range 20 {
			in := change(to(desk.Statuses()[n%3]))
			if i%2 == 0 {
				in = change(func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
				if n%2 == 0 {
					in.AssignedTo = desk.Null[desk.UserID]()
				}
			}
			if _, err := w.UpdateConversation(t.Context(), system(), conv.ID, in); err != nil {
				return err
			}
		}
		return nil
	}) {
		ok(t, err)
	}
	left := map[string]string{"status": "open"}
	for _, e := range w.events() {
		for _, c := range e.Changes {
			if e.Action == desk.ActionUpdated && left[c.Field] != c.Before {
				t.Errorf("%s was left as %q and changed from %q", c.Field, left[c.Field], c.Before)
			}
			left[c.Field] = c.After
		}
	}
	w.inStep()
}
