package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// A notice may come between the press of a button of another and its release: what was
// pressed is done, though it is offered no more and not where it was.
func TestAPressOnANoticeIsNotLost(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	id := p.site.called(t, refund).ID
	mouse{}.choose(p, field("Priority"), "Urgent")
	p.untilAnnounced("#" + id.String() + " has priority Urgent now.")
	x, y := p.pointAt(button("Undo"))
	p.do(chromedp.MouseEvent(chromedp.MousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("toasts").append(document.querySelector(".toast").cloneNode(true))`))
	p.do(chromedp.Evaluate[chromedp.Void](`document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: {} } }))`))
	if see[bool](p, `document.elementFromPoint(`+fmt.Sprint(x, ",", y)+`)?.closest("button") === document.querySelector(".toast button")`) {
		t.Fatal("the button has not moved")
	}
	p.do(chromedp.MouseEvent(chromedp.MouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.untilAnnounced("Undone: #" + id.String())
	p.stillMarked("undoing")
	p.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const target = document.getElementById("main");
		for (target.dataset.announce of ["The first", "The second"]) document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: { target } } }));
	})()`))
	p.untilAnnounced("The first ")
	p.untilAnnounced("The second ")
}
