package ui

import (
	"cmp"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// ownKeys is under which a context has the keys of the reader.
type ownKeys struct{}

// WithKeys returns a context in which pages are drawn with the keys that their
// reader has chosen, by the usual ones.
func WithKeys(ctx context.Context, own map[string]string) context.Context {
	return context.WithValue(ctx, ownKeys{}, own)
}

// KeyOf returns the reader's key for what has a usual one.
func KeyOf(ctx context.Context, usual string) string {
	own, _ := ctx.Value(ownKeys{}).(map[string]string)
	return cmp.Or(own[usual], usual)
}

// Keyed returns the attributes of a control that keys press, as scripts and
// assistive technology find it by them. Each key is named by its usual one and
// written as the reader's own. For a letter with Shift, and for two keys one after
// the other, ARIA has no words that say what browsers tell scripts: they stand in
// data-key, and a second one in data-also.
func Keyed(ctx context.Context, attrs templ.Attributes, usual ...string) templ.Attributes {
	keyed := templ.Attributes{}
	for name, value := range attrs {
		keyed[name] = value
	}
	var named []string
	for _, key := range usual {
		key = KeyOf(ctx, key)
		switch {
		case !unspoken(key):
			named = append(named, key)
		case keyed["data-key"] == nil:
			keyed["data-key"] = key
		default:
			keyed["data-also"] = key
		}
	}
	if len(named) > 0 {
		keyed["aria-keyshortcuts"] = strings.Join(named, " ")
	}
	return keyed
}

// unspoken tells whether ARIA has no words for a key.
func unspoken(key string) bool {
	letter, size := utf8.DecodeRuneInString(key)
	return strings.Contains(key, " ") || size == len(key) && unicode.IsUpper(letter)
}
