package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func undo(conversations ...desk.Conversation) desk.ConversationUndo {
	return desk.ConversationUndo{Conversations: bulk(conversations...).Conversations}
}

// undone undoes as the actor and returns the refusal of the one row, or "".
func (w *world) undone(actor desk.Actor, c desk.Conversation) desk.Code {
	w.t.Helper()
	outcome, err := w.UndoConversations(w.t.Context(), actor, undo(c))
	ok(w.t, err)
	if len(outcome.Failed) == 0 {
		return ""
	}
	return outcome.Failed[0].Err.Code
}

func TestUndo(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	conv = w.update(conv.ID, func(in *update) { in.AssignedTo = desk.Value(bo.ID) })
	for name, set := range map[string]func(*update){
		"a status":   to(desk.StatusClosed),
		"a priority": func(in *update) { in.Priority = desk.Value(desk.PriorityUrgent) },
		"an assignee": func(in *update) {
			in.AssignedTo = desk.Value(ana.ID)
		},
		"nobody": func(in *update) { in.AssignedTo = desk.Null[desk.UserID]() },
		"several": func(in *update) {
			in.Subject, in.Status, in.AssignedTo = desk.Value("Another"), desk.Value(desk.StatusPending), desk.Value(ana.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := w.get(conv.ID)
			w.clock.Advance(time.Minute)
			changed, err := w.UpdateConversation(t.Context(), agent, conv.ID, change(set))
			ok(t, err)
			if code := w.undone(agent, changed); code != "" {
				t.Fatalf("refused: %s", code)
			}
			after := w.get(conv.ID)
			before.Version, before.UpdatedAt = before.Version+2, w.clock.Now()
			wantEqual(t, "as before", before, after)
			if code := w.undone(agent, after); code != "" {
				t.Fatalf("undone again: %s", code)
			}
			changed.Version += 2
			wantEqual(t, "and back", changed, w.get(conv.ID))
			if code := w.undone(agent, w.get(conv.ID)); code != "" {
				t.Fatalf("and once more: %s", code)
			}
		})
	}
	w.inStep()
	tagged := func(names ...string) desk.Conversation {
		c, err := w.SetConversationTags(t.Context(), system(), conv.ID, desk.ConversationTags{Tags: desk.Value(names)})
		ok(t, err)
		return c
	}
	tagged("refund")
	if code := w.undone(system(), tagged("login", "refund")); code != "" {
		t.Errorf("tags: %s", code)
	}
	wantEqual(t, "its tags", []string{"refund"}, w.get(conv.ID).TagNames())
}

func TestUndoRefused(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	bo, other := w.user("Bo Lind", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	if code := w.undone(agent, conv); code != desk.CodeConflict {
		t.Errorf("nothing to undo: %q", code)
	}
	assigned := func(to desk.UserID, by desk.Actor) desk.Conversation {
		c, err := w.UpdateConversation(t.Context(), by, conv.ID, change(func(in *update) { in.AssignedTo = desk.Value(to) }))
		ok(t, err)
		return c
	}
	mine := assigned(bo.ID, agent)
	if code := w.undone(other, mine); code != desk.CodeConflict {
		t.Errorf("somebody else's: %q", code)
	}
	theirs := assigned(ana.ID, other)
	if code := w.undone(agent, mine); code != desk.CodeStale {
		t.Errorf("changed since: %q", code)
	}
	ok(t, w.RemoveMember(t.Context(), system(), "Billing", bo.Email))
	if code := w.undone(other, theirs); code != desk.CodeInvalid {
		t.Errorf("towards who has left the inbox: %q", code)
	}
	again := assigned(ana.ID, agent) // changes nothing
	wantEqual(t, "as it was", theirs, again)
	hidden := w.conversation("Hidden", w.sales)
	if hiddenCode, absent := w.undone(agent, hidden), w.undone(agent, desk.Conversation{ID: 4711, Version: 1}); hiddenCode != desk.CodeNotFound || absent != hiddenCode {
		t.Errorf("unseen: %q and %q", hiddenCode, absent)
	}
	w.invalid("no version", "conversations[0].version", "required", func() error {
		in := undo(conv)
		in.Conversations.Value[0].Version = desk.Field[int64]{}
		_, err := w.UndoConversations(t.Context(), agent, in)
		return err
	})
	imported := storetest.AddConversation(t, w.Store, "Imported", w.maya.ID, w.billing.ID)
	w.exec(`DELETE FROM events WHERE subject_id = ` + text(imported.ID))
	if code := w.undone(agent, imported); code != desk.CodeConflict {
		t.Errorf("without history: %q", code)
	}
}

// The assignee of before may have gone meanwhile.
func TestUndoTowardsWhoCannotBeAssigned(t *testing.T) {
	w := newWorld(t)
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing")
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	w.update(conv.ID, func(in *update) { in.AssignedTo = desk.Value(bo.ID) })
	freed, err := w.UpdateConversation(t.Context(), agent, conv.ID, change(func(in *update) { in.AssignedTo = desk.Null[desk.UserID]() }))
	ok(t, err)
	_, err = w.DisableUser(t.Context(), system(), bo.Email)
	ok(t, err)
	if code := w.undone(agent, freed); code != desk.CodeInvalid {
		t.Errorf("%q", code)
	}
	wantEqual(t, "as it was", freed, w.get(conv.ID))
}
