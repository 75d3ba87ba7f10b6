package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store"
)

func savedReply(name, body string) desk.SavedReplyCreate {
	return desk.SavedReplyCreate{Name: desk.Value(name), Body: desk.Value(body)}
}

func ownReply(name, body string) desk.SavedReplyCreate {
	in := savedReply(name, body)
	in.Personal = true
	return in
}

// savedReply adds a saved reply.
func (w *world) savedReply(actor desk.Actor, in desk.SavedReplyCreate) desk.SavedReply {
	w.t.Helper()
	r, err := w.CreateSavedReply(w.t.Context(), actor, in)
	ok(w.t, err)
	return r
}

// repliesOf returns the names of the saved replies that the actor finds.
func (w *world) repliesOf(actor desk.Actor, words string) []string {
	w.t.Helper()
	listing, err := w.ListSavedReplies(w.t.Context(), actor, desk.SavedReplyFilter{Search: words, Page: page(1, 10)})
	ok(w.t, err)
	names := []string{}
	for _, r := range listing.Items {
		names = append(names, r.Name)
	}
	wantEqual(w.t, "how many there are", len(names), listing.Total)
	return names
}

func TestCreateSavedReply(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	shared := w.savedReply(system(), savedReply(" Refund ", "Dear {{customer.name}},\r\n100 % of it "))
	wantEqual(t, "as it is given back", desk.SavedReply{
		ID: shared.ID, Name: "Refund", Body: "Dear {{customer.name}},\n100 % of it", CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now(), Version: 1,
	}, shared)
	found, err := w.GetSavedReply(t.Context(), ana, shared.ID)
	ok(t, err)
	wantEqual(t, "as it is kept", shared, found)

	events, err := store.Events(t.Context(), w.Store)
	ok(t, err)
	last := events[len(events)-1]
	if last.Subject != "savedReply" || last.Action != desk.ActionCreated || last.Queued != 1 || last.Changes[0].After != "Refund" {
		t.Errorf("recorded as %+v", last)
	}

	create := func(actor desk.Actor, in desk.SavedReplyCreate) func() error {
		return func() error { _, err := w.CreateSavedReply(t.Context(), actor, in); return err }
	}
	w.invalid("a name that all have", "name", "taken", create(system(), savedReply("REFUND", "x")))
	w.invalid("a variable that is none", "body", "unknown_variable", create(system(), savedReply("x", "{{customer}}")))
	w.invalid("no name", "name", "empty", create(ana, ownReply(" ", "x")))
	wantEqual(t, "the same name for oneself", "refund", w.savedReply(ana, ownReply("refund", "x")).Name)
	w.invalid("a name that one has oneself", "name", "taken", create(ana, ownReply("Refund", "x")))
	w.refused("one's own of who is no person", desk.CodeUnauthenticated, create(system(), ownReply("x", "x")))
	w.refused("for all, by an agent", desk.CodePermission, create(ana, savedReply("x", "x")))
}

func TestUpdateSavedReply(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	w.savedReply(system(), savedReply("hello", "x"))
	own, shared := w.savedReply(ana, ownReply("Refund", "x")), w.savedReply(system(), savedReply("refund", "x"))
	update := func(actor desk.Actor, id desk.SavedReplyID, in desk.SavedReplyUpdate) func() error {
		return func() error { _, err := w.UpdateSavedReply(t.Context(), actor, id, in); return err }
	}
	w.invalid("another's name", "name", "taken", update(system(), shared.ID, desk.SavedReplyUpdate{Name: desk.Value("Hello")}))
	w.refused("late", desk.CodeStale, update(system(), shared.ID, desk.SavedReplyUpdate{Name: desk.Value("x"), IfVersions: []int64{7}}))
	w.refused("of all, by an agent", desk.CodePermission, update(ana, shared.ID, desk.SavedReplyUpdate{Name: desk.Value("x")}))
	w.refused("absent", desk.CodeNotFound, update(ana, 99, desk.SavedReplyUpdate{}))
	before := w.dump()
	ok(t, update(system(), shared.ID, desk.SavedReplyUpdate{Name: desk.Value("refund"), Body: desk.Value(" x ")})())
	wantEqual(t, "what changes nothing", before, w.dump())

	history := w.rows(`SELECT id FROM events`)
	ok(t, update(ana, own.ID, desk.SavedReplyUpdate{Name: desk.Value("Hello"), Body: desk.Value("Unheard")})())
	wantEqual(t, "history after one's own", history, w.rows(`SELECT id FROM events`))
	wantEqual(t, "found by the new text", []string{"Hello"}, w.repliesOf(ana, "unHEARD hell"))
	wantEqual(t, "found by the old one", []string{"refund"}, w.repliesOf(ana, "refund"))

	next, err := w.UpdateSavedReply(t.Context(), system(), shared.ID, desk.SavedReplyUpdate{Body: desk.Value("y"), IfVersions: []int64{1}})
	ok(t, err)
	shared.Body, shared.Version, shared.UpdatedAt = "y", 2, w.clock.Now()
	wantEqual(t, "after", shared, next)
	wantEqual(t, "history", []string{`updated | [{"field":"body","before":"x","after":"y"}]`},
		w.rows(`SELECT action, changes FROM events WHERE subject = 'savedReply' AND subject_id = $1 AND action = 'updated'`, shared.ID))
}

func TestDeleteSavedReply(t *testing.T) {
	w := newWorld(t)
	user, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	own, shared := w.savedReply(ana, ownReply("Mine", "x")), w.savedReply(system(), savedReply("Ours", "x"))
	w.refused("late", desk.CodeStale, func() error { return w.DeleteSavedReply(t.Context(), system(), shared.ID, []int64{7}) })
	w.refused("of all, by an agent", desk.CodePermission, func() error { return w.DeleteSavedReply(t.Context(), ana, shared.ID, nil) })
	ok(t, w.DeleteSavedReply(t.Context(), ana, own.ID, []int64{1}))
	ok(t, w.DeleteSavedReply(t.Context(), system(), shared.ID, nil))
	w.refused("again", desk.CodeNotFound, func() error { return w.DeleteSavedReply(t.Context(), system(), shared.ID, nil) })
	wantEqual(t, "left", []string{}, w.repliesOf(ana, ""))
	wantEqual(t, "history", []string{"deleted | []"}, w.rows(`SELECT action, changes FROM events WHERE subject = 'savedReply'`))
	w.savedReply(ana, ownReply("Mine", "x"))
	w.exec(`DELETE FROM users WHERE id = $1`, user.ID)
	wantEqual(t, "left of who is gone", 0, len(w.rows(`SELECT name FROM saved_replies`)))
}

// Personal ones are for their owner alone: to all others, whoever they are, they are
// like those that do not exist.
func TestSavedRepliesAreTheirOwners(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Billing")
	_, ben := w.user("Ben Carrow", desk.RoleAgent, "Billing")
	_, admin := w.user("Ada Quist", desk.RoleAdmin)
	_, vera := w.user("Vera Lind", desk.RoleViewer, "Billing")
	key := w.key("sync", "read:conversations,write:conversations,write:saved-replies")
	key.ID = ana.ID // which is no person's
	own := w.savedReply(ana, ownReply("Mine", "secret"))
	w.savedReply(admin, savedReply("Ours", "no secret"))
	wantEqual(t, "to the owner", []string{"Mine", "Ours"}, w.repliesOf(ana, "secret"))
	demoted := vera
	demoted.ID = ana.ID
	for who, actor := range map[string]desk.Actor{"a colleague": ben, "an administrator": admin, "the system": system(), "a key": key, "who may only read": demoted} {
		wantEqual(t, "to "+who, []string{"Ours"}, w.repliesOf(actor, "secret"))
		offered, err := w.OfferedSavedReplies(t.Context(), actor)
		ok(t, err)
		wantEqual(t, "offered to "+who, 1, len(offered))
		_, err = w.GetSavedReply(t.Context(), actor, own.ID)
		_, absent := w.GetSavedReply(t.Context(), actor, 99)
		wantCode(t, "for "+who, desk.CodeNotFound, err)
		wantEqual(t, "the words for "+who, desk.As(absent).Message, desk.As(err).Message)
		if actor.RequireSavedReplies() != nil {
			continue
		}
		w.refused("changed by "+who, desk.CodeNotFound, func() error {
			_, err := w.UpdateSavedReply(t.Context(), actor, own.ID, desk.SavedReplyUpdate{Name: desk.Value(""), IfVersions: []int64{7}})
			return err
		})
		w.refused("deleted by "+who, desk.CodeNotFound, func() error { return w.DeleteSavedReply(t.Context(), actor, own.ID, []int64{7}) })
	}
}

func TestListSavedReplies(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"refund", "Bug", "100 %", "zebra"} {
		w.savedReply(system(), savedReply(name, "Dear customer"))
	}
	listing, err := w.ListSavedReplies(t.Context(), system(), desk.SavedReplyFilter{Page: page(2, 2)})
	ok(t, err)
	if listing.Total != 4 || len(listing.Items) != 2 || listing.Items[0].Name != "refund" || listing.Items[1].Name != "zebra" {
		t.Errorf("the second page is %+v", listing)
	}
	wantEqual(t, "by name", []string{"100 %", "Bug", "refund", "zebra"}, w.repliesOf(system(), " DEAR "))
	wantEqual(t, "what stands for anything", []string{"100 %"}, w.repliesOf(system(), "%"))
	wantEqual(t, "all words", []string{"Bug"}, w.repliesOf(system(), "customer bug"))
	wantEqual(t, "nothing", []string{}, w.repliesOf(system(), "bug refund"))
}
