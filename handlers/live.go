package handlers

import (
	"net/http"
	"strings"
	"time"

	"parley/internal/desk"
	"parley/internal/realtime"
)

// streamPatience is how long a browser may take to receive a few lines; one that
// has gone without a word is noticed by it.
const streamPatience = 10 * time.Second

// streamLive tells a page what happens, for as long as it is open: which
// conversation, what, and by whom, within the visitor's scope as it is at that
// moment. A page that lost its stream comes back with the last event's id, as
// browsers do by themselves, or with that of the page, in ?since=.
func streamLive(r *request) error {
	f, err := r.follow()
	if f == nil || err != nil {
		return err
	}
	defer f.subscription.Close()
	f.run()
	return nil
}

// follow begins a stream, or answers what is no question for one. It is apart from
// streamLive because that is where streams wait: what this needs of the stack, they
// do not hold meanwhile.
func (r *request) follow() (*follower, error) {
	if !r.wantsStream() {
		return nil, r.NoContent(http.StatusNotAcceptable) // It is no page.
	}
	subscription, err := r.live.Subscribe(r.Request().Context(), r.actor, r.since())
	if err != nil {
		return nil, err
	}
	stream := newEventStream(r)
	if err := stream.open(); err != nil || r.Request().Method == http.MethodHead {
		subscription.Close()
		return nil, nil // Nobody is there any more, or wants more than this.
	}
	return &follower{request: r, stream: stream, subscription: subscription, seen: time.Now()}, nil
}

func (r *request) wantsStream() bool {
	return strings.Contains(r.Request().Header.Get("Accept"), "text/event-stream")
}

// refuseStream tells a page whose session has ended, and not a browser that would take
// the sign-in page for a broken stream.
func (r *request) refuseStream() error {
	stream := newEventStream(r)
	if err := stream.open(); err != nil {
		return nil // Nobody is there any more.
	}
	_ = stream.send("ended", struct{}{})
	return nil
}

// since returns what the page knows already: 0 where it does not say, or where
// nobody knows any more what there was.
func (r *request) since() desk.Mark {
	id := r.Request().Header.Get("Last-Event-ID")
	if id == "" {
		id = r.QueryParam("since")
	}
	mark, at, ok := r.unsealMark(id)
	// A minute less than they are kept for, since clocks differ.
	if !ok || time.Since(at) > desk.NoticesKept-time.Minute {
		return 0
	}
	return mark
}

// follower writes what a subscription brings to a stream.
type follower struct {
	*request
	stream       *eventStream
	subscription *realtime.Subscription
	seen         time.Time // when the session was last looked at
}

// run writes until the browser, the session or the server goes. What is delivered
// is what the visitor may see no longer ago than desk.StreamTrust.
func (f *follower) run() {
	beat := time.NewTicker(desk.StreamBeat)
	defer beat.Stop()
	for {
		rested := false
		select {
		case <-f.Request().Context().Done():
			return
		case <-f.stopping:
			return // The browser comes back, to the server that comes next.
		case <-beat.C:
			rested = true
		case <-f.subscription.Ready():
		}
		if !f.allowed(rested) {
			return
		}
		if err := f.deliver(); err != nil {
			return
		}
	}
}

// allowed looks whether the session goes on, unless that was done just now, and
// takes over what its user reaches.
func (f *follower) allowed(rested bool) bool {
	if doubted := f.subscription.Doubted(); !doubted && !rested && time.Since(f.seen) < desk.StreamTrust {
		return true
	}
	session, err := f.store.OpenSession(f.Request().Context(), f.session.ID)
	if err == nil {
		err = session.Actor.Require(desk.ReadConversations)
	}
	if err != nil {
		if desk.As(err) != nil {
			_ = f.stream.send("ended", struct{}{}) // The browser may have gone.
		}
		return false
	}
	f.seen, f.actor = time.Now(), session.Actor
	f.subscription.SetScope(session.Actor.ConversationScope())
	return true
}

// deliver writes what there is, and the id to come back with; with nothing to say,
// that is the sign that the stream is alive.
func (f *follower) deliver() error {
	d := f.subscription.Take()
	if d.Missed {
		if err := f.stream.send("resync", struct{}{}); err != nil {
			return err
		}
	}
	if d.Told {
		if err := f.sendUnread(); err != nil {
			return err
		}
	}
	for _, n := range d.Notices {
		if err := f.stream.send("change", changeOf(n)); err != nil {
			return err
		}
	}
	for _, p := range d.Present {
		if err := f.stream.send("presence", presentOf(p)); err != nil {
			return err
		}
	}
	return f.stream.flush(f.sealMark(f.subscription.Mark()))
}
