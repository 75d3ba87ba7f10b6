package api

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"parley/internal/desk"
)

// etag returns the strong tag of an answer: the record's version, for If-Match,
// and a hash of the body, for If-None-Match, since messages change what is
// answered but not the version.
func etag(version int64, answer []byte) string {
	sum := sha256.Sum256(answer)
	return fmt.Sprintf(`"%d-%x"`, version, sum[:8])
}

// entityTag is one entry of If-Match or If-None-Match (RFC 9110, 8.8.3).
type entityTag struct {
	weak   bool
	opaque string // what stands between the quotes
}

// ifMatch returns the versions that the caller is content to change: nil where
// any will do, that is without the header and for *. A header that does not
// parse and tags that are weak or not ours match no version, so that a
// precondition is never dropped.
func ifMatch(h http.Header) []int64 {
	values, sent := h["If-Match"]
	if !sent {
		return nil
	}
	tags, any, ok := parseTags(values)
	if any {
		return nil
	}
	versions := []int64{}
	if !ok {
		return versions
	}
	for _, tag := range tags {
		version, hash, found := strings.Cut(tag.opaque, "-")
		if n, isNumber := desk.ParseID[int64](version); isNumber && found && hash != "" && !tag.weak {
			versions = append(versions, n)
		}
	}
	return versions
}

// ifSame is ifMatch where the version is not enough, since messages do not move it: it
// tells whether a conversation is still what one of the tags was for, or is nil where
// any will do.
func ifSame(h http.Header) func(desk.Conversation) bool {
	values, sent := h["If-Match"]
	tags, any, ok := parseTags(values)
	if !sent || any {
		return nil
	}
	return func(c desk.Conversation) bool {
		text, err := json.Marshal(envelope{Success: true, Data: showConversation(c)})
		now := etag(c.Version, text)
		return err == nil && ok && slices.ContainsFunc(tags, func(t entityTag) bool { return !t.weak && `"`+t.opaque+`"` == now })
	}
}

// noneMatches tells whether the caller already has the answer with this tag. The
// comparison is weak (RFC 9110, 13.1.2).
func noneMatches(h http.Header, tag string) bool {
	values, sent := h["If-None-Match"]
	if !sent {
		return false
	}
	tags, any, ok := parseTags(values)
	if !ok {
		return false
	}
	for _, t := range tags {
		if `"`+t.opaque+`"` == tag {
			return true
		}
	}
	return any
}

// separators stand between the entries of a list, which may have empty ones
// (RFC 9110, 5.6.1).
const separators = " \t,"

// parseTags reads the list of tags in a header, or the lone * that stands for
// any. What does not parse as a whole is not ok.
func parseTags(values []string) (tags []entityTag, any, ok bool) {
	rest := strings.TrimSpace(strings.Join(values, ","))
	if rest == "*" {
		return nil, true, true
	}
	rest = strings.TrimLeft(rest, separators)
	for rest != "" {
		var tag entityTag
		rest, tag.weak = strings.CutPrefix(rest, "W/")
		if !strings.HasPrefix(rest, `"`) {
			return nil, false, false
		}
		opaque, after, closed := strings.Cut(rest[1:], `"`)
		if !closed {
			return nil, false, false
		}
		tag.opaque = opaque
		tags = append(tags, tag)
		after = strings.TrimLeft(after, " \t")
		next, comma := strings.CutPrefix(after, ",")
		if after != "" && !comma {
			return nil, false, false
		}
		rest = strings.TrimLeft(next, separators)
	}
	return tags, false, len(tags) > 0
}
