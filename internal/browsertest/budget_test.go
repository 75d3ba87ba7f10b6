package browsertest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"

	pages "github.com/chromedp/cdproto/page"

	"parley/store/storetest"
)

// The budgets: what a page may cost. Sizes are in bytes, compressed.
const (
	maxScripts      = 3
	maxScriptBytes  = 45 << 10
	maxStyleBytes   = 16 << 10
	maxColdRequests = 10
	maxWarmRequests = 2
	maxListBytes    = 25 << 10
	maxListNodes    = 1500
	maxShift        = 0.02 // cumulative layout shift
)

// noteShifts adds up how far things jump while a page is being drawn.
const noteShifts = `window.shift = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({type: "layout-shift", buffered: true});`

func TestPagesKeepTheirBudgets(t *testing.T) {
	t.Parallel()
	for _, v := range []view{desktop, phone} {
		t.Run(v.name, func(t *testing.T) {
			s := newSite(t)
			p := s.openAs(t, s.user(t, max_), v)
			call(p, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: noteShifts})
			for _, path := range []string{"/conversations", s.fillIn(t, "{refund}")} {
				p.goTo(path)
				p.until("it is drawn", "performance.getEntriesByName('first-contentful-paint').length > 0")
				shift := see[float64](p, "window.shift")
				t.Logf("%s shifts by %.4f", path, shift)
				if shift > maxShift {
					t.Errorf("%s shifts by %.4f", path, shift)
				}
			}
		})
	}
}

func TestListKeepsItsBudgets(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.openAs(t, s.user(t, max_), desktop)
	s.plug.count()
	p.goTo("/conversations")
	rows, nodes := len(see[[]string](p, "probe.rows()")), see[int](p, "document.querySelectorAll('*').length")
	cold := s.plug.count()
	assets := p.asks()
	p.goTo("/conversations")
	warm := s.plug.count()
	list := s.compressed(t, "/conversations", storetest.Token(t, s.store, s.user(t, max_)))

	scripts, styles := map[string]int{}, map[string]int{}
	for _, asked := range assets {
		at := strings.TrimPrefix(asked, "GET ")
		switch path.Ext(at) {
		case ".js":
			scripts[at] = s.compressed(t, at, "")
		case ".css":
			styles[at] = s.compressed(t, at, "")
		}
	}
	for _, b := range []struct {
		what     string
		got, max int
	}{
		{"scripts", len(scripts), maxScripts},
		{"bytes of scripts", sum(scripts), maxScriptBytes},
		{"stylesheets", len(styles), 1},
		{"bytes of styles", sum(styles), maxStyleBytes},
		{"requests of a cold start", cold, maxColdRequests},
		{"requests of a warm start", warm, maxWarmRequests},
		{"bytes of a list of 50", list, maxListBytes},
		{"nodes of a list of 50", nodes, maxListNodes},
	} {
		t.Logf("%d %s, of %d", b.got, b.what, b.max)
		if b.got > b.max {
			t.Errorf("%d %s are more than %d", b.got, b.what, b.max)
		}
	}
	if rows != 50 || len(scripts) == 0 || sum(styles) == 0 {
		t.Errorf("measured %d rows, scripts %v, styles %v", rows, scripts, styles)
	}
}

func sum(sizes map[string]int) (total int) {
	for _, size := range sizes {
		total += size
	}
	return total
}

// compressed returns how many bytes an address costs with gzip, the server's or,
// where it leaves that to a proxy, what a proxy would make of it.
func (s *site) compressed(t *testing.T, path, session string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	if session != "" {
		request.AddCookie(&http.Cookie{Name: "parley", Value: session})
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s, %v", path, answer.Status, err)
	}
	if answer.Header.Get("Content-Encoding") == "gzip" {
		return len(body)
	}
	var zipped bytes.Buffer
	writer := gzip.NewWriter(&zipped)
	_, _ = writer.Write(body)
	_ = writer.Close()
	return zipped.Len()
}
