package handlers

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// prefer gives somebody preferences.
func (w *world) prefer(name string, in desk.PreferencesUpdate) {
	w.t.Helper()
	_, err := w.store.UpdatePreferences(w.t.Context(), storetest.Actor(w.t, w.store, w.users[name]), in)
	w.must(err)
}

// preferencesForm opens the page and returns its form.
func (b *browser) preferencesForm() *filled {
	b.w.t.Helper()
	return b.open("/preferences").is(200).formOf("Save preferences")
}

func (w *world) hasForm(b *browser, want map[string]string) {
	w.t.Helper()
	if got := b.preferencesForm().values; !maps.Equal(got, want) {
		w.t.Errorf("the form has %v, want %v", got, want)
	}
}

func TestPreferences(t *testing.T) {
	w := newWorld(t)
	usual := map[string]string{"theme": "system", "density": "comfortable", "pageSize": "50", "timeZone": "", "afterSend": "stay", "holdSeconds": "10"}
	w.visitor().open("/preferences").leadsTo("/sign-in?next=%2Fpreferences")
	w.as("vic").open("/profile").click("Preferences").is(200).
		shows(`<html lang="en" data-theme="system" data-density="comfortable">`, "Now it is 22 November 2026, 10:00 UTC.")
	w.hasForm(w.as("vic"), usual)

	chosen := map[string]string{"theme": "dark", "density": "compact", "pageSize": "25", "timeZone": "Asia/Kathmandu", "afterSend": "next", "holdSeconds": "30"}
	ana, form := w.as("ana"), w.as("ana").preferencesForm()
	for name, value := range chosen {
		form.with(name, value)
	}
	form.submit().leadsTo("/preferences").follow().is(200).
		shows("Preferences saved.", `<html lang="en" data-theme="dark" data-density="compact">`, "Now it is 22 November 2026, 15:45 UTC+0545.")
	w.hasForm(ana, chosen)
	ana.open("/conversations/{refund}").is(200).shows(`data-theme="dark"`, `title="21 November 2026, 14:`)
	ana.open("/api/docs").is(200).shows(`data-theme="dark"`)
	w.hasForm(w.as("bo"), usual)
	w.visitor().open("/sign-in").is(200).hides(`data-theme="dark"`)
	ana.preferencesForm().with("timeZone", "").submit().is(303)
	chosen["timeZone"] = ""
	w.hasForm(ana, chosen)
}

func TestPreferencesThatDoNotExist(t *testing.T) {
	w := newWorld(t)
	bo := w.as("bo")
	form := bo.preferencesForm()
	for name, value := range map[string]string{"theme": "sepia", "density": "airy", "pageSize": "26", "timeZone": "Mars/Phobos"} {
		form.forced(name, value)
	}
	form.submit().is(422).shows("There are 4 problems", "Theme must be system, light or dark", "Density must be", "Page size must be 25, 50 or 100",
		"Time zone must be the name of a time zone", `<option value="Mars/Phobos" selected>`, "Error: Preferences")
	bo.preferencesForm().forced("pageSize", "many").submit().is(422).shows("There is a problem", "Page size must be 25, 50 or 100")
	w.hasForm(bo, map[string]string{"theme": "system", "density": "comfortable", "pageSize": "50", "timeZone": "", "afterSend": "stay", "holdSeconds": "10"})
}

// TestSwitchesLeadBack to the page that they are on, with its query, and change
// one thing.
func TestSwitchesLeadBack(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const address = "/conversations?limit=100&page=1&priority=high,low&sort=createdAt"
	for _, c := range []struct{ sends, from, to string }{
		{"theme=dark", "/conversations/{refund}?status=open", "/conversations/{refund}?status=open"},
		{"density=compact", address, address},
		{"pageSize=25", address, "/conversations?priority=high,low&sort=createdAt"},
		{"pageSize=50", "/customers?limit=25&page=2", "/customers"},
		{"theme=light", "/preferences", "/preferences"},
		{"theme=light", "/conversations/{refund}/messages?status=open", "/preferences"}, // what a form has answered
		{"theme=light", "/nothing/here", "/preferences"},
		{"pageSize=25", "/conversations?status=%zz", "/conversations?status=%zz"},
	} {
		p := ana.do(http.MethodPost, "/preferences", c.sends, map[string]string{"Referer": w.expand(w.server.URL + c.from)})
		p.leadsTo(c.to)
	}
	ana.do(http.MethodPost, "/preferences", "theme=dark", map[string]string{"Referer": "https://evil.example/conversations"}).leadsTo("/preferences")
	got, err := w.store.Preferences(t.Context(), storetest.Actor(t, w.store, w.users["ana"]))
	w.must(err)
	if want := (desk.Preferences{Theme: "dark", Density: "compact", PageSize: 25, AfterSend: "stay", HoldSeconds: 10}); got != want {
		t.Errorf("they are %v, want %v", got, want)
	}
	ana.withHTMX()
	ana.header.Set("HX-Current-URL", w.expand(w.server.URL+"/conversations/{refund}"))
	ana.do(http.MethodPost, "/preferences", "theme=system", nil).leadsTo("/conversations/{refund}").follow().shows(`<main id="main" tabindex="-1"`, `data-theme="system"`)
}

// TestPageSizeIsEachPersonsOwn: it goes without saying in the addresses that they
// see, and what an address says counts for everybody.
func TestPageSizeIsEachPersonsOwn(t *testing.T) {
	w := newWorld(t)
	for i := range 60 {
		w.addConversation("more "+strconv.Itoa(i), "support")
	}
	w.prefer("ana", desk.PreferencesUpdate{PageSize: desk.Value(25)})
	ana, max := w.as("ana"), w.as("max")
	p := ana.open("/conversations?status=open").is(200).shows("1–25 of ")
	p.click("Page 2").is(200).shows("26–50 of ")
	if got := p.link("Page 2"); got != "/conversations?page=2&status=open" {
		t.Errorf("page 2 is at %s", got)
	}
	if got := p.link("100"); got != "/conversations?limit=100&status=open" {
		t.Errorf("100 a page are at %s", got)
	}
	if got := p.link("Closed"); strings.Contains(got, "limit") {
		t.Errorf("another status is at %s", got)
	}
	max.open("/conversations?status=open").is(200).shows("1–50 of ")
	max.open("/conversations?limit=25&status=open").is(200).shows("1–25 of ")
	ana.open("/conversations?limit=25&status=open").leadsTo("/conversations?status=open")
	ana.open("/conversations?limit=50&status=open").is(200).shows("1–50 of ")
}

func TestTimesAreInTheReadersZone(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	exact := func(want string) {
		t.Helper()
		for _, address := range []string{"/conversations", "/conversations/{refund}", "/customers", "/customers/{maya}"} {
			ana.open(address).is(200).shows(`<time class="num" datetime="2026-11-21T09:00`, `title="21 November 2026, `+want+`"`)
		}
	}
	exact("09:00 UTC")
	for _, odd := range []string{"Local", "../../etc/passwd", "Europe", strings.Repeat("a", 5000)} {
		ana.setCookie(zoneCookie, odd)
		exact("09:00 UTC")
	}
	ana.setCookie(zoneCookie, "Europe/Berlin")
	exact("10:00 CET")
	ana.open("/preferences").shows("The browser’s (Berlin)")
	w.prefer("ana", desk.PreferencesUpdate{TimeZone: desk.Value("America/New_York")})
	exact("04:00 EST")
}
