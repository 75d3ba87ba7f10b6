package ui

import (
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
)

func TestKeyed(t *testing.T) {
	ctx := WithKeys(t.Context(), map[string]string{"e": "y", "a": "g g", "i": "I", "u": "+"})
	for _, test := range []struct {
		usual []string
		want  templ.Attributes
	}{
		{[]string{"j"}, templ.Attributes{"aria-keyshortcuts": "j"}},
		{[]string{"s", "e"}, templ.Attributes{"aria-keyshortcuts": "s y"}},
		{[]string{"a", "i"}, templ.Attributes{"data-key": "g g", "data-also": "I"}},
		{[]string{"u", "Escape"}, templ.Attributes{"aria-keyshortcuts": "+ Escape"}},
		{[]string{"U"}, templ.Attributes{"data-key": "U"}},
		{[]string{"g m"}, templ.Attributes{"data-key": "g m"}},
		{[]string{"Control+k", "Meta+k"}, templ.Attributes{"aria-keyshortcuts": "Control+k Meta+k"}},
		{nil, templ.Attributes{}},
	} {
		test.want["rel"] = "next"
		given := templ.Attributes{"rel": "next"}
		if diff := cmp.Diff(test.want, Keyed(ctx, given, test.usual...)); diff != "" || len(given) != 1 {
			t.Errorf("%v (-want +got):\n%s", test.usual, diff)
		}
	}
	if key := KeyOf(t.Context(), "e"); key != "e" {
		t.Errorf("without keys of one's own e is %q", key)
	}
}
