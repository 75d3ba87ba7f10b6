package store_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// canary stands in everything that somebody wrote into a conversation.
const canary = "canary7f3a"

// secret adds a conversation whose every text has the canary, and a history.
func (w *world) secret() desk.ConversationID {
	w.t.Helper()
	conv, err := w.create(system(), func(in *desk.ConversationCreate) {
		in.Subject, in.Message = desk.Value("First "+canary), desk.Value("Hello "+canary)
	})
	ok(w.t, err)
	w.update(conv.ID, func(in *update) { in.Subject, in.Status = desk.Value("Second "+canary), desk.Value(desk.StatusClosed) })
	for _, kind := range desk.MessageKinds() {
		storetest.AddMessage(w.t, w.Store, system(), conv.ID, kind, strings.Repeat(canary+" ", 500))
	}
	return conv.ID
}

func TestDeleteLeavesNothing(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	other := w.conversation("Another", w.support)
	id := w.secret()
	w.save(agent, id, desk.KindReply, "Half a "+canary, 0)
	if !strings.Contains(strings.Join(w.dump(), "\n"), canary) {
		t.Fatal("the canary is nowhere to begin with")
	}
	w.clock.Advance(time.Minute)
	ok(t, w.DeleteConversation(t.Context(), agent, id, desk.ConversationDelete{IfVersions: []int64{3}}))
	for _, row := range w.dump() {
		if strings.Contains(row, canary) {
			t.Errorf("left: %s", row)
		}
	}
	var left []store.Event
	for _, e := range w.events() {
		if e.Subject == "conversation" && e.SubjectID == int64(id) {
			left = append(left, e)
		}
	}
	if len(left) != 1 {
		t.Fatalf("%d events are left: %+v", len(left), left)
	}
	want := []store.Event{{Event: desk.Event{
		ID: left[0].ID, Subject: "conversation", SubjectID: int64(id), Action: desk.ActionDeleted, Via: desk.ViaPage,
		Actor: desk.Author{Type: "user", ID: agent.ID, Name: "Ana Souza"}, Changes: []desk.Change{}, At: w.clock.Now(),
	}, Queued: 1}}
	wantEqual(t, "what is known of it", want, left)
	wantEqual(t, "another conversation", other, w.get(other.ID))
	w.refused("deleting it again", desk.CodeNotFound, func() error {
		return w.DeleteConversation(t.Context(), agent, id, desk.ConversationDelete{})
	})
}

// The bytes of the file are as empty of it as the tables.
func TestDeleteLeavesNothingInTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "parley.db")
	s, err := store.Open(t.Context(), name, store.Options{})
	ok(t, err)
	maya := storetest.AddCustomer(t, s, "Maya Okafor")
	id := (&world{Store: s, t: t, maya: maya}).secret()
	ok(t, s.Close())
	if !strings.Contains(content(t, name), canary) {
		t.Fatal("the canary is nowhere to begin with")
	}
	s, err = store.Open(t.Context(), name, store.Options{})
	ok(t, err)
	ok(t, s.DeleteConversation(t.Context(), system(), id, desk.ConversationDelete{}))
	ok(t, s.Close())
	if strings.Contains(content(t, name), canary) {
		t.Error("what was deleted can still be read in the file")
	}
}

func TestDeletedCustomerLeavesNothing(t *testing.T) {
	w := newWorld(t)
	c, err := w.CreateCustomer(t.Context(), system(), desk.CustomerCreate{
		Name: desk.Value(canary), Email: desk.Value(canary + "@example.com"),
	})
	ok(t, err)
	conv := storetest.AddConversation(t, w.Store, "Refund", c.ID, w.support.ID)
	storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindCustomer, "Hello")
	ok(t, w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{}))
	ok(t, w.DeleteCustomer(t.Context(), system(), c.ID, nil))
	for _, row := range w.dump() {
		if strings.Contains(row, canary) {
			t.Errorf("left: %s", row)
		}
	}
}
