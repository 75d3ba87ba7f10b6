package store_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// Whatever two people do to some conversations, every message is in one place, what
// conversations say of theirs is right, and counts and files follow. What is refused
// changes nothing.
func TestMovingLosesNothing(t *testing.T) {
	for seed := range uint64(6) {
		m := newMover(t, seed)
		for range 60 {
			m.step()
		}
		wantEqual(t, "messages", m.messages(), m.rows(`SELECT m.body FROM messages m ORDER BY m.body`))
		m.inStep()
		m.sound()
	}
}

// mover does things at random, and knows which messages there must be.
type mover struct {
	*world
	random *rand.Rand
	actors []desk.Actor
	ids    []desk.ConversationID
	said   map[string]bool
}

func newMover(t *testing.T, seed uint64) *mover {
	m := &mover{world: newWorld(t), random: rand.New(rand.NewPCG(seed, 1)), said: map[string]bool{}}
	_, ana := m.user("Ana Souza", desk.RoleAgent, "Support", "Billing")
	_, ben := m.user("Ben Katz", desk.RoleManager)
	m.actors = []desk.Actor{ana, ben}
	for _, name := range []string{"a", "b", "c"} {
		m.tag(name)
	}
	for i := range 5 {
		m.ids = append(m.ids, m.conversation("Refund", []desk.Inbox{m.support, m.billing}[i%2]).ID)
	}
	return m
}

func (m *mover) any() desk.ConversationID { return m.ids[m.random.IntN(len(m.ids))] }

func (m *mover) step() {
	m.t.Helper()
	ctx, actor, id := m.t.Context(), m.actors[m.random.IntN(2)], m.any()
	m.clock.Advance(time.Duration(m.random.IntN(2)) * time.Second) // or at the same time
	var err error
	switch n := m.random.IntN(20); {
	case n < 8:
		err = m.speak(actor, id)
	case n < 10:
		names := []string{"a", "b", "c"}[m.random.IntN(3):]
		_, err = m.SetConversationTags(ctx, actor, id, tags(names...))
	case n < 14:
		_, err = m.MergeConversation(ctx, actor, id, mergeInto(m.any()))
	case n < 16:
		_, err = m.UndoMerge(ctx, actor, id, desk.MergeUndo{})
	case n < 19:
		err = m.split(actor, id)
	case len(m.ids) > 3:
		err = m.remove(actor, id)
	}
	if err != nil && desk.As(err) == nil {
		m.t.Fatal(err)
	}
}

func (m *mover) speak(actor desk.Actor, id desk.ConversationID) error {
	in := desk.MessageCreate{Kind: desk.Value(desk.MessageKinds()[m.random.IntN(3)]), Body: desk.Value(time.Duration(m.random.Int64()).String())}
	if m.random.IntN(3) == 0 && m.get(id).MergedInto == 0 {
		in.AttachmentIDs = desk.Value([]desk.AttachmentID{storetest.Upload(m.t, m.Store, actor, id, "dot.png", dot).ID})
	}
	_, err := m.AddMessage(m.t.Context(), actor, id, in)
	if err == nil {
		m.said[in.Body.Value] = true
	}
	return err
}

func (m *mover) split(actor desk.Actor, id desk.ConversationID) error {
	listing, err := m.ListMessages(m.t.Context(), actor, id, page(1, 100))
	if err != nil || len(listing.Items) == 0 {
		return err
	}
	in := splitting("Apart", listing.Items[m.random.IntN(len(listing.Items))].ID)
	in.AndLater = m.random.IntN(2) == 0
	part, err := m.SplitConversation(m.t.Context(), actor, id, in)
	if err == nil {
		m.ids = append(m.ids, part.ID)
	}
	return err
}

// remove deletes a conversation, and with it what it holds.
func (m *mover) remove(actor desk.Actor, id desk.ConversationID) error {
	held := m.rows(`SELECT body FROM messages WHERE conversation_id = $1`, id)
	if err := m.DeleteConversation(m.t.Context(), actor, id, desk.ConversationDelete{}); err != nil {
		return err
	}
	for _, body := range held {
		delete(m.said, body)
	}
	m.ids = slices.DeleteFunc(m.ids, func(other desk.ConversationID) bool { return other == id })
	return nil
}

func (m *mover) messages() []string {
	var all []string
	for body := range m.said {
		all = append(all, body)
	}
	slices.Sort(all)
	return all
}

// sound fails unless every message is in one place, its files with it, and every
// conversation says of its messages what they are.
func (w *world) sound() {
	w.t.Helper()
	wantEqual(w.t, "files elsewhere than their message", 0, len(w.rows(`SELECT a.id FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.conversation_id <> a.conversation_id`)))
	wantEqual(w.t, "messages of merged ones", 0, len(w.rows(`SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.merged_into IS NOT NULL`)))
	wantEqual(w.t, "chains", 0, len(w.rows(`SELECT c.id FROM conversations c JOIN conversations t ON t.id = c.merged_into WHERE t.merged_into IS NOT NULL OR c.status <> 'closed'`)))
	wantEqual(w.t, "messages from what is not merged into where they are", 0, len(w.rows(`SELECT m.id FROM messages m LEFT JOIN conversations c ON c.id = m.origin_id WHERE m.origin_id IS NOT NULL AND c.merged_into IS DISTINCT FROM m.conversation_id`)))
	listing, err := w.ListConversations(w.t.Context(), system(), all())
	ok(w.t, err)
	for _, c := range listing.Items {
		said := desk.Conversation{}
		timeline, err := w.ConversationTimeline(w.t.Context(), system(), c.ID, 1000)
		ok(w.t, err)
		for _, m := range timeline.Messages {
			said, _ = said.Receive(m)
		}
		wantEqual(w.t, "what #"+c.ID.String()+" says of its messages",
			[]any{said.MessageCount, said.LastMessageAt, said.WaitingSince, said.Preview}, []any{c.MessageCount, c.LastMessageAt, c.WaitingSince, c.Preview})
		if !slices.IsSortedFunc(timeline.Messages, func(a, b desk.Message) int { return a.CreatedAt.Compare(b.CreatedAt) }) {
			w.t.Errorf("#%s is not in the order of time", c.ID)
		}
	}
}
