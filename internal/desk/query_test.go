package desk_test

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"parley/internal/desk"
)

func TestParseQueryIsStrict(t *testing.T) {
	for _, raw := range []string{"a;b", "status=open;closed", "a=%", "a=%zz", "%g1=a"} {
		_, errs := desk.ParseQuery(raw)
		wantOnly(t, "?"+raw, errs, "query", "malformed")
	}
	for _, raw := range []string{"", "a=1&b=2", "a=%3B", "&"} {
		_, errs := desk.ParseQuery(raw)
		wantOnly(t, "?"+raw, errs, "query", "")
	}
}

// A form without scripts sends empties and repeats; a page's URL has neither.
func TestCanonicalQuery(t *testing.T) {
	known := []string{"status", "priority", "page"}
	for raw, want := range map[string]string{
		"":                                  "",
		"status=open":                       "status=open",
		"status=&priority=low&page=":        "priority=low",
		"status=+&priority=+low+":           "priority=low",
		"status=open&status=closed":         "status=open,closed",
		"status=open&status=&status=open":   "status=open",
		"status=open,closed":                "status=open,closed",
		"utm_source=x&status=open&Status=a": "status=open",
		"priority=low&status=open":          "priority=low&status=open",
	} {
		query, _ := url.ParseQuery(raw)
		if got := desk.EncodeQuery(desk.CanonicalQuery(query, known)); got != want {
			t.Errorf("?%s became ?%s, want ?%s", raw, got, want)
		}
	}
}

// A page redirects to the canonical query, so the canonical query must be its
// own canonical form, or the browser would go round in circles.
func TestCanonicalQueryIsStable(t *testing.T) {
	word := rapid.SampledFrom([]string{"", " ", "open", "closed", ",", "open,open", "a b", "é", "%"})
	rapid.Check(t, func(t *rapid.T) {
		query := url.Values{}
		for _, name := range []string{"status", "q", "other"} {
			query[name] = rapid.SliceOfN(word, 0, 4).Draw(t, name)
		}
		once := desk.EncodeQuery(desk.CanonicalQuery(query, []string{"status", "q"}))
		read, err := url.ParseQuery(once)
		if err != nil {
			t.Fatal(err)
		}
		if twice := desk.EncodeQuery(desk.CanonicalQuery(read, []string{"status", "q"})); twice != once {
			t.Fatalf("?%s became ?%s", once, twice)
		}
	})
}
