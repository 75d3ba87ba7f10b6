package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestSmoke(t *testing.T) {
	s := storetest.New(t)
	inbox := storetest.AddInbox(t, s, "Billing")
	c := storetest.AddCustomer(t, s, "Maya Okafor")
	conv := storetest.AddConversation(t, s, "Refund", c.ID, inbox.ID)
	ana := storetest.AddUser(t, s, "Ana Souza", desk.RoleAgent, "Billing")
	actor := storetest.Actor(t, s, ana)
	got, err := s.UpdateConversation(t.Context(), actor, conv.ID, desk.ConversationUpdate{ConversationProperties: desk.ConversationProperties{AssignedTo: desk.Value(ana.ID)}})
	if err != nil || got.Version != 2 {
		t.Fatal(got, err)
	}
	storetest.AddMessage(t, s, actor, conv.ID, desk.KindReply, "hello")
	f, _ := desk.ParseConversationFilter(map[string][]string{"sort": {"-waiting"}, "assignedTo": {"me,none"}}, actor)
	l, err := s.ListConversations(t.Context(), actor, f)
	if err != nil || l.Total != 1 {
		t.Fatal(l, err)
	}
	if _, err := s.CountQueues(t.Context(), actor); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ConversationNeighbours(t.Context(), actor, conv.ID, f); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ConversationTimeline(t.Context(), actor, conv.ID, 100); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ListCustomers(t.Context(), actor, desk.CustomerFilter{Search: "maya", Page: desk.Page{Number: 1, Limit: 10}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(t.Context(), "x@y", "foo", "1.2.3.4"); !desk.Is(err, desk.CodeUnauthenticated) {
		t.Fatal(err)
	}
	key := storetest.AddKey(t, s, "k", "read:conversations", "Billing")
	if a, err := s.ActorByKey(t.Context(), key); err != nil || a.Name != "k" {
		t.Fatal(a, err)
	}
	if err := s.DeleteConversation(t.Context(), actor, conv.ID, desk.ConversationDelete{}); err != nil {
		t.Fatal(err)
	}
}
