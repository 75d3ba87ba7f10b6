package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestAuthors(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	program := w.key("sync", "write:conversations")
	conv := w.conversation("Refund", w.support)
	customer := desk.Author{Type: "customer", ID: int64(w.maya.ID), Name: "Maya Okafor"}
	for _, test := range []struct {
		actor desk.Actor
		kind  desk.MessageKind
		want  desk.Author
	}{
		{agent, desk.KindReply, desk.Author{Type: "user", ID: int64(ana.ID), Name: "Ana Souza"}},
		{agent, desk.KindNote, desk.Author{Type: "user", ID: int64(ana.ID), Name: "Ana Souza"}},
		{agent, desk.KindCustomer, customer},
		{program, desk.KindReply, desk.Author{Type: "key", ID: program.ID, Name: "sync"}},
		{program, desk.KindCustomer, customer},
		{system(), desk.KindNote, desk.Author{Type: "system", Name: "test"}},
	} {
		m := storetest.AddMessage(t, w.Store, test.actor, conv.ID, test.kind, " Hello\r\nthere ")
		want := desk.Message{ID: m.ID, Kind: test.kind, Body: "Hello\nthere", Author: test.want, CreatedAt: w.clock.Now()}
		if test.actor.Kind == desk.ActorUser && test.kind == desk.KindReply {
			want.HeldUntil = at(w.clock.Now().Add(10 * time.Second))
		}
		wantEqual(t, "the answer", want, m)
		listing, err := w.ListMessages(t.Context(), system(), conv.ID, page(1, 100))
		ok(t, err)
		wantEqual(t, "what is kept", want, listing.Items[len(listing.Items)-1])
	}
}

// Names are shown as they are now.
func TestAuthorsAreRenamed(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	storetest.AddMessage(t, w.Store, agent, conv.ID, desk.KindReply, "Hello")
	storetest.AddMessage(t, w.Store, agent, conv.ID, desk.KindCustomer, "Hello")
	_, err := w.UpdateProfile(t.Context(), agent, desk.ProfileUpdate{Name: desk.Value("Ana Berg")})
	ok(t, err)
	_, err = w.UpdateCustomer(t.Context(), agent, w.maya.ID, desk.CustomerUpdate{Name: desk.Value("Maya O.")})
	ok(t, err)
	listing, err := w.ListMessages(t.Context(), agent, conv.ID, page(1, 10))
	ok(t, err)
	if got := []string{listing.Items[0].Author.Name, listing.Items[1].Author.Name}; got[0] != "Ana Berg" || got[1] != "Maya O." {
		t.Errorf("%q", got)
	}
}

func TestMessagesHavePagesOldestFirst(t *testing.T) {
	w := newWorld(t)
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	for i := range 5 {
		storetest.AddMessage(t, w.Store, system(), conv.ID, desk.KindNote, fmt.Sprint(i))
		storetest.AddMessage(t, w.Store, system(), other.ID, desk.KindNote, "other")
	}
	for number, want := range map[int]string{1: "0 1", 2: "2 3", 3: "4", 4: ""} {
		listing, err := w.ListMessages(t.Context(), system(), conv.ID, page(number, 2))
		ok(t, err)
		var bodies []string
		for _, m := range listing.Items {
			bodies = append(bodies, m.Body)
		}
		if got := strings.Join(bodies, " "); got != want || listing.Total != 5 || listing.Pages() != 3 || listing.Items == nil {
			t.Errorf("page %d: %q of %d", number, got, listing.Total)
		}
	}
}

func TestAddMessageIsRefused(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	conv := w.conversation("Refund", w.billing)
	add := func(id desk.ConversationID, in desk.MessageCreate) func() error {
		return func() error { _, err := w.AddMessage(t.Context(), agent, id, in); return err }
	}
	right := desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("Hello")}
	w.invalid("no kind", "kind", "required", add(conv.ID, desk.MessageCreate{Body: desk.Value("Hello")}))
	w.invalid("unknown kind", "kind", "not_in_list", add(conv.ID, desk.MessageCreate{Kind: desk.Value(desk.MessageKind("sms")), Body: desk.Value("Hello")}))
	w.invalid("no body", "body", "required", add(conv.ID, desk.MessageCreate{Kind: right.Kind}))
	w.invalid("blank body", "body", "empty", add(conv.ID, desk.MessageCreate{Kind: right.Kind, Body: desk.Value("\n")}))
	w.invalid("long body", "body", "too_long", add(conv.ID, desk.MessageCreate{Kind: right.Kind, Body: desk.Value(strings.Repeat("a", desk.MaxBody+1))}))
	w.refused("absent, before the fields", desk.CodeNotFound, add(999, desk.MessageCreate{}))
}

// thread is what a conversation must be after a sequence of messages and updates:
// the rules of the contract once more, in the simplest words.
type thread struct {
	kinds   []desk.MessageKind
	times   []time.Time
	status  desk.Status
	version int64
	updated time.Time
}

func (m *thread) message(kind desk.MessageKind, now time.Time) {
	m.kinds, m.times, m.updated = append(m.kinds, kind), append(m.times, now), now
	if kind == desk.KindCustomer {
		m.set(desk.StatusOpen, now)
	}
}

func (m *thread) set(status desk.Status, now time.Time) {
	if m.status != status {
		m.status, m.version, m.updated = status, m.version+1, now
	}
}

func (m *thread) waitingSince() *time.Time {
	var since *time.Time
	for i, kind := range m.kinds {
		switch {
		case kind == desk.KindReply:
			since = nil
		case kind == desk.KindCustomer && since == nil:
			since = &m.times[i]
		}
	}
	return since
}

func (m *thread) last() *time.Time {
	if len(m.times) == 0 {
		return nil
	}
	return &m.times[len(m.times)-1]
}

func (m *thread) preview() string {
	for i := len(m.kinds) - 1; i >= 0; i-- {
		if m.kinds[i] != desk.KindNote {
			return fmt.Sprint("message ", i)
		}
	}
	return ""
}

func TestThreadsOverAnySequence(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		conv := w.conversation("Refund", w.support)
		m := &thread{status: desk.StatusOpen, version: 1, updated: w.clock.Now()}
		for _, step := range rapid.SliceOfN(rapid.SampledFrom([]string{"customer", "reply", "note", "open", "pending", "closed"}), 0, 8).Draw(t, "steps") {
			w.clock.Advance(time.Duration(rapid.IntRange(0, 1).Draw(t, "seconds")) * time.Second)
			switch step {
			case "customer", "reply", "note":
				body := fmt.Sprint("message ", len(m.kinds))
				storetest.AddMessage(w.t, w.Store, system(), conv.ID, desk.MessageKind(step), body)
				m.message(desk.MessageKind(step), w.clock.Now())
			default:
				w.update(conv.ID, to(desk.Status(step)))
				m.set(desk.Status(step), w.clock.Now())
			}
		}
		want := conv
		want.Status, want.Version, want.UpdatedAt = m.status, m.version, m.updated
		want.MessageCount, want.LastMessageAt, want.WaitingSince, want.Preview = len(m.kinds), m.last(), m.waitingSince(), m.preview()
		if diff := cmp.Diff(want, w.get(conv.ID)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
