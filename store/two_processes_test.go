package store_test

import (
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// Two stores on one database are what two processes are: nothing passes between
// them but through the database.
func twoProcesses(t *testing.T) (first, second *world) {
	name := storetest.NewDatabase(t)
	open := func() *world {
		return &world{Store: storetest.Open(t, name, store.Options{}), t: t, clock: storetest.NewClock()}
	}
	return open(), open()
}

func TestWhatOneProcessDoesTheOtherSees(t *testing.T) {
	first, second := twoProcesses(t)
	ana := storetest.AddUser(t, first.Store, "Ana Souza", desk.RoleAdmin)
	token := storetest.Token(t, first.Store, ana)
	session, err := second.SessionByToken(t.Context(), token)
	ok(t, err)
	conv := storetest.AddConversation(t, first.Store, "Refund", storetest.AddCustomer(t, first.Store, "Maya Okafor").ID, 1)

	first.update(conv.ID, to(desk.StatusPending))
	_, err = second.UpdateConversation(t.Context(), session.Actor, conv.ID, change(func(in *desk.ConversationUpdate) {
		in.Subject, in.IfVersions = desk.Value("Late"), []int64{conv.Version}
	}))
	if refused := desk.As(err); refused == nil || refused.Code != desk.CodeStale || refused.Current.(desk.Conversation).Status != desk.StatusPending {
		t.Errorf("a change over another's: %v", err)
	}
	ok(t, first.EndSession(t.Context(), token))
	if _, err := second.SessionByToken(t.Context(), token); !desk.Is(err, desk.CodeUnauthenticated) {
		t.Errorf("a session that ended elsewhere goes on: %v", err)
	}
}

// Sixteen clients of two processes change the same conversations: every change
// that was acknowledged is an event, and nothing else is.
func TestNoUpdateIsLostBetweenProcesses(t *testing.T) {
	first, second := twoProcesses(t)
	maya := storetest.AddCustomer(t, first.Store, "Maya Okafor")
	var ids []desk.ConversationID
	for range 5 {
		ids = append(ids, storetest.AddConversation(t, first.Store, "Refund", maya.ID, 1).ID)
	}
	var mu sync.Mutex
	acknowledged, conflicts := map[string]bool{}, 0
	together(16, func(client int) error {
		w, random := []*world{first, second}[client%2], rand.New(rand.NewPCG(uint64(client), 7))
		for n := range 25 {
			id := ids[random.IntN(len(ids))]
			seen, err := w.GetConversation(t.Context(), system(), id)
			ok(t, err)
			subject := "by " + strconv.Itoa(client) + " at " + strconv.Itoa(n)
			_, err = w.UpdateConversation(t.Context(), system(), id, change(func(in *desk.ConversationUpdate) {
				in.Subject, in.IfVersions = desk.Value(subject), []int64{seen.Version}
			}))
			mu.Lock()
			switch {
			case err == nil:
				acknowledged[subject] = true
			case desk.Is(err, desk.CodeStale):
				conflicts++
			default:
				t.Errorf("neither done nor a conflict: %v", err)
			}
			mu.Unlock()
		}
		return nil
	})
	events, err := store.Events(t.Context(), first.Store)
	ok(t, err)
	recorded := 0
	for _, e := range events {
		if e.Action == desk.ActionUpdated {
			recorded++
			if !acknowledged[e.Changes[0].After] {
				t.Errorf("%q was recorded and not acknowledged", e.Changes[0].After)
			}
		}
	}
	if recorded != len(acknowledged) || recorded+conflicts != 16*25 {
		t.Errorf("%d recorded, %d acknowledged, %d conflicts", recorded, len(acknowledged), conflicts)
	}
	versions := int64(0)
	for _, id := range ids {
		versions += second.get(id).Version - 1
	}
	if int(versions) != recorded {
		t.Errorf("the versions grew by %d, for %d changes", versions, recorded)
	}
	second.inStep()
}
