package cli

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// untilOpen waits until conversations are open. That is sooner than the server looks
// of its own accord, so that it has been told, or has known, when to.
func untilOpen(t *testing.T, s *store.Store, conversations ...desk.Conversation) {
	t.Helper()
	for limit := time.Now().Add(wakeEvery / 2); ; time.Sleep(5 * time.Millisecond) {
		open := 0
		for _, c := range conversations {
			now, err := s.GetConversation(t.Context(), storetest.System(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if now.Status == desk.StatusOpen {
				open++
			}
		}
		if open == len(conversations) {
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("%d of %d conversations have woken", open, len(conversations))
		}
	}
}

// What came due while no server ran wakes when one starts; what is snoozed from then
// on, when it is due.
func TestConversationsWake(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	inbox, customer := storetest.AddInbox(t, s, "Help"), storetest.AddCustomer(t, s, "Maya Okafor")
	snoozed := func(by *store.Store, until time.Time) desk.Conversation {
		t.Helper()
		c := storetest.AddConversation(t, s, "Refund", customer.ID, inbox.ID)
		c, err := by.SnoozeConversation(t.Context(), storetest.System(), c.ID, desk.ConversationSnooze{Until: desk.Value(until)})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	now := time.Now()
	yesterday := s.WithClock(func() time.Time { return now.AddDate(0, 0, -1) })
	missed := snoozed(yesterday, now.Add(-time.Hour))
	later := snoozed(s, now.Add(time.Hour))
	end := wakeConversations(t.Context(), s, slog.New(slog.NewTextHandler(io.Discard, nil)))
	defer end()
	untilOpen(t, s, missed)
	untilOpen(t, s, snoozed(s, time.Now().Add(200*time.Millisecond)), snoozed(s, time.Now().Add(100*time.Millisecond)))
	if c, err := s.GetConversation(t.Context(), storetest.System(), later.ID); err != nil || c.Status != desk.StatusPending {
		t.Errorf("what is not due is %s, %v", c.Status, err)
	}
}
