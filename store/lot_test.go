package store_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/internal/desk"
	"parley/store/storetest"
)

// lot is a workspace whose conversations property tests draw anew for each case.
type lot struct {
	*world
	users []desk.User // managers, whom every inbox's conversations can be assigned to
	tags  []string
}

func newLot(t testing.TB) *lot {
	l := &lot{world: newWorld(t), tags: []string{"login", "refund", "vip"}}
	for _, name := range []string{"Ana Souza", "Ben Ito", "Cleo Marsh"} {
		l.users = append(l.users, storetest.AddUser(t, l.Store, name, desk.RoleManager))
	}
	for _, name := range l.tags {
		l.tag(name)
	}
	return l
}

func (l *lot) inboxes() []desk.InboxID {
	return []desk.InboxID{l.support.ID, l.billing.ID, l.sales.ID}
}

func (l *lot) userIDs() []desk.UserID {
	return []desk.UserID{l.users[0].ID, l.users[1].ID, l.users[2].ID}
}

func (l *lot) customers() []desk.CustomerID { return []desk.CustomerID{l.maya.ID, l.noor.ID} }

// fill replaces all conversations by up to most new ones of every kind, many of
// them made in the same instant.
func (l *lot) fill(t *rapid.T, most int) []desk.Conversation {
	l.exec(`DELETE FROM conversations`)
	l.exec(`DELETE FROM conversation_counts`)
	var made []desk.Conversation
	for range rapid.IntRange(0, most).Draw(t, "conversations") {
		made = append(made, l.create(t))
	}
	for i, c := range made {
		l.later(t)
		l.work(t, c.ID)
		l.sort(t, c.ID)
		made[i] = l.get(c.ID)
	}
	return made
}

func (l *lot) later(t *rapid.T) {
	l.clock.Advance(time.Duration(rapid.IntRange(0, 1).Draw(t, "minutes")) * time.Minute)
}

func (l *lot) create(t *rapid.T) desk.Conversation {
	l.later(t)
	actor := system()
	actor.Via = rapid.SampledFrom([]desk.Via{desk.ViaAPI, desk.ViaPage}).Draw(t, "via")
	in := desk.ConversationCreate{
		Subject:    desk.Value("A question"),
		CustomerID: desk.Value(rapid.SampledFrom(l.customers()).Draw(t, "customer")),
		InboxID:    desk.Value(rapid.SampledFrom(l.inboxes()).Draw(t, "inbox")),
		Channel:    desk.Value(rapid.SampledFrom(desk.Channels()).Draw(t, "channel")),
		Priority:   desk.Value(rapid.SampledFrom(desk.Priorities()).Draw(t, "priority")),
	}
	if rapid.Bool().Draw(t, "with message") {
		in.Message = desk.Value("Hello")
	}
	c, err := l.CreateConversation(l.t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// work does what agents do to a conversation.
func (l *lot) work(t *rapid.T, id desk.ConversationID) {
	update := change(to(rapid.SampledFrom(desk.Statuses()).Draw(t, "status")))
	if rapid.Bool().Draw(t, "assign") {
		update.AssignedTo = desk.Value(rapid.SampledFrom(l.userIDs()).Draw(t, "assignee"))
	}
	if _, err := l.UpdateConversation(l.t.Context(), system(), id, update); err != nil {
		t.Fatal(err)
	}
	if rapid.IntRange(0, 2).Draw(t, "snooze?") == 0 {
		l.snoozed(id, time.Duration(rapid.IntRange(1, 3).Draw(t, "hours"))*time.Hour)
	}
}

// sort gives a conversation tags of the three that there are.
func (l *lot) sort(t *rapid.T, id desk.ConversationID) {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom(l.tags), 0, 3, rapid.ID[string]).Draw(t, "tags")
	if _, err := l.SetConversationTags(l.t.Context(), system(), id, tags(names...)); err != nil {
		t.Fatal(err)
	}
}

// actor draws an actor of any kind, role, membership and reach.
func (l *lot) actor(t *rapid.T) desk.Actor {
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(l.inboxes()), 0, 3, rapid.ID[desk.InboxID]).Draw(t, "reach")
	switch rapid.SampledFrom([]string{"user", "user", "key", "system"}).Draw(t, "kind") {
	case "user":
		user := rapid.SampledFrom(l.users).Draw(t, "user")
		user.Role = rapid.SampledFrom(desk.Roles()).Draw(t, "role")
		return desk.UserActor(user, some, desk.ViaPage)
	case "key":
		key := desk.Key{ID: desk.KeyID(l.users[0].ID), Name: "k", Reach: desk.Inboxes(some...)}
		if rapid.Bool().Draw(t, "all inboxes") {
			key.Reach = desk.Everything()
		}
		permissions := rapid.SliceOfDistinct(rapid.SampledFrom(desk.Permissions()), rapid.ID[desk.Permission]).Draw(t, "permissions")
		key.Permissions = desk.NewPermissionSet(permissions...)
		return key.Actor(l.clock.Now())
	}
	return system()
}

func some[T comparable](t *rapid.T, name string, from ...T) []T {
	if rapid.IntRange(0, 2).Draw(t, name+"?") > 0 { // Most filters leave most properties alone.
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, 3, rapid.ID[T]).Draw(t, name)
}

func (l *lot) filter(t *rapid.T) desk.ConversationFilter {
	keys := []desk.SortKey{desk.SortUpdated, desk.SortCreated, desk.SortPriority, desk.SortWaiting, desk.SortSnoozed}
	return desk.ConversationFilter{
		Statuses:   some(t, "status", desk.Statuses()...),
		Priorities: some(t, "priority", desk.Priorities()...),
		Channels:   some(t, "channel", desk.Channels()...),
		Sources:    some(t, "source", desk.Sources()...),
		Assignees:  some(t, "assignedTo", append(l.userIDs(), 999)...),
		Inboxes:    some(t, "inboxId", append(l.inboxes(), 999)...),
		Customers:  some(t, "customerId", append(l.customers(), 1<<63-1)...),
		Tags:       some(t, "tag", append(l.tags[:3:3], "none")...),
		Snoozed:    rapid.SampledFrom([]desk.Sleep{"", "", desk.Asleep, desk.Awake}).Draw(t, "snoozed"),
		Unassigned: rapid.IntRange(0, 3).Draw(t, "none") == 0,
		Me:         rapid.IntRange(0, 3).Draw(t, "me") == 0,
		Sort:       desk.Sort{Key: rapid.SampledFrom(keys).Draw(t, "sort"), Descending: rapid.Bool().Draw(t, "descending")},
		Page:       page(1, 100),
	}
}

// matches is what a filter means, said once more in Go.
func matches(f desk.ConversationFilter, actor desk.Actor, c desk.Conversation) bool {
	anyOf := func(empty, holds bool) bool { return empty || holds }
	assigned := !f.Unassigned && !f.Me && len(f.Assignees) == 0
	if c.AssignedTo == nil {
		assigned = assigned || f.Unassigned
	} else {
		id := c.AssignedTo.ID
		assigned = assigned || slices.Contains(f.Assignees, id) || (f.Me && actor.Kind == desk.ActorUser && int64(id) == actor.ID)
	}
	return assigned && (f.Snoozed == "" || (f.Snoozed == desk.Asleep) == (c.SnoozedUntil != nil)) &&
		anyOf(len(f.Statuses) == 0, slices.Contains(f.Statuses, c.Status)) &&
		anyOf(len(f.Priorities) == 0, slices.Contains(f.Priorities, c.Priority)) &&
		anyOf(len(f.Channels) == 0, slices.Contains(f.Channels, c.Channel)) &&
		anyOf(len(f.Sources) == 0, slices.Contains(f.Sources, c.Source)) &&
		anyOf(len(f.Inboxes) == 0, slices.Contains(f.Inboxes, c.InboxID)) &&
		anyOf(len(f.Customers) == 0, slices.Contains(f.Customers, c.Customer.ID)) &&
		anyOf(len(f.Tags) == 0, slices.ContainsFunc(c.TagNames(), func(name string) bool { return slices.Contains(f.Tags, name) }))
}

// inOrder compares two conversations in a sort's order: what does not wait has
// waited for no time at all, and where that is equal the ids decide.
func inOrder(sort desk.Sort, a, b desk.Conversation) int {
	order, ids := 0, cmp.Compare(a.ID, b.ID)
	switch sort.Key {
	case desk.SortUpdated:
		order = a.UpdatedAt.Compare(b.UpdatedAt)
	case desk.SortCreated:
		order = a.CreatedAt.Compare(b.CreatedAt)
	case desk.SortPriority:
		order = cmp.Compare(slices.Index(desk.Priorities(), a.Priority), slices.Index(desk.Priorities(), b.Priority))
	case desk.SortWaiting:
		order, ids = cmp.Compare(waiting(a), waiting(b)), -ids // Of two that wait alike, the older one comes first.
	case desk.SortSnoozed:
		order = wakes(a).Compare(wakes(b))
	}
	if order == 0 {
		order = ids
	}
	if sort.Descending {
		return -order
	}
	return order
}

// waiting returns how long the customer has been waiting by the end of time.
func waiting(c desk.Conversation) time.Duration {
	if c.WaitingSince == nil {
		return 0
	}
	return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Sub(*c.WaitingSince)
}

// wakes returns when a conversation wakes, or a time after all of those.
func wakes(c desk.Conversation) time.Time {
	if c.SnoozedUntil == nil {
		return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return *c.SnoozedUntil
}

// expected returns what a list must hold, in order.
func expected(made []desk.Conversation, f desk.ConversationFilter, actor desk.Actor) []desk.Conversation {
	list := []desk.Conversation{}
	for _, c := range made {
		if actor.ConversationScope().Contains(c) && matches(f, actor, c) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b desk.Conversation) int { return inOrder(f.Sort, a, b) })
	return list
}
