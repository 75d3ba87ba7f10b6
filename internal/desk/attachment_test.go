package desk_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"parley/internal/desk"
)

func TestFileNames(t *testing.T) {
	long := strings.Repeat("é", desk.MaxFileName)
	for name, want := range map[string]string{
		"":                                   "file",
		".":                                  "file",
		"..":                                 "file",
		" \u200b\t":                          "file",
		"/etc/passwd":                        "passwd",
		"../../../etc/passwd":                "passwd",
		`..\..\boot.ini`:                     "boot.ini",
		`C:\Users\Maya\Invoice May.pdf`:      "Invoice May.pdf",
		"folder/":                            "file",
		"a\x00b\r\nc\x1b[31m.txt":            "abc[31m.txt",
		"a\u2028b.txt":                       "ab.txt",
		"invoice\u202efdp.exe":               "invoicefdp.exe",
		"\u2066a\u2069\u200f.txt":            "a.txt",
		"bad\xff.txt":                        "bad\uFFFD.txt",
		" name. . ":                          "name",
		".bashrc":                            ".bashrc",
		"Grüße 🎉 日本語.txt":                    "Grüße 🎉 日本語.txt",
		"👩\u200d💻.png":                       "👩\u200d💻.png",
		"<script>alert(1)</script>.html":     "script>.html",
		`"; rm -rf ~; ".txt`:                 `"; rm -rf ~; ".txt`,
		long:                                 long,
		long + ".pdf":                        strings.Repeat("é", desk.MaxFileName-4) + ".pdf",
		long + "." + strings.Repeat("x", 20): long,
	} {
		if got := desk.FileName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

// Whatever comes in, what comes out is one visible line without a path, and stays
// what it is when it comes in again.
func TestFileNamesOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := desk.FileName(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text"))
		switch {
		case name == "" || name == "." || name == ".." || strings.ContainsAny(name, `/\`):
			t.Fatalf("%q is no name", name)
		case !utf8.ValidString(name) || utf8.RuneCountInString(name) > desk.MaxFileName:
			t.Fatalf("%q is too long, or no text", name)
		case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }):
			t.Fatalf("%q has what nobody sees", name)
		case desk.FileName(name) != name:
			t.Fatalf("%q becomes %q", name, desk.FileName(name))
		}
	})
}

func TestAttachmentsOfAMessage(t *testing.T) {
	check := func(ids ...desk.AttachmentID) string {
		in := desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("x"), AttachmentIDs: desk.Value(ids)}
		return codeOn(in.Validate(), "attachmentIds")
	}
	var many []desk.AttachmentID
	for n := range desk.MaxAttachments {
		many = append(many, desk.AttachmentID(n+1))
	}
	for what, got := range map[string][2]string{
		"none":              {"", check()},
		"as many as may":    {"", check(many...)},
		"one too many":      {"too_many", check(append(many, 99)...)},
		"one of them twice": {"duplicate", check(2, 1, 2)},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", what, got[1], got[0])
		}
	}
	in := desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("x"), AttachmentIDs: desk.Null[[]desk.AttachmentID]()}
	if got := codeOn(in.Validate(), "attachmentIds"); got != "null" {
		t.Errorf("null: %q", got)
	}
	var errs desk.FieldErrors
	half := desk.Attachment{Size: desk.MaxAttachmentsBytes / 2}
	if desk.CheckAttachments(&errs, []desk.Attachment{half, half}); len(errs) > 0 {
		t.Errorf("as much as may be: %v", errs)
	}
	if desk.CheckAttachments(&errs, []desk.Attachment{half, half, {Size: 1}}); codeOn(errs, "attachmentIds") != "too_large" {
		t.Errorf("too much: %v", errs)
	}
}

func codeOn(errs desk.FieldErrors, field string) string {
	for _, e := range errs {
		if e.Field == field {
			return e.Code
		}
	}
	return ""
}
