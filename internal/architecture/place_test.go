package architecture_test

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The top level is the owner's; beside it there are only these.
var (
	ownersPlaces = []string{"views", "handlers", "static", "store", "main.go", "go.mod", "tailwind.config.js", "README.md"}
	otherPlaces  = []string{"internal", "docs", "go.sum", "package.json", "package-lock.json", "Makefile", "LICENSE", "Dockerfile", "CHANGELOG.md"}
)

// forbidden are names that say nothing about what is inside.
var forbidden = regexp.MustCompile(`^(utils?|commons?|helpers?|managers?)$`)

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := strings.Fields(read(t, ".gitignore"))
	for _, entry := range entries {
		name := entry.Name()
		known := slices.Contains(ownersPlaces, name) || slices.Contains(otherPlaces, name) || strings.HasPrefix(name, ".")
		if !known && !slices.ContainsFunc(ignored, func(pattern string) bool {
			matched, err := path.Match(strings.Trim(pattern, "/"), name)
			return err == nil && matched
		}) {
			t.Errorf("%s has no place at the top level", name)
		}
	}
}

func TestNamesSayWhatIsInside(t *testing.T) {
	for _, name := range files(t, ".go", ".templ", ".js", ".sql", ".css") {
		for _, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("/_-.", r) }) {
			if forbidden.MatchString(strings.ToLower(word)) {
				t.Errorf("%s: %q says nothing about what is inside", name, word)
			}
		}
	}
}

// evaluated are attributes that htmx evaluates as script, which the content
// security policy forbids and which would fail silently.
var evaluated = map[string]*regexp.Regexp{
	"hx-on":               regexp.MustCompile(`\bhx-on\b`),
	"a js: value":         regexp.MustCompile(`["'\x60](js|javascript):`),
	"a filter in trigger": regexp.MustCompile(`hx-trigger\s*=\s*("[^"]*\[|'[^']*\[|\{[^}]*\w\[)`),
	"an inline handler":   regexp.MustCompile(`\son[a-z]+\s*=\s*["{]`),
}

func TestTemplatesNeedNoEval(t *testing.T) {
	for _, name := range files(t, ".templ") {
		for what, pattern := range evaluated {
			if found := pattern.FindString(read(t, name)); found != "" {
				t.Errorf("%s has %s: %s", name, what, found)
			}
		}
	}
}

func TestEvalIsRecognised(t *testing.T) {
	for markup, want := range map[string]string{
		`<a hx-on:click="x()">`:                                      "hx-on",
		`<a hx-on::after-request={ x }>`:                             "hx-on",
		`<a hx-vals="js:{a: 1}">`:                                    "a js: value",
		`<a hx-vals='js:{a: 1}'>`:                                    "a js: value",
		`<a href="javascript:x()">`:                                  "a js: value",
		`<a hx-trigger="click[ctrlKey]">`:                            "a filter in trigger",
		`<a hx-trigger={ "keyup[key=='Enter']" }>`:                   "a filter in trigger",
		`<a onclick="x()">`:                                          "an inline handler",
		`<a onclick={ x }>`:                                          "an inline handler",
		`<a hx-trigger="change, keyup delay:2s" hx-get={ urls[0] }>`: "",
		`<a class="button" href={ u } data-position="top">`:          "",
	} {
		got := ""
		for what, pattern := range evaluated {
			if pattern.MatchString(markup) {
				got = what
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", markup, got, want)
		}
	}
}
