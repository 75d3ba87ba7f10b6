package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func draftUses(ctx context.Context) map[string]use {
	return map[string]use{
		"ListDrafts": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.ListDrafts(ctx, a, 1) }),
		"SaveDraft": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.SaveDraft(ctx, a, 1, draft(desk.KindReply, "Hello", 0))
		}),
		"DraftedConversations": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.DraftedConversations(ctx, a, []desk.ConversationID{1})
		}),
	}
}

func draft(kind desk.MessageKind, body string, version int64) desk.DraftSave {
	return desk.DraftSave{Kind: desk.Value(kind), Body: desk.Value(body), DraftSeen: desk.DraftSeen{Version: version}}
}

// save keeps a draft and returns its version.
func (w *world) save(actor desk.Actor, id desk.ConversationID, kind desk.MessageKind, body string, version int64) int64 {
	w.t.Helper()
	d, err := w.SaveDraft(w.t.Context(), actor, id, draft(kind, body, version))
	ok(w.t, err)
	if d.Body != body {
		w.t.Errorf("%q was kept, want %q", d.Body, body)
	}
	return d.Version
}

// bodies returns what an actor's drafts say, the latest first.
func (w *world) bodies(actor desk.Actor, id desk.ConversationID) []string {
	w.t.Helper()
	drafts, err := w.ListDrafts(w.t.Context(), actor, id)
	ok(w.t, err)
	list := []string{}
	for _, d := range drafts {
		list = append(list, string(d.Kind)+": "+d.Body)
	}
	return list
}

func TestDraftsAreTheirWritersOwn(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, rui := w.user("Rui Cole", desk.RoleAgent, "Support")
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	first := w.save(ana, conv.ID, desk.KindReply, " Hello,\n\n", 0)
	w.save(ana, conv.ID, desk.KindNote, "Nice", 0)
	w.save(rui, conv.ID, desk.KindReply, "Hi", 0)
	w.clock.Advance(time.Second)
	w.save(ana, conv.ID, desk.KindReply, " Hello, Maya ", first)
	wantEqual(t, "Ana's", []string{"reply:  Hello, Maya ", "note: Nice"}, w.bodies(ana, conv.ID))
	wantEqual(t, "Rui's", []string{"reply: Hi"}, w.bodies(rui, conv.ID))
	wantEqual(t, "elsewhere", []string{}, w.bodies(ana, other.ID))
	drafted, err := w.DraftedConversations(t.Context(), ana, []desk.ConversationID{conv.ID, other.ID})
	ok(t, err)
	wantEqual(t, "drafted", map[desk.ConversationID]bool{conv.ID: true}, drafted)
	drafted, err = w.DraftedConversations(t.Context(), ana, nil)
	ok(t, err)
	wantEqual(t, "drafted among none", map[desk.ConversationID]bool{}, drafted)
	wantEqual(t, "the conversation", conv, w.get(conv.ID))
}

// A draft that was changed elsewhere since it was seen is kept, and so is its
// version's meaning when one is begun anew.
func TestDraftsAreNotOverwritten(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	stale := func(what, body string, version int64, want string) {
		t.Helper()
		e := w.refused(what, desk.CodeStale, func() error {
			_, err := w.SaveDraft(t.Context(), ana, conv.ID, draft(desk.KindReply, body, version))
			return err
		})
		if current, isDraft := e.Current.(desk.Draft); !isDraft || current.Body != want {
			t.Errorf("%s: it is now %+v, want %q", what, e.Current, want)
		}
	}
	first := w.save(ana, conv.ID, desk.KindReply, "one", 0)
	stale("never seen", "two", 0, "one")
	second := w.save(ana, conv.ID, desk.KindReply, "two", first)
	stale("seen before", "three", first, "two")
	stale("to discard it", "", first, "two")
	wantEqual(t, "the same text", second, w.save(ana, conv.ID, desk.KindReply, "two", first))
	w.save(ana, conv.ID, desk.KindReply, "", second)
	w.clock.Advance(time.Microsecond)
	wantEqual(t, "after discarding", []string{}, w.bodies(ana, conv.ID))
	stale("gone", "three", second, "")
	if third := w.save(ana, conv.ID, desk.KindReply, "one", 0); third == first {
		t.Error("a draft begun anew has the version of an earlier one")
	}
}

// Sending takes the draft of the kind away, for who sends and nobody else.
func TestSendingEndsTheDraft(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, rui := w.user("Rui Cole", desk.RoleAgent, "Support")
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	for _, actor := range []desk.Actor{ana, rui} {
		for _, id := range []desk.ConversationID{conv.ID, other.ID} {
			w.save(actor, id, desk.KindReply, "reply", 0)
			w.save(actor, id, desk.KindNote, "note", 0)
		}
	}
	storetest.AddMessage(t, w.Store, w.key("sync", "write:conversations"), conv.ID, desk.KindNote, "By a program")
	storetest.AddMessage(t, w.Store, ana, conv.ID, desk.KindReply, "Sent")
	wantEqual(t, "Ana's", []string{"note: note"}, w.bodies(ana, conv.ID))
	wantEqual(t, "Ana's elsewhere", []string{"note: note", "reply: reply"}, w.bodies(ana, other.ID))
	wantEqual(t, "Rui's", []string{"note: note", "reply: reply"}, w.bodies(rui, conv.ID))
	ok(t, w.DeleteConversation(t.Context(), ana, conv.ID, desk.ConversationDelete{}))
	wantEqual(t, "left", 4, len(w.rows(`SELECT body FROM drafts`)))
}

// Who sends takes away what they know of their draft, and not what they typed elsewhere.
func TestSendingKeepsADraftFromElsewhere(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	first := w.save(ana, conv.ID, desk.KindReply, "One", 0)
	second := w.save(ana, conv.ID, desk.KindReply, "One\nand two", first)
	for _, c := range []struct {
		body string
		seen desk.DraftSeen
		left []string
	}{
		{"Sent", desk.DraftSeen{}, []string{"reply: One\nand two"}},
		{"Sent", desk.DraftSeen{Version: first, Began: []string{"One", "One and two"}}, []string{"reply: One\nand two"}},
		{"Sent", desk.DraftSeen{Version: second}, []string{}},
		{"Sent", desk.DraftSeen{Version: first, Began: []string{"One", "One\r\nand two"}}, []string{}},
		{"One\r\nand two, and three", desk.DraftSeen{}, []string{}},
	} {
		if len(w.bodies(ana, conv.ID)) == 0 {
			w.save(ana, conv.ID, desk.KindReply, "One\nand two", 0)
		}
		_, err := w.AddMessage(t.Context(), ana, conv.ID, desk.MessageCreate{
			Kind: desk.Value(desk.KindReply), Body: desk.Value(c.body), Draft: &c.seen,
		})
		ok(t, err)
		wantEqual(t, fmt.Sprintf("left by %+v", c), c.left, w.bodies(ana, conv.ID))
	}
}

func TestDraftsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	save := func(actor desk.Actor, in desk.DraftSave) func() error {
		return func() error { _, err := w.SaveDraft(t.Context(), actor, conv.ID, in); return err }
	}
	w.invalid("no kind", "kind", "required", save(ana, desk.DraftSave{Body: desk.Value("x")}))
	w.invalid("unknown kind", "kind", "not_in_list", save(ana, draft("sms", "x", 0)))
	w.invalid("no body", "body", "required", save(ana, desk.DraftSave{Kind: desk.Value(desk.KindNote)}))
	w.invalid("control characters", "body", "control_character", save(ana, draft(desk.KindNote, "a\x00b", 0)))
	for _, actor := range []desk.Actor{system(), w.key("sync", "write:conversations")} {
		w.refused("no person", desk.CodeUnauthenticated, save(actor, draft(desk.KindNote, "x", 0)))
	}
}

// Who no longer reaches an inbox is not even told where they were writing.
func TestScopeOfDrafts(t *testing.T) {
	b := newBorders(t)
	_, agent := b.user("Rui Cole", desk.RoleAgent, "Billing", "Sales")
	b.save(agent, b.hidden.ID, desk.KindReply, "Hello", 0)
	b.save(agent, b.seen.ID, desk.KindReply, "Hello", 0)
	ok(t, b.RemoveMember(t.Context(), system(), "Sales", storetest.Email("Rui Cole")))
	agent.Reach = b.actors["an agent"].Reach
	drafted, err := b.DraftedConversations(t.Context(), agent, []desk.ConversationID{b.seen.ID, b.hidden.ID})
	ok(t, err)
	wantEqual(t, "drafted", map[desk.ConversationID]bool{b.seen.ID: true}, drafted)
	for _, id := range []desk.ConversationID{b.hidden.ID, 999} {
		b.refused("list", desk.CodeNotFound, func() error { _, err := b.ListDrafts(t.Context(), agent, id); return err })
		b.refused("save", desk.CodeNotFound, func() error { _, err := b.SaveDraft(t.Context(), agent, id, desk.DraftSave{}); return err })
	}
}
