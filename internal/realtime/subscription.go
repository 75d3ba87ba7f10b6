package realtime

import (
	"context"
	"maps"
	"slices"
	"sync"

	"parley/internal/desk"
)

// backlog is how many notices wait for a reader who is slow. One who is slower is
// told to read anew, and keeps nobody else waiting.
const backlog = 64

// Subscription is one reader of what happens within a scope.
type Subscription struct {
	hub   *Hub
	user  desk.UserID
	ready chan struct{}

	mu      sync.Mutex
	scope   desk.Scope
	notices []desk.Notice
	missed  bool
	doubted bool
	told    bool                         // of something, or may know less than before
	moved   map[desk.ConversationID]bool // where presence has changed
}

// Delivery is what has happened since the last one.
type Delivery struct {
	Notices []desk.Notice
	Present []Present
	Missed  bool // something: what is shown has to be read anew
	Told    bool // how much the reader has been told has to be counted anew
}

// Subscribe begins a subscription of a user. What was committed since the mark
// comes first; without a mark, the reader is told to read anew. A user has
// desk.MaxStreams at most. Close has to be called in the end.
func (h *Hub) Subscribe(ctx context.Context, actor desk.Actor, since desk.Mark) (*Subscription, error) {
	s := &Subscription{hub: h, user: actor.UserID(), scope: actor.ConversationScope(), ready: make(chan struct{}, 1), told: true}
	h.mu.Lock()
	if h.streams[s.user] >= desk.MaxStreams {
		h.mu.Unlock()
		return nil, &desk.Error{Code: desk.CodeTooMany, Message: "Parley is open in too many tabs. Close some of them.", RetryAfter: desk.StreamBeat}
	}
	h.streams[s.user]++
	h.subscriptions[s] = struct{}{}
	if h.running == nil {
		h.running = h.begin()
	}
	running := h.running
	for key := range h.present {
		s.move(key.conversation, h.present[key].inbox)
	}
	h.mu.Unlock()
	s.wake()
	<-running.ready // What is committed from here on is told.
	if running.err != nil {
		s.Close()
		return nil, running.err
	}
	return s, s.catchUp(ctx, actor, since)
}

// catchUp takes what was committed before the subscription.
func (s *Subscription) catchUp(ctx context.Context, actor desk.Actor, since desk.Mark) error {
	if since == 0 {
		s.miss()
		return nil
	}
	notices, err := s.hub.source.Notices(ctx, actor, since)
	if err != nil {
		s.Close()
		return err
	}
	if notices.Gap {
		s.miss()
	}
	for _, n := range notices.List {
		if n.Subject == "conversation" {
			s.offer(n)
		}
	}
	return nil
}

// Close ends the subscription; the last one ends the hub's work.
func (s *Subscription) Close() {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, open := h.subscriptions[s]; !open {
		return
	}
	delete(h.subscriptions, s)
	if h.streams[s.user]--; h.streams[s.user] == 0 {
		delete(h.streams, s.user)
	}
	if len(h.subscriptions) == 0 {
		h.running.stop()
		h.running = nil
		clear(h.present)
	}
}

// Ready receives when there is something to take, or a reason to look whether the
// reader still is who they were.
func (s *Subscription) Ready() <-chan struct{} { return s.ready }

// Doubted tells, once, whether the reader's rights may have changed.
func (s *Subscription) Doubted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	doubted := s.doubted
	s.doubted = false
	return doubted
}

// SetScope says what the reader reaches now. Where that has changed, what is shown
// has to be read anew.
func (s *Subscription) SetScope(scope desk.Scope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if scope.All() == s.scope.All() && slices.Equal(scope.List(), s.scope.List()) {
		return
	}
	s.scope, s.missed, s.notices, s.told = scope, true, nil, true
}

// Take returns what has happened since it was last called, within the scope as it
// is now.
func (s *Subscription) Take() Delivery {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	d := Delivery{Notices: s.notices, Missed: s.missed, Told: s.told}
	for _, id := range slices.Sorted(maps.Keys(s.moved)) {
		d.Present = append(d.Present, Present{Conversation: id, People: s.hub.people(id, s.user, s.scope)})
	}
	s.notices, s.missed, s.told, s.moved = nil, false, false, nil
	return d
}

// Mark returns the mark to come back with after what has been taken.
func (s *Subscription) Mark() desk.Mark {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hub.running == nil || len(s.notices) > 0 || s.missed {
		return 0
	}
	return s.hub.running.mark
}

func (s *Subscription) offer(n desk.Notice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n.Action == desk.ActionDeleted && s.scope.Reaches(n.InboxID) {
		s.told = true // What was told of it is gone.
	}
	switch {
	case !s.scope.Reaches(n.InboxID) || s.missed:
		return
	case len(s.notices) == backlog:
		s.missed, s.notices = true, nil
	default:
		s.notices = append(s.notices, n)
	}
	s.wake()
}

func (s *Subscription) miss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missed, s.notices = true, nil
	s.wake()
}

// notify has the reader count, if something has become of what that user was told.
func (s *Subscription) notify(user desk.UserID) {
	if s.user != user {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = true
	s.wake()
}

func (s *Subscription) doubt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doubted = true
	s.wake()
}

func (s *Subscription) move(id desk.ConversationID, inbox desk.InboxID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.scope.Reaches(inbox) {
		return
	}
	if s.moved == nil {
		s.moved = map[desk.ConversationID]bool{}
	}
	s.moved[id] = true
	s.wake()
}

func (s *Subscription) wake() {
	select {
	case s.ready <- struct{}{}:
	default: // It has been woken and not looked yet.
	}
}
