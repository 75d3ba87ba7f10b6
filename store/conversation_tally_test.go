package store_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// inStep fails unless the counts are what counting the conversations gives.
func (w *world) inStep() {
	w.t.Helper()
	wantEqual(w.t, "the counts",
		w.rows(`
			SELECT inbox_id, status, priority, COALESCE(assigned_to, 0), channel, source,
			       COUNT(*), COUNT(CASE WHEN status = 'pending' THEN snoozed_until END) FROM conversations
			GROUP BY inbox_id, status, priority, COALESCE(assigned_to, 0), channel, source ORDER BY 1, 2, 3, 4, 5, 6`),
		w.rows(`
			SELECT inbox_id, status, priority, assigned_to, channel, source, SUM(n), SUM(CASE WHEN snoozed THEN n ELSE 0 END)
			FROM conversation_counts WHERE n <> 0
			GROUP BY inbox_id, status, priority, assigned_to, channel, source ORDER BY 1, 2, 3, 4, 5, 6`))
}

// Whatever happens to conversations, refusals included, the counts follow.
func TestCountsStayInStep(t *testing.T) {
	w := newWorld(t)
	random := rand.New(rand.NewPCG(1, 2))
	ana, _ := w.user("Ana Souza", desk.RoleManager)
	var ids []desk.ConversationID
	for range 300 {
		switch n := random.IntN(10); {
		case n < 4 || len(ids) == 0:
			inbox := []desk.Inbox{w.support, w.billing, w.sales}[random.IntN(3)]
			ids = append(ids, w.conversation("Refund", inbox).ID)
		case n < 5:
			at := random.IntN(len(ids))
			ok(t, w.DeleteConversation(t.Context(), system(), ids[at], desk.ConversationDelete{}))
			ids = append(ids[:at], ids[at+1:]...)
		case n < 6:
			storetest.AddMessage(t, w.Store, system(), ids[random.IntN(len(ids))], desk.KindCustomer, "It is still broken.")
		case n < 7:
			w.snoozed(ids[random.IntN(len(ids))], time.Duration(1+random.IntN(10))*time.Hour)
		case n < 8:
			w.clock.Advance(time.Duration(random.IntN(4)) * time.Hour)
			w.wake()
		default:
			w.update(ids[random.IntN(len(ids))], func(in *desk.ConversationUpdate) {
				in.Status = desk.Value(desk.Statuses()[random.IntN(3)])
				in.Priority = desk.Value(desk.Priorities()[random.IntN(4)])
				if in.AssignedTo = desk.Null[desk.UserID](); random.IntN(2) == 0 {
					in.AssignedTo = desk.Value(ana.ID)
				}
			})
		}
	}
	w.inStep()
}

func TestCountsStayInStepWithManyAtOnce(t *testing.T) {
	w := newWorld(t)
	var ids []desk.ConversationID
	for range 8 {
		ids = append(ids, w.conversation("Refund", w.support).ID)
	}
	together(16, func(i int) error {
		for n := range 10 {
			_, err := w.UpdateConversation(t.Context(), system(), ids[(i+n)%len(ids)], change(func(in *desk.ConversationUpdate) {
				in.Status = desk.Value(desk.Statuses()[(i+n)%3])
			}))
			ok(t, err)
		}
		return nil
	})
	w.inStep()
}

// A migration that counts anew counts what is there.
func TestCountsSurviveMigrations(t *testing.T) {
	w := newCrowd(t, 500)
	w.exec(`DELETE FROM outbox`) // whose marks are of the moment
	for _, version := range []int64{17, 1} {
		before := w.dump()
		ok(t, store.Remigrate(t.Context(), w.Store, version))
		w.inStep()
		wantEqual(t, "everything", before, w.dump())
		w.exec(`UPDATE conversations SET snoozed_until = NULL`) // The oldest have no place for it.
		ok(t, store.Remigrate(t.Context(), w.Store, 17))
	}
}
