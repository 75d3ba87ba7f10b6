package desk

import (
	"strings"
	"testing"
)

func TestNewOnce(t *testing.T) {
	for key, good := range map[string]bool{
		"k": true, " ~": true, strings.Repeat("k", MaxOnceKey): true,
		"": false, strings.Repeat("k", MaxOnceKey+1): false, "ü": false, "a\nb": false, "\x7f": false,
	} {
		once, err := NewOnce("Idempotency-Key", key)
		if (err == nil) != good || good != (once != nil && once.Key == key) {
			t.Errorf("%.20q: %+v, %v", key, once, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "Idempotency-Key ") {
			t.Errorf("%.20q: %v", key, err)
		}
	}
}

// What is asked for is told apart part by part.
func TestWhatIsAskedFor(t *testing.T) {
	print := func(parts ...string) string {
		once := &Once{}
		once.Asks(parts...)
		return once.Print
	}
	if first, again := print("a", "b"), print("a", "b"); first != again {
		t.Error("the same is not the same")
	}
	for _, other := range [][]string{{"ab"}, {"a\nb"}, {"b", "a"}, {"a", "b", ""}, {"", "a", "b"}, {}} {
		if print(other...) == print("a", "b") {
			t.Errorf("%q is taken for a and b", other)
		}
	}
}
