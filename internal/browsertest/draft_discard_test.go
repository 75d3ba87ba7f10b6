package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// holdSaves has saves of drafts wait for release(), or, where lose is set, go out and
// never be answered.
const holdSaves = `{
	const plain = window.fetch;
	window.fetch = (url, options) => {
		if (options?.headers?.Prefer !== "return=minimal") return plain(url, options);
		const send = () => plain(url, { ...options, signal: undefined }).then(({ status }) => (window.answered = status));
		if (window.lose) send();
		else window.release = send;
		return new Promise(() => {});
	};
}`

// What is discarded while it is being saved does not come back, whether the save
// reaches the server after that or has been there without the page knowing.
func TestDiscardedTextStaysAway(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	id := p.site.called(t, refund).ID
	discarded := func(what string) {
		t.Helper()
		mouse{}.press(p, button("Discard draft"))
		p.untilHolds(field("Message"), "")
		if text := see[string](p, "Object.keys(localStorage).filter((key) => key.startsWith('draft')).join()"); text != "" {
			t.Errorf("%s: the browser has %s", what, text)
		}
	}
	p.do(chromedp.Evaluate[chromedp.Void](holdSaves))
	mouse{}.write(p, field("Message"), "On its way")
	p.until("it is being saved", "window.release !== undefined")
	discarded("before the save")
	p.expect("409")
	p.do(chromedp.Evaluate[chromedp.Void]("window.release()"))
	p.until("the save has come too late", "window.answered === 409")

	p.do(chromedp.Evaluate[chromedp.Void]("window.lose = true"))
	mouse{}.write(p, field("Message"), "Not heard of")
	p.until("it is saved", "window.answered === 204")
	discarded("after the save")
	if drafts := p.site.drafts(t, ana, id); len(drafts) != 0 {
		t.Errorf("the server has %+v", drafts)
	}
	p.stillMarked("discarding")
	p.goTo(p.site.fillIn(t, "{refund}"))
	p.untilHolds(field("Message"), "")
}
