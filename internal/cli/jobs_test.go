package cli

import (
	"io"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// A job that was begun while no server ran is done by the one that starts, and one
// that is begun then by it as well.
func TestJobsAreDone(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	inbox, customer := storetest.AddInbox(t, s, "Help"), storetest.AddCustomer(t, s, "Maya Okafor")
	for range desk.BulkChunk + 1 {
		storetest.AddConversation(t, s, "Refund", customer.ID, inbox.ID)
	}
	max := storetest.Actor(t, s, storetest.AddUser(t, s, "Max Weber", desk.RoleManager))
	begin := func(status desk.Status) desk.BulkJob {
		t.Helper()
		in := desk.BulkJobCreate{Filter: desk.Value(url.Values{}), Expected: desk.Value(int64(desk.BulkChunk + 1))}
		in.Status = desk.Value(status)
		job, err := s.StartBulkJob(t.Context(), max, in)
		if err != nil || !job.UnderWay() {
			t.Fatalf("%+v, %v", job, err)
		}
		return job
	}
	untilDone := func(job desk.BulkJob) {
		t.Helper()
		for limit := time.Now().Add(wakeEvery / 2); job.UnderWay(); time.Sleep(5 * time.Millisecond) {
			var err error
			if job, err = s.GetBulkJob(t.Context(), max, job.ID); err != nil || time.Now().After(limit) {
				t.Fatalf("%+v, %v", job, err)
			}
		}
		if job.Changed != desk.BulkChunk+1 {
			t.Errorf("%d were changed", job.Changed)
		}
	}
	missed := begin(desk.StatusPending)
	end := runBulkJobs(t.Context(), s, slog.New(slog.NewTextHandler(io.Discard, nil)))
	defer end()
	untilDone(missed)
	untilDone(begin(desk.StatusClosed))
}
