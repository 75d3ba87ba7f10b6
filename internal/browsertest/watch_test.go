package browsertest

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watcher notes what must never happen on any page: a breach of the content
// security policy, a word on the console, an exception, a request to another
// host, an answer of the 500s, a question in a dialog that no test expects.
type watcher struct {
	mu       sync.Mutex
	host     string
	found    []string
	running  map[network.RequestID]loading
	requests []string // "GET /path" of everything asked for
	expected []string // parts of findings that the test brings about itself
	answer   *bool    // to the dialogs that a test expects
	asked    []string // those dialogs' texts
}

// loading is a path that the page with this loader waits for.
type loading struct {
	path   string
	loader cdp.LoaderID
}

// reportViolations makes the page say when it breaks its own policy.
const reportViolations = `addEventListener("securitypolicyviolation", (e) =>
	console.error("policy violated: " + e.violatedDirective + " " + e.blockedURI + " " + e.sample));`

// watch starts watching; it comes before anything is loaded.
func (p *page) watch() {
	p.t.Helper()
	if err := chromedp.Listen(p.ctx, p.note); err != nil {
		p.t.Fatal(err)
	}
	call(p, audits.Enable, cdp.Empty{})
	call(p, pages.AddScriptToEvaluateOnNewDocument, pages.AddScriptToEvaluateOnNewDocumentParams{Source: reportViolations})
}

// note takes one event of the browser. It must not ask the browser anything.
func (p *page) note(event any) {
	w := p.watcher
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.find("console %s: %s", e.Type, said(e.Args))
		}
	case *runtime.EventExceptionThrown:
		w.find("exception: %s %s", e.ExceptionDetails.Text, said([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
	case *log.EventEntryAdded:
		w.noteEntry(e.Entry)
	case *audits.EventIssueAdded:
		w.noteIssue(e.Issue)
	case *network.EventRequestWillBeSent:
		w.noteRequest(e)
	case *network.EventResponseReceived:
		if e.Response.Status >= 500 {
			w.find("answer %d of %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFinished:
		delete(w.running, e.RequestID)
	case *network.EventLoadingFailed:
		delete(w.running, e.RequestID)
	case *pages.EventFrameNavigated:
		if e.Frame.ParentID == "" { // What the page before has asked for while it was being left, nobody waits for.
			maps.DeleteFunc(w.running, func(_ network.RequestID, r loading) bool { return r.loader != e.Frame.LoaderID })
		}
	case *pages.EventJavascriptDialogOpening:
		w.asked = append(w.asked, e.Message)
		accept := w.answer == nil || *w.answer
		if w.answer == nil {
			w.find("dialog: %s", e.Message)
		}
		go func() {
			_, _ = chromedp.Call(p.ctx, pages.HandleJavaScriptDialog, pages.HandleJavaScriptDialogParams{Accept: accept})
		}()
	}
}

// noteEntry takes a line of the browser's own log. A refused form, 4xx, is one
// too, and no fault.
func (w *watcher) noteEntry(e *log.Entry) {
	if e.Level != log.EntryLevelError && e.Level != log.EntryLevelWarning {
		return
	}
	if e.Source == log.EntrySourceNetwork && strings.Contains(e.Text, "status of 4") {
		return
	}
	w.find("%s %s: %s %s", e.Source, e.Level, e.Text, e.URL)
}

func (w *watcher) noteIssue(issue *audits.InspectorIssue) {
	if d := issue.Details; d != nil && d.ContentSecurityPolicyIssueDetails != nil {
		w.find("policy violated: %s %s", d.ContentSecurityPolicyIssueDetails.ViolatedDirective, d.ContentSecurityPolicyIssueDetails.BlockedURL)
		return
	}
	w.find("browser issue: %s", issue.Code)
}

func (w *watcher) noteRequest(e *network.EventRequestWillBeSent) {
	at, err := url.Parse(e.Request.URL)
	if err != nil || at.Scheme == "data" || at.Scheme == "about" {
		return
	}
	if at.Host != w.host {
		w.find("request to another host: %s", e.Request.URL)
	}
	if e.Type == network.ResourceTypeDocument && e.RedirectResponse == nil {
		clear(w.running) // what the page before was still waiting for
	}
	if at.Path == "/live" || strings.HasSuffix(at.Path, "/presence") {
		return // They go on for as long as the page is there.
	}
	w.requests = append(w.requests, e.Request.Method+" "+at.Path)
	if !strings.Contains(at.Path, "favicon") { // which belongs to the window, not to the page
		w.running[e.RequestID] = loading{at.Path, e.LoaderID}
	}
}

func (w *watcher) find(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if slices.ContainsFunc(w.expected, func(part string) bool { return strings.Contains(text, part) }) {
		return
	}
	w.found = append(w.found, text)
}

func said(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		if a != nil {
			words = append(words, strings.Trim(string(a.Value), `"`)+a.Description)
		}
	}
	return strings.Join(words, " ")
}

// expect lets a test bring about what otherwise fails it.
func (w *watcher) expect(parts ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.expected = append(w.expected, parts...)
}

// answerDialogs lets the page ask, and answers.
func (w *watcher) answerDialogs(accept bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = &accept
}

// dialogs returns what the page has asked.
func (w *watcher) dialogs() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

// waitsFor returns what is being loaded.
func (w *watcher) waitsFor() (paths []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.running {
		paths = append(paths, r.path)
	}
	return paths
}

// asks returns every request so far.
func (w *watcher) asks() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests)
}

func (w *watcher) findings() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.found)
}

// complain fails the test for whatever was found since it was last called.
func (p *page) complain() {
	p.t.Helper()
	w := p.watcher
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.found {
		p.t.Errorf("the browser complains: %s", f)
	}
	w.found = nil
}
