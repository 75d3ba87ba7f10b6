package cli

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"parley/store"
)

// sweepEvery is how often the server looks for what nobody needs.
const sweepEvery = time.Hour

// sweep removes files that nobody needs and old notifications and jobs, and forgets requests
// that do not come again, at once and then every so often, until the function that it
// returns is called.
func (i *invocation) sweep(ctx context.Context, s *store.Store, log *slog.Logger) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var sweeper sync.WaitGroup
	sweeper.Go(func() {
		next := time.NewTicker(sweepEvery)
		defer next.Stop()
		for {
			if err := s.SweepAttachments(ctx, i.actor()); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "files were not swept", "error", err)
			}
			if err := s.SweepRequests(ctx, i.actor()); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "requests were not swept", "error", err)
			}
			if err := s.SweepNotifications(ctx, i.actor()); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "notifications were not swept", "error", err)
			}
			if err := s.SweepBulkJobs(ctx, i.actor()); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "jobs were not swept", "error", err)
			}
			select {
			case <-next.C:
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		sweeper.Wait()
	}
}
