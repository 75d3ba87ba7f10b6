package desk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// KeysUpdate asks for keys of one's own instead of the usual ones.
type KeysUpdate struct {
	// Usual are the keys that can be changed, and by which what they do is known.
	Usual []string
	// Keys are one's own, by the usual ones; empty, or left out, is the usual one.
	Keys     map[string]string
	Problems FieldErrors
}

// KeyField is the name of the field with the key for what has a usual one.
func KeyField(usual string) string { return "key " + usual }

// Validate cleans the request in place, leaving what differs from the usual keys,
// and returns what is wrong with it: a key that no keyboard has by itself, and one
// that would stand for two things.
func (in *KeysUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	own := map[string]string{}
	for _, usual := range in.Usual {
		key, ok := parseKey(in.Keys[usual])
		if !ok {
			errs.Add(KeyField(usual), "invalid", "“"+in.Keys[usual]+"” is no key here: write one sign, such as y, or two with a space between them, such as g y")
		} else if key != "" && key != usual {
			own[usual] = key
		}
	}
	in.Keys = own
	for i, usual := range in.Usual {
		for _, other := range in.Usual[:i] {
			if !clash(in.key(usual), in.key(other)) {
				continue
			}
			changed, kept := usual, other
			if own[usual] == "" {
				changed, kept = other, usual
			}
			complaint := "“" + in.key(changed) + "” does something else already"
			if in.key(changed) != in.key(kept) {
				complaint = "“" + in.key(changed) + "” cannot be told from “" + in.key(kept) + "”, which does something else"
			}
			errs.Add(KeyField(changed), "taken", complaint)
		}
	}
	return errs
}

func (in *KeysUpdate) key(usual string) string {
	if own := in.Keys[usual]; own != "" {
		return own
	}
	return usual
}

// clash tells whether one key is the other, or the first of the two that the other
// consists of.
func clash(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+" ") || strings.HasPrefix(b, a+" ")
}

// parseKey reads what somebody has written for a key: one sign, or two one after the
// other. Nothing is no key.
func parseKey(text string) (string, bool) {
	signs := strings.Fields(text)
	for _, sign := range signs {
		r, size := utf8.DecodeRuneInString(sign)
		if size != len(sign) || r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsMark(r) {
			return "", false
		}
	}
	return strings.Join(signs, " "), len(signs) <= 2
}
