package store_test

import (
	"context"
	"sync"
	"testing"

	"parley/internal/desk"
)

// discard asks for there to be no draft of a reply.
func (w *world) discard(actor desk.Actor, id desk.ConversationID, version int64, began ...string) error {
	in := draft(desk.KindReply, "", version)
	in.Discards, in.Began = true, began
	_, err := w.SaveDraft(w.t.Context(), actor, id, in)
	return err
}

// form returns the actor as one who sends what a form holds.
func form(actor desk.Actor, nonce string) desk.Actor {
	return actor.Making(&desk.Once{Key: nonce, Name: desk.OnceField, Waits: true})
}

// A discard goes before the saves of its form, whichever comes first.
func TestDiscardsGoBeforeSaves(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	here := form(ana, "reply one")
	late := func(what, body string, version int64) {
		t.Helper()
		w.refused(what, desk.CodeStale, func() error {
			_, err := w.SaveDraft(w.t.Context(), here, conv.ID, draft(desk.KindReply, body, version))
			return err
		})
		wantEqual(t, what, []string{}, w.bodies(ana, conv.ID))
	}
	ok(t, w.discard(here, conv.ID, 0))
	late("a save that comes after it", "Half", 0)
	w.save(form(ana, "note one"), conv.ID, desk.KindNote, "Another kind", 0)
	version := w.save(form(ana, "reply two"), conv.ID, desk.KindReply, "Begun anew", 0)
	late2 := draft(desk.KindReply, "Half", version)
	w.refused("over what is new", desk.CodeStale, func() error { _, err := w.SaveDraft(t.Context(), here, conv.ID, late2); return err })
	wantEqual(t, "what there is", []string{"note: Another kind", "reply: Begun anew"}, w.bodies(ana, conv.ID))
}

func TestDiscardsTakeWhatWasBegun(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	here := form(ana, "reply one")
	w.save(here, conv.ID, desk.KindReply, "Half\nof it", 0)
	ok(t, w.discard(here, conv.ID, 0, "Ha", "Half\r\nof it"))
	wantEqual(t, "a save that came before it", []string{}, w.bodies(ana, conv.ID))
	w.save(form(ana, "reply two"), conv.ID, desk.KindReply, "From another tab", 0)
	w.refused("somebody's other text", desk.CodeStale, func() error { return w.discard(here, conv.ID, 0, "Half\nof it") })
	wantEqual(t, "the other text", []string{"reply: From another tab"}, w.bodies(ana, conv.ID))
	for range 2 { // and once more where the answer was lost
		seen, err := w.ListDrafts(t.Context(), ana, conv.ID)
		ok(t, err)
		seen = append(seen, desk.Draft{})
		ok(t, w.discard(ana, conv.ID, seen[0].Version))
		wantEqual(t, "one that was seen", []string{}, w.bodies(ana, conv.ID))
	}
}

func TestDiscardsAndSavesAtOnce(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	for i := range 20 {
		here := form(ana, "reply "+string(rune('a'+i)))
		var both sync.WaitGroup
		both.Go(func() { _, _ = w.SaveDraft(context.Background(), here, conv.ID, draft(desk.KindReply, "Half", 0)) })
		both.Go(func() {
			if err := w.discard(here, conv.ID, 0, "Half"); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		wantEqual(t, "left", []string{}, w.bodies(ana, conv.ID))
	}
}
