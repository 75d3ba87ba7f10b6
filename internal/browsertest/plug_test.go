package browsertest

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// plug is a handler that can be pulled, held, and made to fail. It counts what it
// is asked.
type plug struct {
	mu      sync.Mutex
	pulled  bool
	failing bool
	asked   int
	gate    chan struct{} // that forms go through one by one; none where nil
	waiting int           // forms before the gate
	handler http.Handler
}

func (g *plug) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	if r.URL.Path != "/live" && !strings.HasSuffix(r.URL.Path, "/presence") {
		g.asked++
	}
	pulled, failing, gate := g.pulled, g.failing, g.gate
	g.mu.Unlock()
	if gate != nil && r.Method == http.MethodPost {
		g.await(gate)
	}
	switch {
	case pulled:
		panic(http.ErrAbortHandler) // closes the connection without an answer
	case failing:
		w.Header().Set("X-Request-Id", "abc123")
		http.Error(w, "broken", http.StatusInternalServerError)
	default:
		g.handler.ServeHTTP(w, r)
	}
}

func (g *plug) await(gate chan struct{}) {
	g.mu.Lock()
	g.waiting++
	g.mu.Unlock()
	<-gate
}

// pull takes the server away, or brings it back.
func (g *plug) pull(away bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pulled = away
}

// fail makes every answer an error of the server, or none.
func (g *plug) fail(failing bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failing = failing
}

// hold lets forms wait for their answers until open; letThrough answers the next.
func (g *plug) hold(t *testing.T) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.gate = make(chan struct{})
	t.Cleanup(g.open)
}

// letThrough waits until a form waits, and answers it.
func (g *plug) letThrough(t *testing.T) {
	t.Helper()
	select {
	case g.gate <- struct{}{}:
		g.mu.Lock()
		defer g.mu.Unlock()
		g.waiting--
	case <-time.After(patience):
		t.Fatal("no form waits for an answer")
	}
}

// open answers whatever waits, and from then on everything at once.
func (g *plug) open() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.gate != nil {
		close(g.gate)
		g.gate, g.waiting = nil, 0
	}
}

// waits tells whether a form waits for its answer.
func (g *plug) waits() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting > 0
}

// count returns how many requests have come, and begins again at none.
func (g *plug) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	asked := g.asked
	g.asked = 0
	return asked
}
