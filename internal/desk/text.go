package desk

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line checks a single-line text field in place: it is trimmed, and must have
// something visible, no control characters and at most max characters.
func line(errs *FieldErrors, field string, text *string, max int) {
	*text = strings.TrimSpace(*text)
	if checkText(errs, field, *text, max) && !visible(*text) {
		errs.Add(field, "empty", field+" must not be empty")
	}
	if strings.ContainsFunc(*text, unicode.IsControl) {
		errs.Add(field, "control_character", field+" must not contain line breaks or other control characters")
	}
}

// paragraph checks a text of several lines in place: line ends become \n,
// outer blank space goes, and only tab and \n remain of control characters.
func paragraph(errs *FieldErrors, field string, text *string, max int) {
	*text = strings.TrimSpace(*text)
	lines(errs, field, text, max)
	if utf8.ValidString(*text) && !visible(*text) {
		errs.Add(field, "empty", field+" must not be empty")
	}
}

// lines is paragraph for a text that may be empty, or begin and end in blank
// space.
func lines(errs *FieldErrors, field string, text *string, max int) {
	*text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(*text)
	checkText(errs, field, *text, max)
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	if strings.ContainsFunc(*text, control) {
		errs.Add(field, "control_character", field+" must not contain control characters")
	}
}

func checkText(errs *FieldErrors, field, text string, max int) bool {
	if !utf8.ValidString(text) {
		errs.Add(field, "invalid", field+" must be valid UTF-8 text")
		return false
	}
	if utf8.RuneCountInString(text) > max {
		errs.Add(field, "too_long", fmt.Sprintf("%s must have at most %d characters", field, max))
		return false
	}
	return true
}

// visible tells whether a reader would see anything: white space, controls,
// zero-width characters and blank letters such as U+3164 alone look empty.
func visible(text string) bool {
	const brailleBlank = '\u2800'
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != brailleBlank &&
			!unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
	})
}

// email checks an address in place (RFC 5322 addr-spec, no display name).
// Characters that nobody sees would let two addresses look the same.
func email(errs *FieldErrors, field string, address *string) {
	*address = strings.TrimSpace(*address)
	unseen := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }
	parsed, err := mail.ParseAddress(*address)
	if err != nil || parsed.Address != *address || len(*address) > MaxEmail || strings.ContainsFunc(*address, unseen) {
		errs.Add(field, "invalid", field+" must be an email address such as maya@example.com")
	}
}

// EmailKey returns the form in which two addresses of one mailbox are equal.
func EmailKey(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// phone checks a telephone number in place: at least three digits, and only the
// signs that people write between them.
func phone(errs *FieldErrors, field string, number *string) {
	*number = strings.TrimSpace(*number)
	digits := 0
	for _, r := range *number {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-()./ x#*", r):
			digits = -MaxPhone
		}
	}
	if digits < 3 || len(*number) > MaxPhone {
		errs.Add(field, "invalid", field+" must be a telephone number such as +44 20 7946 0018")
	}
}

// Preview returns the beginning of a message on one line, as lists show it.
func Preview(body string) string {
	words := strings.Join(strings.Fields(body), " ")
	if utf8.RuneCountInString(words) <= PreviewLen {
		return words
	}
	runes := []rune(words)
	return strings.TrimSpace(string(runes[:PreviewLen-1])) + "…"
}
