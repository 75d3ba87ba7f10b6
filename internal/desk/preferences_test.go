package desk_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

func TestPreferencesAreValidated(t *testing.T) {
	for name, test := range map[string]struct {
		in    desk.PreferencesUpdate
		field string // with an error; none where empty
	}{
		"nothing":             {desk.PreferencesUpdate{}, ""},
		"everything":          {desk.PreferencesUpdate{Theme: desk.Value(desk.ThemeDark), Density: desk.Value(desk.DensityCompact), TimeZone: desk.Value("Asia/Kathmandu"), PageSize: desk.Value(100)}, ""},
		"the browser's zone":  {desk.PreferencesUpdate{TimeZone: desk.Null[string]()}, ""},
		"another theme":       {desk.PreferencesUpdate{Theme: desk.Value(desk.Theme("Dark"))}, "theme"},
		"no theme":            {desk.PreferencesUpdate{Theme: desk.Null[desk.Theme]()}, "theme"},
		"another density":     {desk.PreferencesUpdate{Density: desk.Value(desk.Density(""))}, "density"},
		"a place without one": {desk.PreferencesUpdate{TimeZone: desk.Value("Mars/Phobos")}, "timeZone"},
		"another page size":   {desk.PreferencesUpdate{PageSize: desk.Value(10)}, "pageSize"},
		"another place":       {desk.PreferencesUpdate{AfterSend: desk.Value(desk.AfterSend("home"))}, "afterSend"},
		"another wait":        {desk.PreferencesUpdate{HoldSeconds: desk.Value(7)}, "holdSeconds"},
		"no wait":             {desk.PreferencesUpdate{HoldSeconds: desk.Value(0)}, ""},
		"what came before it": {desk.PreferencesUpdate{PageSize: desk.Value(10), Problems: desk.FieldErrors{{Field: "pageSize", Code: "type"}}}, "pageSize"},
	} {
		errs := test.in.Validate()
		if test.field == "" && len(errs) > 0 || test.field != "" && (len(errs) != 1 || errs[0].Field != test.field) {
			t.Errorf("%s: %v, want one about %q", name, errs, test.field)
		}
	}
}

func TestPreferencesAreAppliedOneByOne(t *testing.T) {
	p := desk.DefaultPreferences()
	p = desk.PreferencesUpdate{TimeZone: desk.Value("Europe/Lisbon")}.Apply(p)
	p = desk.PreferencesUpdate{Density: desk.Value(desk.DensityCompact)}.Apply(p)
	want := desk.Preferences{Theme: "system", Density: "compact", TimeZone: "Europe/Lisbon", PageSize: 50, AfterSend: "stay", HoldSeconds: 10}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	if p = (desk.PreferencesUpdate{TimeZone: desk.Null[string]()}).Apply(p); p.TimeZone != "" {
		t.Errorf("the zone is still %s", p.TimeZone)
	}
}

func TestTimeZones(t *testing.T) {
	zones := desk.TimeZones()
	if len(zones) < 400 {
		t.Errorf("there are only %d", len(zones))
	}
	for _, name := range append(zones, "Asia/Calcutta", "Europe/Kiev", "Etc/GMT+5", "America/Argentina/ComodRivadavia") {
		if location, ok := desk.ParseTimeZone(name); !ok || location.String() != name {
			t.Errorf("%s is %v, %v", name, location, ok)
		}
	}
	for _, name := range []string{
		"", "Local", "europe berlin", "Europe/Nowhere", "/etc/localtime", "../../etc/localtime", "Europe/../UTC", `Europe\Berlin`,
		"Europe/Berlin\x00", "Europe/Berlin\n", "Zürich", "Europe/Berlin; Path=/", string(make([]byte, 1<<16)),
	} {
		if location, ok := desk.ParseTimeZone(name); ok {
			t.Errorf("%.40q is %v", name, location)
		}
	}
}

// What somebody has always is not in the addresses that they see, and what they
// ask for is.
func TestUsualLimit(t *testing.T) {
	for want, page := range map[string]desk.Page{
		"":         {Number: 1, Limit: 25, Usual: 25},
		"limit=50": {Number: 1, Limit: 50, Usual: 25},
		"limit=25": {Number: 1, Limit: 25},
		"page=2":   {Number: 2, Limit: 50},
	} {
		query := desk.ConversationFilter{Page: page}.Query()
		if got := desk.EncodeQuery(query); got != want {
			t.Errorf("%v: %s, want %s", page, got, want)
		}
	}
	if page, _ := desk.ParsePageOnly(url.Values{}); page.Limit != 50 {
		t.Errorf("without a word there are %d items a page", page.Limit)
	}
}
