package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// tags asks for these tags.
func tags(names ...string) desk.ConversationTags {
	return desk.ConversationTags{Tags: desk.Value(names)}
}

// set gives a conversation tags as the system.
func (w *world) set(id desk.ConversationID, names ...string) desk.Conversation {
	w.t.Helper()
	c, err := w.SetConversationTags(w.t.Context(), system(), id, tags(names...))
	ok(w.t, err)
	return c
}

func TestSetConversationTags(t *testing.T) {
	w := newWorld(t)
	refund, bug := w.tag("refund"), w.tag("Bug")
	conv := w.conversation("Money", w.support)
	w.clock.Advance(time.Minute)
	tagged := w.set(conv.ID, "REFUND", " bug ", "refund")
	wantEqual(t, "tags, by name", []desk.TagRef{bug.Ref(), refund.Ref()}, tagged.Tags)
	wantEqual(t, "version", conv.Version+1, tagged.Version)
	if !tagged.UpdatedAt.After(conv.UpdatedAt) {
		t.Error("the change has no time")
	}
	wantEqual(t, "as it is kept", tagged, w.get(conv.ID))
	listing, err := w.ListConversations(t.Context(), system(), all())
	ok(t, err)
	wantEqual(t, "in the list", []desk.Conversation{tagged}, listing.Items)

	before := w.dump()
	wantEqual(t, "the same again", tagged, w.set(conv.ID, "bug", "Refund"))
	wantEqual(t, "what changes nothing", before, w.dump())

	left := w.set(conv.ID, "bug")
	wantEqual(t, "one less", []desk.TagRef{bug.Ref()}, left.Tags)
	events, err := store.Events(t.Context(), w.Store)
	ok(t, err)
	last := events[len(events)-1]
	both := fmt.Sprintf("%d,%d", refund.ID, bug.ID)
	wantEqual(t, "recorded", []desk.Change{{Field: "tags", Before: both, After: bug.ID.String(), BeforeName: "Bug, refund", AfterName: "Bug"}}, last.Changes)
	wantEqual(t, "as", desk.ActionUpdated, last.Action)
	if none := w.set(conv.ID); none.Tags != nil {
		t.Errorf("none are left: %v", none.Tags)
	}
}

func TestSetConversationTagsRefuses(t *testing.T) {
	w := newWorld(t)
	w.tag("refund")
	conv := w.conversation("Money", w.support)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	set := func(in desk.ConversationTags) func() error {
		return func() error { _, err := w.SetConversationTags(t.Context(), agent, conv.ID, in); return err }
	}
	many := strings.Split("a"+strings.Repeat(",a", desk.MaxTags), ",")
	for i := range many {
		many[i] += fmt.Sprint(i)
	}
	for code, in := range map[string]desk.ConversationTags{
		"required": {}, "null": {Tags: desk.Null[[]string]()}, "not_found": tags("refund", "new"), "empty": tags(""), "comma": tags("a,b"),
		"control_character": tags("a\nb"), "too_long": tags(strings.Repeat("x", desk.MaxTag+1)), "too_many": tags(many...),
	} {
		w.invalid(code, "tags", code, set(in))
	}
	late := tags("refund")
	late.IfVersions = []int64{7}
	w.refused("late", desk.CodeStale, set(late))
}

// A form that showed other tags conflicts, unless they are by now as it wants them.
func TestSetConversationTagsGoesByWhatWasShown(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a", "b", "c"} {
		w.tag(name)
	}
	conv := w.conversation("Money", w.support)
	w.set(conv.ID, "a", "b")
	in := tags("b", "c")
	in.Was = desk.Value([]string{"B"})
	e := w.refused("another's tags", desk.CodeStale, func() error {
		_, err := w.SetConversationTags(t.Context(), system(), conv.ID, in)
		return err
	})
	wantEqual(t, "what is there now", w.get(conv.ID), e.Current)
	in.Tags = desk.Value([]string{"A", "b"})
	_, err := w.SetConversationTags(t.Context(), system(), conv.ID, in)
	ok(t, err)
	in = tags("c")
	in.Was = desk.Value([]string{"b", "A"})
	_, err = w.SetConversationTags(t.Context(), system(), conv.ID, in)
	ok(t, err)
	wantEqual(t, "in the end", []string{"c"}, w.get(conv.ID).TagNames())
}

// Who may write tags makes those that are missing, with their events.
func TestSetConversationTagsAddsWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Money", w.support)
	_, manager := w.user("Ada Quist", desk.RoleManager)
	tagged, err := w.SetConversationTags(t.Context(), manager, conv.ID, tags("Brand new"))
	ok(t, err)
	wantEqual(t, "tags", []string{"Brand new"}, tagged.TagNames())
	wantEqual(t, "hue", desk.HueOf("brand new"), tagged.Tags[0].Hue)
	wantEqual(t, "events", []string{"tag | created", "conversation | updated"},
		w.rows(`SELECT subject, action FROM events WHERE actor_name = 'Ada Quist' ORDER BY id`))
}

// Several at once make one new tag, and each conversation has it.
func TestNewTagIsMadeOnce(t *testing.T) {
	w := newWorld(t)
	var conversations []desk.Conversation
	for range 6 {
		conversations = append(conversations, w.conversation("Money", w.support))
	}
	ok(t, errors.Join(together(6, func(i int) error {
		_, err := w.SetConversationTags(t.Context(), system(), conversations[i].ID, tags("new"))
		return err
	})...))
	wantEqual(t, "tags", []string{"1"}, w.rows(`SELECT COUNT(*) FROM tags`))
	wantEqual(t, "conversations with it", []string{"6"}, w.rows(`SELECT COUNT(*) FROM conversation_tags`))
}

// A tag that goes while it is being given leaves nothing half done.
func TestTagGoesWhileItIsGiven(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Money", w.support)
	for range 10 {
		tag := w.tag("passing")
		ok(t, errors.Join(together(2, func(i int) error {
			if i == 0 {
				return w.DeleteTag(t.Context(), system(), tag.ID, nil)
			}
			_, err := w.SetConversationTags(t.Context(), system(), conv.ID, tags("passing"))
			return err
		})...))
		for _, left := range w.get(conv.ID).Tags {
			if left.ID != tag.ID {
				ok(t, w.DeleteTag(t.Context(), system(), left.ID, nil))
			}
		}
		wantEqual(t, "tags left", []string{"0"}, w.rows(`SELECT COUNT(*) FROM tags`))
	}
}
