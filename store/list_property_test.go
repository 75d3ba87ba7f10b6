package store_test

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parley/internal/desk"
	"parley/store"
)

// The store's WHERE clause and the rule in Go are one: the list is exactly what
// the actor's scope contains and the filter means, in order, and the counts agree.
func TestScopeIsOneRule(t *testing.T) {
	l := newLot(t)
	rapid.Check(t, func(t *rapid.T) {
		made := l.fill(t, 8)
		for range 3 {
			actor, f := l.actor(t), l.filter(t)
			l.checkList(t, made, actor, f)
			l.checkStatuses(t, made, actor, f)
			l.checkQueues(t, made, actor)
		}
	})
}

func (l *lot) checkList(t *rapid.T, made []desk.Conversation, actor desk.Actor, f desk.ConversationFilter) {
	want := expected(made, f, actor)
	got, err := l.ListConversations(l.t.Context(), actor, f)
	if !actor.Can(desk.ReadConversations) {
		if !desk.Is(err, desk.CodePermission) || len(got.Items) > 0 {
			t.Fatalf("without the permission: %v %v", got, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, got.Items); diff != "" {
		t.Fatalf("the list (-want +got):\n%s", diff)
	}
	if got.Total != len(want) {
		t.Fatalf("total %d, want %d", got.Total, len(want))
	}
	exported := []desk.Conversation{}
	err = l.ExportConversations(l.t.Context(), actor, f, func(lot []desk.Conversation) error {
		exported = append(exported, lot...)
		return nil
	})
	if diff := gocmp.Diff(want, exported); diff != "" || err != nil {
		t.Fatalf("the export: %v (-want +got):\n%s", err, diff)
	}
}

func (l *lot) checkStatuses(t *rapid.T, made []desk.Conversation, actor desk.Actor, f desk.ConversationFilter) {
	got, err := l.CountStatuses(l.t.Context(), actor, f)
	if !actor.Can(desk.ReadConversations) {
		if !desk.Is(err, desk.CodePermission) || len(got.Of) > 0 || got.Snoozed > 0 {
			t.Fatalf("without the permission: %v %v", got, err)
		}
		return
	}
	asked := f.Snoozed
	f.Statuses, f.Snoozed = nil, ""
	want := store.StatusCounts{Of: map[desk.Status]int{}}
	for _, c := range expected(made, f, actor) {
		if c.SnoozedUntil != nil {
			want.Snoozed++
		}
		if asked != desk.Awake || c.SnoozedUntil == nil {
			want.Of[c.Status]++
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" || err != nil {
		t.Fatalf("by status: %v (-want +got):\n%s", err, diff)
	}
}

func (l *lot) checkQueues(t *rapid.T, made []desk.Conversation, actor desk.Actor) {
	got, err := l.CountQueues(l.t.Context(), actor)
	want := store.QueueCounts{Inboxes: map[desk.InboxID]int{}}
	if actor.Can(desk.ReadConversations) != (err == nil) {
		t.Fatalf("%v", err)
	}
	for _, c := range made {
		if err != nil || !actor.ConversationScope().Contains(c) {
			continue
		}
		switch c.Status {
		case desk.StatusPending:
			want.Pending++
			if c.SnoozedUntil != nil {
				want.Snoozed++
			}
		case desk.StatusClosed:
			want.Closed++
		case desk.StatusOpen:
			want.Open++
			want.Inboxes[c.InboxID]++
			if c.AssignedTo == nil {
				want.Unassigned++
			} else if actor.UserID() == c.AssignedTo.ID {
				want.Mine++
			}
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("queues (-want +got):\n%s", diff)
	}
}

// Pages one after the other are the list, whole and without repeats.
func TestPagesNeverOverlap(t *testing.T) {
	l := newLot(t)
	rapid.Check(t, func(t *rapid.T) {
		made := l.fill(t, 8)
		f := l.filter(t)
		want := expected(made, f, system())
		f.Page.Limit = rapid.IntRange(1, 4).Draw(t, "limit")
		got := []desk.Conversation{}
		for number := 1; number <= f.Page.Of(len(want))+1; number++ {
			f.Page.Number = number
			listing, err := l.ListConversations(l.t.Context(), system(), f)
			if err != nil || listing.Total != len(want) || listing.Page != f.Page {
				t.Fatalf("page %d: total %d of %d, %+v, %v", number, listing.Total, len(want), listing.Page, err)
			}
			got = append(got, listing.Items...)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// The neighbours of a conversation are those beside it in the list, or, of one
// that the list does not hold, those beside the place that it would have there.
func TestScopeOfNeighboursIsTheLists(t *testing.T) {
	l := newLot(t)
	rapid.Check(t, func(t *rapid.T) {
		made := l.fill(t, 8)
		actor, f := l.actor(t), l.filter(t)
		if !actor.Can(desk.ReadConversations) {
			return
		}
		list := expected(made, f, actor)
		for _, c := range made {
			got, err := l.ConversationNeighbours(l.t.Context(), actor, c.ID, f)
			if !actor.ConversationScope().Contains(c) {
				if !desk.Is(err, desk.CodeNotFound) || got != (store.Neighbours{}) {
					t.Fatalf("an unseen one has neighbours: %v %v", got, err)
				}
				continue
			}
			if diff := gocmp.Diff(beside(list, f.Sort, c), got); diff != "" || err != nil {
				t.Fatalf("of %d: %v (-want +got):\n%s", c.ID, err, diff)
			}
		}
	})
}

func beside(list []desk.Conversation, sort desk.Sort, c desk.Conversation) (n store.Neighbours) {
	place, found := slices.BinarySearchFunc(list, c, func(a, b desk.Conversation) int { return inOrder(sort, a, b) })
	if place > 0 {
		n.Previous = &list[place-1].ID
	}
	if found {
		place++
	}
	if place < len(list) {
		n.Next = &list[place].ID
	}
	return n
}
