package store_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// borders is a workspace with a seen conversation in Billing, a hidden one in
// Sales, and the actors who reach Billing only.
type borders struct {
	*world
	seen, hidden desk.Conversation
	actors       map[string]desk.Actor
}

func newBorders(t *testing.T) *borders {
	b := &borders{world: newWorld(t)}
	b.seen, b.hidden = b.conversation("Seen", b.billing), b.conversation("Hidden", b.sales)
	_, agent := b.user("Ana Souza", desk.RoleAgent, "Billing")
	permissions := desk.RoleAdmin.Permissions().String()
	b.actors = map[string]desk.Actor{"an agent": agent, "a key": b.key("sync", permissions, "Billing")}
	return b
}

// each runs a check as every actor.
func (b *borders) each(check func(t *testing.T, actor desk.Actor)) {
	for name, actor := range b.actors {
		b.t.(*testing.T).Run(name, func(t *testing.T) { check(t, actor) })
	}
}

func TestScopeOfTheList(t *testing.T) {
	b := newBorders(t)
	b.each(func(t *testing.T, actor desk.Actor) {
		listing, err := b.ListConversations(t.Context(), actor, all())
		ok(t, err)
		wantEqual(t, "rows", []desk.Conversation{b.seen}, listing.Items)
		wantEqual(t, "total", 1, listing.Total)
		f := all()
		f.Inboxes = []desk.InboxID{b.sales.ID}
		listing, err = b.ListConversations(t.Context(), actor, f)
		ok(t, err)
		wantEqual(t, "rows of the hidden inbox", []desk.Conversation{}, listing.Items)
		wantEqual(t, "total of the hidden inbox", 0, listing.Total)
	})
}

// Every way to one conversation answers for a hidden one, word for word, as for
// one that does not exist.
func TestScopeOfEveryLookUp(t *testing.T) {
	b := newBorders(t)
	note := desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("Hello")}
	other := b.conversation("Other", b.billing)
	lookUps := map[string]func(desk.Actor, desk.ConversationID) error{
		"get": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.GetConversation(t.Context(), a, id)
			return err
		},
		"update": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.UpdateConversation(t.Context(), a, id, change(to(desk.StatusClosed)))
			return err
		},
		"delete": func(a desk.Actor, id desk.ConversationID) error {
			return b.DeleteConversation(t.Context(), a, id, desk.ConversationDelete{})
		},
		"messages": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.ListMessages(t.Context(), a, id, page(1, 10))
			return err
		},
		"upload": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.UploadAttachment(t.Context(), a, id, desk.AttachmentCreate{Name: "a.txt", Content: strings.NewReader("Hello")})
			return err
		},
		"uploads": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.ListUnsent(t.Context(), a, id)
			return err
		},
		"add a message": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.AddMessage(t.Context(), a, id, note)
			return err
		},
		"timeline": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.ConversationTimeline(t.Context(), a, id, 10)
			return err
		},
		"part of a timeline": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.ConversationTimelineAt(t.Context(), a, id, desk.AtMessage(1), 10)
			return err
		},
		"tags": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.SetConversationTags(t.Context(), a, id, tags())
			return err
		},
		"split": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.SplitConversation(t.Context(), a, id, splitting("Apart", 1))
			return err
		},
		"merge": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.MergeConversation(t.Context(), a, id, mergeInto(other.ID))
			return err
		},
		"merge into": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.MergeConversation(t.Context(), a, other.ID, mergeInto(id))
			return err
		},
		"preview a merge": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.PreviewMerge(t.Context(), a, other.ID, id)
			return err
		},
		"undo a merge": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.UndoMerge(t.Context(), a, id, desk.MergeUndo{})
			return err
		},
		"neighbours": func(a desk.Actor, id desk.ConversationID) error {
			_, err := b.ConversationNeighbours(t.Context(), a, id, all())
			return err
		},
	}
	for name, actor := range b.actors {
		for what, lookUp := range lookUps {
			hidden := b.refused(name+": "+what, desk.CodeNotFound, func() error { return lookUp(actor, b.hidden.ID) })
			absent := b.refused(name+": absent "+what, desk.CodeNotFound, func() error { return lookUp(actor, 999) })
			wantEqual(t, what, absent, hidden)
		}
	}
	for _, what := range []string{"get", "update", "messages", "upload", "uploads", "add a message", "timeline", "part of a timeline", "tags", "neighbours", "preview a merge", "merge into", "delete"} {
		if err := lookUps[what](b.actors["an agent"], b.seen.ID); err != nil {
			t.Errorf("%s of the seen one: %v", what, err)
		}
	}
}

func TestScopeOfNeighbours(t *testing.T) {
	b := newBorders(t)
	last := b.conversation("Last", b.billing)
	f := all()
	f.Sort = desk.Sort{Key: desk.SortCreated}
	b.each(func(t *testing.T, actor desk.Actor) {
		after, err := b.ConversationNeighbours(t.Context(), actor, b.seen.ID, f)
		ok(t, err)
		before, err := b.ConversationNeighbours(t.Context(), actor, last.ID, f)
		ok(t, err)
		if after.Next == nil || *after.Next != last.ID || before.Previous == nil || *before.Previous != b.seen.ID {
			t.Errorf("next %v, previous %v", after.Next, before.Previous)
		}
	})
}

func TestScopeOfCounts(t *testing.T) {
	b := newBorders(t)
	b.each(func(t *testing.T, actor desk.Actor) {
		queues, err := b.CountQueues(t.Context(), actor)
		ok(t, err)
		wantEqual(t, "open", 1, queues.Open)
		wantEqual(t, "unassigned", 1, queues.Unassigned)
		wantEqual(t, "by inbox", map[desk.InboxID]int{b.billing.ID: 1}, queues.Inboxes)
		statuses, err := b.CountStatuses(t.Context(), actor, all())
		ok(t, err)
		wantEqual(t, "by status", store.StatusCounts{Of: map[desk.Status]int{desk.StatusOpen: 1}}, statuses)
	})
}

func TestScopeOfCustomersCounts(t *testing.T) {
	b := newBorders(t)
	storetest.AddConversation(t, b.Store, "Noor's", b.noor.ID, b.sales.ID)
	b.each(func(t *testing.T, actor desk.Actor) {
		listing, err := b.ListCustomers(t.Context(), actor, desk.CustomerFilter{Page: page(1, 10)})
		ok(t, err)
		got := map[desk.CustomerID]int{}
		for _, c := range listing.Items {
			got[c.ID] = c.Conversations
		}
		wantEqual(t, "conversations", map[desk.CustomerID]int{b.maya.ID: 1, b.noor.ID: 0}, got)
	})
}

// Who may read customers but no conversations sees no count of them.
func TestScopeOfCustomersCountsNeedsThePermission(t *testing.T) {
	b := newBorders(t)
	program := b.key("directory", "read:customers")
	listing, err := b.ListCustomers(t.Context(), program, desk.CustomerFilter{Page: page(1, 10)})
	ok(t, err)
	for _, c := range listing.Items {
		wantEqual(t, c.Name, 0, c.Conversations)
	}
}

func TestScopeOfInboxes(t *testing.T) {
	b := newBorders(t)
	b.each(func(t *testing.T, actor desk.Actor) {
		listing, err := b.ListInboxes(t.Context(), actor, page(1, 10))
		ok(t, err)
		wantEqual(t, "total", 1, listing.Total)
		if len(listing.Items) != 1 || listing.Items[0].ID != b.billing.ID {
			t.Errorf("rows: %+v", listing.Items)
		}
		inboxes, err := b.ActorInboxes(t.Context(), actor)
		ok(t, err)
		if len(inboxes) != 1 || inboxes[0].ID != b.billing.ID {
			t.Errorf("the actor's: %+v", inboxes)
		}
		_, err = b.GetInbox(t.Context(), actor, b.billing.ID)
		ok(t, err)
		_, hidden := b.GetInbox(t.Context(), actor, b.sales.ID)
		_, absent := b.GetInbox(t.Context(), actor, 999)
		wantCode(t, "hidden", desk.CodeNotFound, hidden)
		wantEqual(t, "what cannot be told apart", desk.As(absent), desk.As(hidden))
	})
}

func TestScopeOfAssignees(t *testing.T) {
	b := newBorders(t)
	b.user("Cleo Marsh", desk.RoleAgent, "Sales")
	b.each(func(t *testing.T, actor desk.Actor) {
		wantEqual(t, "of what is reached", "Ana", b.assignees(actor, 0))
		wantEqual(t, "of Billing", "Ana", b.assignees(actor, b.billing.ID))
		_, err := b.ListAssignees(t.Context(), actor, b.sales.ID)
		wantCode(t, "of Sales", desk.CodeNotFound, err)
	})
}

func TestScopeOfCreate(t *testing.T) {
	b := newBorders(t)
	for name, actor := range b.actors {
		create := func(inbox desk.Field[desk.InboxID]) func() error {
			return func() error {
				_, err := b.create(actor, func(in *desk.ConversationCreate) { in.InboxID = inbox })
				return err
			}
		}
		ok(t, create(desk.Value(b.billing.ID))())
		b.invalid(name+": hidden inbox", "inboxId", "not_found", create(desk.Value(b.sales.ID)))
		b.invalid(name+": default inbox, hidden", "inboxId", "required", create(desk.Field[desk.InboxID]{}))
	}
}

func TestScopeOfMemberships(t *testing.T) {
	b := newBorders(t)
	program := b.actors["a key"]
	email := storetest.Email("Ana Souza")
	ok(t, b.RemoveMember(t.Context(), program, "Billing", email))
	b.refused("add", desk.CodeNotFound, func() error { return b.AddMember(t.Context(), program, "Sales", email) })
	b.refused("remove", desk.CodeNotFound, func() error { return b.RemoveMember(t.Context(), program, "Sales", email) })
}

// Whoever reaches no inbox sees nothing at all, and it is no error.
func TestScopeThatIsEmpty(t *testing.T) {
	b := newBorders(t)
	_, loner := b.user("Lou Ames", desk.RoleAgent)
	listing, err := b.ListConversations(t.Context(), loner, all())
	ok(t, err)
	inboxes, err := b.ListInboxes(t.Context(), loner, page(1, 10))
	ok(t, err)
	queues, err := b.CountQueues(t.Context(), loner)
	ok(t, err)
	if listing.Total+len(listing.Items)+inboxes.Total+len(inboxes.Items)+queues.Open > 0 || b.assignees(loner, 0) != "" {
		t.Errorf("%+v %+v %+v", listing, inboxes, queues)
	}
}
