package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// prefer gives the manager preferences and shows the page with them.
func prefer(in desk.PreferencesUpdate) func(*page) {
	return func(p *page) {
		actor := storetest.Actor(p.t, p.site.store, p.site.user(p.t, max_))
		if _, err := p.site.store.UpdatePreferences(p.t.Context(), actor, in); err != nil {
			p.t.Fatal(err)
		}
		p.goTo(p.address().RequestURI())
	}
}

// refusedPreferences sends what the page does not offer.
func refusedPreferences(p *page) {
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#theme-dark").value = "sepia"; document.querySelector("#theme-dark").checked = true`))
	mouse{}.press(p, button("Save preferences"))
	p.untilText("There is a problem")
}

// look returns what the document is styled by.
func (p *page) look() string {
	p.t.Helper()
	return see[string](p, "document.documentElement.dataset.theme + ' ' + document.documentElement.dataset.density")
}

// TestThemeFollowsTheSwitch, at once and everywhere, and takes nothing away.
func TestThemeFollowsTheSwitch(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}?status=open")
	light := see[string](p, "getComputedStyle(document.body).color")
	mouse{}.write(p, field("Message"), "Half a thought")
	at := p.address().String()
	keyboard{}.press(p, button("Dark").in(".sidebar"))
	p.until("the document is dark", "document.documentElement.dataset.theme === 'dark'")
	p.settled()
	if now := see[string](p, "getComputedStyle(document.body).color"); now == light {
		t.Errorf("the text is still %s", now)
	}
	p.untilFocus("[name=theme][value=dark][aria-pressed=true]")
	if text := see[string](p, field("Message").js()+".value"); text != "Half a thought" {
		t.Errorf("of the message there is left %q", text)
	}
	if now := p.address().String(); now != at {
		t.Errorf("the address is %s", now)
	}
	p.stillMarked("the theme")
	p.answerDialogs(true)
	p.goTo("/conversations")
	if p.look() != "dark comfortable" {
		t.Errorf("another page is %s", p.look())
	}
}

func TestDensityFollowsTheMenu(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "/conversations?limit=25&priority=medium")
	heights := func() []float64 {
		return see[[]float64](p, "[...new Set([...document.querySelectorAll('tbody tr')].map((row) => Math.round(row.getBoundingClientRect().height)))]")
	}
	if got := heights(); len(got) != 1 || got[0] != 56 {
		t.Errorf("comfortable rows are %v px high", got)
	}
	mouse{}.press(p, button("View"))
	mouse{}.press(p, button("Compact"))
	p.until("the rows are compact", "document.documentElement.dataset.density === 'compact'")
	p.settled()
	if got := heights(); len(got) != 1 || got[0] != 40 {
		t.Errorf("compact rows are %v px high", got)
	}
	if !p.has(button("25 a page")) {
		mouse{}.press(p, button("View"))
	}
	mouse{}.press(p, button("100 a page"))
	p.untilQuery("limit", "")
	p.untilQuery("priority", "medium")
	if got := p.site.preferences(t, max_); got != (desk.Preferences{Theme: "system", Density: "compact", PageSize: 100, AfterSend: desk.AfterSendStay, HoldSeconds: desk.DefaultHold}) {
		t.Errorf("saved is %v", got)
	}
	p.stillMarked("the view")
	p.back()
	p.untilQuery("limit", "25")
	if p.look() != "system compact" {
		t.Errorf("after Back it is %s", p.look())
	}
}

func (s *site) preferences(t *testing.T, name string) desk.Preferences {
	t.Helper()
	got, err := s.store.Preferences(t.Context(), storetest.Actor(t, s.store, s.user(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestPreferencesAreSaved by mouse, by keyboard and without scripts.
func TestPreferencesAreSaved(t *testing.T) {
	t.Parallel()
	for _, by := range []struct {
		hand hand
		view view
	}{{mouse{}, desktop}, {keyboard{}, desktop}, {mouse{}, desktop.withoutScripts()}, {mouse{}, phone}} {
		s := newSite(t)
		p := s.openAs(t, s.user(t, max_), by.view)
		p.goTo("/preferences")
		by.hand.press(p, field("Dark").in("#preferences"))
		by.hand.press(p, field("Compact").in("#preferences"))
		by.hand.press(p, field("25").in("#preferences"))
		by.hand.choose(p, field("Time zone"), "Lisbon")
		by.hand.press(p, button("Save preferences"))
		p.untilText("Preferences saved.")
		p.untilText("WET")
		if got := s.preferences(t, max_); got != (desk.Preferences{Theme: "dark", Density: "compact", PageSize: 25, TimeZone: "Europe/Lisbon", AfterSend: desk.AfterSendStay, HoldSeconds: desk.DefaultHold}) {
			t.Errorf("%s: saved is %v", by.view.name, got)
		}
		if p.look() != "dark compact" {
			t.Errorf("%s: it looks %s", by.view.name, p.look())
		}
	}
}

// TestTimesAreInTheBrowsersZone from the first page on that comes after sign-in.
func TestTimesAreInTheBrowsersZone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := s.open(t, desktop)
	p.inZone("Asia/Kathmandu")
	p.goTo("/sign-in?next=/preferences")
	keyboard{}.write(p, field("Email"), storetest.Email(max_))
	keyboard{}.write(p, field("Password"), storetest.Password)
	p.key(kb.Enter)
	p.untilHeading("Preferences")
	p.untilText("UTC+0545")
	if !p.has(field("Time zone")) || see[string](p, "probe.chosen("+field("Time zone").js()+")") != "The browser’s (Katmandu)" {
		t.Errorf("chosen is %s", see[string](p, "probe.chosen("+field("Time zone").js()+")"))
	}
}
