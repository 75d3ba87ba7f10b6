package store_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

// say is a request for a message of the kind.
func say(kind desk.MessageKind, set func(*desk.MessageCreate)) desk.MessageCreate {
	in := desk.MessageCreate{Kind: desk.Value(kind), Body: desk.Value("Hello")}
	if set != nil {
		set(&in)
	}
	return in
}

// A message and what it does to the conversation are one step.
func TestSendingChangesTheConversation(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	rui, _ := w.user("Rui Cole", desk.RoleAgent, "Support")
	vera, _ := w.user("Vera Lind", desk.RoleViewer, "Support")
	for _, test := range []struct {
		name     string
		before   func(*update)
		in       desk.MessageCreate
		status   desk.Status
		assigned desk.UserID
		version  int64
	}{
		{"a reply alone", nil, say(desk.KindReply, nil), desk.StatusOpen, 0, 1},
		{"and close", nil, say(desk.KindReply, func(in *desk.MessageCreate) { in.Status = desk.Value(desk.StatusClosed) }), desk.StatusClosed, 0, 2},
		{"and take", nil, say(desk.KindReply, func(in *desk.MessageCreate) { in.Take = true }), desk.StatusOpen, ana.ID, 2},
		{"take what somebody has", func(in *update) { in.AssignedTo = desk.Value(rui.ID) }, say(desk.KindReply, func(in *desk.MessageCreate) { in.Take = true }), desk.StatusOpen, rui.ID, 2},
		{"and hand over", nil, say(desk.KindNote, func(in *desk.MessageCreate) { in.AssignedTo = desk.Value(rui.ID) }), desk.StatusOpen, rui.ID, 2},
		{"log, and close", to(desk.StatusPending), say(desk.KindCustomer, func(in *desk.MessageCreate) { in.Status = desk.Value(desk.StatusClosed) }), desk.StatusClosed, 0, 4},
	} {
		conv := w.conversation(test.name, w.support)
		if test.before != nil {
			w.update(conv.ID, test.before)
		}
		_, err := w.AddMessage(t.Context(), agent, conv.ID, test.in)
		ok(t, err)
		got := w.get(conv.ID)
		var assigned desk.UserID
		if got.AssignedTo != nil {
			assigned = got.AssignedTo.ID
		}
		if got.Status != test.status || assigned != test.assigned || got.Version != test.version || got.MessageCount != 1 {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
	conv := w.conversation("Refused", w.support)
	before := strings.Join(w.dump(), "\n")
	for field, in := range map[string]desk.MessageCreate{
		"status":     say(desk.KindReply, func(in *desk.MessageCreate) { in.Status = desk.Value(desk.Status("odd")) }),
		"assignedTo": say(desk.KindNote, func(in *desk.MessageCreate) { in.AssignedTo = desk.Value(vera.ID) }),
	} {
		w.invalid(field, field, map[string]string{"status": "not_in_list", "assignedTo": "not_eligible"}[field], func() error {
			_, err := w.AddMessage(t.Context(), agent, conv.ID, in)
			return err
		})
	}
	wantEqual(t, "after refusals", before, strings.Join(w.dump(), "\n"))
}
