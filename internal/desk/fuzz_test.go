package desk_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"parley/internal/desk"
)

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"", "0", "1", "1042", "9223372036854775808", "+1", "1 ", "１"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, ok := desk.ParseID[desk.UserID](text)
		switch {
		case !ok && id != 0:
			t.Errorf("%q was refused and is %d", text, id)
		case ok && id < 1:
			t.Errorf("%q is %d", text, id)
		case ok && id.String() != text && len(text) < len("9223372036854775807"):
			t.Errorf("%q is written as %s", text, id)
		}
	})
}

// Whatever is accepted is within every limit, and its canonical query is read as
// the same filter.
func FuzzParseConversationFilter(f *testing.F) {
	for _, refusal := range refusals {
		f.Add(refusal[0])
	}
	f.Add("status=open,pending&assignedTo=me,none,3&sort=-waiting&page=2&limit=100")
	f.Fuzz(func(t *testing.T, raw string) {
		query, errs := desk.ParseQuery(raw)
		if len(errs) > 0 {
			return
		}
		filter, errs := desk.ParseConversationFilter(query, person)
		if len(errs) > 0 {
			return
		}
		if p := filter.Page; p.Number < 1 || p.Number > desk.MaxPage || p.Limit < 1 || p.Limit > desk.MaxLimit {
			t.Errorf("?%s: page %+v", raw, p)
		}
		again, errs := desk.ParseConversationFilter(filter.Query(), person)
		if len(errs) > 0 || !reflect.DeepEqual(filter, again) {
			t.Errorf("?%s: %+v became %+v %v", raw, filter, again, errs)
		}
	})
}

// Whatever a single-line field accepts is trimmed, visible, short enough, free of
// control characters, and accepted again unchanged.
func FuzzSubject(f *testing.F) {
	for _, c := range lineCases(desk.MaxSubject) {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in := desk.ConversationUpdate{}
		in.Subject = desk.Value(text)
		if len(in.Validate()) > 0 {
			return
		}
		got := in.Subject.Value
		if got == "" || got != strings.TrimSpace(got) || !utf8.ValidString(got) ||
			utf8.RuneCountInString(got) > desk.MaxSubject || strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("%q was accepted as %q", text, got)
		}
		if errs := in.Validate(); len(errs) > 0 || in.Subject.Value != got {
			t.Errorf("%q became %q and then %q %v", text, got, in.Subject.Value, errs)
		}
	})
}

// Whatever is accepted as an address is one token: it can stand in a mail header.
func FuzzEmail(f *testing.F) {
	for _, c := range emailCases() {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in := desk.CustomerUpdate{Email: desk.Value(text)}
		if len(in.Validate()) > 0 {
			return
		}
		got := in.Email.Value
		if strings.ContainsAny(got, "\r\n\x00<>, ") || !strings.Contains(got, "@") || len(got) > desk.MaxEmail {
			t.Errorf("%q was accepted as %q", text, got)
		}
	})
}

func FuzzParsePermissions(f *testing.F) {
	f.Add("read:conversations, write:conversations")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		set, err := desk.ParsePermissions(text)
		if err != nil {
			return
		}
		if again, err := desk.ParsePermissions(set.String()); err != nil || !reflect.DeepEqual(set, again) {
			t.Errorf("%q: %v became %v %v", text, set, again, err)
		}
	})
}
