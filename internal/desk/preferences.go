package desk

import "slices"

// Theme is the colours that somebody wants pages in.
type Theme string

// The themes; the first follows the device.
const (
	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Themes lists every Theme.
func Themes() []Theme { return []Theme{ThemeSystem, ThemeLight, ThemeDark} }

// Density is how close together somebody wants the rows of lists.
type Density string

// The densities.
const (
	DensityComfortable Density = "comfortable"
	DensityCompact     Density = "compact"
)

// Densities lists every Density.
func Densities() []Density { return []Density{DensityComfortable, DensityCompact} }

// AfterSend is where somebody wants to be after a reply: in the conversation, in
// the next one of the queue, or in the list.
type AfterSend string

// The places.
const (
	AfterSendStay AfterSend = "stay"
	AfterSendNext AfterSend = "next"
	AfterSendList AfterSend = "list"
)

// AfterSends lists every AfterSend.
func AfterSends() []AfterSend { return []AfterSend{AfterSendStay, AfterSendNext, AfterSendList} }

// PageSizes lists how many items a page may have where somebody chooses.
func PageSizes() []int { return []int{25, 50, 100} }

// Preferences are how somebody likes to see pages, and how long their replies wait.
// Nothing that they may do or see depends on them.
type Preferences struct {
	Theme     Theme
	Density   Density
	TimeZone  string // as ParseTimeZone takes it; empty for the browser's
	PageSize  int    // items a page of a list whose address does not say
	AfterSend AfterSend
	// HoldSeconds is how long a reply can be taken back before it is sent.
	HoldSeconds int
}

// DefaultPreferences are those of who has chosen nothing.
func DefaultPreferences() Preferences {
	return Preferences{Theme: ThemeSystem, Density: DensityComfortable, PageSize: DefaultLimit, AfterSend: AfterSendStay, HoldSeconds: DefaultHold}
}

// PreferencesUpdate asks for changes of one's own preferences. A TimeZone of
// null is the browser's.
type PreferencesUpdate struct {
	Theme     Field[Theme]
	Density   Field[Density]
	TimeZone  Field[string]
	PageSize  Field[int]
	AfterSend Field[AfterSend]
	// HoldSeconds is one of HoldSeconds().
	HoldSeconds Field[int]
	Problems    FieldErrors
}

// Validate returns what is wrong with the request.
func (in *PreferencesUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	optional(&errs, "theme", &in.Theme, func(t *Theme) { listed(&errs, "theme", *t, Themes()) })
	optional(&errs, "density", &in.Density, func(d *Density) { listed(&errs, "density", *d, Densities()) })
	optional(&errs, "afterSend", &in.AfterSend, func(a *AfterSend) { listed(&errs, "afterSend", *a, AfterSends()) })
	nullable(&errs, "timeZone", &in.TimeZone, func(name *string) {
		if _, ok := ParseTimeZone(*name); !ok {
			errs.Add("timeZone", "invalid", "timeZone must be the name of a time zone, such as Europe/Lisbon")
		}
	})
	optional(&errs, "pageSize", &in.PageSize, func(n *int) {
		if !slices.Contains(PageSizes(), *n) {
			errs.Add("pageSize", "not_in_list", "pageSize must be 25, 50 or 100", "25", "50", "100")
		}
	})
	optional(&errs, "holdSeconds", &in.HoldSeconds, func(n *int) {
		if !slices.Contains(HoldSeconds(), *n) {
			errs.Add("holdSeconds", "not_in_list", "holdSeconds must be 0, 5, 10 or 30", "0", "5", "10", "30")
		}
	})
	return errs
}

// Apply returns the preferences with the changes made.
func (in PreferencesUpdate) Apply(p Preferences) Preferences {
	p.Theme, p.Density, p.PageSize = in.Theme.Or(p.Theme), in.Density.Or(p.Density), in.PageSize.Or(p.PageSize)
	p.AfterSend, p.HoldSeconds = in.AfterSend.Or(p.AfterSend), in.HoldSeconds.Or(p.HoldSeconds)
	if in.TimeZone.Set {
		p.TimeZone = in.TimeZone.Value
	}
	return p
}
