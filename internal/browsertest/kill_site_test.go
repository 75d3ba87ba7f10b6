package browsertest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"parley/handlers"
	"parley/store"
	"parley/store/storetest"
)

// fate is what becomes of a form that is sent.
type fate int

// The fates: the form does not arrive; it arrives and waits to be let through; it is
// done and its answer is lost.
const (
	lost fate = iota + 1
	held
	unanswered
)

// wire is what forms go through on their way to the server.
type wire struct {
	mu       sync.Mutex
	handler  http.Handler
	fates    map[string]fate // by what their paths end with
	arrived  chan string     // what any of these has become of
	released chan struct{}
}

func newWire() *wire {
	return &wire{fates: map[string]fate{}, arrived: make(chan string, 100), released: make(chan struct{})}
}

func (w *wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	handler, released := w.handler, w.released
	var end string
	var what fate
	for path, fate := range w.fates {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, path) {
			end, what = path, fate
		}
	}
	w.mu.Unlock()
	switch what {
	case lost:
		w.arrived <- end
		panic(http.ErrAbortHandler)
	case unanswered:
		handler.ServeHTTP(httptest.NewRecorder(), r.WithContext(context.WithoutCancel(r.Context())))
		w.arrived <- end
		panic(http.ErrAbortHandler)
	case held:
		w.arrived <- end
		<-released
	}
	handler.ServeHTTP(rw, r)
}

// befall decides over forms whose paths end so, from now on.
func (w *wire) befall(end string, what fate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fates[end] = what
}

// mend lets everything through again, what is held first of all.
func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.fates)
	close(w.released)
	w.released = make(chan struct{})
}

// mortal is a site whose server can be killed and started again, at the same address
// and on the same database, and somebody's browser in front of it.
type mortal struct {
	*site
	t       *testing.T
	wire    *wire
	path    string
	server  *http.Server
	stop    context.CancelFunc
	profile *page // keeps what the browser has, whichever tabs come and go
	tab     *page
}

func newMortal(t *testing.T) *mortal {
	t.Helper()
	content, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	m := &mortal{t: t, wire: newWire(), path: filepath.Join(t.TempDir(), "parley.db"), site: &site{plug: &plug{}}}
	if err := os.WriteFile(m.path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	m.start("127.0.0.1:0")
	t.Cleanup(func() {
		m.wire.mend()
		m.kill()
	})
	m.profile = m.open(t, desktop)
	m.profile.signInQuietly(m.user(t, ana))
	m.openTab()
	return m
}

func (m *mortal) start(address string) {
	m.t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		m.t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: listener.Addr().String()}
	m.store, m.url = storetest.Open(m.t, m.path, store.Options{}), base.String()
	stopping, stop := context.WithCancel(context.Background())
	handler, err := handlers.New(m.store, handlers.Options{BaseURL: base, Log: slog.New(slog.DiscardHandler), Stopping: stopping.Done()})
	if err != nil {
		m.t.Fatal(err)
	}
	m.wire.mu.Lock()
	m.wire.handler = handler
	m.wire.mu.Unlock()
	m.stop, m.server = stop, &http.Server{Handler: m.wire, ErrorLog: slog.NewLogLogger(slog.NewTextHandler(io.Discard, nil), slog.LevelError)}
	go func() { _ = m.server.Serve(listener) }() // It ends with kill.
}

// kill ends the server and every connection to it, and closes the database.
func (m *mortal) kill() {
	m.stop()
	if err := errors.Join(m.server.Close(), m.store.Close()); err != nil {
		m.t.Error(err)
	}
}

// restart starts another server in the place of the one that was killed.
func (m *mortal) restart() { m.start(m.host()) }

// openTab opens the thread in a new tab of the same browser.
func (m *mortal) openTab() {
	m.t.Helper()
	ctx, cancel := chromedp.NewContext(m.profile.ctx)
	p := &page{t: m.t, ctx: ctx, cancel: cancel, site: m.site, watcher: &watcher{host: m.host(), running: map[network.RequestID]loading{}}}
	p.expect("net::ERR", "Failed to fetch")
	p.watch()
	p.lookWith(desktop)
	m.t.Cleanup(p.close)
	m.tab = p
	p.goTo(m.fillIn(m.t, "{refund}"))
}

// crash ends the tab's process at once: nothing of it runs any more.
func (m *mortal) crash() {
	m.t.Helper()
	crashed := make(chan struct{}, 1)
	err := chromedp.Listen(m.tab.ctx, func(event any) {
		if _, dead := event.(*inspector.EventTargetCrashed); dead {
			crashed <- struct{}{}
		}
	})
	if err != nil {
		m.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(m.tab.ctx)
	defer cancel()
	go func() { _, _ = chromedp.Call(ctx, pages.Crash, cdp.Empty{}) }() // Nobody is left to answer it.
	select {
	case <-crashed:
	case <-time.After(patience):
		m.t.Fatal("the tab did not crash")
	}
}

// close closes the tab as people do.
func (m *mortal) close() {
	m.t.Helper()
	call(m.tab, pages.Close, cdp.Empty{})
}

// await waits until the wire has had a form whose path ends so.
func (m *mortal) await(end string) {
	m.t.Helper()
	for deadline := time.After(patience); ; {
		select {
		case got := <-m.wire.arrived:
			if got == end {
				return
			}
		case <-deadline:
			m.t.Fatalf("nothing was sent to %s", end)
		}
	}
}
