package bench_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// BenchmarkJob assigns everything that there is by a job, to one user and to another
// by turns, while somebody reads a list and somebody else replies in one conversation
// after the other. A chunk takes from one word of the job's progress to the next.
func BenchmarkJob(b *testing.B) {
	const rows = 10_000
	for _, engine := range engines() {
		b.Run(fmt.Sprintf("engine=%s/rows=%d", engine.name, rows), func(b *testing.B) {
			d := newDesk(b, engine, rows)
			key := storetest.AddKey(b, d.store, "Replies", string(desk.WriteConversations))
			users := []desk.User{storetest.AddUser(b, d.store, "Rui Cole", desk.RoleManager), storetest.AddUser(b, d.store, "Sol Ek", desk.RoleManager)}
			maker := storetest.Actor(b, d.store, users[0])
			var chunks, lists, replies durations
			for n := 0; b.Loop(); n++ {
				in := desk.BulkJobCreate{Filter: desk.Value(url.Values{}), Expected: desk.Value(int64(rows))}
				in.AssignedTo = desk.Value(users[n%2].ID)
				job, err := d.store.StartBulkJob(b.Context(), maker, in)
				if err != nil {
					b.Fatal(err)
				}
				ctx, end := context.WithCancel(b.Context())
				var others sync.WaitGroup
				others.Go(func() { d.reads(ctx, b, &lists) })
				others.Go(func() { d.replies(ctx, b, key, rows, &replies) })
				others.Go(func() { d.watches(ctx, b, maker, job, &chunks) })
				if _, err := d.store.RunBulkJobs(b.Context(), desk.System("jobs", desk.ViaSystem)); err != nil {
					b.Fatal(err)
				}
				end()
				others.Wait()
			}
			for name, took := range map[string]durations{"chunk": chunks, "list": lists, "reply": replies} {
				b.ReportMetric(took.at(0.50), name+"-p50-ms")
				b.ReportMetric(took.at(1), name+"-max-ms")
			}
		})
	}
}

// pause is how long those wait who do something else meanwhile, before they do it again.
const pause = 20 * time.Millisecond

// reads asks for the list until ctx ends.
func (d *served) reads(ctx context.Context, b *testing.B, took *durations) {
	request := newRequest(b, d.site.URL+pages.path()+"?status=open")
	request.AddCookie(&http.Cookie{Name: "parley", Value: d.manager.token})
	for ; ctx.Err() == nil; time.Sleep(pause) {
		took.time(func() { fetch(b, request) })
	}
}

// replies replies in conversations all over the workspace until ctx ends.
func (d *served) replies(ctx context.Context, b *testing.B, key string, rows int, took *durations) {
	for n := 0; ctx.Err() == nil; n++ {
		address := fmt.Sprintf("%s/api/conversations/%d/messages", d.site.URL, 1+n*37%rows)
		request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(`{"kind":"reply","body":"It is on its way."}`))
		if err != nil {
			b.Error(err)
			return
		}
		request.Header.Set("Authorization", "Bearer "+key)
		request.Header.Set("Content-Type", "application/json")
		took.time(func() {
			answer, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				b.Error(err)
				return
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusCreated {
				b.Errorf("a reply is answered %s", answer.Status)
			}
		})
		time.Sleep(pause)
	}
}

// watches looks how far the job is until ctx ends.
func (d *served) watches(ctx context.Context, b *testing.B, maker desk.Actor, job desk.BulkJob, took *durations) {
	for since := time.Now(); ctx.Err() == nil; time.Sleep(time.Millisecond) {
		now, err := d.store.GetBulkJob(b.Context(), maker, job.ID)
		if err != nil {
			b.Error(err)
			return
		}
		if now.Changed+now.Unchanged+now.Failed != job.Changed+job.Unchanged+job.Failed {
			*took, since, job = append(*took, time.Since(since)), time.Now(), now
		}
	}
}
