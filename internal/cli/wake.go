package cli

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// When the server looks for what is due, such as conversations whose time has come:
// when the next is, soon after anything was written, since that may be due earlier,
// and every so often anyway, in case the clock was set or another process went without
// a word.
const (
	wakeEvery = time.Minute
	wakeSoon  = time.Second
	wakeRetry = 5 * time.Second // after a failure
)

// waker does what is due.
type waker struct {
	store *store.Store
	log   *slog.Logger
	told  chan struct{} // something was written
	cause string        // as history names it
	// do does all that is due and returns when the next of it will be, or nil.
	do     func(context.Context, desk.Actor) (*time.Time, error)
	failed string // what the log says where do fails
}

// wakeConversations wakes conversations when their time has come, and at once those
// whose time came while no server ran, until the function that it returns is called.
func wakeConversations(ctx context.Context, s *store.Store, log *slog.Logger) (end func()) {
	return waker{store: s, log: log, cause: "snooze", do: s.WakeConversations, failed: "conversations were not woken"}.start(ctx)
}

// runBulkJobs does what there is to do of changes of everything that matches, those
// included that were under way when a server ended, until the function that it returns
// is called.
func runBulkJobs(ctx context.Context, s *store.Store, log *slog.Logger) (end func()) {
	return waker{store: s, log: log, cause: "jobs", do: s.RunBulkJobs, failed: "jobs were not done"}.start(ctx)
}

func (w waker) start(ctx context.Context) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	w.told = make(chan struct{}, 1)
	var running sync.WaitGroup
	running.Go(func() { w.listen(ctx) })
	running.Go(func() { w.run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

func (w waker) actor() desk.Actor { return desk.System(w.cause, desk.ViaSystem) }

// listen notes that something was written, by whichever process.
func (w waker) listen(ctx context.Context) {
	err := w.store.Listen(ctx, w.actor(), func(text string) {
		if text != "" {
			return // It is kept nowhere, and so nothing was written.
		}
		select {
		case w.told <- struct{}{}:
		default:
		}
	})
	if err != nil && ctx.Err() == nil {
		w.log.ErrorContext(ctx, "what is due does not hear of what is written", "for", w.cause, "error", err)
	}
}

func (w waker) run(ctx context.Context) {
	looked := time.Now()
	at := looked
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.told:
			if soon := looked.Add(wakeSoon); soon.Before(at) {
				at = soon
			}
		case <-timer.C:
			looked = time.Now()
			at = looked.Add(w.wake(ctx))
		}
		timer.Reset(time.Until(at))
	}
}

// wake does what is due, and returns for how long nothing else will be.
func (w waker) wake(ctx context.Context) time.Duration {
	next, err := w.do(ctx, w.actor())
	switch {
	case err != nil:
		if ctx.Err() == nil {
			w.log.ErrorContext(ctx, w.failed, "error", err)
		}
		return wakeRetry
	case next == nil:
		return wakeEvery
	}
	return min(wakeEvery, max(0, time.Until(*next)))
}
