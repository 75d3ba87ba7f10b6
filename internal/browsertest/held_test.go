package browsertest

import "testing"

// untilWithin waits for something while no more than so many milliseconds are left;
// the page may hear from the server how many there really are.
func (p *page) untilWithin(ms, what, expression string) {
	p.t.Helper()
	p.until(what, `([...document.querySelectorAll("[data-left]")].filter((e) => e.dataset.left > `+ms+`).forEach((e) => (e.dataset.left = "`+ms+`")), `+expression+`)`)
}

// The seconds are counted down without a word and without moving anything; when they
// are over nothing is offered any more, also where a colleague looks on.
func TestHeldReplyCountsDown(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	other := p.site.openAs(t, p.site.user(t, ana), desktop)
	other.goTo(p.site.fillIn(t, "{refund}"))
	heldReply(p)
	p.untilAnnounced("Reply recorded. Sending in ")
	other.until("a colleague sees it wait", `document.querySelector("article [data-left]")?.checkVisibility() && !document.querySelector("#undo-reply")`)
	const place = `JSON.stringify([...document.querySelectorAll(".toast, .toast form, article button")].map((e) => { const { x, width } = e.getBoundingClientRect(); return [x, width]; }))`
	before, said := see[string](p, place), see[string](p, `document.getElementById("live").textContent`)
	p.untilWithin("9000", "there are few seconds left", `[...document.querySelectorAll("[data-left]")].every((e) => /^Sending in [1-9] s$/.test(e.textContent))`)
	if now := see[string](p, place); now != before {
		t.Errorf("things have moved from %s to %s", before, now)
	}
	if now := see[string](p, `document.getElementById("live").textContent`); now != said {
		t.Errorf("after %q it is announced: %q", said, now)
	}
	p.focusOn(button("Undo send"))
	for _, each := range []*page{p, other} {
		each.untilWithin("0", "it is sent", `!document.querySelector("[data-left]") && probe.says("Recorded, not sent")`)
	}
	p.untilFocus("article")
	if p.has(button("Undo")) {
		t.Error("it is still offered")
	}
	p.stillMarked("counting down")
}

// What was written since is not lost: both texts are in the composer, also where the
// server had not yet had the later one.
func TestHeldReplyComesBackBeforeLaterWords(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	heldReply(p)
	mouse{}.write(p, field("Message"), "One more thing.")
	mouse{}.press(p, button("Undo send"))
	p.untilText("before what you have written since")
	p.untilHolds(field("Message"), "It is on its way.\n\nOne more thing.")
	p.untilFocus("#body")
	p.until("one goes on at its end", "document.activeElement.selectionStart === document.activeElement.value.length")
	p.until("it is not said that it is being sent", `/Reply taken back/.test(document.getElementById("live").textContent) && !/Sending/.test(document.getElementById("live").textContent)`)
	p.untilGone("Undo send")
	p.stillMarked("undoing")
}
