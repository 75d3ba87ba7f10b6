package architecture_test

import (
	"regexp"
	"testing"
)

var skips = regexp.MustCompile(`\.(Skip|Skipf|SkipNow|Short)\(`)

// A test that leaves itself out, because something is missing or little time is
// given, looks like one that passed.
func TestNoTestLeavesItselfOut(t *testing.T) {
	for _, name := range files(t, ".go") {
		if found := skips.FindString(read(t, name)); found != "" {
			t.Errorf("%s has %s: let it fail and say what is missing", name, found)
		}
	}
}
