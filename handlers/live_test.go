package handlers

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// stream is what a browser is told by /live.
type stream struct {
	w     *world
	lines chan string // closed when the stream ends
	all   string
	id    string // of the last event
	close func()
}

// listen opens a stream as a browser does that knows what was told up to an id.
func (b *browser) listen(since string) *stream {
	b.w.t.Helper()
	ctx, cancel := context.WithCancel(b.w.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.w.server.URL+"/live", nil)
	b.w.must(err)
	req.Header.Set("Accept", "text/event-stream")
	if since != "" {
		req.Header.Set("Last-Event-ID", since)
	}
	answer, err := b.client.Do(req)
	b.w.must(err)
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		b.w.t.Fatalf("the stream answers %d %v", answer.StatusCode, answer.Header)
	}
	s := &stream{w: b.w, lines: make(chan string, 1000)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer close(s.lines)
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			s.lines <- lines.Text()
		}
	}()
	s.close = func() { cancel(); <-ended }
	b.w.t.Cleanup(s.close)
	return s
}

// until reads until the stream says something.
func (s *stream) until(text string) *stream {
	s.w.t.Helper()
	return s.untilAgain(text, func() {})
}

// untilAgain reads until the stream says something that is kept nowhere, and so is
// done again like pages do it: a server that has just begun to listen may not have
// heard.
func (s *stream) untilAgain(text string, again func()) *stream {
	s.w.t.Helper()
	for limit := time.After(20 * time.Second); !strings.Contains(s.all, text); {
		select {
		case line, open := <-s.lines:
			if !open {
				s.w.t.Fatalf("the stream ended before it said %q: %s", text, s.all)
			}
			s.take(line)
		case <-time.After(200 * time.Millisecond):
			again()
		case <-limit:
			s.w.t.Fatalf("the stream never said %q: %s", text, s.all)
		}
	}
	return s
}

// settled reads up to the next id, with which one may come back.
func (s *stream) settled() *stream {
	s.w.t.Helper()
	s.id = ""
	for limit := time.After(20 * time.Second); s.id == ""; {
		select {
		case line := <-s.lines:
			s.take(line)
		case <-limit:
			s.w.t.Fatalf("the stream has no id: %s", s.all)
		}
	}
	return s
}

func (s *stream) take(line string) {
	s.all += line + "\n"
	if id, is := strings.CutPrefix(line, "id: "); is {
		s.id = id
	}
}

// untilClosed reads to the end of the stream.
func (s *stream) untilClosed(while func()) {
	s.w.t.Helper()
	for limit := time.After(20 * time.Second); ; {
		select {
		case line, open := <-s.lines:
			if !open {
				return
			}
			s.take(line)
		case <-time.After(20 * time.Millisecond):
			while()
		case <-limit:
			s.w.t.Fatalf("the stream does not end: %s", s.all)
		}
	}
}

// touch changes a conversation in a way that nobody can have changed it before.
func (w *world) touch(name string) {
	w.t.Helper()
	storetest.AddMessage(w.t, w.store, storetest.System(), w.conversationID(name), desk.KindNote, "Touched "+secretNote)
}

func TestStreamsTellWithinTheScope(t *testing.T) {
	w := newWorld(t)
	for _, c := range callers() {
		if c.user == "" {
			continue
		}
		s := w.in(t).as(c.user).listen("")
		s.until("event: resync")
		w.touch("invoice")
		w.addConversation("fraud "+c.user, "billing")
		w.touch("refund")
		w.addConversation("last "+c.user, "support")
		// These are new, where what others were told of may be told once more.
		if c.reaches("billing") {
			s.until(`"conversation":"` + w.names["fraud "+c.user] + `"`)
		}
		if c.reaches("support") {
			s.until(`"conversation":"` + w.names["last "+c.user] + `"`)
		}
		if told := strings.Contains(s.all, w.names["invoice"]); told != c.reaches("billing") {
			t.Errorf("%s is told of Billing: %v: %s", c.name, told, s.all)
		}
		if !c.reaches("billing") && strings.Contains(s.all, w.names["fraud "+c.user]) {
			t.Errorf("%s is told of what is new in Billing: %s", c.name, s.all)
		}
		if strings.Contains(s.all, "canary") || strings.Contains(s.all, "Touched") {
			t.Errorf("%s is told content: %s", c.name, s.all)
		}
		s.close()
	}
}

// Who follows is told as what else happens is: to who reaches the conversation.
func TestStreamsTellWhoFollows(t *testing.T) {
	w := newWorld(t)
	ana, bo := w.as("ana").listen("").until("event: resync"), w.as("bo").listen("").until("event: resync")
	w.as("mona").open("/conversations/{invoice}").form("/conversations/{invoice}/follow").submit().is(303)
	w.as("mona").open("/conversations/{refund}").form("/conversations/{refund}/follow").submit().is(303)
	w.addConversation("last", "support")
	w.addConversation("last of all", "billing")
	ana.until(`{"conversation":"` + w.names["refund"] + `","what":"followed","by":""}`).until(w.names["last"])
	bo.until(`{"conversation":"` + w.names["invoice"] + `","what":"followed","by":""}`).until(w.names["last of all"])
	if strings.Contains(ana.all, w.names["invoice"]) || strings.Contains(bo.all, w.names["refund"]) {
		t.Errorf("told beyond their reach: %s, %s", ana.all, bo.all)
	}
}

// A browser that comes back with the last id is told what happened meanwhile.
func TestAStreamThatComesBackMissesNothing(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	s := ana.listen("").until("event: resync").settled()
	w.touch("refund")
	s.until(w.names["refund"]).settled()
	s.close()
	w.touch("kettle")
	w.touch("invoice")
	again := ana.listen(s.id).until(w.names["kettle"]).settled()
	if strings.Contains(again.all, "resync") || strings.Contains(again.all, w.names["invoice"]) {
		t.Errorf("told %s", again.all)
	}
	mona := w.as("mona").listen("").until("event: resync").settled()
	for _, unknown := range []string{"x", "1-1", again.id[1:], again.id + "A", mona.id} {
		ana.listen(unknown).until("event: resync").close()
	}
}

// Whatever ends or narrows a visitor's rights ends or narrows what a stream that
// is open tells them.
func TestStreamsEndWithTheRights(t *testing.T) {
	system := storetest.System()
	for name, revoke := range map[string]func(w *world, ana *browser) error{
		"disabled": func(w *world, _ *browser) error {
			_, err := w.store.DisableUser(t.Context(), system, w.users["ana"].Email)
			return err
		},
		"another role": func(w *world, _ *browser) error {
			_, err := w.store.SetRole(t.Context(), system, w.users["ana"].Email, desk.RoleViewer)
			return err
		},
		"signed out": func(w *world, ana *browser) error { return w.store.EndSession(t.Context(), ana.token()) },
		"signed out everywhere": func(w *world, _ *browser) error {
			return w.store.SignOutEverywhere(t.Context(), storetest.Actor(t, w.store, w.users["ana"]))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ana := w.as("ana")
			s := ana.listen("").until("event: resync")
			w.must(revoke(w, ana))
			s.untilClosed(func() { w.touch("refund") })
			if !strings.Contains(s.all, "event: ended") {
				t.Errorf("it ended with %s", s.all)
			}
		})
	}
}

// A session may end before a page has asked for its stream. Led to the sign-in page,
// browsers would complain of it, and come back.
func TestStreamsOfNobodyAreEnded(t *testing.T) {
	s := newWorld(t).visitor().listen("")
	s.until("event: ended").untilClosed(func() {})
	if strings.Contains(s.all, "id:") || strings.Contains(s.all, "resync") {
		t.Errorf("nobody is told %s", s.all)
	}
}

func TestStreamsFollowTheMemberships(t *testing.T) {
	w := newWorld(t)
	s := w.as("ana").listen("").until("event: resync").settled()
	s.all = ""
	w.must(w.store.RemoveMember(t.Context(), storetest.System(), "Support", w.users["ana"].Email))
	s.until("event: resync").settled()
	s.all = ""
	w.touch("refund")
	w.must(w.store.AddMember(t.Context(), storetest.System(), "Billing", w.users["ana"].Email))
	s.until("event: resync")
	w.touch("invoice")
	s.until(w.names["invoice"])
	if strings.Contains(s.all, w.names["refund"]) {
		t.Errorf("told of an inbox that was left: %s", s.all)
	}
}

func TestPresenceIsToldToWhoReachesTheInbox(t *testing.T) {
	w := newWorld(t)
	ana, mona := w.as("ana").listen("").until("resync"), w.as("mona").listen("").until("resync")
	bo := w.as("bo")
	replies := func() {
		bo.do(http.MethodPost, "/conversations/{invoice}/presence", "tab=one&doing=replying", nil).is(204)
	}
	replies()
	mona.untilAgain(`"conversation":"`+w.names["invoice"]+`","people":[{"name":"Bo Lind","doing":"replying"}]`, replies)
	w.as("vic").do(http.MethodPost, "/conversations/{refund}/presence", "tab=one&doing=viewing", nil).is(204)
	ana.until(`"people":[{"name":"Vic Noor","doing":"viewing"}]`)
	if strings.Contains(ana.all, w.names["invoice"]) || strings.Contains(ana.all, "Bo Lind") {
		t.Errorf("ana is told %s", ana.all)
	}
	bo.do(http.MethodPost, "/conversations/{invoice}/presence", "tab=one&doing=left", nil).is(204)
	mona.until(`"conversation":"` + w.names["invoice"] + `","people":[]`)
	bo.do(http.MethodPost, "/conversations/{refund}/presence", "tab=one&doing=viewing", nil).is(404)
	for _, wrong := range []string{"", "tab=one&doing=dancing", "tab=<b>&doing=viewing", "tab=&doing=viewing"} {
		bo.do(http.MethodPost, "/conversations/{invoice}/presence", wrong, nil).is(422)
	}
}

func TestStreamsOfOneUserAreBounded(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for range desk.MaxStreams {
		ana.listen("")
	}
	ana.do(http.MethodGet, "/live", "", map[string]string{"Accept": "text/event-stream"}).is(429)
	w.as("mona").listen("")
}

// A server that stops would otherwise wait for every page that is open.
func TestStreamsEndWhenTheServerStops(t *testing.T) {
	w := newWorld(t)
	stopping := make(chan struct{})
	w.server.Config.Handler = newSite(w.store, Options{Stopping: stopping}).router()
	s := w.as("ana").listen("").until("event: resync")
	close(stopping)
	s.untilClosed(func() {})
}
