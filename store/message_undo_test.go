package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// closing is a reply that takes and closes its conversation.
func closing() desk.MessageCreate {
	return say(desk.KindReply, func(in *desk.MessageCreate) { in.Status, in.Take = desk.Value(desk.StatusClosed), true })
}

// answered is a conversation whose customer waits for Ana, with a reply of hers that
// is held.
type answered struct {
	*world
	ana, rui desk.Actor
	before   desk.Conversation
	reply    desk.Message
}

func newAnswered(t *testing.T, in desk.MessageCreate) *answered {
	w := newWorld(t)
	a := &answered{world: w}
	_, a.ana = w.user("Ana Souza", desk.RoleAgent, "Support")
	_, a.rui = w.user("Rui Cole", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	storetest.AddMessage(t, w.Store, a.rui, conv.ID, desk.KindReply, "What is it?")
	w.clock.Advance(time.Minute)
	storetest.AddMessage(t, w.Store, a.rui, conv.ID, desk.KindCustomer, "Where is it?")
	w.clock.Advance(time.Minute)
	storetest.AddMessage(t, w.Store, a.rui, conv.ID, desk.KindCustomer, "Well?")
	storetest.AddMessage(t, w.Store, a.rui, conv.ID, desk.KindNote, "She is nice")
	w.clock.Advance(time.Minute)
	a.before = w.get(conv.ID)
	a.reply = a.add(a.ana, in)
	return a
}

func (a *answered) add(actor desk.Actor, in desk.MessageCreate) desk.Message {
	a.t.Helper()
	m, err := a.AddMessage(a.t.Context(), actor, a.before.ID, in)
	ok(a.t, err)
	return m
}

func (a *answered) undo(actor desk.Actor) (desk.UndoneReply, error) {
	return a.UndoReply(a.t.Context(), actor, a.before.ID, a.reply.ID)
}

func (a *answered) undone() desk.UndoneReply {
	a.t.Helper()
	undone, err := a.undo(a.ana)
	ok(a.t, err)
	return undone
}

// state is what there is of messages, files, counts and reading.
func (a *answered) state() map[string][]string {
	state := map[string][]string{}
	for _, table := range []string{"messages", "conversation_counts WHERE n > 0", "reads", "attachments"} {
		state[table] = a.rows("SELECT * FROM " + table + " ORDER BY 1, 2, 3")
	}
	return state
}

// Everything is as if the reply had not been sent, but for the version, which has
// moved on, and the draft.
func TestUndoReplyTakesTheWholeActBack(t *testing.T) {
	a := newAnswered(t, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("Another note")})
	a.before = a.get(a.before.ID)
	state := a.state()
	a.reply = a.add(a.ana, closing())
	if a.reply.HeldUntil == nil || !a.reply.HeldUntil.Equal(a.clock.Now().Add(10*time.Second)) {
		t.Errorf("it is held until %v", a.reply.HeldUntil)
	}
	if got := a.get(a.before.ID); got.Status != desk.StatusClosed || got.WaitingSince != nil || got.MessageCount != a.before.MessageCount+1 {
		t.Errorf("sent, it is %+v", got)
	}
	undone := a.undone()
	want := a.before
	want.Version += 2
	wantEqual(t, "the conversation", want, a.get(want.ID))
	wantEqual(t, "what is returned", want, undone.Conversation)
	wantEqual(t, "everything else", state, a.state())
	if undone.Draft.Body != "Hello" || undone.Draft.Kind != desk.KindReply || undone.Joined || len(undone.Kept) > 0 {
		t.Errorf("undone: %+v", undone)
	}
	drafts, err := a.ListDrafts(t.Context(), a.ana, want.ID)
	ok(t, err)
	wantEqual(t, "drafts", []desk.Draft{undone.Draft}, drafts)
	last := a.rows(`SELECT action, actor_name, changes FROM events WHERE action <> 'updated' ORDER BY id DESC LIMIT 1`)
	wantEqual(t, "history", "unsent | Ana Souza | []", last[0])
	if left := a.rows(`SELECT id FROM events WHERE changes LIKE $1`, `%"`+a.reply.ID.String()+`"%`); len(left) > 0 {
		t.Errorf("history still has %v", left)
	}
	a.refused("once more", desk.CodeConflict, func() error { _, err := a.undo(a.ana); return err })
}

// Nobody else may, nobody may later, and nothing but a held reply is taken back.
func TestUndoReplyIsRefused(t *testing.T) {
	a := newAnswered(t, closing())
	_, admin := a.user("Ada Quist", desk.RoleAdmin)
	for name, actor := range map[string]desk.Actor{"a colleague": a.rui, "an administrator": admin} {
		a.refused(name, desk.CodeConflict, func() error { _, err := a.undo(actor); return err })
	}
	program := a.key("sync", "write:conversations")
	a.refused("a key", desk.CodeUnauthenticated, func() error { _, err := a.undo(program); return err })
	for _, other := range []desk.Message{a.add(a.ana, say(desk.KindNote, nil)), a.add(a.ana, say(desk.KindCustomer, nil)), {ID: 999}} {
		a.refused("another message", desk.CodeConflict, func() error {
			_, err := a.UndoReply(t.Context(), a.ana, a.before.ID, other.ID)
			return err
		})
	}
	elsewhere := a.conversation("Elsewhere", a.support)
	a.refused("of another conversation", desk.CodeConflict, func() error {
		_, err := a.UndoReply(t.Context(), a.ana, elsewhere.ID, a.reply.ID)
		return err
	})
	a.clock.Advance(10 * time.Second)
	late := a.refused("too late", desk.CodeConflict, func() error { _, err := a.undo(a.ana); return err })
	if !strings.Contains(late.Message, "is over") {
		t.Errorf("it says %q", late.Message)
	}
}

// Who does not reach the conversation learns nothing of it, the author included.
func TestScopeOfUndoReply(t *testing.T) {
	a := newAnswered(t, closing())
	ok(t, a.RemoveMember(t.Context(), system(), "Support", storetest.Email("Ana Souza")))
	_, outside := a.user("Ana Souza 2", desk.RoleAgent, "Billing")
	outside.ID = a.ana.ID
	hidden := a.refused("out of reach", desk.CodeNotFound, func() error { _, err := a.undo(outside); return err })
	absent := a.refused("absent", desk.CodeNotFound, func() error {
		_, err := a.UndoReply(t.Context(), outside, 999, a.reply.ID)
		return err
	})
	wantEqual(t, "what cannot be told apart", absent, hidden)
}

// What others do meanwhile stays.
func TestUndoReplyKeepsWhatOthersDid(t *testing.T) {
	for name, test := range map[string]struct {
		meanwhile func(a *answered)
		status    desk.Status
		assigned  string
		kept      []string
	}{
		"nothing":           {func(*answered) {}, desk.StatusOpen, "", nil},
		"set it to pending": {func(a *answered) { a.update(a.before.ID, to(desk.StatusPending)) }, desk.StatusPending, "", []string{"status"}},
		"open it":           {func(a *answered) { a.update(a.before.ID, to(desk.StatusOpen)) }, desk.StatusOpen, "", nil},
		"open and close it": {func(a *answered) {
			a.update(a.before.ID, to(desk.StatusOpen))
			a.update(a.before.ID, to(desk.StatusClosed))
		}, desk.StatusClosed, "", []string{"status"}},
		"the customer opens": {func(a *answered) { a.add(a.rui, say(desk.KindCustomer, nil)) }, desk.StatusOpen, "", nil},
		"give it to Rui": {func(a *answered) {
			a.update(a.before.ID, func(in *update) { in.AssignedTo = desk.Value(a.rui.UserID()) })
		}, desk.StatusOpen, "Rui Cole", []string{"assignedTo"}},
		"change the priority": {func(a *answered) {
			a.update(a.before.ID, func(in *update) { in.Priority = desk.Value(desk.PriorityHigh) })
		}, desk.StatusOpen, "", nil},
		"a colleague's reply":  {func(a *answered) { a.add(a.rui, say(desk.KindReply, nil)) }, desk.StatusOpen, "", nil},
		"a colleague's note":   {func(a *answered) { a.add(a.rui, say(desk.KindNote, nil)) }, desk.StatusOpen, "", nil},
		"another of her own":   {func(a *answered) { a.add(a.ana, say(desk.KindReply, nil)) }, desk.StatusOpen, "", nil},
		"a change of its tags": {func(a *answered) { storetest.SetTags(a.t, a.Store, a.before.ID, "refund") }, desk.StatusOpen, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAnswered(t, closing())
			a.clock.Advance(time.Second)
			test.meanwhile(a)
			sent := a.get(a.before.ID)
			undone := a.undone()
			got := a.get(a.before.ID)
			wantEqual(t, "what is returned", got, undone.Conversation)
			wantEqual(t, "what stays", test.kept, undone.Kept)
			var assigned string
			if got.AssignedTo != nil {
				assigned = got.AssignedTo.Name
			}
			if got.Status != test.status || assigned != test.assigned || got.Priority != sent.Priority || got.MessageCount != sent.MessageCount-1 || len(got.Tags) != len(sent.Tags) {
				t.Errorf("it is %+v", got)
			}
			wantEqual(t, "as the messages make it", a.replayed(), [3]any{got.MessageCount, got.WaitingSince, got.LastMessageAt})
		})
	}
}

// Who had it before may have gone meanwhile.
func TestUndoReplyLeavesItToWhoCanHaveIt(t *testing.T) {
	a := newAnswered(t, say(desk.KindNote, nil))
	a.update(a.before.ID, func(in *update) { in.AssignedTo = desk.Value(a.rui.UserID()) })
	a.reply = a.add(a.ana, say(desk.KindReply, func(in *desk.MessageCreate) { in.AssignedTo = desk.Value(a.ana.UserID()) }))
	_, err := a.DisableUser(t.Context(), system(), storetest.Email("Rui Cole"))
	ok(t, err)
	undone := a.undone()
	wantEqual(t, "what stays", []string{"assignedTo"}, undone.Kept)
	if to := undone.Conversation.AssignedTo; to == nil || to.ID != a.ana.UserID() {
		t.Errorf("it is assigned to %v", to)
	}
}

// replayed returns what the messages that there are make of the conversation.
func (a *answered) replayed() [3]any {
	a.t.Helper()
	list, err := a.ListMessages(a.t.Context(), system(), a.before.ID, page(1, 100))
	ok(a.t, err)
	var c desk.Conversation
	for _, m := range list.Items {
		c, _ = c.Receive(m)
	}
	return [3]any{c.MessageCount, c.WaitingSince, c.LastMessageAt}
}

// What was written since, and the files, are not lost.
func TestUndoReplyReturnsTextAndFiles(t *testing.T) {
	a := newAnswered(t, say(desk.KindNote, nil))
	file := storetest.Upload(t, a.Store, a.ana, a.before.ID, "a.txt", "Hello")
	a.reply = a.add(a.ana, say(desk.KindReply, func(in *desk.MessageCreate) {
		in.AttachmentIDs = desk.Value([]desk.AttachmentID{file.ID})
	}))
	_, err := a.SaveDraft(t.Context(), a.ana, a.before.ID, draft(desk.KindReply, "One more thing", 0))
	ok(t, err)
	_, err = a.SaveDraft(t.Context(), a.ana, a.before.ID, draft(desk.KindNote, "A note", 0))
	ok(t, err)
	a.clock.Advance(9 * time.Second)
	undone := a.undone()
	if undone.Draft.Body != "Hello\n\nOne more thing" || !undone.Joined {
		t.Errorf("the draft is %+v", undone)
	}
	drafts, err := a.ListDrafts(t.Context(), a.ana, a.before.ID)
	ok(t, err)
	wantEqual(t, "drafts", 2, len(drafts))
	unsent, err := a.ListUnsent(t.Context(), a.ana, a.before.ID)
	ok(t, err)
	if len(unsent) != 1 || unsent[0].ID != file.ID || unsent[0].MessageID != 0 || !unsent[0].CreatedAt.Equal(a.clock.Now()) {
		t.Errorf("files: %+v", unsent)
	}
}

// A server that was killed changes nothing: what is held is sent, or can be taken
// back, by the time alone.
func TestUndoReplyAfterARestart(t *testing.T) {
	a := newAnswered(t, closing())
	listed, err := a.ListMessages(t.Context(), a.rui, a.before.ID, page(1, 100))
	ok(t, err)
	if diff := cmp.Diff(a.reply, listed.Items[len(listed.Items)-1]); diff != "" {
		t.Errorf("colleagues see (-sent +seen):\n%s", diff)
	}
	again := a.Store.WithClock(storetest.NewClock().Now) // another one, on the same database
	if _, err := again.UndoReply(t.Context(), a.ana, a.before.ID, a.reply.ID); err != nil {
		t.Error(err)
	}
}
