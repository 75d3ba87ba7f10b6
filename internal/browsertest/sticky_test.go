package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestWhatStaysInSight: the tools and the table's head above the rows, and the
// composer below what is read.
func TestWhatStaysInSight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.openAs(t, s.user(t, max_), desktop)
	scroll := func(where string) {
		p.do(chromedp.Evaluate[chromedp.Void]("scrollTo(0, " + where + ")"))
		p.settled()
	}
	edge := func(css, side string) float64 {
		return see[float64](p, "Math.round(document.querySelector("+quote(css)+").getBoundingClientRect()."+side+")")
	}
	p.goTo("/conversations")
	scroll("1200")
	if top, bottom := edge(".list-tools", "top"), edge(".list-tools", "bottom"); top != 0 || edge("thead th", "top") != bottom {
		t.Errorf("the tools are at %v to %v, the head at %v", top, bottom, edge("thead th", "top"))
	}
	if !see[bool](p, "document.elementFromPoint(400, 70).closest('thead') !== null") {
		t.Error("a row lies over the head")
	}
	p.goTo("/customers")
	scroll("1200")
	if top := edge("thead th", "top"); top != 0 {
		t.Errorf("the head of the customers is at %v", top)
	}

	p.goTo(s.fillIn(t, "{refund}"))
	for _, where := range []string{"0", "200", "document.body.scrollHeight"} {
		scroll(where)
		if top, bottom := edge(".thread-head", "top"), edge(".composer", "bottom"); top != 0 || bottom > 900 || bottom < 880 {
			t.Errorf("scrolled to %s the head is at %v and the composer ends at %v", where, top, bottom)
		}
	}
	low := desktop
	low.height = 560
	p.lookWith(low)
	scroll("0")
	if top := edge(".composer", "top"); top < 560 {
		t.Errorf("in a low window the composer takes room from %v on", top)
	}
}
