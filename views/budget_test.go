package views

import (
	"bytes"
	"compress/gzip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/static"
	"parley/views/layout"
)

// The budgets of pages that need no browser to be measured; make check runs every
// test whose name has Budget in it. What the files themselves may cost stands with
// them, in static.

func TestListOfFiftyStaysInItsBudget(t *testing.T) {
	html := render(t, testList(layout.AllOpen.Filter()).Page())
	nodes, bytes := nodesOf(html), zippedBytes(html)
	t.Logf("%d nodes, %d bytes", nodes, bytes)
	if nodes > 1500 {
		t.Errorf("%d nodes, more than 1500", nodes)
	}
	if bytes > 25<<10 {
		t.Errorf("%d bytes compressed, more than 25 KiB", bytes)
	}
	if rows := strings.Count(html, "<tr id="); rows != 50 {
		t.Errorf("%d rows were measured", rows)
	}
}

// nodesOf counts the elements of a page. What a template holds is no part of the
// document until a script puts it there.
func nodesOf(html string) int {
	before, rest, _ := strings.Cut(html, "<template")
	_, after, _ := strings.Cut(rest, "</template>")
	drawn := before + "<template></template>" + after
	return strings.Count(drawn, "<") - strings.Count(drawn, "</") - strings.Count(drawn, "<!")
}

func zippedBytes(html string) int {
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	_, _ = zw.Write([]byte(html))
	_ = zw.Close()
	return b.Len()
}

// TestPagesAskForTheFilesThatHaveABudget, and for no others: no more scripts, one
// stylesheet, and no font.
func TestPagesAskForTheFilesThatHaveABudget(t *testing.T) {
	allowed := []string{static.URL("app.css"), static.URL("app.js"), static.URL("vendor/htmx.min.js"), static.URL("favicon.svg")}
	asked := regexp.MustCompile(`<(?:script|link|img|iframe)\b[^>]*?(?: src| href)="([^"#]*)`)
	for name, page := range everyPage() {
		files := asked.FindAllStringSubmatch(render(t, page), -1)
		if len(files) < 3 {
			t.Errorf("%s asks for %d files only", name, len(files))
		}
		for _, file := range files {
			if !slices.Contains(allowed, file[1]) {
				t.Errorf("%s asks for %s", name, file[1])
			}
		}
	}
}
