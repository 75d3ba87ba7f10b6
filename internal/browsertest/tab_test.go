package browsertest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is a place where Tab stops. Lengths are in CSS px, of the page.
type stop struct {
	Key, What, Part                  string
	Fixed, Ring, InView              bool
	Under                            string // what covers its middle
	Width, Height, Top, Left, Bottom float64
}

// TestTabStopsAreSeen goes through the pages by Tab. Wherever it stops there is
// a ring to be seen, nothing lies over it, it is large enough to be hit, and the
// next stop is further on.
func TestTabStopsAreSeen(t *testing.T) {
	t.Parallel()
	for _, v := range []view{desktop, phone} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			p := newSite(t).open(t, v)
			for _, state := range states() {
				if !slices.Contains(walked(), state.name) {
					continue
				}
				state.show(p)
				// From the top, as a page is that has just been loaded.
				p.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur(); getSelection().collapse(document.body, 0); scrollTo(0, 0)`))
				p.checkStops(state.name)
			}
		})
	}
}

// walked are the states that differ in where Tab stops.
func walked() []string {
	return []string{
		"sign-in", "setup", "list-filters", "list-empty", "list-selected", "choose", "thread", "thread-conflict", "thread-viewer", "edit", "edit-conflict",
		"delete", "new-found", "new-refused", "customers", "customer", "customer-edit", "preferences", "preferences-refused", "list-view", "list-compact", "profile", "keys", "keys-help", "not-found",
		"api-reference", "tags", "tag", "list-unread", "thread-tags-conflict", "saved-replies", "merge-preview", "snooze", "thread-snoozed",
	}
}

func (p *page) checkStops(where string) {
	p.t.Helper()
	fail := func(s stop, format string, args ...any) {
		p.t.Helper()
		p.t.Errorf("%s, %s: %s %s", where, p.view.name, s.What, fmt.Sprintf(format, args...))
	}
	seen := map[string]bool{}
	var before *stop
	for range 250 {
		p.key(kb.Tab)
		now := see[*stop](p, "probe.focus()")
		if now == nil && len(seen) < 2 {
			continue // from the end of a dialog Tab leads to its beginning by way of the window
		}
		if now == nil || seen[now.Key] {
			break
		}
		seen[now.Key] = true
		if !now.Ring {
			fail(*now, "has no visible ring")
		}
		if !now.InView {
			fail(*now, "has the focus outside the window")
		}
		if now.Under != "" {
			fail(*now, "has the focus under %s", now.Under)
		}
		if least := p.leastSize(now); now.Width < 24 || now.Height < least {
			fail(*now, "is %.0f by %.0f px", now.Width, now.Height)
		}
		if before != nil && before.Part == now.Part && !before.Fixed && !now.Fixed && now.Bottom <= before.Top {
			fail(*now, "comes after %s but stands above it", before.What)
		}
		before = now
	}
	if len(seen) < 2 {
		p.t.Errorf("%s: Tab stops at %d places only", where, len(seen))
	}
}

// leastSize is how high a target must be: fingers need more than pointers.
func (p *page) leastSize(s *stop) float64 {
	if p.view.touch {
		return 44
	}
	return 24
}

// TestNothingLiesOverTheFocus goes through the page with the most that stays in
// place while the rest scrolls, in low windows, forwards and backwards.
func TestNothingLiesOverTheFocus(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.openAs(t, s.user(t, max_), desktop)
	list, thread := "/conversations?limit=25&priority=low,medium", s.fillIn(t, "{refund}")
	for _, c := range []struct {
		path   string
		view   view
		height int64
	}{
		{thread, desktop, 530},
		{thread, desktop, 565},
		{thread, desktop, 600},
		{thread, phone, 560},
		{thread, desktop, 740}, // with the composer in place
		{thread, desktop, 900},
		{list, desktop, 530},
		{list, desktop, 900},
		{list, narrow, 600},
		{list, phone, 560},
	} {
		v := c.view
		v.height = c.height
		p.lookWith(v)
		for _, way := range [][]chromedp.Modifier{nil, {chromedp.ModifierShift}} {
			p.goTo(c.path)
			p.walkUncovered(c.path, way...)
		}
	}
}

// narrow is a desk with a small screen.
var narrow = view{name: "narrow desk", width: 1000, height: 600}

func (p *page) walkUncovered(path string, way ...chromedp.Modifier) {
	p.t.Helper()
	for range 80 {
		p.key(kb.Tab, way...)
		now := see[*stop](p, "probe.focus()")
		if now == nil {
			break
		}
		if now.Under != "" || !now.InView {
			p.t.Errorf("%s at %s, %d px high, by Tab %v: %s is covered by %s", path, p.view.name, p.view.height, way, now.What, now.Under)
		}
	}
}

// TestSkipLinkSkips jumps over the navigation with two keys.
func TestSkipLinkSkips(t *testing.T) {
	t.Parallel()
	for _, v := range []view{desktop, desktop.withoutScripts()} {
		s := newSite(t)
		p := s.openAs(t, s.user(t, max_), v)
		p.goTo("/conversations?limit=25")
		p.key(kb.Tab)
		p.until("the skip link is there", "document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().top >= 0")
		p.key(kb.Enter)
		p.until("the address names the content", "location.hash === '#main'")
		p.key(kb.Tab)
		p.until("the focus is in the content", "document.querySelector('#main').contains(document.activeElement) && document.activeElement.id !== 'main'")
	}
}
