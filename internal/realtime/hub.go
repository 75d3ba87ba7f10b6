// Package realtime tells open pages what happens while it happens: one hub in each
// process follows what is committed, by whichever process, and hands it to the
// subscriptions that may know of it. It keeps nothing and acknowledges nothing; who
// may have missed something is told to read anew.
package realtime

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"parley/internal/desk"
)

// Source is where the hub reads what is committed: the store.
type Source interface {
	Notices(ctx context.Context, actor desk.Actor, since desk.Mark) (desk.Notices, error)
	Listen(ctx context.Context, actor desk.Actor, tell func(text string)) error
	Tell(ctx context.Context, actor desk.Actor, text string) error
	ForgetNotices(ctx context.Context, actor desk.Actor) error
}

const (
	// lookEvery is how long a commit may go unnoticed that nobody told of, such as
	// one of a command beside a SQLite server.
	lookEvery   = 500 * time.Millisecond
	forgetEvery = 10 * time.Minute
)

// Hub follows its source for as long as there are subscriptions. It is safe for
// concurrent use.
type Hub struct {
	source Source
	log    *slog.Logger
	clock  func() time.Time

	mu            sync.Mutex
	subscriptions map[*Subscription]struct{}
	streams       map[desk.UserID]int
	running       *run
	present       map[tab]presence
}

// run is the time between the first subscription and the end of the last.
type run struct {
	stop  context.CancelFunc
	ready chan struct{} // closed once the hub knows where it begins
	mark  desk.Mark
	told  map[desk.EventID]bool // at or after the mark, and so read once more
	err   error
}

// New returns a hub that nobody has subscribed to yet.
func New(source Source, log *slog.Logger) *Hub {
	return &Hub{
		source: source, log: log, clock: time.Now,
		subscriptions: map[*Subscription]struct{}{}, streams: map[desk.UserID]int{}, present: map[tab]presence{},
	}
}

func system() desk.Actor { return desk.System("live", desk.ViaSystem) }

// Mark returns the mark of what has certainly been told. Whoever reads something
// after asking for it, and subscribes with it later, misses nothing in between.
func (h *Hub) Mark(ctx context.Context) (desk.Mark, error) {
	h.mu.Lock()
	running := h.running
	h.mu.Unlock()
	if running != nil {
		<-running.ready
		h.mu.Lock()
		defer h.mu.Unlock()
		if running.err == nil {
			return running.mark, nil
		}
	}
	notices, err := h.source.Notices(ctx, system(), 0)
	return notices.Next, err
}

// begin has the hub follow its source; h.mu is held.
func (h *Hub) begin() *run {
	ctx, stop := context.WithCancel(context.Background())
	r := &run{stop: stop, ready: make(chan struct{}), told: map[desk.EventID]bool{}}
	go h.follow(ctx, r)
	return r
}

// follow reads whenever something may have been committed, until ctx ends.
func (h *Hub) follow(ctx context.Context, r *run) {
	notices, err := h.source.Notices(ctx, system(), 0)
	r.mark, r.err = notices.Next, err
	close(r.ready)
	if err != nil {
		return
	}
	wake := make(chan struct{}, 1)
	var listening sync.WaitGroup
	listening.Go(func() { h.listen(ctx, wake) })
	defer listening.Wait()
	look, forget := time.NewTicker(lookEvery), time.NewTicker(forgetEvery)
	defer look.Stop()
	defer forget.Stop()
	h.forget(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-forget.C:
			h.forget(ctx)
			continue
		case <-look.C:
			h.lapse()
		case <-wake:
		}
		if err := h.read(ctx, r); err != nil && ctx.Err() == nil {
			h.log.WarnContext(ctx, "follow what is committed", "error", err)
		}
	}
}

func (h *Hub) listen(ctx context.Context, wake chan<- struct{}) {
	err := h.source.Listen(ctx, system(), func(text string) {
		if text != "" {
			h.hear(text)
			return
		}
		select {
		case wake <- struct{}{}:
		default: // It is going to look anyway.
		}
	})
	if err != nil {
		h.log.ErrorContext(ctx, "listen", "error", err)
	}
}

func (h *Hub) forget(ctx context.Context) {
	if err := h.source.ForgetNotices(ctx, system()); err != nil && ctx.Err() == nil {
		h.log.WarnContext(ctx, "forget notices", "error", err)
	}
}

// read hands on what was committed since the last time.
func (h *Hub) read(ctx context.Context, r *run) error {
	notices, err := h.source.Notices(ctx, system(), r.mark)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	told := make(map[desk.EventID]bool, len(notices.List))
	for _, n := range notices.List {
		told[n.EventID] = true
		if !r.told[n.EventID] {
			h.tell(n)
		}
	}
	r.told, r.mark = told, notices.Next
	if notices.Gap {
		for s := range h.subscriptions {
			s.miss()
		}
	}
	return nil
}

// tell hands a notice to whom it concerns; h.mu is held. A change of users or
// inboxes may be one of anybody's rights.
func (h *Hub) tell(n desk.Notice) {
	for s := range h.subscriptions {
		switch n.Subject {
		case "conversation":
			s.offer(n)
		case "user", "inbox":
			s.doubt()
		case "notification": // Only that there is something: it is theirs to read.
			s.notify(desk.UserID(n.SubjectID))
		}
	}
}
