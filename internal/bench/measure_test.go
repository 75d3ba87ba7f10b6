package bench_test

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"
)

// measure asks for a list, one request after the other, and then as often for
// the same number of bytes from memory. It reports the median and the 99th
// percentile of both in milliseconds, and how many times as long the list took.
func (d *served) measure(b *testing.B, who caller, f face, query string) {
	address := d.site.URL + f.path()
	if query != "" {
		address += "?" + query
	}
	request := newRequest(b, address)
	if f == api {
		request.Header.Set("Authorization", "Bearer "+who.key)
	} else {
		request.AddCookie(&http.Cookie{Name: "parley", Value: who.token})
	}
	d.bytes = fetch(b, request) // It warms up, too.
	var took durations
	for b.Loop() {
		took.time(func() { fetch(b, request) })
	}
	request = newRequest(b, d.memory.URL)
	fetch(b, request)
	var bytes durations
	for range took {
		bytes.time(func() { fetch(b, request) })
	}
	b.ReportMetric(took.at(0.50), "p50-ms")
	b.ReportMetric(took.at(0.99), "p99-ms")
	b.ReportMetric(float64(len(d.bytes)), "bytes")
	b.ReportMetric(bytes.at(0.50), "memory-p50-ms")
	b.ReportMetric(bytes.at(0.99), "memory-p99-ms")
	b.ReportMetric(took.at(0.50)/bytes.at(0.50), "x-memory")
}

func newRequest(b *testing.B, address string) *http.Request {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	return request
}

// fetch returns the body of an answer, which must be the list itself: it follows
// no redirects.
func fetch(b *testing.B, request *http.Request) []byte {
	b.Helper()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s\n%s", request.URL, answer.Status, body)
	}
	return body
}

// durations are how long requests took.
type durations []time.Duration

func (d *durations) time(call func()) {
	begun := time.Now()
	call()
	*d = append(*d, time.Since(begun))
}

// at returns the time within which the share of them was done, in milliseconds.
func (d durations) at(share float64) float64 {
	sorted := slices.Sorted(slices.Values(d))
	return float64(sorted[int(share*float64(len(sorted)-1))]) / float64(time.Millisecond)
}
