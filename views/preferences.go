package views

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// Preferences is the page /preferences. BrowserZone is the time zone that the
// browser says it is in, or empty.
type Preferences struct {
	Shell       layout.Shell
	Form        PreferencesForm
	Errors      desk.FieldErrors
	BrowserZone string
	Now         time.Time
}

// PreferencesForm holds what the controls show, as the form sends it.
type PreferencesForm struct {
	Theme, Density, TimeZone, PageSize, AfterSend, HoldSeconds string
}

// PreferencesFormOf returns the form as it shows preferences that are kept.
func PreferencesFormOf(p desk.Preferences) PreferencesForm {
	return PreferencesForm{
		Theme: string(p.Theme), Density: string(p.Density), TimeZone: p.TimeZone, PageSize: strconv.Itoa(p.PageSize),
		AfterSend: string(p.AfterSend), HoldSeconds: strconv.Itoa(p.HoldSeconds),
	}
}

func (m Preferences) shell() layout.Shell {
	s := titled(m.Shell, "Preferences")
	if len(m.Errors) > 0 {
		s.Title = "Error: " + s.Title
	}
	s.Nav.Current = layout.Settings
	return s
}

func (m Preferences) themes() []ui.Option {
	return options(desk.Themes(), []desk.Theme{desk.Theme(m.Form.Theme)}, layout.ThemeName)
}

func (m Preferences) densities() []ui.Option {
	return options(desk.Densities(), []desk.Density{desk.Density(m.Form.Density)}, func(d desk.Density) string { return capitalised(string(d)) })
}

func (m Preferences) afterSends() []ui.Option {
	return options(desk.AfterSends(), []desk.AfterSend{desk.AfterSend(m.Form.AfterSend)}, func(a desk.AfterSend) string {
		switch a {
		case desk.AfterSendNext:
			return "Next in the queue"
		case desk.AfterSendList:
			return "Back to the list"
		}
		return "Stay"
	})
}

func (m Preferences) pageSizes() []ui.Option {
	var list []ui.Option
	for _, n := range desk.PageSizes() {
		value := strconv.Itoa(n)
		list = append(list, ui.Option{Value: value, Label: value, Selected: value == m.Form.PageSize})
	}
	return list
}

func (m Preferences) holds() []ui.Option {
	var list []ui.Option
	for _, n := range desk.HoldSeconds() {
		value := strconv.Itoa(n)
		label := value + " seconds"
		if n == 0 {
			label = "Not at all"
		}
		list = append(list, ui.Option{Value: value, Label: label, Selected: value == m.Form.HoldSeconds})
	}
	return list
}

func (m Preferences) zoneField() ui.Field {
	return ui.Field{
		ID: "field-timeZone", Name: "timeZone", Label: fieldLabel("timeZone"), Error: said(m.Errors, "timeZone"),
		Hint: "Times are shown in it. Now it is " + ui.Exact(m.Now, m.Now) + ".",
	}
}

// ownZone returns the option that leaves the choice to the browser.
func (m Preferences) ownZone() []ui.Option {
	label := "The browser’s"
	if m.BrowserZone != "" {
		label += " (" + zonePlace(m.BrowserZone) + ")"
	}
	return []ui.Option{{Label: label, Selected: m.Form.TimeZone == ""}}
}

// zones returns the time zones to choose from. One that is chosen already and is
// not among them, such as an old name, comes first.
func (m Preferences) zones() []ui.OptionGroup {
	var groups []ui.OptionGroup
	names := desk.TimeZones()
	if m.Form.TimeZone != "" && !slices.Contains(names, m.Form.TimeZone) {
		groups = append(groups, ui.OptionGroup{Label: "Chosen", Options: []ui.Option{{Value: m.Form.TimeZone, Label: m.Form.TimeZone, Selected: true}}})
	}
	for _, name := range names {
		part, _, inPart := strings.Cut(name, "/")
		if !inPart {
			part = "Universal"
		}
		if len(groups) == 0 || groups[len(groups)-1].Label != part {
			groups = append(groups, ui.OptionGroup{Label: part})
		}
		last := &groups[len(groups)-1]
		last.Options = append(last.Options, ui.Option{Value: name, Label: zonePlace(name), Selected: name == m.Form.TimeZone})
	}
	return groups
}

// zonePlace returns a time zone as people say it, so that the place can be found
// by typing how it begins.
func zonePlace(name string) string {
	_, place, inPart := strings.Cut(name, "/")
	if !inPart {
		return name
	}
	return strings.ReplaceAll(place, "_", " ")
}
