package static

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"
)

// The pairs of tokens that stand on each other in the stylesheets: text needs a
// contrast of 4.5:1, the edges and icons of controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
var (
	textOn = map[string][]string{
		"text":        {"canvas", "surface", "sunken", "hover", "selected", "overlay", "mark", "incoming-bg", "outgoing-bg"},
		"text-muted":  {"canvas", "surface", "sunken", "hover", "overlay", "incoming-bg", "outgoing-bg"},
		"text-subtle": {"canvas", "surface", "sunken", "hover", "overlay"},
		"accent-text": {"surface", "selected", "accent-soft", "overlay"},
		"link":        {"canvas", "surface", "overlay"},
		"danger":      {"surface", "overlay", "hover"},
		"on-accent":   {"accent", "accent-hover", "accent-active"},
		"on-danger":   {"danger", "danger-hover"},
		"note-text":   {"note-bg"},
		"urgent-fg":   {"surface", "hover", "urgent-bg"},
		"high-fg":     {"surface", "hover", "high-bg"},
		"medium-fg":   {"surface", "hover", "medium-bg"},
		"low-fg":      {"surface", "hover", "low-bg"},
		"open-fg":     {"open-bg"}, "pending-fg": {"pending-bg"}, "closed-fg": {"closed-bg"}, "new-fg": {"new-bg"},
		"snoozed-fg": {"snoozed-bg"}, "solved-fg": {"solved-bg"}, "spam-fg": {"spam-bg"},
	}
	edgeOn = map[string][]string{
		"border-strong": {"canvas", "surface", "overlay"},
		"focus":         {"canvas", "surface", "sunken", "selected", "overlay", "note-bg", "accent-soft", "hover"},
		"note-border":   {"canvas", "note-bg"},
		"accent":        {"canvas", "surface", "sunken"},
		"danger":        {"surface"},
		"open-solid":    {"sunken", "surface"}, "solved-solid": {"sunken", "overlay"}, "new-solid": {"sunken"}, "high-solid": {"sunken"},
		"snoozed-solid": {"sunken"}, "spam-solid": {"sunken"}, "pending-solid": {"sunken"}, "medium-solid": {"sunken"}, "urgent-solid": {"overlay"},
	}
)

func TestTokensHaveEnoughContrast(t *testing.T) {
	file, err := os.ReadFile("src/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var themes map[string]map[string]string
	if err := json.Unmarshal(file, &themes); err != nil {
		t.Fatal(err)
	}
	check := func(theme string, pairs map[string][]string, least float64) {
		for front, backs := range pairs {
			for _, back := range backs {
				got := contrast(t, themes[theme][front], themes[theme][back])
				if got < least {
					t.Errorf("%s: %s on %s has %.2f:1, wants %.1f:1", theme, front, back, got, least)
				}
			}
		}
	}
	for _, theme := range []string{"light", "dark"} {
		check(theme, textOn, 4.5)
		check(theme, edgeOn, 3)
	}
	for name := range themes["light"] {
		if themes["dark"][name] == "" {
			t.Errorf("%s has no dark value", name)
		}
	}
}

// contrast returns the ratio of two colours as WCAG 2.2 defines it.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 {
		t.Fatalf("colour %q is not #RRGGBB", colour)
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
