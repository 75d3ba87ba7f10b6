package browsertest

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"testing"

	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// fewestPayloads is how many there are at least.
const fewestPayloads = 1000

// nameCulprits makes the page say which of its elements was stopped.
const nameCulprits = `addEventListener("securitypolicyviolation", (e) => console.error("stopped: " + e.target?.outerHTML?.slice(0, 200)));`

// intruders are the elements of a page that no page of ours has: with a policy that
// stops them they would do nothing, and had still come from a text.
const intruders = `(() => {
	const ours = (address) => { try { return new URL(address, location).origin === location.origin; } catch { return false; } };
	const outside = (address) => { try { return !["http:", "https:", "mailto:"].includes(new URL(address, location).protocol); } catch { return true; } };
	const written = "p, br, em, strong, ul, ol, li, pre, code, blockquote, a";
	const strange = (e) =>
		[...e.attributes].some((a) => a.name.startsWith("on") || a.name === "style" || a.name === "srcdoc") ||
		e.matches("iframe, object, embed, base, style, math, marquee, video, audio, frame, meta[http-equiv], script:not([src^='/'])") ||
		(e.matches("script") && !e.nonce) || (e.matches("img, link, source") && !ours(e.src || e.href)) ||
		(e.matches("form, [formaction]") && !ours(e.getAttribute("formaction") ?? e.getAttribute("action") ?? "")) ||
		(e.matches("a[href]") && outside(e.getAttribute("href"))) ||
		(e.closest(".message") && !e.matches(".message") && (!e.matches(written) || [...e.attributes].some((a) => !["href", "rel", "start"].includes(a.name))));
	return [...document.querySelectorAll("*")].filter(strange).map((e) => e.outerHTML.slice(0, 200));
})()`

// TestPayloadsDoNothing fills a workspace with texts that want to run, load or send
// something, and opens whatever shows them.
func TestPayloadsDoNothing(t *testing.T) {
	t.Parallel()
	a := newAttack(t)
	if len(a.texts) < fewestPayloads {
		t.Fatalf("only %d payloads", len(a.texts))
	}
	p := a.openAs(t, a.by, desktop)
	call(p, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: nameCulprits})
	p.answerDialogs(true) // and counts them, below
	for _, path := range a.shows() {
		p.goTo(path)
		a.accuse(p, path)
	}
	a.useThread(p)
	a.useList(p)
}

// shows are the addresses of the pages on which the payloads are. What is new
// joins by a line.
func (a *attack) shows() (paths []string) {
	sheets := (len(a.texts) + desk.MaxLimit - 1) / desk.MaxLimit
	for n := 1; n <= sheets; n++ {
		for _, list := range []string{"/conversations", "/customers", "/saved-replies"} {
			paths = append(paths, fmt.Sprintf("%s?limit=%d&page=%d", list, desk.MaxLimit, n))
		}
	}
	for _, id := range a.threads {
		paths = append(paths, "/conversations/"+id.String())
	}
	thread, person, tag := "/conversations/"+a.threads[1].String(), fmt.Sprintf("/customers/%d", a.threads[1]), "/tags/"+a.tags[1].String()
	hostile := url.QueryEscape(`"><img src=x onerror=alert(1)><script>alert(1)</script>`)
	return append(paths,
		"/tags", thread+"/edit", thread+"/delete", thread+"/assignee", thread+"/status",
		person, person+"/edit", person+"/delete", tag+"/edit", tag+"/delete",
		"/notifications", thread+"/merge", thread+"/merge?into="+a.threads[2].String(), "/saved-replies/1/edit", "/saved-replies/1/delete",
		"/conversations/new?customerId="+person[len("/customers/"):], "/profile", "/preferences",
		// And what comes back from the address.
		"/conversations?tag="+hostile, "/conversations?sort="+hostile, "/conversations?q="+hostile, "/customers?q="+hostile, "/"+hostile, thread+"?status="+hostile,
	)
}

// useThread has texts come in by the other ways: while the page is open, from the
// preview, from a notice, from a list of commands.
func (a *attack) useThread(p *page) {
	id := a.threads[len(a.threads)-1]
	p.goTo("/conversations/" + id.String())
	before := see[int](p, "document.querySelectorAll('.message').length")
	const more = 60
	for n := range more {
		storetest.AddMessage(a.t, a.store, storetest.System(), id, desk.KindNote, asText(a.at(n*17)))
	}
	p.until("they have come in", fmt.Sprintf("document.querySelectorAll('.message').length >= %d", min(before+more, desk.MaxTimeline)))
	a.accuse(p, "messages that come in")
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#body").value = ` + strconv.Quote(asText(a.all())[:60_000])))
	mouse{}.press(p, button("Preview"))
	p.until("the preview is there", "document.querySelector('#preview .message p, #preview p') !== null")
	a.accuse(p, "a preview")
	mouse{}.press(p, button("Saved replies"))
	p.until("they are offered", listOpen)
	a.accuse(p, "saved replies")
	p.key(kb.Escape)
	mouse{}.choose(p, field("Assignee"), ana)
	p.untilAnnounced("Assigned #" + id.String())
	mouse{}.press(p, button("Undo"))
	p.untilAnnounced("Undone: #" + id.String())
	a.accuse(p, "a notice")
	p.key("k", chromedp.ModifierCtrl)
	p.until("the palette is open", openDialog)
	p.typeText("alert")
	p.until("it has found something", "document.querySelector('dialog [role=option]') !== null || probe.says('Nothing here is called so')")
	a.accuse(p, "the palette")
	p.key(kb.Escape)
}

// useList has the list say what was not done, and to which.
func (a *attack) useList(p *page) {
	p.goTo("/conversations?limit=25")
	selectTwo(p)
	first := see[[]string](p, "probe.rows()")[0]
	id, _ := desk.ParseID[desk.ConversationID](first)
	_, err := a.store.UpdateConversation(a.t.Context(), storetest.System(), id, desk.ConversationUpdate{ConversationProperties: desk.ConversationProperties{
		Subject: desk.Value("<script>alert(1)</script>"), Status: desk.Value(desk.StatusClosed),
	}})
	a.must(err)
	mouse{}.choose(p, field("Status").in("#bulk"), "Pending")
	mouse{}.press(p, button("Apply").in("#bulk"))
	p.untilText("1 conversation was not changed")
	a.accuse(p, "what was not done")
	p.key("k", chromedp.ModifierCtrl)
	p.until("the palette is open", openDialog)
	a.accuse(p, "the palette of a list")
}

var saidNumber = regexp.MustCompile(`^\d+$`)

// accuse fails the test for what has run, was stopped or is where it should not be.
func (a *attack) accuse(p *page, where string) {
	a.t.Helper()
	for _, text := range p.forgetDialogs() {
		if n, err := strconv.Atoi(text); saidNumber.MatchString(text) && err == nil && n < len(a.texts) {
			text += ", which is " + strconv.Quote(a.texts[n])
		}
		a.t.Errorf("%s: it ran and said %s", where, text)
	}
	for _, element := range see[[]string](p, intruders) {
		a.t.Errorf("%s: there is %s", where, element)
	}
	if found := p.findings(); len(found) > 0 {
		a.t.Errorf("%s:", where)
	}
	p.complain()
}

// forgetDialogs returns what the page has said in dialogs since it was last called.
func (w *watcher) forgetDialogs() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	asked := w.asked
	w.asked = nil
	return asked
}
