package handlers

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

// browser keeps cookies, opens pages, and sends their forms as they stand on
// the page. Whatever it is answered, checkAnswer looks at.
type browser struct {
	w      *world
	client *http.Client
	header http.Header // sent with every request
	at     string      // the address of the page that is open
}

// signInAs begins a session without the sign-in page.
func (b *browser) signInAs(user desk.User) {
	b.w.t.Helper()
	b.setCookie("parley", storetest.Token(b.w.t, b.w.store, user))
}

func (b *browser) setCookie(name, value string) {
	b.client.Jar.SetCookies(b.home(), []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// token returns the token of the browser's session, or "".
func (b *browser) token() string {
	for _, cookie := range b.client.Jar.Cookies(b.home()) {
		if cookie.Name == "parley" {
			return cookie.Value
		}
	}
	return ""
}

func (b *browser) home() *url.URL {
	home, err := url.Parse(b.w.server.URL)
	b.w.must(err)
	return home
}

// withHTMX makes the browser ask as htmx does from now on.
func (b *browser) withHTMX() *browser {
	b.header.Set("HX-Request", "true")
	return b
}

// open opens a page by its address, following no redirect.
func (b *browser) open(address string) *page {
	b.w.t.Helper()
	return b.do(http.MethodGet, address, "", nil)
}

// do makes any request. A body is a form's unless the header says otherwise; a
// header that is empty there is not sent.
func (b *browser) do(method, address, body string, header map[string]string) *page {
	b.w.t.Helper()
	req, err := http.NewRequestWithContext(b.w.t.Context(), method, b.resolve(address), strings.NewReader(body))
	b.w.must(err)
	for name, values := range b.header {
		req.Header[name] = values
	}
	if method != http.MethodGet && method != http.MethodHead {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", b.w.server.URL)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.at != "" {
		req.Header.Set("Referer", b.at)
		if b.header.Get("HX-Request") != "" {
			req.Header.Set("HX-Current-URL", b.at)
		}
	}
	for name, value := range header {
		req.Header.Set(name, b.w.expand(value))
		if value == "" {
			req.Header.Del(name)
		}
	}
	return b.send(req)
}

func (b *browser) resolve(address string) string {
	base := b.home()
	if b.at != "" {
		at, err := url.Parse(b.at)
		b.w.must(err)
		base = at
	}
	target, err := base.Parse(b.w.expand(address))
	b.w.must(err)
	return target.String()
}

func (b *browser) send(req *http.Request) *page {
	b.w.t.Helper()
	answer, err := b.client.Do(req)
	b.w.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	b.w.must(err)
	p := &page{Response: answer, w: b.w, browser: b, body: string(body)}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") && p.body != "" {
		p.tree = parse(b.w.t, p.body)
		if req.Method == http.MethodGet {
			b.at = req.URL.String()
		}
	}
	p.check()
	return p
}

// page is an answer, with what a test may say about it.
type page struct {
	*http.Response
	w       *world
	browser *browser
	body    string
	tree    *html.Node // nil where the answer is no HTML
}

// is fails the test unless the answer has the status.
func (p *page) is(status int) *page {
	p.w.t.Helper()
	if p.StatusCode != status {
		p.w.t.Fatalf("%s %s: status %d, want %d: %s", p.Request.Method, p.Request.URL, p.StatusCode, status, p.excerpt())
	}
	return p
}

// leadsTo fails the test unless the answer redirects to the address.
func (p *page) leadsTo(address string) *page {
	p.w.t.Helper()
	p.is(http.StatusSeeOther)
	if got, want := p.Header.Get("Location"), p.w.expand(address); got != want {
		p.w.t.Fatalf("%s %s: leads to %s, want %s", p.Request.Method, p.Request.URL, got, want)
	}
	return p
}

// shows fails the test unless every text is on the page, typed fields included.
func (p *page) shows(texts ...string) *page {
	p.w.t.Helper()
	for _, text := range texts {
		if !p.has(text) {
			p.w.t.Errorf("%s %s: %q is not shown in: %s", p.Request.Method, p.Request.URL, p.w.expand(text), p.excerpt())
		}
	}
	return p
}

// hides fails the test if any text is on the page.
func (p *page) hides(texts ...string) *page {
	p.w.t.Helper()
	for _, text := range texts {
		if p.has(text) {
			p.w.t.Errorf("%s %s: %q is shown", p.Request.Method, p.Request.URL, p.w.expand(text))
		}
	}
	return p
}

func (p *page) has(text string) bool {
	text = p.w.expand(text)
	return strings.Contains(p.text(), text) || strings.Contains(html.UnescapeString(p.body), text)
}

// text returns what the page says, on one line.
func (p *page) text() string {
	if p.tree == nil {
		return p.body
	}
	return textOf(p.tree)
}

func (p *page) excerpt() string {
	text := p.text()
	if main := first(p.tree, tag("main")); main != nil {
		text = textOf(main)
	}
	return text[:min(len(text), 600)]
}

// follow opens the page that the answer redirects to.
func (p *page) follow() *page {
	p.w.t.Helper()
	location := p.Header.Get("Location")
	if location == "" {
		p.w.t.Fatalf("%s %s: status %d leads nowhere: %s", p.Request.Method, p.Request.URL, p.StatusCode, p.excerpt())
	}
	address, err := p.Request.URL.Parse(location)
	p.w.must(err)
	return p.browser.open(address.String())
}

// link returns where the link with the name leads; "" where there is none.
func (p *page) link(name string) string {
	found := first(p.tree, func(n *html.Node) bool {
		return tag("a")(n) && (textOf(n) == name || attr(n, "aria-label") == name)
	})
	return attr(found, "href")
}

// click opens the link with the name.
func (p *page) click(name string) *page {
	p.w.t.Helper()
	name = p.w.expand(name)
	address := p.link(name)
	if address == "" {
		p.w.t.Fatalf("%s: there is no link %q in: %s", p.Request.URL, name, p.excerpt())
	}
	return p.browser.open(address)
}
