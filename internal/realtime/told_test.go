package realtime_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/internal/realtime"
	"parley/store/storetest"
)

// told waits until a subscription is to count what its reader was told.
func (w *world) told(s *realtime.Subscription) {
	w.t.Helper()
	for limit := time.After(20 * time.Second); ; {
		select {
		case <-s.Ready():
			if s.Take().Told {
				return
			}
		case <-limit:
			w.t.Fatal("nobody is told")
		}
	}
}

// Only who was notified is told that there is something.
func TestNotificationsAreToldToWhoseTheyAre(t *testing.T) {
	w := newWorld(t)
	ben := storetest.Actor(t, w.Store, storetest.AddUser(t, w.Store, "Ben Ito", desk.RoleAgent, "Support"))
	conv := w.add(w.support)
	ana, other := w.reads(w.ana, 0).Subscription, w.reads(ben, 0).Subscription
	w.told(ana) // at first, since it may have missed something
	w.told(other)
	storetest.AddMessage(t, w.Store, storetest.System(), conv, desk.KindNote, "@Ana Souza")
	w.told(ana)
	storetest.AddMessage(t, w.Store, storetest.System(), conv, desk.KindNote, "@Ben Ito")
	for {
		d := other.Take()
		if d.Told {
			break
		}
		<-other.Ready()
	}
	if ana.Take().Told {
		t.Error("she is told of what is another's")
	}
	w.must(w.MarkRead(t.Context(), w.ana, conv, 1<<40))
	w.told(ana)
	w.must(w.DeleteConversation(t.Context(), storetest.System(), conv, desk.ConversationDelete{}))
	w.told(ana)
	ana.SetScope(desk.Inboxes())
	if !ana.Take().Told {
		t.Error("who sees less does not count anew")
	}
}
