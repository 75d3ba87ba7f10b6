package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

type update = desk.ConversationUpdate

func TestUpdateConversation(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	for _, test := range []struct {
		name string
		set  func(*update)
		want func(*desk.Conversation)
	}{
		{"subject", func(in *update) { in.Subject = desk.Value(" Invoice ") }, func(c *desk.Conversation) { c.Subject = "Invoice" }},
		{"status", to(desk.StatusClosed), func(c *desk.Conversation) { c.Status = desk.StatusClosed }},
		{"priority", func(in *update) { in.Priority = desk.Value(desk.PriorityUrgent) }, func(c *desk.Conversation) { c.Priority = desk.PriorityUrgent }},
		{"assignee", func(in *update) { in.AssignedTo = desk.Value(ana.ID) }, func(c *desk.Conversation) {
			c.AssignedTo = &desk.UserRef{ID: ana.ID, Name: "Ana Souza", Email: ana.Email}
		}},
		{"several at its version", func(in *update) {
			in.Subject, in.Status, in.IfVersions = desk.Value("Invoice"), desk.Value(desk.StatusPending), []int64{7, 1}
		}, func(c *desk.Conversation) { c.Subject, c.Status = "Invoice", desk.StatusPending }},
	} {
		t.Run(test.name, func(t *testing.T) {
			conv := w.conversation("Refund", w.billing)
			storetest.AddMessage(t, w.Store, agent, conv.ID, desk.KindNote, "a note")
			w.clock.Advance(time.Minute)
			want := w.get(conv.ID)
			want.Version, want.UpdatedAt = 2, w.clock.Now()
			test.want(&want)
			got, err := w.UpdateConversation(t.Context(), agent, conv.ID, change(test.set))
			ok(t, err)
			wantEqual(t, "the answer", want, got)
			wantEqual(t, "what is kept", want, w.get(conv.ID))
		})
	}
}

func TestUpdateThatChangesNothing(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	conv = w.update(conv.ID, func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
	before := w.dump()
	w.clock.Advance(time.Hour)
	for name, set := range map[string]func(*update){
		"nothing at all":  func(*update) {},
		"what it has":     func(in *update) { in.Subject, in.Status = desk.Value(" Refund"), desk.Value(desk.StatusOpen) },
		"its own version": func(in *update) { in.IfVersions = []int64{2} },
		"its assignee":    func(in *update) { in.AssignedTo = desk.Value(ana.ID) },
	} {
		got, err := w.UpdateConversation(t.Context(), agent, conv.ID, change(set))
		ok(t, err)
		wantEqual(t, name, conv, got)
	}
	wantEqual(t, "the database", before, w.dump())
}

func TestUnassign(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	w.update(conv.ID, func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
	unassign := change(func(in *update) { in.AssignedTo = desk.Null[desk.UserID]() })
	for range 2 { // The second time it changes nothing.
		got, err := w.UpdateConversation(t.Context(), agent, conv.ID, unassign)
		ok(t, err)
		if got.AssignedTo != nil || got.Version != 3 {
			t.Errorf("assigned to %v, version %d", got.AssignedTo, got.Version)
		}
	}
}

func TestUpdateConversationIsRefused(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	viewer, _ := w.user("Vera Lund", desk.RoleViewer, "Billing")
	other, _ := w.user("Otto Berg", desk.RoleAgent, "Sales")
	gone, _ := w.user("Gil Roth", desk.RoleAgent, "Billing")
	_, err := w.DisableUser(t.Context(), system(), gone.Email)
	ok(t, err)
	conv := w.conversation("Refund", w.billing)
	for _, test := range []struct {
		name, field, code string
		set               func(*update)
	}{
		{"blank subject", "subject", "empty", func(in *update) { in.Subject = desk.Value(" ") }},
		{"null subject", "subject", "null", func(in *update) { in.Subject = desk.Null[string]() }},
		{"unknown status", "status", "not_in_list", to("opened")},
		{"null priority", "priority", "null", func(in *update) { in.Priority = desk.Null[desk.Priority]() }},
		{"nobody's id", "assignedTo", "not_found", func(in *update) { in.AssignedTo = desk.Value(desk.UserID(999)) }},
		{"a viewer", "assignedTo", "not_eligible", func(in *update) { in.AssignedTo = desk.Value(viewer.ID) }},
		{"an agent of another inbox", "assignedTo", "not_eligible", func(in *update) { in.AssignedTo = desk.Value(other.ID) }},
		{"a disabled agent", "assignedTo", "not_eligible", func(in *update) { in.AssignedTo = desk.Value(gone.ID) }},
		{"right and wrong", "status", "not_in_list", func(in *update) { in.Subject, in.Status = desk.Value("New"), desk.Value(desk.Status("")) }},
		{"an unknown field", "colour", "unknown", func(in *update) { in.Problems.Add("colour", "unknown", "colour is not a field") }},
	} {
		w.invalid(test.name, test.field, test.code, func() error {
			_, err := w.UpdateConversation(t.Context(), agent, conv.ID, change(test.set))
			return err
		})
	}
}

func TestEveryWrongFieldOfAnUpdateIsNamed(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.billing)
	e := w.refused("all wrong", desk.CodeInvalid, func() error {
		_, err := w.UpdateConversation(t.Context(), system(), conv.ID, change(func(in *update) {
			in.Subject, in.Status, in.Priority, in.AssignedTo = desk.Value(""), desk.Value(desk.Status("x")), desk.Value(desk.Priority("x")), desk.Value(desk.UserID(999))
		}))
		return err
	})
	if len(e.Fields) != 4 {
		t.Errorf("%v", e.Fields)
	}
}

// Unseen comes before stale, and stale before what is wrong with the fields.
func TestOrderOfRefusals(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	hidden, seen := w.conversation("Refund", w.sales), w.conversation("Refund", w.billing)
	wrong := change(func(in *update) { in.Subject, in.IfVersions = desk.Value(""), []int64{9} })
	try := func(id desk.ConversationID) func() error {
		return func() error {
			_, err := w.UpdateConversation(t.Context(), agent, id, wrong)
			return err
		}
	}
	unseen := w.refused("out of reach", desk.CodeNotFound, try(hidden.ID))
	absent := w.refused("absent", desk.CodeNotFound, try(999))
	wantEqual(t, "what cannot be told apart", absent, unseen)
	stale := w.refused("stale", desk.CodeStale, try(seen.ID))
	wantEqual(t, "what is there now", any(seen), stale.Current)
	w.refused("stale delete", desk.CodeStale, func() error {
		return w.DeleteConversation(t.Context(), agent, seen.ID, desk.ConversationDelete{IfVersions: []int64{2}})
	})
}

func TestFormThatShowedAnOlderValue(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.billing)
	w.update(conv.ID, to(desk.StatusPending))
	w.refused("the status has changed since", desk.CodeStale, func() error {
		_, err := w.UpdateConversation(t.Context(), system(), conv.ID, change(func(in *update) {
			in.Was.Status, in.Status = desk.Value(desk.StatusOpen), desk.Value(desk.StatusClosed)
		}))
		return err
	})
	got := w.update(conv.ID, func(in *update) { // Another property than the one that has changed.
		in.Was.Priority, in.Priority = desk.Value(desk.PriorityMedium), desk.Value(desk.PriorityHigh)
	})
	if got.Version != 3 || got.Status != desk.StatusPending || got.Priority != desk.PriorityHigh {
		t.Errorf("%+v", got)
	}
}

// One who is assigned already is not asked for anything: they may have lost
// their rights since.
func TestAssigneeWhoLostTheirRightsStays(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	w.update(conv.ID, func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
	_, err := w.DisableUser(t.Context(), system(), ana.Email)
	ok(t, err)
	got := w.update(conv.ID, func(in *update) { in.AssignedTo, in.Status = desk.Value(ana.ID), desk.Value(desk.StatusClosed) })
	if got.AssignedTo == nil || got.AssignedTo.ID != ana.ID || got.Status != desk.StatusClosed {
		t.Errorf("%+v", got)
	}
}
