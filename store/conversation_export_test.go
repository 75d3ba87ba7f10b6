package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

// exported returns what an export hands over, and does then after every lot.
func (w *world) exported(actor desk.Actor, f desk.ConversationFilter, then func()) (list []desk.Conversation, lots int) {
	w.t.Helper()
	ok(w.t, w.ExportConversations(w.t.Context(), actor, f, func(lot []desk.Conversation) error {
		list, lots = append(list, lot...), lots+1
		then()
		return nil
	}))
	return list, lots
}

func idle() {}

// An export of many lots is the list, in each of its orders and within the actor's reach.
func TestExportIsTheList(t *testing.T) {
	w := newCrowd(t, 6_000)
	w.labels()
	agent := w.agent("Ana Souza")
	for _, query := range []string{"", "sort=-priority", "sort=waiting", "status=closed&sort=createdAt", "snoozed=false&sort=snoozedUntil", "status=open,pending&assignedTo=none", "tag=refund", "snoozed=true&sort=snoozedUntil"} {
		for name, actor := range map[string]desk.Actor{"all": system(), "some inboxes": agent} {
			values, errs := desk.ParseQuery(query)
			ok(t, errs.Err())
			f, errs := desk.ParseConversationFilter(values, agent)
			ok(t, errs.Err())
			got, lots := w.exported(actor, f, idle)
			var want []desk.Conversation
			for f.Page = page(1, 100); len(want) == 100*(f.Page.Number-1); f.Page.Number++ {
				listing, err := w.ListConversations(t.Context(), actor, f)
				ok(t, err)
				want = append(want, listing.Items...)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("?%s for %s: (-listed +exported):\n%s", query, name, diff)
			}
			if len(want) == 0 || len(want) > 5_000 && lots < 10 {
				t.Errorf("?%s for %s: %d in %d lots", query, name, len(want), lots)
			}
		}
	}
}

func TestScopeOfExports(t *testing.T) {
	b := newBorders(t)
	b.each(func(t *testing.T, actor desk.Actor) {
		f := all()
		f.Inboxes = []desk.InboxID{b.billing.ID, b.sales.ID}
		got, _ := b.exported(actor, f, idle)
		wantEqual(t, "rows", []desk.Conversation{b.seen}, got)
		f.Inboxes = []desk.InboxID{b.sales.ID}
		got, lots := b.exported(actor, f, idle)
		if len(got)+lots > 0 {
			t.Errorf("of the hidden inbox: %+v", got)
		}
	})
}

// Whatever happens while somebody receives an export, nothing is in it twice or missing
// for having moved; what is gone, out of reach or other than was asked for is not in it.
func TestExportsOfWhatChanges(t *testing.T) {
	for _, descending := range []bool{false, true} {
		w := newWorld(t)
		var all []desk.ConversationID
		for range 700 {
			w.clock.Advance(time.Second)
			all = append(all, w.conversation("A question", w.billing).ID)
		}
		_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
		f := desk.ConversationFilter{Statuses: []desk.Status{desk.StatusOpen}, Sort: desk.Sort{Key: desk.SortUpdated, Descending: descending}}
		if descending {
			slices.Reverse(all)
		}
		gone, closed, hidden, moved, through := all[600], all[610], all[620], all[650], all[10]
		changed := false
		got, lots := w.exported(agent, f, func() {
			if changed {
				return
			}
			changed = true
			w.clock.Advance(time.Second)
			for _, id := range []desk.ConversationID{through, moved} {
				w.update(id, func(in *update) { in.Priority = desk.Value(desk.PriorityHigh) })
			}
			w.update(closed, to(desk.StatusClosed))
			ok(t, w.DeleteConversation(t.Context(), system(), gone, desk.ConversationDelete{}))
			w.exec(`UPDATE conversations SET inbox_id = $1 WHERE id = $2`, w.sales.ID, hidden)
			w.conversation("Late", w.billing)
		})
		left := slices.DeleteFunc(slices.Clone(all), func(id desk.ConversationID) bool { return id == gone || id == closed || id == hidden })
		wantEqual(t, "exported", left, idsOf(got))
		if lots != 2 || got[slices.Index(left, moved)].Priority != desk.PriorityHigh {
			t.Errorf("%d lots, with what has changed as it was", lots)
		}
	}
}

func TestExportsEnd(t *testing.T) {
	w := newWorld(t)
	w.conversation("A question", w.billing)
	full := errors.New("the disk is full")
	err := w.ExportConversations(t.Context(), system(), all(), func([]desk.Conversation) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
}
