package realtime_test

import (
	"testing"

	"parley/internal/desk"
	"parley/internal/realtime"
	"parley/store"
	"parley/store/storetest"
)

func (w *world) beat(hub *realtime.Hub, id desk.ConversationID, inbox desk.InboxID, tab string, doing realtime.Doing) {
	w.t.Helper()
	w.must(hub.Beat(w.t.Context(), realtime.Beat{Conversation: id, Inbox: inbox, User: 99, Name: "Ben Ode", Tab: tab, Doing: doing}))
}

// untilHeard waits until the reader's hub listens: what was told before is kept
// nowhere.
func (r *reader) untilHeard(hub *realtime.Hub) {
	r.w.t.Helper()
	const nowhere = 7777
	r.until("its hub listens", func() bool {
		r.w.beat(hub, nowhere, r.w.support, "first", realtime.Viewing)
		return r.does(nowhere) == realtime.Viewing
	})
}

// does returns what Ben does at a conversation, as the reader was told.
func (r *reader) does(id desk.ConversationID) realtime.Doing {
	for _, p := range r.present[id] {
		return p.Doing
	}
	return ""
}

func (r *reader) untilBen(id desk.ConversationID, doing realtime.Doing) {
	r.w.t.Helper()
	r.until("Ben is "+string(doing), func() bool { return r.does(id) == doing })
}

func TestPresenceFollowsTheTabs(t *testing.T) {
	w := newWorld(t)
	r := w.reads(w.ana, w.mark())
	r.untilHeard(w.hub)
	id := w.add(w.support)
	w.beat(w.hub, id, w.support, "one", realtime.Viewing)
	r.untilBen(id, realtime.Viewing)
	w.beat(w.hub, id, w.support, "two", realtime.Replying)
	r.untilBen(id, realtime.Replying)
	late := w.reads(w.ana, w.mark())
	late.untilBen(id, realtime.Replying)
	w.beat(w.hub, id, w.support, "two", realtime.Left)
	r.untilBen(id, realtime.Viewing)
	w.beat(w.hub, id, w.support, "one", realtime.Left)
	r.untilBen(id, "")
}

// A tab that dies says nothing more.
func TestPresenceLapses(t *testing.T) {
	w := newWorld(t)
	r := w.reads(w.ana, w.mark())
	r.untilHeard(w.hub)
	id := w.add(w.support)
	w.beat(w.hub, id, w.support, "one", realtime.Viewing)
	r.untilBen(id, realtime.Viewing)
	r.untilBen(id, "")
}

func TestPresenceElsewhereIsNotTold(t *testing.T) {
	w := newWorld(t)
	ana, everything := w.reads(w.ana, w.mark()), w.reads(storetest.System(), w.mark())
	everything.untilHeard(w.hub)
	hidden, seen := w.add(w.billing), w.add(w.support)
	w.beat(w.hub, hidden, w.billing, "one", realtime.Viewing)
	everything.untilBen(hidden, realtime.Viewing)
	w.beat(w.hub, seen, w.support, "two", realtime.Viewing)
	ana.untilBen(seen, realtime.Viewing)
	if _, told := ana.present[hidden]; told {
		t.Errorf("told %+v", ana.present)
	}
	w.beat(w.hub, seen, w.support, "two", realtime.Replying)
	everything.untilBen(seen, realtime.Replying)
	ana.SetScope(desk.Inboxes(w.billing)) // before she has taken it
	ana.take()
	if ana.does(seen) == realtime.Replying {
		t.Error("told of an inbox that is out of reach by now")
	}
}

func TestNobodyIsPresentToThemselves(t *testing.T) {
	w := newWorld(t)
	ana, other := w.reads(w.ana, w.mark()), w.reads(storetest.System(), w.mark())
	other.untilHeard(w.hub)
	id := w.add(w.support)
	w.must(w.hub.Beat(t.Context(), realtime.Beat{Conversation: id, Inbox: w.support, User: w.ana.UserID(), Name: "Ana Souza", Tab: "one", Doing: realtime.Viewing}))
	other.until("Ana is there", func() bool { return len(other.present[id]) == 1 })
	ana.take()
	if len(ana.present[id]) > 0 {
		t.Errorf("told %+v", ana.present)
	}
}

// With PostgreSQL a page of one process is seen by those of another. A SQLite file
// has one process.
func TestPresencePassesBetweenProcesses(t *testing.T) {
	name := storetest.NewDatabase(t)
	w := worldOn(t, storetest.Open(t, name, store.Options{}))
	other := w.hub
	if storetest.OnPostgres() {
		other = newHub(storetest.Open(t, name, store.Options{}))
	}
	r := w.readsFrom(other, w.ana, w.mark())
	id := w.add(w.support)
	r.until("Ben is there", func() bool {
		w.beat(w.hub, id, w.support, "one", realtime.Viewing)
		return r.does(id) == realtime.Viewing
	})
}
