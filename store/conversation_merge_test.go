package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func mergeUses(ctx context.Context) map[string]use {
	return map[string]use{
		"MergeConversation": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.MergeConversation(ctx, a, 1, mergeInto(2))
		}),
		"PreviewMerge": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.PreviewMerge(ctx, a, 1, 2) }),
		"UndoMerge":    needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.UndoMerge(ctx, a, 3, desk.MergeUndo{}) }),
		"SplitConversation": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.SplitConversation(ctx, a, 1, splitting("Apart", 1))
		}),
	}
}

// mergeInto asks to merge into a conversation, whatever the two differ in.
func mergeInto(id desk.ConversationID) desk.ConversationMerge {
	return desk.ConversationMerge{Into: desk.Value(id), Confirm: desk.Value(desk.Words(desk.MergeDifferences()))}
}

func (w *world) merge(source, into desk.ConversationID) desk.Conversation {
	w.t.Helper()
	c, err := w.MergeConversation(w.t.Context(), system(), source, mergeInto(into))
	ok(w.t, err)
	return c
}

func (w *world) unmerge(source desk.ConversationID) desk.Conversation {
	w.t.Helper()
	c, err := w.UndoMerge(w.t.Context(), system(), source, desk.MergeUndo{})
	ok(w.t, err)
	return c
}

// keep saves a draft as somebody.
func (w *world) keep(actor desk.Actor, id desk.ConversationID, kind desk.MessageKind, body string) {
	w.t.Helper()
	_, err := w.SaveDraft(w.t.Context(), actor, id, draft(kind, body, 0))
	ok(w.t, err)
}

// say adds a message a minute later than the last.
func (w *world) say(id desk.ConversationID, kind desk.MessageKind, body string) desk.Message {
	w.t.Helper()
	w.clock.Advance(time.Minute)
	return storetest.AddMessage(w.t, w.Store, system(), id, kind, body)
}

// thread returns what the thread says, in its order.
func (w *world) thread(id desk.ConversationID) string {
	w.t.Helper()
	listing, err := w.ListMessages(w.t.Context(), system(), id, page(1, 100))
	ok(w.t, err)
	timeline, err := w.ConversationTimeline(w.t.Context(), system(), id, 100)
	ok(w.t, err)
	wantEqual(w.t, "the timeline", listing.Items, timeline.Messages)
	var said []string
	for _, m := range listing.Items {
		said = append(said, m.Body)
	}
	return strings.Join(said, " ")
}

func TestMerge(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, other := w.user("Ben Katz", desk.RoleAgent, "Support")
	for _, name := range []string{"a", "b", "c"} {
		w.tag(name)
	}
	into, source := w.conversation("First", w.support), w.conversation("Again", w.support)
	w.say(into.ID, desk.KindCustomer, "one")
	w.say(source.ID, desk.KindCustomer, "two")
	w.say(into.ID, desk.KindReply, "three")
	file := storetest.Upload(t, w.Store, system(), source.ID, "dot.png", dot)
	w.clock.Advance(time.Minute)
	storetest.AddFiles(t, w.Store, system(), source.ID, file)
	unsent := storetest.Upload(t, w.Store, agent, source.ID, "later.png", dot)
	w.set(into.ID, "a", "b")
	w.set(source.ID, "b", "c")
	w.update(source.ID, func(in *update) { in.Status, in.AssignedTo = desk.Value(desk.StatusPending), desk.Value(ana.ID) })
	w.update(into.ID, to(desk.StatusClosed))
	w.keep(agent, source.ID, desk.KindReply, "below")
	w.keep(agent, into.ID, desk.KindReply, "above")
	w.keep(other, source.ID, desk.KindNote, "alone")
	before, was := w.get(source.ID), w.get(into.ID)
	merged := w.merge(source.ID, into.ID)
	wantEqual(t, "as it is kept", merged, w.get(into.ID))
	wantEqual(t, "in the order of time", "one two three See the files", w.thread(into.ID))
	wantEqual(t, "tags", []string{"a", "b", "c"}, merged.TagNames())
	wantEqual(t, "open, for who waits", desk.StatusOpen, merged.Status)
	wantEqual(t, "nobody waits: there was a reply", (*time.Time)(nil), merged.WaitingSince)
	wantEqual(t, "version", was.Version+1, merged.Version)
	left := w.get(source.ID)
	wantEqual(t, "the duplicate", desk.Conversation{
		ID: before.ID, Subject: before.Subject, Status: desk.StatusClosed, Priority: before.Priority, Channel: before.Channel, Source: before.Source,
		Customer: before.Customer, AssignedTo: before.AssignedTo, Tags: before.Tags, InboxID: before.InboxID, InboxName: before.InboxName,
		CreatedAt: before.CreatedAt, UpdatedAt: w.clock.Now(), Version: before.Version + 1, Merged: true, MergedInto: into.ID,
	}, left)
	wantEqual(t, "drafts", []string{"1 | reply | above\n\nbelow", "2 | note | alone"}, w.rows(`SELECT user_id, kind, body FROM drafts WHERE conversation_id = $1 ORDER BY user_id`, into.ID))
	listed, err := w.ListUnsent(t.Context(), agent, into.ID)
	ok(t, err)
	if len(listed) != 1 || listed[0].ID != unsent.ID {
		t.Errorf("uploads: %+v", listed)
	}
	w.inStep()
	w.sound()

	back := w.unmerge(source.ID)
	back.UpdatedAt, back.Version = before.UpdatedAt, before.Version
	wantEqual(t, "the duplicate, as it was", before, back)
	wantEqual(t, "what is left", "one three", w.thread(into.ID))
	wantEqual(t, "what went back", "two See the files", w.thread(source.ID))
	wantEqual(t, "tags left", []string{"a", "b"}, w.get(into.ID).TagNames())
	w.inStep()
	w.sound()
}

func TestEventsOfMerging(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	w.tag("a")
	into, source := w.conversation("First", w.support), w.conversation("Again", w.support)
	w.say(source.ID, desk.KindCustomer, "one")
	w.say(source.ID, desk.KindCustomer, "two")
	w.set(source.ID, "a")
	do := func(_ any, err error) error { return err }
	updated := func(id int64, changes ...desk.Change) desk.Event {
		return event("conversation", id, desk.ActionUpdated, changes...)
	}
	w.recorded("merge", agent, func() error { return do(w.MergeConversation(t.Context(), agent, 2, mergeInto(1))) },
		updated(1, desk.Change{Field: "merged", After: "2"}, desk.Change{Field: "tags", After: "1", AfterName: "a"}),
		updated(2, desk.Change{Field: "mergedInto", After: "1"}, desk.Change{Field: "status", Before: "open", After: "closed"}))
	w.refused("undone as a property", desk.CodeConflict, func() error {
		outcome, err := w.UndoConversations(t.Context(), agent, desk.ConversationUndo{Conversations: bulk(w.get(into.ID)).Conversations})
		ok(t, err)
		return outcome.Failed[0].Err
	})
	w.recorded("undo", agent, func() error { return do(w.UndoMerge(t.Context(), agent, 2, desk.MergeUndo{})) },
		updated(1, desk.Change{Field: "merged", Before: "2"}, desk.Change{Field: "tags", Before: "1", BeforeName: "a"}),
		updated(2, desk.Change{Field: "mergedInto", Before: "1"}, desk.Change{Field: "status", Before: "closed", After: "open"}))
	w.recorded("split", agent, func() error { return do(w.SplitConversation(t.Context(), agent, 2, splitting("Apart", 2))) },
		event("conversation", 3, desk.ActionCreated, desk.Change{Field: "splitFrom", After: "2"}, desk.Change{Field: "subject", After: "Apart"},
			desk.Change{Field: "channel", After: "email"}, desk.Change{Field: "priority", After: "medium"},
			desk.Change{Field: "customerId", After: text(w.maya.ID), AfterName: "Maya Okafor"}, desk.Change{Field: "inboxId", After: text(w.support.ID), AfterName: "Support"}),
		updated(2, desk.Change{Field: "split", After: "3"}))
}

func TestMergeRefuses(t *testing.T) {
	w := newWorld(t)
	into, source, third := w.conversation("First", w.support), w.conversation("Again", w.support), w.conversation("Third", w.support)
	w.merge(source.ID, into.ID)
	do := func(id desk.ConversationID, in desk.ConversationMerge) func() error {
		return func() error { _, err := w.MergeConversation(t.Context(), system(), id, in); return err }
	}
	w.invalid("into nothing", "into", "required", do(third.ID, desk.ConversationMerge{}))
	w.invalid("into itself", "into", "itself", do(third.ID, mergeInto(third.ID)))
	w.invalid("into what is merged", "into", "merged", do(third.ID, mergeInto(source.ID)))
	w.invalid("what has others in it", "into", "chain", do(into.ID, mergeInto(third.ID)))
	e := w.refused("what is merged", desk.CodeConflict, do(source.ID, mergeInto(third.ID)))
	if !strings.Contains(e.Message, "#"+into.ID.String()) {
		t.Errorf("it says %q", e.Message)
	}
	stale := mergeInto(into.ID)
	stale.IfVersions = []int64{7}
	w.refused("another version", desk.CodeStale, do(third.ID, stale))
	w.refused("what is not there", desk.CodeNotFound, do(999, mergeInto(into.ID)))
	w.refused("into what is not there", desk.CodeNotFound, do(third.ID, mergeInto(999)))

	foreign := storetest.AddConversation(t, w.Store, "Noor's", w.noor.ID, w.sales.ID)
	unknowing := desk.ConversationMerge{Into: desk.Value(third.ID)}
	w.invalid("another customer's", "confirm", "required", do(foreign.ID, unknowing))
	unknowing.Confirm = desk.Value([]string{"customer"})
	e = w.refused("another inbox's", desk.CodeInvalid, do(foreign.ID, unknowing))
	if !strings.Contains(e.Fields[0].Message, "inbox") {
		t.Errorf("it says %v", e.Fields)
	}
	unknowing.Confirm = desk.Value([]string{"colour"})
	w.invalid("what is no difference", "confirm", "not_in_list", do(foreign.ID, unknowing))
	p, err := w.PreviewMerge(t.Context(), system(), foreign.ID, third.ID)
	ok(t, err)
	wantEqual(t, "differences", []desk.MergeDifference{desk.DifferentCustomer, desk.DifferentInbox}, p.Differences())

	names := make([]string, desk.MaxTags)
	for i := range names {
		names[i] = "tag " + string(rune('a'+i))
	}
	w.set(third.ID, names...)
	w.set(foreign.ID, "one more")
	w.invalid("too many tags", "into", "too_many_tags", do(foreign.ID, mergeInto(third.ID)))
}

// What was merged stays as it was, and says where it went on.
func TestMergedConversationsStayAsTheyWere(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	into, source := w.conversation("First", w.support), w.conversation("Again", w.support)
	w.say(source.ID, desk.KindCustomer, "one")
	w.merge(source.ID, into.ID)
	ctx := t.Context()
	for what, call := range map[string]func() error{
		"update": func() error {
			_, err := w.UpdateConversation(ctx, agent, source.ID, change(to(desk.StatusOpen)))
			return err
		},
		"tags": func() error { _, err := w.SetConversationTags(ctx, agent, source.ID, tags()); return err },
		"message": func() error {
			_, err := w.AddMessage(ctx, agent, source.ID, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("Hello")})
			return err
		},
		"upload": func() error {
			_, err := w.UploadAttachment(ctx, agent, source.ID, desk.AttachmentCreate{Name: "a.txt", Content: strings.NewReader("Hello")})
			return err
		},
		"split":   func() error { _, err := w.SplitConversation(ctx, agent, source.ID, splitting("Apart", 1)); return err },
		"preview": func() error { _, err := w.PreviewMerge(ctx, agent, source.ID, into.ID); return err },
		"bulk": func() error {
			in := bulk(w.get(source.ID))
			in.Status = desk.Value(desk.StatusOpen)
			outcome, err := w.UpdateConversations(ctx, agent, in)
			ok(t, err)
			return outcome.Failed[0].Err
		},
		"undo": func() error {
			outcome, err := w.UndoConversations(ctx, agent, desk.ConversationUndo{Conversations: bulk(w.get(source.ID)).Conversations})
			ok(t, err)
			return outcome.Failed[0].Err
		},
	} {
		if e := w.refused(what, desk.CodeConflict, call); !strings.Contains(e.Message, "merged into #"+into.ID.String()) {
			t.Errorf("%s: it says %q", what, e.Message)
		}
	}
	_, err := w.SaveDraft(ctx, agent, source.ID, draft(desk.KindReply, "What somebody was just typing is kept.", 4711))
	ok(t, err)
}

// A message that others have written since stops a merge of who says what they saw.
func TestMergeGoesByWhatWasSeen(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	into, source := w.conversation("First", w.support), w.conversation("Again", w.support)
	w.say(source.ID, desk.KindCustomer, "one")
	for _, id := range []desk.ConversationID{into.ID, source.ID} {
		p, err := w.PreviewMerge(t.Context(), agent, source.ID, into.ID)
		ok(t, err)
		in := mergeInto(into.ID)
		in.LastSeen, in.IntoLastSeen = desk.Value(p.LastSeen), desk.Value(p.IntoLastSeen)
		storetest.AddMessage(t, w.Store, agent, id, desk.KindNote, "by who merges")
		unseen := storetest.AddMessage(t, w.Store, system(), id, desk.KindNote, "by somebody else")
		e := w.refused("unseen", desk.CodeConflict, func() error { _, err := w.MergeConversation(t.Context(), agent, source.ID, in); return err })
		if messages, _ := e.Current.([]desk.Message); len(messages) != 1 || messages[0].ID != unseen.ID {
			t.Errorf("unseen are %+v", e.Current)
		}
	}
	p, err := w.PreviewMerge(t.Context(), agent, source.ID, into.ID)
	ok(t, err)
	in := mergeInto(into.ID)
	in.LastSeen, in.IntoLastSeen = desk.Value(p.LastSeen), desk.Value(p.IntoLastSeen)
	w.tag("a")
	w.set(source.ID, "a") // of tags and properties what stands is taken
	merged, err := w.MergeConversation(t.Context(), agent, source.ID, in)
	ok(t, err)
	wantEqual(t, "tags", []string{"a"}, merged.TagNames())
}

// Who replies without having seen what a merge brought is stopped, though it is older
// than what they have seen.
func TestUnseenByAMerge(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	into, source := w.conversation("First", w.support), w.conversation("Again", w.support)
	w.say(source.ID, desk.KindCustomer, "earlier")
	last := w.say(into.ID, desk.KindCustomer, "later")
	reply := desk.MessageCreate{Kind: desk.Value(desk.KindReply), Body: desk.Value("Yes"), LastSeen: desk.Value(last.ID), LastSeenVersion: desk.Value(w.get(into.ID).Version)}
	merged := w.merge(source.ID, into.ID)
	e := w.refused("unseen", desk.CodeConflict, func() error { _, err := w.AddMessage(t.Context(), agent, into.ID, reply); return err })
	if messages, _ := e.Current.([]desk.Message); len(messages) != 1 || messages[0].Body != "earlier" {
		t.Errorf("unseen are %+v", e.Current)
	}
	reply.LastSeenVersion = desk.Value(merged.Version)
	_, err := w.AddMessage(t.Context(), agent, into.ID, reply)
	ok(t, err)
}
