package cli_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

const (
	// mostPerStream is what one open page may cost the server.
	mostPerStream = 50 << 10
	// mostDelay is how long after a change 99 of 100 pages may be told, where a
	// machine is given to that alone.
	mostDelay = 2 * time.Second
)

// crowd is many pages that are open at once, in another process than the server.
type crowd struct {
	t      *testing.T
	server *process
	word   string // what they listen for
	leave  context.CancelFunc
	all    sync.WaitGroup
	here   sync.WaitGroup
	heard  chan time.Time

	mu      sync.Mutex
	present map[int]string // who is where, as each page was last told
	told    int            // how often one was told that somebody is there
}

// streams is how many the crowd opens. PARLEY_TEST_PAGES asks for more than is
// needed to see what one costs and whether anything is left, and for the delay to
// be held to its bound.
func streams(t *testing.T) (n int, alone bool) {
	text, set := os.LookupEnv("PARLEY_TEST_PAGES")
	if !set {
		return 10 * desk.MaxStreams, false
	}
	number, ok := desk.ParseID[int64](text)
	if !ok || number%desk.MaxStreams != 0 {
		t.Fatalf("PARLEY_TEST_PAGES is %q, want a multiple of %d", text, desk.MaxStreams)
	}
	return int(number), true
}

// TestACrowdOfStreams opens many pages: each is told of a change, none costs more
// than it may, and nothing is left of any once they are closed. On PostgreSQL it is
// told of by one process and made by another.
func TestACrowdOfStreams(t *testing.T) {
	t.Parallel()
	n, alone := streams(t)
	database := storetest.NewDatabase(t)
	tokens, writer := newCrowd(t, database, n/desk.MaxStreams)
	server := start(t, "measured", "serve", "--database", database, "--log-level", "warn")
	writer.servers = []string{server.url}
	if storetest.OnPostgres() { // Another process writes than tells.
		writer.servers = []string{start(t, "parley", "serve", "--database", database, "--log-level", "warn").url}
	}
	// What is made once and stays is no cost of a stream.
	openCrowd(t, server, tokens[:1], desk.MaxStreams, `"by":"Nobody"`).close()
	before := server.untilCost(t, "the first have gone", func(c cost) bool { return c.Goroutines < 2*desk.MaxStreams })

	c := openCrowd(t, server, tokens, desk.MaxStreams, `"by":"Writer"`)
	during := server.cost(t)
	took := c.hears(func() { writer.writeOnPage(writer.conversations[0]) })
	each := (during.Heap + during.Stacks - before.Heap - before.Stacks) / uint64(n)
	t.Logf("%d streams: %d bytes each of heap and stacks, %d resident, %.2f goroutines; told after %v (half), %v (99 of 100), %v (all)",
		n, each, (during.Resident-before.Resident)/uint64(n), float64(during.Goroutines-before.Goroutines)/float64(n),
		took[n/2].Round(time.Millisecond), took[n*99/100].Round(time.Millisecond), took[n-1].Round(time.Millisecond))
	if each > mostPerStream {
		t.Errorf("a stream costs %d bytes, want at most %d", each, mostPerStream)
	}
	if late := took[n*99/100]; alone && late > mostDelay {
		t.Errorf("99 of 100 were told after %v, want %v", late, mostDelay)
	}
	c.close()
	after := server.untilCost(t, "all have gone", func(c cost) bool {
		return c.Goroutines <= before.Goroutines+idleGoroutines && c.Descriptors <= before.Descriptors+idleDescriptors &&
			c.Live <= before.Live+idleBytes+uint64(n)*bytesOfDeadStream
	})
	t.Logf("before %+v, during %+v, after %+v", before, during, after)
	// Whoever had as many as they may, may have as many again.
	openCrowd(t, server, tokens[:1], desk.MaxStreams, `"by":"Nobody"`).close()
}

// What comes and goes by itself: connections to the database that wait for their
// next use with what they remember, and the goroutines that look after them. Of a
// goroutine that has ended Go keeps a few hundred bytes for the next.
const (
	idleGoroutines    = 20
	idleDescriptors   = 40
	idleBytes         = 1 << 20
	bytesOfDeadStream = 2 << 10
)

// newCrowd fills a workspace: it returns the session of each of so many users, and
// somebody who writes to the one conversation.
func newCrowd(t *testing.T, database string, users int) (tokens []string, writer *caller) {
	t.Helper()
	s, err := store.Open(t.Context(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	conv := storetest.AddConversation(t, s, "Refund", storetest.AddCustomer(t, s, "Lena Fischer").ID, 1)
	for i := range users {
		tokens = append(tokens, storetest.Token(t, s, storetest.AddUser(t, s, fmt.Sprintf("Crowd %03d", i), desk.RoleAgent, "Support")))
	}
	writer = &caller{
		name: "Writer", random: rand.New(rand.NewPCG(1, 1)), conversations: []string{conv.ID.String()},
		session: storetest.Token(t, s, storetest.AddUser(t, s, "Writer", desk.RoleAgent, "Support")), http: newClient(),
	}
	return tokens, writer
}

// newClient returns one that does not follow redirects, of whose answers the
// callers keep what they promise.
func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

// openCrowd opens so many pages for each user, and waits until all are there.
func openCrowd(t *testing.T, server *process, tokens []string, each int, word string) *crowd {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	n := len(tokens) * each
	c := &crowd{t: t, server: server, leave: leave, word: word, heard: make(chan time.Time, n), present: map[int]string{}}
	c.here.Add(n)
	limit := make(chan struct{}, 32) // that connect at once
	for i := range n {
		c.all.Go(func() {
			limit <- struct{}{}
			c.read(ctx, i, tokens[i/each], func() { <-limit; c.here.Done() })
		})
	}
	c.here.Wait()
	return c
}

func (c *crowd) close() {
	c.leave()
	c.all.Wait()
}

// hears returns how long it takes until each page has heard of what is done, in order.
func (c *crowd) hears(do func()) (took []time.Duration) {
	c.t.Helper()
	begun := time.Now()
	do()
	for range cap(c.heard) {
		select {
		case at := <-c.heard:
			took = append(took, at.Sub(begun))
		case <-time.After(time.Minute):
			c.t.Fatalf("%d of %d pages were told", len(took), cap(c.heard))
		}
	}
	slices.Sort(took)
	return took
}

// read follows one stream to its end, like a page that has just been loaded.
func (c *crowd) read(ctx context.Context, page int, token string, arrived func()) {
	once := sync.OnceFunc(arrived)
	defer once()
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(c.server.url, "http://"))
	if err != nil {
		c.t.Error(err)
		return
	}
	defer connection.Close()
	defer context.AfterFunc(ctx, func() { connection.Close() })()
	if _, err := fmt.Fprintf(connection, browserRequest, token); err != nil {
		c.t.Error(err)
		return
	}
	for lines := bufio.NewReader(connection); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			if ctx.Err() == nil {
				c.t.Errorf("a stream ended: %v", err)
			}
			return
		}
		if strings.HasPrefix(line, "event: mark") {
			once()
		}
		if strings.Contains(line, c.word) {
			c.heard <- time.Now()
		}
		if strings.Contains(line, `"people":`) {
			c.meet(page, line)
		}
		if strings.HasPrefix(line, "HTTP/1.1 ") && !strings.Contains(line, " 200 ") {
			c.t.Errorf("a stream was answered %q", line)
			return
		}
	}
}

// meet notes who is where.
func (c *crowd) meet(page int, line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.present[page] = line; !strings.Contains(line, nobodyThere) {
		c.told++
	}
}

const nobodyThere = `"people":[]`

// meetsAnybody tells whether some page still shows that somebody is there.
func (c *crowd) meetsAnybody() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, line := range c.present {
		if !strings.Contains(line, nobodyThere) {
			return true
		}
	}
	return false
}

// browserRequest is what Chromium sends for a stream, but for the session.
const browserRequest = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\nCache-Control: no-cache\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n" +
	"Accept: text/event-stream\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n" +
	"Referer: http://127.0.0.1/conversations?status=open\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB\r\nCookie: parley=%s\r\n\r\n"
