package handlers

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// That a part has no <html>, one title, one main part with something to announce
// and one heading, and that a whole page has one live region, check_test.go sees
// to; here every page is asked for in each way.
func TestEveryPageComesWholeAndInPart(t *testing.T) {
	w := newWorld(t)
	max := w.as("max")
	for _, r := range routes() {
		if r.method != get || r.access == public || r.access == unasked || r.path == "/live" || r.path == "/conversations.csv" || strings.HasPrefix(r.path, "/attachments/") || strings.HasSuffix(r.path, "/:id/saved-replies") {
			continue
		}
		address := strings.ReplaceAll(r.path, ":id", "{refund}")
		if strings.HasPrefix(address, "/customers/") {
			address = strings.ReplaceAll(r.path, ":id", "{maya}")
		}
		if strings.HasPrefix(address, "/tags/") {
			address = strings.ReplaceAll(r.path, ":id", "{money}")
		}
		if strings.HasPrefix(address, "/saved-replies/") {
			address = strings.ReplaceAll(r.path, ":id", "{answer}")
		}
		if strings.HasPrefix(address, "/bulk-jobs/") {
			address = "/bulk-jobs/" + w.job("max", "customerId={leo}&status=pending", 1).ID.String()
		}
		whole := max.open(address).is(200)
		ask := func(header map[string]string) *page {
			t.Helper()
			return max.do(http.MethodGet, address, "", header).is(200)
		}
		part := ask(map[string]string{"HX-Request": "true"})
		restored := ask(map[string]string{"HX-Request": "true", "HX-History-Restore-Request": "true"})
		if !strings.HasPrefix(part.body, "<title>") || len(part.body) >= len(whole.body) {
			t.Errorf("%s: not a part: %.80s", address, part.body)
		}
		if !strings.HasPrefix(strings.ToLower(restored.body), "<!doctype html>") {
			t.Errorf("%s: not whole after going back: %.80s", address, restored.body)
		}
		inner := func(p *page) string {
			return textOf(first(p.tree, tag("title"))) + textOf(first(p.tree, tag("main"))) + textOf(first(p.tree, func(n *html.Node) bool { return attr(n, "id") == "sidebar" }))
		}
		if inner(part) != inner(whole) || inner(restored) != inner(whole) {
			t.Errorf("%s says something else in part", address)
		}
		if strings.Contains(whole.body, "hx-swap-oob") || !strings.Contains(part.body, `hx-swap-oob="outerMorph"`) {
			t.Errorf("%s: the frame is not brought along", address)
		}
	}
}

func TestRefusalsComeInPart(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana").withHTMX()
	for _, p := range []*page{
		ana.open("/conversations/{absent}").is(404), ana.open("/nowhere").is(404), ana.open("/conversations?status=odd").is(400),
		ana.do(http.MethodPost, "/conversations/{refund}/messages", "kind=note&body=", nil).is(422),
		ana.do(http.MethodPost, "/conversations", "subject=", nil).is(422),
		ana.do(http.MethodPost, "/customers", "name=", nil).is(422),
		ana.do(http.MethodPost, "/profile", "name=", nil).is(422),
		w.as("vic").withHTMX().do(http.MethodPost, "/conversations", "subject=x", nil).is(403),
	} {
		if !strings.HasPrefix(p.body, "<title>") {
			t.Errorf("%s: %.80s", p.Request.URL, p.body)
		}
		if got, want := p.Header.Get("HX-Push-Url") == "false", p.Request.Method == http.MethodPost; got != want {
			t.Errorf("%s %s: HX-Push-Url is %q", p.Request.Method, p.Request.URL, p.Header.Get("HX-Push-Url"))
		}
	}
	// Without a session a page is asked for whole.
	p := w.visitor().withHTMX().open("/conversations").is(401)
	if got := p.Header.Get("HX-Redirect"); got != "/sign-in?next=%2Fconversations" {
		t.Errorf("HX-Redirect is %q", got)
	}
}
