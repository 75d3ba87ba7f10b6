package architecture_test

import (
	"regexp"
	"strings"
	"testing"
)

var (
	skips   = regexp.MustCompile(`\.(Skip|Skipf|SkipNow)\(`)
	onShort = regexp.MustCompile(`if testing\.Short\(\) \{\n\t+t\.Skip\(`)
)

// A test that leaves itself out where something is missing looks like one that
// passed. Only who asks for it with -short is given less, and make does not.
func TestNoTestLeavesItselfOut(t *testing.T) {
	for _, name := range files(t, ".go") {
		text := onShort.ReplaceAllString(read(t, name), "")
		if found := skips.FindString(text); found != "" {
			t.Errorf("%s has %s: let it fail and say what is missing", name, found)
		}
	}
	if strings.Contains(read(t, "Makefile"), "-short") {
		t.Error("make test leaves tests out")
	}
}
