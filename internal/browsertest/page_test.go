package browsertest

import (
	"context"
	_ "embed"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// patience is how long a page may take to become what a test waits for. It is
// long because machines that run tests are busy; nothing waits for it in vain.
const (
	patience = 20 * time.Second
	glance   = 15 * time.Millisecond // between two looks at a page
)

// probe.js is how tests look at a page: by roles and names, as people do. It
// changes nothing.
//
//go:embed probe.js
var probe string

// page is one tab with a profile of its own.
type page struct {
	t      *testing.T
	ctx    context.Context
	cancel context.CancelFunc
	site   *site
	view   view
	// clicks and keys are what somebody has done so far; to point and tap is one.
	clicks, keys int
	*watcher
}

// open opens a tab on the site for nobody; it is closed when the test ends,
// which fails if anything was wrong on the way.
func (s *site) open(t *testing.T, v view) *page {
	t.Helper()
	parent, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	p := &page{t: t, ctx: ctx, cancel: cancel, site: s, watcher: &watcher{host: s.host(), running: map[network.RequestID]loading{}}}
	p.watch()
	p.lookWith(v)
	t.Cleanup(p.close)
	return p
}

// visit turns the tab to another site, as nobody.
func (p *page) visit(s *site) {
	p.t.Helper()
	p.do(chromedp.Navigate("about:blank")) // with a last word to the site that is left
	call(p, network.ClearBrowserCookies, cdp.Empty{})
	p.complain()
	p.site = s
	p.mu.Lock()
	p.host = s.host()
	p.mu.Unlock()
}

// close closes the tab, and says what was wrong.
func (p *page) close() {
	p.complain()
	p.cancel()
}

// openAs opens a tab on the site for somebody who has signed in.
func (s *site) openAs(t *testing.T, user desk.User, v view) *page {
	t.Helper()
	p := s.open(t, v)
	p.signInQuietly(user)
	return p
}

// signInQuietly gives the tab a session of the user, past the form.
func (p *page) signInQuietly(user desk.User) {
	p.t.Helper()
	yes := true
	call(p, network.SetCookie, network.SetCookieParams{
		Name: "parley", Value: storetest.Token(p.t, p.site.store, user), URL: p.site.url, HTTPOnly: &yes,
	})
}

// do runs browser actions that have no result.
func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%v\n%s", err, p.describe())
	}
}

// call sends one command to the browser.
func call[P, R any](p *page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.t.Fatalf("%s: %v", command.Method, err)
	}
	return result
}

// look evaluates an expression about the page, with probe at hand. A page that
// is just being left has no answer.
func look[T any](p *page, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T]("(() => {"+probe+"\nreturn ("+expression+");})()"))
}

// see is look for a page that stays.
func see[T any](p *page, expression string) T {
	p.t.Helper()
	value, err := look[T](p, expression)
	if err != nil {
		p.t.Fatalf("see %s: %v\n%s", expression, err, p.describe())
	}
	return value
}

// until waits for an expression about the page to become true.
func (p *page) until(what, expression string) {
	p.t.Helper()
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		var true_ bool
		if true_, err = look[bool](p, "Boolean("+expression+")"); true_ {
			return
		}
		p.pause()
	}
	p.t.Fatalf("waited in vain until %s (%v)\n%s", what, err, p.describe())
}

// pause lets the browser get on with it between two looks.
func (p *page) pause() {
	select {
	case <-time.After(glance):
	case <-p.ctx.Done():
		p.t.Fatal("the tab has gone")
	}
}

// inZone has the browser say that it is in a time zone.
func (p *page) inZone(name string) {
	p.t.Helper()
	call(p, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: name})
}

// settled waits until nothing is being loaded or swapped any more.
func (p *page) settled() {
	p.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		still, err := look[bool](p, `document.readyState === "complete" && !document.documentElement.classList.contains("is-busy")`)
		if still && err == nil && len(p.waitsFor()) == 0 {
			return
		}
		p.pause()
	}
	p.t.Fatalf("the page does not come to rest, it waits for %v\n%s", p.waitsFor(), p.describe())
}

// goTo opens an address of the site.
func (p *page) goTo(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.site.url + path))
	p.settled()
}

// untilHeading waits for the page with this heading.
func (p *page) untilHeading(text string) {
	p.t.Helper()
	p.until("the heading is "+text, "probe.heading().startsWith("+quote(text)+")")
	p.settled()
}

// untilText waits until the content says something that people can see.
func (p *page) untilText(text string) {
	p.t.Helper()
	p.until("the page says "+text, "probe.says("+quote(text)+")")
	p.settled()
}

// untilGone waits until the content no longer says something.
func (p *page) untilGone(text string) {
	p.t.Helper()
	p.until("the page no longer says "+text, "!probe.says("+quote(text)+")")
	p.settled()
}

// has tells whether there is such a thing to see.
func (p *page) has(at target) bool {
	p.t.Helper()
	return see[bool](p, at.js()+" !== null")
}

// address returns the path and query that the address bar shows.
func (p *page) address() *url.URL {
	p.t.Helper()
	at, err := url.Parse(see[string](p, "location.href"))
	if err != nil {
		p.t.Fatal(err)
	}
	return at
}

// untilQuery waits for a parameter of the address; empty means absent.
func (p *page) untilQuery(name, value string) {
	p.t.Helper()
	p.until("the address has "+name+"="+value,
		fmt.Sprintf(`(new URL(location.href).searchParams.get(%s) ?? "") === %s`, quote(name), quote(value)))
	p.settled()
}

// describe says where the page is and what it shows, for failures.
func (p *page) describe() string {
	text, err := look[string](p, "probe.describe()")
	if err != nil {
		return "the page says nothing: " + err.Error()
	}
	return text + "\n" + strings.Join(p.findings(), "\n")
}

func quote(text string) string { return strconv.Quote(text) }
