package handlers

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"parley/static"
)

// check holds every answer that any test gets against what must be so of all:
// what it tells browsers to do with it and, where it is a page, how it is built.
func (p *page) check() {
	p.w.t.Helper()
	p.checkHeader()
	if p.tree == nil {
		return
	}
	if vary := strings.Join(p.Header.Values("Vary"), ", "); !strings.Contains(vary, "HX-Request") || !strings.Contains(vary, "HX-History-Restore-Request") {
		p.fault("Vary is %q", vary)
	}
	p.checkOutline()
	p.checkNothingInline()
	p.checkClobbering()
	p.checkReferences()
	p.checkControls()
	p.checkTargets()
}

func (p *page) fault(format string, args ...any) {
	p.w.t.Helper()
	p.w.t.Errorf(p.Request.Method+" "+p.Request.URL.String()+": "+format, args...)
}

var (
	requestIDShape = regexp.MustCompile(`^[a-z2-7]{16}$`)
	nonceShape     = regexp.MustCompile(`^default-src 'none'; script-src 'nonce-([A-Z2-7]{26})'; style-src 'self'; ` +
		`img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$`)
)

func (p *page) checkHeader() {
	p.w.t.Helper()
	want := map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
	}
	if strings.HasPrefix(p.Request.URL.Path, static.Prefix) && p.StatusCode == http.StatusOK {
		want["Cache-Control"] = "public, max-age=31536000, immutable"
	}
	for name, value := range want {
		if got := p.Header.Get(name); got != value {
			p.fault("%s is %q, want %q", name, got, value)
		}
	}
	if id := p.Header.Get("X-Request-Id"); !requestIDShape.MatchString(id) {
		p.fault("X-Request-Id is %q", id)
	}
	if p.Header.Get("Content-Security-Policy") == "default-src 'none'; sandbox; frame-ancestors 'none'" && p.Header.Get("Content-Disposition") != "" {
		return // A file: nothing runs in it at all.
	}
	nonce := p.nonce()
	if nonce == "" || p.w.nonces[nonce] {
		p.fault("no fresh nonce in Content-Security-Policy: %q", p.Header.Get("Content-Security-Policy"))
	}
	p.w.nonces[nonce] = true
}

func (p *page) nonce() string {
	if found := nonceShape.FindStringSubmatch(p.Header.Get("Content-Security-Policy")); found != nil {
		return found[1]
	}
	return ""
}

// partial tells whether the request was for what htmx swaps.
func (p *page) partial() bool {
	return p.Request.Header.Get("HX-Request") == "true" && p.Request.Header.Get("HX-History-Restore-Request") != "true"
}

func (p *page) checkOutline() {
	p.w.t.Helper()
	whole := strings.Contains(p.body, "<html")
	framed := strings.Contains(p.body, `id="sidebar"`) // Pages for strangers have no frame.
	if framed && whole == p.partial() {
		p.fault("a whole page: %v, asked for a part: %v", whole, p.partial())
	}
	if root := first(p.tree, tag("html")); whole && attr(root, "lang") != "en" {
		p.fault("the language is not declared")
	}
	titles := all(p.tree, tag("title"))
	if len(titles) != 1 || !strings.HasSuffix(textOf(titles[0]), "Parley") {
		p.fault("%d titles", len(titles))
	}
	mains, headings := all(p.tree, tag("main")), all(p.tree, tag("h1"))
	if len(mains) != 1 || attr(mains[0], "id") != "main" || attr(mains[0], "tabindex") != "-1" {
		p.fault("%d main parts, or one that cannot take the focus", len(mains))
		return
	}
	if len(headings) != 1 || !within(headings[0], mains[0]) || attr(headings[0], "tabindex") != "-1" || textOf(headings[0]) == "" {
		p.fault("%d headings of the first order, or one that cannot take the focus", len(headings))
	}
	if framed && attr(mains[0], "data-announce") == "" {
		p.fault("nothing to announce")
	}
	live := all(p.tree, func(n *html.Node) bool { return has(n, "aria-live") })
	if want := framed && whole; (len(live) == 1) != want {
		p.fault("%d live regions", len(live))
	}
}

func (p *page) checkNothingInline() {
	p.w.t.Helper()
	for n := range p.tree.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || n.Data == "script" && (attr(n, "src") == "" || rawText(n) != "" || attr(n, "nonce") != p.nonce()) {
			p.fault("an inline %s, or one without the answer's nonce", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
				p.fault("inline code: %s=%q", a.Key, a.Val)
			}
		}
	}
}

// clobbering are the names that scripts know parts of a page by. A control that is
// called so takes the place of the form's own: a form with a control called remove
// can no longer be removed (HTML, "HTMLFormElement", named properties).
var clobbering = regexp.MustCompile(`^(remove|append|prepend|before|after|replace\w+|closest|matches|contains|children|child\w+|first\w+|last\w*Child|next\w+|previous\w+|parent\w+|attributes|\w+Attribute\w*|querySelector\w*|insert\w+|isConnected|node\w+|tagName|submit|reset|requestSubmit|elements|length|action|method|target|dataset|style|class\w+|innerHTML|textContent)$`)

func (p *page) checkClobbering() {
	p.w.t.Helper()
	controls := all(p.tree, func(n *html.Node) bool {
		return slices.Contains([]string{"input", "button", "select", "textarea", "fieldset", "output"}, n.Data)
	})
	for _, n := range controls {
		for _, key := range []string{"name", "id"} {
			if clobbering.MatchString(attr(n, key)) {
				p.fault("a control with the %s %q, which takes the place of the form's own", key, attr(n, key))
			}
		}
	}
}

// checkReferences: no id twice, and whatever names an id names one that is there.
func (p *page) checkReferences() {
	p.w.t.Helper()
	ids := map[string]bool{}
	for _, n := range all(p.tree, func(n *html.Node) bool { return has(n, "id") }) {
		if ids[attr(n, "id")] || attr(n, "id") == "" {
			p.fault("id %q twice", attr(n, "id"))
		}
		ids[attr(n, "id")] = true
	}
	for n := range p.tree.Descendants() {
		for _, name := range []string{"for", "form", "aria-describedby", "aria-labelledby", "aria-controls"} {
			for _, id := range strings.Fields(attr(n, name)) {
				if !ids[id] {
					p.fault("%s=%q names nothing on the page", name, id)
				}
			}
		}
		if id, inPage := strings.CutPrefix(attr(n, "href"), "#"); inPage && !ids[id] {
			p.fault("the link #%s leads nowhere", id)
		}
	}
}

// checkControls: whatever can be filled in or pressed has a name.
func (p *page) checkControls() {
	p.w.t.Helper()
	labels := map[string]bool{}
	for _, label := range all(p.tree, tag("label")) {
		labels[attr(label, "for")] = textOf(label) != ""
	}
	for n := range p.tree.Descendants() {
		switch {
		case n.Type != html.ElementNode || attr(n, "type") == "hidden" || has(n, "hidden"):
		case slices.Contains([]string{"input", "select", "textarea"}, n.Data):
			if attr(n, "aria-label") == "" && !labels[attr(n, "id")] && !inLabel(n) {
				p.fault("the control %s %s has no label", n.Data, attr(n, "name"))
			}
		case n.Data == "button" || n.Data == "a" || n.Data == "summary":
			if attr(n, "aria-label") == "" && textOf(n) == "" {
				p.fault("a %s has no name", n.Data)
			}
		}
	}
}

func inLabel(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if tag("label")(n) && textOf(n) != "" {
			return true
		}
	}
	return false
}

// checkTargets: links and forms lead to what the router serves.
func (p *page) checkTargets() {
	p.w.t.Helper()
	for n := range p.tree.Descendants() {
		switch {
		case tag("a")(n) && strings.HasPrefix(attr(n, "href"), "/"):
			if !served(http.MethodGet, attr(n, "href")) {
				p.fault("the link %s is to no page", attr(n, "href"))
			}
		case tag("form")(n):
			if !served(strings.ToUpper(attr(n, "method")), attr(n, "action")) {
				p.fault("nothing takes the form %s %s", attr(n, "method"), attr(n, "action"))
			}
		}
	}
}

// everyRoute returns what the router serves, pages and API alike.
var everyRoute = sync.OnceValue(func() []*echo.Route { return newSite(nil, Options{}).router().Routes() })

// served tells whether the router has a handler for the method at the address.
func served(method, address string) bool {
	path, _, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	have := strings.Split(path, "/")
	return slices.ContainsFunc(everyRoute(), func(r *echo.Route) bool {
		return r.Method == method && slices.EqualFunc(strings.Split(r.Path, "/"), have, func(want, have string) bool {
			return want == have || strings.HasPrefix(want, ":") && have != ""
		})
	})
}
