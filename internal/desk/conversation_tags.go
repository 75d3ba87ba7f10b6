package desk

import (
	"fmt"
	"slices"
	"strings"
)

// ConversationTags asks for a conversation to have these tags and no others, each
// named in whatever case.
type ConversationTags struct {
	Tags Field[[]string]
	// Was holds the tags that a form showed: the request is stale only if the
	// conversation has others by now.
	Was Field[[]string]
	// IfVersions, where not nil, are the versions that the request is for.
	IfVersions []int64
	Problems   FieldErrors
}

// Validate cleans the request in place, each name being kept once, and returns
// what is wrong with it.
func (in *ConversationTags) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "tags", &in.Tags, func(names *[]string) {
		*names = eachOnce(*names)
		if len(*names) > MaxTags {
			errs.Add("tags", "too_many", fmt.Sprintf("tags must name at most %d tags", MaxTags))
		}
		for i := range *names {
			tagName(&errs, "tags", &(*names)[i])
		}
	})
	return errs
}

// eachOnce returns the names without those that name the same tag as an earlier one.
func eachOnce(names []string) []string {
	kept := make([]string, 0, len(names))
	seen := map[string]bool{}
	for _, name := range names {
		if key := TagKey(name); !seen[key] {
			seen[key] = true
			kept = append(kept, name)
		}
	}
	return kept
}

// StaleFor tells whether conv has changed since the caller read it. A change to
// the very tags that are asked for now is no reason to stop.
func (in ConversationTags) StaleFor(conv Conversation) bool {
	if in.IfVersions != nil && !slices.Contains(in.IfVersions, conv.Version) {
		return true
	}
	return in.Was.Set && !sameTags(in.Was.Value, conv.TagNames()) && !sameTags(in.Tags.Value, conv.TagNames())
}

func sameTags(a, b []string) bool { return slices.Equal(tagKeys(a), tagKeys(b)) }

// tagKeys returns the keys of names in order, each once.
func tagKeys(names []string) []string {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = TagKey(name)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// TagNames returns the names of the conversation's tags, in their order.
func (c Conversation) TagNames() []string {
	names := make([]string, len(c.Tags))
	for i, t := range c.Tags {
		names[i] = t.Name
	}
	return names
}

// Retag returns the conversation with these tags, by name, and the changes that
// made.
func (c Conversation) Retag(tags []TagRef) (Conversation, []Change) {
	before := c
	c.Tags = slices.SortedFunc(slices.Values(tags), func(a, b TagRef) int {
		return strings.Compare(TagKey(a.Name), TagKey(b.Name))
	})
	return c, changesOf(Change{
		Field: "tags", Before: before.tagIDs(), After: c.tagIDs(),
		BeforeName: JoinTags(before.TagNames()), AfterName: JoinTags(c.TagNames()),
	})
}

func (c Conversation) tagIDs() string {
	ids := make([]TagID, len(c.Tags))
	for i, t := range c.Tags {
		ids[i] = t.ID
	}
	slices.Sort(ids) // so that no new name alone makes them differ
	return strings.Join(idWords(ids), ",")
}

// JoinTags writes names as SplitTags reads them.
func JoinTags(names []string) string { return strings.Join(names, ", ") }

// SplitTags reads the names in a text, between commas, and drops empty ones.
func SplitTags(text string) []string {
	names := []string{}
	for _, name := range strings.Split(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// WithoutTag returns the names without that of one tag.
func WithoutTag(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return TagKey(n) == TagKey(name) })
}
