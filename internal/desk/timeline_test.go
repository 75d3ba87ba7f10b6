package desk

import "testing"

func TestTimelinePlaces(t *testing.T) {
	for text, want := range map[string]TimelinePlace{
		"m-81": AtMessage(81), "e-91": {Event: 91}, "": {}, "81": {}, "m-": {}, "m-0": {}, "m--1": {}, "M-81": {}, "x-81": {}, "m-8e-9": {},
	} {
		got := ParseTimelinePlace(text)
		if got != want || got.IsZero() != (want == TimelinePlace{}) {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
		if !got.IsZero() && got.String() != text {
			t.Errorf("%q is written %q", text, got)
		}
	}
	if (TimelinePlace{}).String() != "" {
		t.Error("nowhere is written as something")
	}
}
