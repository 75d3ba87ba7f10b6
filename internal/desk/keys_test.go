package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

func TestKeysValidate(t *testing.T) {
	usual := []string{"j", "e", "U", "#", "g m", "g u", "?"}
	for name, test := range map[string]struct {
		typed, want map[string]string
		complaints  string
	}{
		"none":                    {nil, map[string]string{}, ""},
		"as usual":                {map[string]string{"j": "j", "e": "", "g m": " g  m "}, map[string]string{}, ""},
		"another":                 {map[string]string{"j": "n", "e": "y y", "g m": "m", "#": "ą"}, map[string]string{"j": "n", "e": "y y", "g m": "m", "#": "ą"}, ""},
		"two that change places":  {map[string]string{"j": "e", "e": "j"}, map[string]string{"j": "e", "e": "j"}, ""},
		"what nobody knows":       {map[string]string{"q": "j"}, map[string]string{}, ""},
		"a word":                  {map[string]string{"j": "Enter"}, nil, "key j:invalid"},
		"three":                   {map[string]string{"j": "a b c"}, nil, "key j:invalid"},
		"with a key beside":       {map[string]string{"j": "Ctrl+j"}, nil, "key j:invalid"},
		"a sign that is none":     {map[string]string{"j": "\x00", "e": "\u0301", "U": "\xff"}, nil, "key j:invalid key e:invalid key U:invalid"},
		"the usual one of others": {map[string]string{"j": "e"}, nil, "key j:taken"},
		"the later one's":         {map[string]string{"e": "j"}, nil, "key e:taken"},
		"one's own twice":         {map[string]string{"j": "y", "e": "y"}, nil, "key e:taken"},
		"the first of two":        {map[string]string{"?": "g"}, nil, "key ?:taken"},
		"two after another":       {map[string]string{"U": "j x"}, nil, "key U:taken"},
		"with Shift and without":  {map[string]string{"j": "E"}, map[string]string{"j": "E"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := desk.KeysUpdate{Usual: usual, Keys: test.typed}
			var complaints []string
			for _, e := range in.Validate() {
				complaints = append(complaints, e.Field+":"+e.Code)
			}
			if got := strings.Join(complaints, " "); got != test.complaints {
				t.Errorf("complaints are %q, want %q", got, test.complaints)
			}
			if diff := cmp.Diff(test.want, in.Keys); diff != "" && test.complaints == "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
