package desk_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"parley/internal/desk"
)

func TestParseID(t *testing.T) {
	for text, want := range map[string]desk.ConversationID{
		"1":                          1,
		"1042":                       1042,
		"9223372036854775806":        math.MaxInt64 - 1,
		"9223372036854775807":        math.MaxInt64,
		"9223372036854775808":        math.MaxInt64,
		"99999999999999999999999999": math.MaxInt64,
	} {
		if got, ok := desk.ParseID[desk.ConversationID](text); !ok || got != want {
			t.Errorf("%q: %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "0", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "1_000", "one", "١", "1\x00",
		"99999999999999999999x", "9223372036854775807-",
	} {
		if got, ok := desk.ParseID[desk.ConversationID](text); ok || got != 0 {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestIDsReadWhatTheyWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Min(1).Draw(t, "id")
		for _, text := range []string{
			desk.ConversationID(n).String(), desk.MessageID(n).String(), desk.CustomerID(n).String(), desk.UserID(n).String(),
			desk.InboxID(n).String(), desk.KeyID(n).String(), desk.EventID(n).String(),
		} {
			if got, ok := desk.ParseID[int64](text); !ok || got != n {
				t.Fatalf("%d was written as %q and read as %d", n, text, got)
			}
		}
	})
}

func TestPages(t *testing.T) {
	for _, test := range []struct {
		page   desk.Page
		total  int
		offset int64
		pages  int
	}{
		{desk.Page{Number: 1, Limit: 50}, 0, 0, 0},
		{desk.Page{Number: 1, Limit: 50}, 1, 0, 1},
		{desk.Page{Number: 2, Limit: 50}, 50, 50, 1},
		{desk.Page{Number: 3, Limit: 50}, 208, 100, 5},
		{desk.Page{Number: desk.MaxPage, Limit: desk.MaxLimit}, 3, 214748364600, 1},
	} {
		if got := test.page.Offset(); got != test.offset {
			t.Errorf("%+v: offset %d, want %d", test.page, got, test.offset)
		}
		listing := desk.Listing[int]{Total: test.total, Page: test.page}
		if got := listing.Pages(); got != test.pages {
			t.Errorf("%+v of %d: %d pages, want %d", test.page, test.total, got, test.pages)
		}
	}
}
