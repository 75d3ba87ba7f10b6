package desk_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

// textCase is what one kind of text field makes of an input: the code of its
// error, or the cleaned value where code is empty.
type textCase struct {
	name, in, code, want string
}

// lineCases are the rules of every single-line field.
func lineCases(limit int) []textCase {
	longest := strings.Repeat("é", limit)
	return []textCase{
		{"a value", "Refund", "", "Refund"},
		{"outer blanks", "  Refund \t", "", "Refund"},
		{"a line end at the end", "Refund\r\n", "", "Refund"},
		{"the longest", longest, "", longest},
		{"the longest with outer blanks", " " + longest + " ", "", longest},
		{"one too long", longest + "é", "too_long", ""},
		{"empty", "", "empty", ""},
		{"blank", " \t\n", "empty", ""},
		{"no-break spaces", "\u00a0\u2003", "empty", ""},
		{"zero width", "\u200b\u200d\ufeff", "empty", ""},
		{"a direction mark", "\u202e", "empty", ""},
		{"a blank letter", "\u3164\uffa0", "empty", ""},
		{"a blank pattern", "\u2800", "empty", ""},
		{"variation selectors", "\ufe0f\U000e0101", "empty", ""},
		{"an emoji of several parts", "👩\u200d🚒", "", "👩\u200d🚒"},
		{"NUL", "a\x00b", "control_character", ""},
		{"CRLF", "a\r\nb", "control_character", ""},
		{"tab", "a\tb", "control_character", ""},
		{"escape", "\x1b[2J", "control_character", ""},
		{"C1 control", "a\u0085b", "control_character", ""},
		{"delete", "a\x7fb", "control_character", ""},
		{"not UTF-8", "a\xffb", "invalid", ""},
	}
}

// paragraphCases are the rules of every field of several lines.
func paragraphCases(limit int) []textCase {
	longest := strings.Repeat("é", limit)
	return []textCase{
		{"a value", "Hello", "", "Hello"},
		{"several lines", "a\n\n\tb", "", "a\n\n\tb"},
		{"CRLF and CR", "a\r\nb\rc", "", "a\nb\nc"},
		{"outer blanks", "\n\n a \n", "", "a"},
		{"the longest", longest, "", longest},
		{"one too long", longest + "é", "too_long", ""},
		{"empty", "", "empty", ""},
		{"blank", "\r\n \t", "empty", ""},
		{"zero width", "\u200b\n\u200b", "empty", ""},
		{"NUL", "a\x00b", "control_character", ""},
		{"escape", "a\x1b[2Jb", "control_character", ""},
		{"C1 control", "a\u009bb", "control_character", ""},
		{"not UTF-8", "a\xc3", "invalid", ""},
	}
}

// emailCases are the rules of every email address.
func emailCases() []textCase {
	longest := strings.Repeat("a", desk.MaxEmail-len("@example.com")) + "@example.com"
	return []textCase{
		{"an address", "maya@example.com", "", "maya@example.com"},
		{"outer blanks", " maya@example.com\n", "", "maya@example.com"},
		{"its case is kept", "Maya.O@Example.com", "", "Maya.O@Example.com"},
		{"a plus", "maya+news@example.com", "", "maya+news@example.com"},
		{"beyond ASCII", "josé@exämple.com", "", "josé@exämple.com"},
		{"the longest", longest, "", longest},
		{"one too long", "a" + longest, "invalid", ""},
		{"empty", "", "invalid", ""},
		{"blank", " ", "invalid", ""},
		{"no @", "maya", "invalid", ""},
		{"no host", "maya@", "invalid", ""},
		{"two @", "maya@@example.com", "invalid", ""},
		{"a display name", "Maya <maya@example.com>", "invalid", ""},
		{"angle brackets", "<maya@example.com>", "invalid", ""},
		{"two addresses", "a@example.com,b@example.com", "invalid", ""},
		{"a comment", "maya@example.com (home)", "invalid", ""},
		{"an inner blank", "ma ya@example.com", "invalid", ""},
		{"a header", "maya@example.com\r\nBcc: x@example.com", "invalid", ""},
		{"NUL", "maya\x00@example.com", "invalid", ""},
		{"C1 control", "maya\u0080@example.com", "invalid", ""},
		{"zero width", "maya\u200b@example.com", "invalid", ""},
		{"a direction mark", "maya@example.com\u202e", "invalid", ""},
		{"not UTF-8", "maya\xff@example.com", "invalid", ""},
	}
}

// phoneCases are the rules of every telephone number.
func phoneCases() []textCase {
	return []textCase{
		{"international", "+44 20 7946 0018", "", "+44 20 7946 0018"},
		{"brackets and dots", "(020) 7946.0018/2 x3", "", "(020) 7946.0018/2 x3"},
		{"short", "112", "", "112"},
		{"outer blanks", " 112 ", "", "112"},
		{"the longest", strings.Repeat("1", desk.MaxPhone), "", strings.Repeat("1", desk.MaxPhone)},
		{"one too long", strings.Repeat("1", desk.MaxPhone+1), "invalid", ""},
		{"two digits", "+44", "invalid", ""},
		{"empty", "", "invalid", ""},
		{"letters", "call 112 now", "invalid", ""},
		{"a letter before many digits", "é" + strings.Repeat("1", 60), "invalid", ""},
		{"a line end", "112\n113", "invalid", ""},
		{"NUL", "112\x00", "invalid", ""},
		{"other digits", "١١٢٣", "invalid", ""},
	}
}

func TestPreview(t *testing.T) {
	long := strings.Repeat("é", desk.PreviewLen)
	for _, test := range []struct{ name, body, want string }{
		{"short", "Hello", "Hello"},
		{"several lines", " a\n\n  b\tc ", "a b c"},
		{"as long as fits", long, long},
		{"longer", long + "é", strings.Repeat("é", desk.PreviewLen-1) + "…"},
		{"cut at a blank", strings.Repeat("a", desk.PreviewLen-2) + " bcd", strings.Repeat("a", desk.PreviewLen-2) + "…"},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := desk.Preview(test.body); got != test.want {
				t.Errorf("Preview(%q) = %q, want %q", test.body, got, test.want)
			}
		})
	}
}

func TestEmailKeyIsTheSameForOneMailbox(t *testing.T) {
	for _, spelling := range []string{"maya@example.com", " MAYA@Example.COM\n"} {
		if got := desk.EmailKey(spelling); got != "maya@example.com" {
			t.Errorf("EmailKey(%q) = %q", spelling, got)
		}
	}
}
