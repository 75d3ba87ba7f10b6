package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestPreferences(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent)
	_, other := w.user("Rui Cole", desk.RoleViewer)
	want := desk.DefaultPreferences()
	got, err := w.Preferences(t.Context(), agent)
	ok(t, err)
	wantEqual(t, "at first", want, got)
	for _, step := range []struct {
		what string
		in   desk.PreferencesUpdate
		to   func(*desk.Preferences)
	}{
		{"all", desk.PreferencesUpdate{
			Theme: desk.Value(desk.ThemeDark), Density: desk.Value(desk.DensityCompact), TimeZone: desk.Value("Europe/Lisbon"), PageSize: desk.Value(25), AfterSend: desk.Value(desk.AfterSendNext), HoldSeconds: desk.Value(30),
		}, func(p *desk.Preferences) {
			*p = desk.Preferences{Theme: "dark", Density: "compact", TimeZone: "Europe/Lisbon", PageSize: 25, AfterSend: "next", HoldSeconds: 30}
		}},
		{"nothing", desk.PreferencesUpdate{}, func(*desk.Preferences) {}},
		{"the theme alone", desk.PreferencesUpdate{Theme: desk.Value(desk.ThemeLight)}, func(p *desk.Preferences) { p.Theme = "light" }},
		{"the browser's zone", desk.PreferencesUpdate{TimeZone: desk.Null[string]()}, func(p *desk.Preferences) { p.TimeZone = "" }},
	} {
		step.to(&want)
		got, err := w.UpdatePreferences(t.Context(), agent, step.in)
		ok(t, err)
		wantEqual(t, step.what, want, got)
		session, err := w.SessionByToken(t.Context(), storetest.Token(t, w.Store, ana))
		ok(t, err)
		wantEqual(t, step.what+", in a session", want, session.Preferences)
	}
	got, err = w.Preferences(t.Context(), other)
	ok(t, err)
	wantEqual(t, "somebody else's", desk.DefaultPreferences(), got)
	w.invalid("another theme", "theme", "not_in_list", func() error {
		_, err := w.UpdatePreferences(t.Context(), agent, desk.PreferencesUpdate{Theme: desk.Value(desk.Theme("sepia"))})
		return err
	})
}

// Preferences are nobody else's business: who looks after users sees no other
// version of theirs, and history says nothing.
func TestPreferencesAreNoChangeOfTheUser(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent)
	events := len(w.rows(`SELECT id FROM events`))
	_, err := w.UpdatePreferences(t.Context(), agent, desk.PreferencesUpdate{Theme: desk.Value(desk.ThemeDark)})
	ok(t, err)
	got, err := w.Profile(t.Context(), agent)
	ok(t, err)
	wantEqual(t, "the user", ana, got)
	wantEqual(t, "events", events, len(w.rows(`SELECT id FROM events`)))
}
