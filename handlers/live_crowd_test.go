package handlers

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// crowd is many pages that are open at once, in one process with the server.
type crowd struct {
	w      *world
	leave  context.CancelFunc
	all    sync.WaitGroup
	here   sync.WaitGroup
	mu     sync.Mutex
	heards []time.Time
	heard  chan struct{}
}

// openPages opens pages, as many for each of many users as they may have.
func (w *world) openPages(pages int, word string) *crowd {
	w.t.Helper()
	ctx, leave := context.WithCancel(w.t.Context())
	c := &crowd{w: w, leave: leave, heard: make(chan struct{}, pages)}
	c.here.Add(pages)
	limit := make(chan struct{}, 32) // that connect at once
	for i := range pages {
		if i%desk.MaxStreams == 0 {
			storetest.AddUser(w.t, w.store, "Crowd "+string(rune('A'+i/desk.MaxStreams%26))+strings.Repeat("x", i/desk.MaxStreams/26+1), desk.RoleAgent, "Support")
		}
	}
	users, err := w.store.ListUsers(w.t.Context(), storetest.System(), desk.Page{Number: 1, Limit: 1000})
	w.must(err)
	var tokens []string
	for _, user := range users.Items {
		if strings.HasPrefix(user.Name, "Crowd") {
			tokens = append(tokens, storetest.Token(w.t, w.store, user))
		}
	}
	for i := range pages {
		c.all.Go(func() {
			limit <- struct{}{}
			c.read(ctx, tokens[i/desk.MaxStreams], word, func() { <-limit; c.here.Done() })
		})
	}
	return c
}

func (c *crowd) read(ctx context.Context, token, word string, arrived func()) {
	once := sync.OnceFunc(arrived)
	defer once()
	// By hand, so that the client's half costs next to nothing.
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", c.w.server.Listener.Addr().String())
	if err != nil {
		c.w.t.Error(err)
		return
	}
	defer connection.Close()
	defer context.AfterFunc(ctx, func() { connection.Close() })()
	if _, err := fmt.Fprintf(connection, "GET /live HTTP/1.1\r\nHost: parley\r\nAccept: text/event-stream\r\nCookie: parley=%s\r\n\r\n", token); err != nil {
		c.w.t.Error(err)
		return
	}
	lines := bufio.NewReaderSize(connection, 256)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if strings.HasPrefix(line, "event: mark") {
			once()
		}
		if strings.Contains(line, word) {
			c.mu.Lock()
			c.heards = append(c.heards, time.Now())
			c.mu.Unlock()
			c.heard <- struct{}{}
		}
	}
}

// descriptors returns how many files and connections the process has open.
func descriptors(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}

// memory returns the bytes that are in use, stacks included, once the garbage has
// been taken away.
func memory() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// pages is how many the test opens. PARLEY_TEST_PAGES asks for more than is needed
// to see whether anything is left.
func pages(t *testing.T) int {
	t.Helper()
	if n, ok := desk.ParseID[int64](os.Getenv("PARLEY_TEST_PAGES")); ok {
		return int(n)
	}
	return 200
}

// Every page is told, and nothing is left of any once they are closed. What one
// costs, with its half of the client, and how long it takes, the log says.
func TestACrowdOfPages(t *testing.T) {
	w := newWorld(t)
	w.as("ana").open("/conversations")
	n := pages(t)
	goroutines, files, bytes := runtime.NumGoroutine(), descriptors(t), memory()
	c := w.openPages(n, `"conversation":"`+w.names["refund"]+`"`)
	c.here.Wait()
	each := (memory() - bytes) / uint64(n)
	begun := time.Now()
	w.touch("refund")
	for i := range n {
		select {
		case <-c.heard:
		case <-time.After(time.Minute):
			t.Fatalf("%d of %d pages were told", i, n)
		}
	}
	slices.SortFunc(c.heards, time.Time.Compare)
	took := func(share float64) time.Duration {
		return c.heards[int(share*float64(n-1))].Sub(begun).Round(time.Millisecond)
	}
	t.Logf("%d pages: %d KB each with the client's half, %d goroutines; told after %v (half), %v (99 of 100), %v (all)",
		n, each>>10, (runtime.NumGoroutine()-goroutines)/n, took(0.5), took(0.99), took(1))
	c.leave()
	c.all.Wait()
	// What other tests do meanwhile stays below this.
	for limit := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		left, open := runtime.NumGoroutine()-goroutines, descriptors(t)-files
		if left < n/2 && open < n/2 {
			t.Logf("%d goroutines and %d descriptors more than before are left", left, open)
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("%d goroutines and %d descriptors are left", left, open)
		}
	}
}
