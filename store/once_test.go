package store_test

import (
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// known returns the actor as the one who makes a request with a key.
func known(actor desk.Actor, key, asks string) desk.Actor {
	once := &desk.Once{Key: key, Name: "Idempotency-Key", Waits: true}
	once.Asks(asks)
	return actor.Making(once)
}

// doing are the use cases that are done once, by what each returns.
func doing(w *world, conv desk.ConversationID) map[string]func(desk.Actor) (any, error) {
	ctx := w.t.Context()
	return map[string]func(desk.Actor) (any, error){
		"AddMessage": func(a desk.Actor) (any, error) { return w.AddMessage(ctx, a, conv, say(desk.KindReply, nil)) },
		"CreateConversation": func(a desk.Actor) (any, error) {
			return w.create(a, func(in *desk.ConversationCreate) { in.Message = desk.Value("Where is it?") })
		},
		"CreateCustomer": func(a desk.Actor) (any, error) {
			return w.CreateCustomer(ctx, a, desk.CustomerCreate{Name: desk.Value("Lena"), Email: desk.Value("lena@example.com")})
		},
		"CreateTag": func(a desk.Actor) (any, error) { return w.CreateTag(ctx, a, desk.TagCreate{Name: desk.Value("vip")}) },
		"UploadAttachment": func(a desk.Actor) (any, error) {
			return w.UploadAttachment(ctx, a, conv, desk.AttachmentCreate{Name: "dot.png", Content: strings.NewReader(dot)})
		},
		"UpdateConversations": func(a desk.Actor) (any, error) {
			in := bulk(desk.Conversation{ID: conv, Version: 1}, desk.Conversation{ID: 1, Version: 9}, desk.Conversation{ID: 999})
			in.Priority = desk.Value(desk.PriorityUrgent)
			return w.UpdateConversations(ctx, a, in)
		},
	}
}

// A request that comes again returns what it did, and does nothing: also after a
// restart, and with whatever has happened in between.
func TestRequestsAreDoneOnce(t *testing.T) {
	w := newWorld(t)
	w.conversation("First", w.support)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAdmin)
	for name, do := range doing(w, conv.ID) {
		first := known(ana, name, "this")
		done, err := do(first)
		ok(t, err)
		w.update(conv.ID, func(in *desk.ConversationUpdate) { in.Subject = desk.Value("After " + name) })
		before := w.dump()
		again := known(ana, name, "this")
		redone, err := do(again)
		ok(t, err)
		wantEqual(t, name+" again", done, redone)
		wantEqual(t, name+" again changed", before, w.dump())
		if first.Once.Replayed || !again.Once.Replayed {
			t.Errorf("%s: replayed at first: %v, and then: %v", name, first.Once.Replayed, again.Once.Replayed)
		}
		w.invalid(name+" with something else", "Idempotency-Key", "reused", func() error { _, err := do(known(ana, name, "that")); return err })
		wantEqual(t, name+" with something else changed", before, w.dump())
	}
}

// A key is its actor's own, and good for a day.
func TestKeysOfRequests(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, rui := w.user("Rui Cole", desk.RoleAgent, "Support")
	program := w.key("sync", "write:conversations")
	add := func(a desk.Actor) {
		t.Helper()
		_, err := w.AddMessage(t.Context(), a, conv.ID, say(desk.KindReply, nil))
		ok(t, err)
	}
	for _, a := range []desk.Actor{ana, rui, program, ana, rui, program} {
		add(known(a, "k", "x"))
	}
	wantEqual(t, "messages of three", 3, w.get(conv.ID).MessageCount)
	w.clock.Advance(desk.OnceLife - time.Microsecond)
	ok(t, w.SweepRequests(t.Context(), system()))
	add(known(ana, "k", "x"))
	wantEqual(t, "messages within the day", 3, w.get(conv.ID).MessageCount)
	w.clock.Advance(time.Microsecond)
	add(known(ana, "k", "y"))
	wantEqual(t, "messages after it", 4, w.get(conv.ID).MessageCount)
	ok(t, w.SweepRequests(t.Context(), system()))
	wantEqual(t, "known after the sweep", []string{"1"}, w.rows(`SELECT COUNT(*) FROM requests`))
	wantEqual(t, "subjects after it", []string{"1"}, w.rows(`SELECT COUNT(*) FROM request_subjects`))
}

// What is refused can be put right under the same key.
func TestRefusalsAreNotKept(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	w.invalid("an empty message", "body", "empty", func() error {
		_, err := w.AddMessage(t.Context(), known(ana, "k", "nothing"), conv.ID, say(desk.KindReply, func(in *desk.MessageCreate) { in.Body = desk.Value(" ") }))
		return err
	})
	w.diskFull()
	if _, err := w.AddMessage(t.Context(), known(ana, "k", "x"), conv.ID, say(desk.KindReply, nil)); err == nil || desk.As(err) != nil {
		t.Errorf("with a full disk: %v", err)
	}
	w.diskFree()
	_, err := w.AddMessage(t.Context(), known(ana, "k", "x"), conv.ID, say(desk.KindReply, nil))
	ok(t, err)
	wantEqual(t, "messages", 1, w.get(conv.ID).MessageCount)
}

// Of many that come together, of two processes, one is done and all are answered
// alike.
func TestOfManyAlikeOneIsDone(t *testing.T) {
	first, second := twoProcesses(t)
	conv := storetest.AddConversation(t, first.Store, "Refund", storetest.AddCustomer(t, first.Store, "Maya Okafor").ID, 1)
	var replayed atomic.Int64
	ids := make([]desk.MessageID, 16)
	for _, err := range together(len(ids), func(i int) error {
		actor := known(system(), "k", "x")
		m, err := []*world{first, second}[i%2].AddMessage(t.Context(), actor, conv.ID, say(desk.KindReply, nil))
		if ids[i] = m.ID; actor.Once.Replayed {
			replayed.Add(1)
		}
		return err
	}) {
		ok(t, err)
	}
	wantEqual(t, "replayed", int64(len(ids)-1), replayed.Load())
	wantEqual(t, "messages", 1, first.get(conv.ID).MessageCount)
	for _, id := range ids {
		wantEqual(t, "the message", ids[0], id)
	}
}

// Who does not wait is refused while the first is under way: in the same process
// and, where there can be several, in another.
func TestOneUnderWayIsNotWaitedFor(t *testing.T) {
	first, second := twoProcesses(t)
	conv := storetest.AddConversation(t, first.Store, "Refund", storetest.AddCustomer(t, first.Store, "Maya Okafor").ID, 1)
	upload := func(w *world) error {
		actor := known(system(), "k", "x")
		actor.Once.Waits = false
		_, err := w.UploadAttachment(t.Context(), actor, conv.ID, desk.AttachmentCreate{Name: "a.txt", Content: strings.NewReader("Hello")})
		return err
	}
	answers := make(chan error, 2)
	ok(t, store.WhileAlone(t.Context(), first.Store, "uploads of system0", func() {
		for range 2 {
			go func() { answers <- upload(first) }()
		}
		wantCode(t, "the second", desk.CodeConflict, <-answers)
		if storetest.OnPostgres() {
			wantCode(t, "the second in another process", desk.CodeConflict, upload(second))
		}
	}))
	ok(t, <-answers)
	ok(t, upload(second))
	wantEqual(t, "uploads", []string{"1"}, first.rows(`SELECT COUNT(*) FROM attachments`))
}

// What is out of reach by now, or gone, is shown to nobody for having asked before;
// and it is not done again.
func TestScopeOfReplays(t *testing.T) {
	w := newWorld(t)
	w.conversation("First", w.support)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAdmin)
	all := doing(w, conv.ID)
	var refusals []desk.Error
	for _, name := range []string{"AddMessage", "CreateConversation", "UpdateConversations"} {
		_, err := all[name](known(ana, name, "x"))
		ok(t, err)
		elsewhere := known(ana, name, "x")
		elsewhere.Reach = desk.Inboxes(w.billing.ID)
		refusals = append(refusals, *w.refused(name+" out of reach", desk.CodeConflict, func() error { _, err := all[name](elsewhere); return err }))
	}
	created := w.get(3)
	for _, id := range []desk.ConversationID{conv.ID, created.ID} {
		ok(t, w.DeleteConversation(t.Context(), system(), id, desk.ConversationDelete{}))
	}
	before := w.dump()
	for _, name := range []string{"AddMessage", "CreateConversation", "UpdateConversations"} {
		refusals = append(refusals, *w.refused(name+" of what is gone", desk.CodeConflict, func() error { _, err := all[name](known(ana, name, "x")); return err }))
	}
	for _, e := range refusals {
		if !reflect.DeepEqual(e, refusals[0]) {
			t.Errorf("%+v can be told from %+v", e, refusals[0])
		}
	}
	wantEqual(t, "after asking again", before, w.dump())
	wantEqual(t, "kept of what is gone", []string{"0"}, w.rows(`SELECT COUNT(*) FROM requests WHERE result IS NOT NULL`))
}

// Nothing that a customer's record held is kept for requests to come again.
func TestDeleteTakesResultsAway(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAdmin)
	all := doing(w, 1)
	lena, err := all["CreateCustomer"](known(ana, "a", "x"))
	ok(t, err)
	tag, err := all["CreateTag"](known(ana, "b", "x"))
	ok(t, err)
	ok(t, w.DeleteCustomer(t.Context(), ana, lena.(desk.Customer).ID, nil))
	ok(t, w.DeleteTag(t.Context(), ana, tag.(desk.Tag).ID, nil))
	wantEqual(t, "kept", []string{"0"}, w.rows(`SELECT COUNT(*) FROM requests WHERE result IS NOT NULL`))
	w.refused("again", desk.CodeConflict, func() error { _, err := all["CreateCustomer"](known(ana, "a", "x")); return err })
}

// A save that comes after its form was sent leaves no draft behind, whatever version
// it has; what was typed on is not lost, but asked about.
func TestSavesThatComeAfterTheSending(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	version := w.save(ana, conv.ID, desk.KindReply, "Hel", 0)
	_, err := w.AddMessage(t.Context(), known(ana, "reply n", "x"), conv.ID, say(desk.KindReply, nil))
	ok(t, err)
	for body, versions := range map[string][]int64{"Hell": {0, version}, "Hello, again": {0, version}} {
		for _, v := range versions {
			e := w.refused(body, desk.CodeStale, func() error {
				_, err := w.SaveDraft(t.Context(), known(ana, "reply n", ""), conv.ID, draft(desk.KindReply, body, v))
				return err
			})
			wantEqual(t, "what there is", "", e.Current.(desk.Draft).Body)
		}
	}
	for _, v := range []int64{0, version} {
		d, err := w.SaveDraft(t.Context(), known(ana, "reply n", ""), conv.ID, draft(desk.KindReply, " Hello\n", v))
		ok(t, err)
		wantEqual(t, "what was sent", desk.Draft{Kind: desk.KindReply, Sent: true}, d)
	}
	wantEqual(t, "drafts", []string{}, w.bodies(ana, conv.ID))
	_, err = w.SaveDraft(t.Context(), known(ana, "reply m", ""), conv.ID, draft(desk.KindReply, "Hell", 0))
	ok(t, err)
	wantEqual(t, "of the next form", []string{"reply: Hell"}, w.bodies(ana, conv.ID))
}

// However the last save and the sending cross, no draft is left.
func TestSendingAndSavingAtOnce(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	for range 20 {
		key := "reply " + time.Now().String()
		errs := together(2, func(i int) error {
			if i == 0 {
				_, err := w.AddMessage(t.Context(), known(ana, key, "x"), conv.ID, say(desk.KindReply, nil))
				return err
			}
			_, err := w.SaveDraft(t.Context(), known(ana, key, ""), conv.ID, draft(desk.KindReply, "Hell", 0))
			if desk.Is(err, desk.CodeStale) {
				return nil
			}
			return err
		})
		ok(t, errs[0])
		ok(t, errs[1])
		wantEqual(t, "left", []string{}, w.bodies(ana, conv.ID))
	}
}
