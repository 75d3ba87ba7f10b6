package store_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"parley/internal/desk"
)

// bulk names conversations at the versions that they have here.
func bulk(conversations ...desk.Conversation) desk.ConversationBulk {
	var rows []desk.BulkRow
	for _, c := range conversations {
		rows = append(rows, desk.BulkRow{ID: desk.Value(c.ID), Version: desk.Value(c.Version)})
	}
	return desk.ConversationBulk{Conversations: desk.Value(rows)}
}

func idsOf(conversations []desk.Conversation) []desk.ConversationID {
	ids := []desk.ConversationID{}
	for _, c := range conversations {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestUpdateConversations(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	var rows []desk.Conversation
	var want []desk.Event
	for range 50 {
		rows = append(rows, w.conversation("Refund", w.billing))
	}
	changes := []desk.Change{
		{Field: "status", Before: "open", After: "pending"},
		{Field: "priority", Before: "medium", After: "urgent"},
		{Field: "assignedTo", After: text(ana.ID), AfterName: ana.Name},
	}
	for _, c := range rows {
		want = append(want, event("conversation", int64(c.ID), desk.ActionUpdated, changes...))
	}
	slices.Reverse(rows) // Whatever the order asked for, they are changed by ascending id.
	in := bulk(rows...)
	in.Status, in.Priority, in.AssignedTo = desk.Value(desk.StatusPending), desk.Value(desk.PriorityUrgent), desk.Value(ana.ID)
	var outcome desk.BulkOutcome
	w.recorded("fifty at once", agent, func() (err error) {
		outcome, err = w.UpdateConversations(t.Context(), agent, in)
		return err
	}, want...)
	slices.Reverse(rows)
	wantEqual(t, "changed", idsOf(rows), idsOf(outcome.Changed))
	if len(outcome.Unchanged)+len(outcome.Failed) > 0 {
		t.Errorf("unchanged %v, failed %v", outcome.Unchanged, outcome.Failed)
	}
	for i, c := range rows {
		c.Status, c.Priority, c.Version, c.UpdatedAt = desk.StatusPending, desk.PriorityUrgent, 2, w.clock.Now()
		c.AssignedTo = &desk.UserRef{ID: ana.ID, Name: ana.Name, Email: ana.Email}
		wantEqual(t, "the answer", c, outcome.Changed[i])
		wantEqual(t, "what is kept", c, w.get(c.ID))
	}
	w.inStep()
}

// One row that stands against the change is named, and the others are done.
func TestUpdateConversationsOneByOne(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing", "Support")
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing")
	plain := w.conversation("Plain", w.billing)
	late := w.conversation("Late", w.billing)
	done := w.conversation("Done", w.billing)
	hidden := w.conversation("Hidden", w.sales)
	beyond := w.conversation("Beyond Bo's inboxes", w.support)
	done = w.update(done.ID, func(in *update) { in.AssignedTo = desk.Value(bo.ID) })
	w.clock.Advance(time.Minute)
	stands := w.update(late.ID, func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
	in := bulk(plain, late, done, hidden, beyond, desk.Conversation{ID: 4711, Version: 1})
	in.AssignedTo = desk.Value(bo.ID)
	outcome, err := w.UpdateConversations(t.Context(), agent, in)
	ok(t, err)
	wantEqual(t, "changed", []desk.ConversationID{plain.ID}, idsOf(outcome.Changed))
	wantEqual(t, "unchanged", []desk.ConversationID{done.ID}, idsOf(outcome.Unchanged))
	got := map[desk.ConversationID]desk.Code{}
	for _, f := range outcome.Failed {
		got[f.ID] = f.Err.Code
	}
	wantEqual(t, "failed", map[desk.ConversationID]desk.Code{
		late.ID: desk.CodeStale, hidden.ID: desk.CodeNotFound, beyond.ID: desk.CodeInvalid, 4711: desk.CodeNotFound,
	}, got)
	wantEqual(t, "what somebody else did", stands, w.get(late.ID))
	wantEqual(t, "the hidden one", hidden, w.get(hidden.ID))
	wantEqual(t, "the assignee", bo.ID, w.get(plain.ID).AssignedTo.ID)
	w.inStep()
}

func TestUpdateConversationsRefused(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.billing)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	_, viewer := w.user("Vic Noor", desk.RoleViewer, "Billing")
	closing := bulk(conv)
	closing.Status = desk.Value(desk.StatusClosed)
	call := func(actor desk.Actor, in desk.ConversationBulk) func() error {
		return func() error {
			_, err := w.UpdateConversations(t.Context(), actor, in)
			return err
		}
	}
	w.refused("nobody", desk.CodeUnauthenticated, call(desk.Actor{}, closing))
	w.refused("a viewer", desk.CodePermission, call(viewer, closing))
	w.invalid("nothing to change", "assignedTo", "required", call(agent, bulk(conv)))
	odd := closing
	odd.AssignedTo = desk.Value(desk.UserID(4711))
	w.invalid("an assignee there is not", "assignedTo", "not_found", call(agent, odd))
}

// Requests that name the same rows, in whatever order, neither fail nor lose
// anything.
func TestUpdateConversationsTogether(t *testing.T) {
	const writers, rounds = 6, 4
	w := newWorld(t)
	var rows []desk.Conversation
	for range 8 {
		rows = append(rows, w.conversation("Refund", w.billing))
	}
	for _, err := range together(writers, func(i int) error {
		mine := slices.Clone(rows)
		if i%2 == 1 {
			slices.Reverse(mine)
		}
		for round := range rounds {
			in := bulk(mine...)
			for i := range in.Conversations.Value {
				in.Conversations.Value[i].Version = desk.Field[int64]{}
			}
			in.Priority = desk.Value(desk.Priorities()[(i+round)%4])
			if _, err := w.UpdateConversations(t.Context(), system(), in); err != nil {
				return err
			}
		}
		return nil
	}) {
		ok(t, err)
	}
	var moved int64
	for _, c := range rows {
		moved += w.get(c.ID).Version - 1
	}
	wantEqual(t, "events", []string{strconv.FormatInt(moved, 10)}, w.rows(`SELECT COUNT(*) FROM events WHERE subject = 'conversation' AND action = 'updated'`))
	if moved < int64(len(rows)) {
		t.Errorf("only %d changes", moved)
	}
	w.inStep()
}
