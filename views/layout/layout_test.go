package layout

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"parley/internal/desk"
	"parley/views/ui"
)

func app(t *testing.T, s Shell) string {
	t.Helper()
	var b strings.Builder
	page := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return App(s).Render(templ.WithChildren(ctx, templ.Raw("<h1>Body</h1>")), w)
	})
	if err := page.Render(templ.WithNonce(context.Background(), "n0nce"), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func has(t *testing.T, html string, want bool, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(html, part) != want {
			t.Errorf("contains %q = %v, want %v", part, !want, want)
		}
	}
}

func shell() Shell {
	return Shell{
		Title: "All open (208)", User: User{ID: 3, Name: "Max", Role: desk.RoleManager},
		Nav:    Nav{Current: AllOpen, Counts: Counts{Closed: 1904}, Inboxes: []Inbox{{ID: 2, Name: "Billing", Open: 41}}},
		Toasts: []ui.Toast{{Text: "Saved."}},
	}
}

func TestWholePage(t *testing.T) {
	html := app(t, shell())
	has(t, html, true, "<!doctype html>", "<title>All open (208) · Parley</title>", `<a class="skip" href="#main">`, `<main id="main" tabindex="-1" data-announce="All open (208)" data-theme="system" data-density="comfortable"><h1>Body</h1></main>`,
		`id="live" role="status" aria-live="polite"`, "Saved.", "hx-boost:inherited=", `includeIndicatorCSS&#34;:false`, `<script nonce="n0nce"`)
	has(t, html, false, "hx-swap-oob")
	if live, end := strings.Index(html, `id="live"`), strings.Index(html, "</main>"); live < end {
		t.Error("the live region is inside what is swapped")
	}
}

func TestPartialIsOnlyWhatChanges(t *testing.T) {
	s := shell()
	s.Partial = true
	html := app(t, s)
	has(t, html, true, "<title>All open (208) · Parley</title>", `<main id="main"`, `id="sidebar" hx-swap-oob="outerMorph"`, `id="toasts" hx-swap-oob="beforeend"`)
	has(t, html, false, "<html", "<head>", "<body", "<script", `id="live"`)
	s.Toasts = nil
	has(t, app(t, s), false, `id="toasts"`)
}

// TestLookIsRenderedByTheServer, so that nothing flashes; and in what is swapped
// too, from which the document takes it over.
func TestLookIsRenderedByTheServer(t *testing.T) {
	s := shell()
	has(t, app(t, s), true, `<html lang="en" data-theme="system" data-density="comfortable">`, `value="system" aria-label="As the device" title="As the device" aria-pressed="true"`)
	s.Theme, s.Density = "dark", "compact"
	has(t, app(t, s), true, `<html lang="en" data-theme="dark" data-density="compact">`, `value="dark" aria-label="Dark" title="Dark" aria-pressed="true"`)
	s.Partial = true
	has(t, app(t, s), true, `data-theme="dark" data-density="compact">`)
}

func TestNavigation(t *testing.T) {
	html := app(t, shell())
	has(t, html, true, `href="/conversations?status=open" aria-current="page"`, `href="/conversations?assignedTo=me&amp;status=open"`, `href="/conversations?inboxId=2&amp;status=open"`,
		"1,904", "Billing", "Manager", `action="/sign-out" hx-boost="false"`)
	if n := strings.Count(html, `aria-current="page"`); n != 2 {
		t.Errorf("%d current places, want one in each of the two navigations", n)
	}
}

func TestKeyOf(t *testing.T) {
	for _, key := range []Key{Mine, Unassigned, AllOpen, Pending, Snoozed, Closed} {
		f := key.Filter()
		f.Sort, f.Page = desk.Sort{Key: desk.SortWaiting}, desk.Page{Number: 3, Limit: 25}
		if got := KeyOf(f); got != key {
			t.Errorf("KeyOf(%s) = %q", key, got)
		}
	}
	if got := KeyOf(InboxFilter(2)); got != InboxKey(2) {
		t.Errorf("inbox: %q", got)
	}
	for name, f := range map[string]desk.ConversationFilter{"everything": {}, "two states": {Statuses: desk.Statuses()[:2]}, "customer": {Customers: []desk.CustomerID{1}}} {
		if got := KeyOf(f); got != "" {
			t.Errorf("%s: %q, want none", name, got)
		}
	}
	if Customers.Filter().Narrowed() {
		t.Error("Customers is no view of conversations")
	}
}

func TestBare(t *testing.T) {
	var b strings.Builder
	if err := Bare("Sign in", "light").Render(templ.WithNonce(context.Background(), "n0nce"), &b); err != nil {
		t.Fatal(err)
	}
	has(t, b.String(), true, `data-theme="light"`, "<title>Sign in · Parley</title>", `<main id="main"`)
	has(t, b.String(), false, "hx-boost", "htmx.min", `id="sidebar"`)
	if DocumentTitle("") != "Parley" {
		t.Error("a page without a title is called after the product")
	}
	for role, want := range map[desk.Role]string{desk.RoleViewer: "Viewer", desk.RoleAgent: "Agent", desk.RoleAdmin: "Administrator", "other": "other"} {
		if got := RoleName(role); got != want {
			t.Errorf("RoleName(%q) = %q", role, got)
		}
	}
}
