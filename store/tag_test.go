package store_test

import (
	"context"
	"testing"

	"parley/internal/desk"
	"parley/store"
)

func tagUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ListTags":    needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.ListTags(ctx, a, page(1, 10)) }),
		"OfferedTags": needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.OfferedTags(ctx, a) }),
		"GetTag":      needs(desk.ReadConversations, func(w *world, a desk.Actor) (any, error) { return w.GetTag(ctx, a, 1) }),
		"CreateTag": needs(desk.WriteTags, func(w *world, a desk.Actor) (any, error) {
			return w.CreateTag(ctx, a, desk.TagCreate{Name: desk.Value("new")})
		}),
		"UpdateTag": needs(desk.WriteTags, func(w *world, a desk.Actor) (any, error) {
			return w.UpdateTag(ctx, a, 1, desk.TagUpdate{Name: desk.Value("other")})
		}),
		"DeleteTag": {needs: desk.WriteTags, call: func(w *world, a desk.Actor) error { return w.DeleteTag(ctx, a, 1, nil) }},
		"SetConversationTags": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.SetConversationTags(ctx, a, 1, tags("refund"))
		}),
	}
}

// tag adds a tag as the system.
func (w *world) tag(name string) desk.Tag {
	w.t.Helper()
	tag, err := w.CreateTag(w.t.Context(), system(), desk.TagCreate{Name: desk.Value(name)})
	ok(w.t, err)
	return tag
}

// listed returns the names on a page of the tags, with how many conversations each
// has that the actor may see.
func (w *world) listed(actor desk.Actor, page desk.Page) (names []string, counts []int) {
	w.t.Helper()
	listing, err := w.ListTags(w.t.Context(), actor, page)
	ok(w.t, err)
	for _, tag := range listing.Items {
		names, counts = append(names, tag.Name), append(counts, tag.Conversations)
	}
	return names, counts
}

func TestCreateTag(t *testing.T) {
	w := newWorld(t)
	refund, err := w.CreateTag(t.Context(), system(), desk.TagCreate{Name: desk.Value(" Refund "), Hue: desk.Value(desk.Hue("teal"))})
	ok(t, err)
	wantEqual(t, "name", "Refund", refund.Name)
	wantEqual(t, "hue", desk.Hue("teal"), refund.Hue)
	found, err := w.GetTag(t.Context(), system(), refund.ID)
	ok(t, err)
	wantEqual(t, "as it is kept", refund, found)
	wantEqual(t, "the hue of who has chosen none", desk.HueOf("login"), w.tag("login").Hue)
	for name, call := range map[string]desk.TagCreate{
		"taken":       {Name: desk.Value("rEFUND")},
		"empty":       {Name: desk.Value(" ")},
		"comma":       {Name: desk.Value("a,b")},
		"not_in_list": {Name: desk.Value("x"), Hue: desk.Value(desk.Hue("grey"))},
	} {
		field := map[bool]string{true: "hue", false: "name"}[name == "not_in_list"]
		w.invalid(name, field, name, func() error { _, err := w.CreateTag(t.Context(), system(), call); return err })
	}
	events, err := store.Events(t.Context(), w.Store)
	ok(t, err)
	last := events[len(events)-1]
	if last.Subject != "tag" || last.Action != desk.ActionCreated || last.Queued != 1 || last.Changes[0].After != "login" {
		t.Errorf("recorded as %+v", last)
	}
}

func TestUpdateTag(t *testing.T) {
	w := newWorld(t)
	w.tag("login")
	refund := w.tag("refund")
	conv := w.conversation("Money", w.support)
	tagged := w.set(conv.ID, "refund")
	update := func(in desk.TagUpdate) func() error {
		return func() error { _, err := w.UpdateTag(t.Context(), system(), refund.ID, in); return err }
	}
	w.invalid("another's name", "name", "taken", update(desk.TagUpdate{Name: desk.Value("LOGIN")}))
	w.invalid("no hue", "hue", "not_in_list", update(desk.TagUpdate{Hue: desk.Value(desk.Hue("grey"))}))
	w.refused("late", desk.CodeStale, update(desk.TagUpdate{Name: desk.Value("x"), IfVersions: []int64{7}}))
	before := w.dump()
	ok(t, update(desk.TagUpdate{Name: desk.Value("refund"), Hue: desk.Value(refund.Hue)})())
	wantEqual(t, "what changes nothing", before, w.dump())

	ok(t, update(desk.TagUpdate{Name: desk.Value("Refund"), Hue: desk.Value(desk.Hue("red")), IfVersions: []int64{1}})())
	found, err := w.GetTag(t.Context(), system(), refund.ID)
	ok(t, err)
	wantEqual(t, "after", desk.Tag{ID: refund.ID, Name: "Refund", Hue: "red", CreatedAt: refund.CreatedAt, Version: 2, Conversations: 1}, found)
	now := w.get(conv.ID)
	wantEqual(t, "its name in the conversation", []string{"Refund"}, now.TagNames())
	wantEqual(t, "the conversation's version", tagged.Version, now.Version)
	_, err = w.UpdateTag(t.Context(), system(), 99, desk.TagUpdate{})
	wantCode(t, "absent", desk.CodeNotFound, err)
}

func TestDeleteTag(t *testing.T) {
	w := newWorld(t)
	refund, login := w.tag("refund"), w.tag("login")
	conv := w.conversation("Money", w.support)
	w.set(conv.ID, "refund", "login")
	w.refused("late", desk.CodeStale, func() error { return w.DeleteTag(t.Context(), system(), refund.ID, []int64{7}) })
	ok(t, w.DeleteTag(t.Context(), system(), refund.ID, []int64{1}))
	wantEqual(t, "tags left", []string{"login"}, w.get(conv.ID).TagNames())
	names, _ := w.listed(system(), page(1, 10))
	wantEqual(t, "in the list", []string{login.Name}, names)
	w.refused("again", desk.CodeNotFound, func() error { return w.DeleteTag(t.Context(), system(), refund.ID, nil) })
	wantEqual(t, "events of it", []string{"deleted | []"}, w.rows(`SELECT action, changes FROM events WHERE subject = 'tag' AND subject_id = $1`, refund.ID))
}

func TestListTags(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"refund", "Bug", "login"} {
		w.tag(name)
	}
	w.set(w.conversation("One", w.support).ID, "bug", "login")
	w.set(w.conversation("Two", w.support).ID, "bug")
	names, counts := w.listed(system(), page(1, 2))
	wantEqual(t, "by name", []string{"Bug", "login"}, names)
	wantEqual(t, "how many have it", []int{2, 1}, counts)
	names, _ = w.listed(system(), page(2, 2))
	wantEqual(t, "the second page", []string{"refund"}, names)
	offered, err := w.OfferedTags(t.Context(), system())
	ok(t, err)
	if len(offered) != 3 || offered[0].Name != "Bug" || offered[2].Name != "refund" {
		t.Errorf("offered: %v", offered)
	}
}

// Tags are the workspace's; how many conversations have one is told of those that
// are seen.
func TestScopeOfTagCounts(t *testing.T) {
	b := newBorders(t)
	refund := b.tag("refund")
	b.set(b.seen.ID, "refund")
	b.set(b.hidden.ID, "refund")
	b.each(func(t *testing.T, actor desk.Actor) {
		_, counts := b.listed(actor, page(1, 10))
		wantEqual(t, "in the list", []int{1}, counts)
		one, err := b.GetTag(t.Context(), actor, refund.ID)
		ok(t, err)
		wantEqual(t, "of one", 1, one.Conversations)
		f := all()
		f.Tags = []string{"refund"}
		listing, err := b.ListConversations(t.Context(), actor, f)
		ok(t, err)
		wantEqual(t, "conversations with it", 1, listing.Total)
		wantEqual(t, "rows", []desk.Conversation{b.get(b.seen.ID)}, listing.Items)
	})
}
