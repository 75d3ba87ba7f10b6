package views

import (
	"slices"
	"strconv"

	"parley/internal/desk"
	"parley/views/ui"
)

// Tagging is the form in a thread that gives it tags.
type Tagging struct {
	Offered   []desk.TagRef // to choose from
	MayCreate bool          // whether a new name makes a new tag
	Words     string        // what was typed, kept when it was refused
}

// otherTags returns the tags that the conversation could have too.
func (m Thread) otherTags() []desk.TagRef {
	return slices.DeleteFunc(slices.Clone(m.Tagging.Offered), func(t desk.TagRef) bool { return slices.Contains(m.Conversation.Tags, t) })
}

// changedHeading says that two people changed a property at once.
func changedHeading(field string) string {
	if field == "tags" {
		return "The tags were changed in the meantime"
	}
	return fieldLabel(field) + " was changed in the meantime"
}

func tagClass(t desk.TagRef) string {
	switch t.Hue {
	case "red":
		return "tag tag-red"
	case "orange":
		return "tag tag-orange"
	case "yellow":
		return "tag tag-yellow"
	case "lime":
		return "tag tag-lime"
	case "green":
		return "tag tag-green"
	case "teal":
		return "tag tag-teal"
	case "cyan":
		return "tag tag-cyan"
	case "indigo":
		return "tag tag-indigo"
	case "violet":
		return "tag tag-violet"
	case "purple":
		return "tag tag-purple"
	case "pink":
		return "tag tag-pink"
	}
	return "tag tag-blue"
}

// tagsInRow is how many tags a row of the list shows.
const tagsInRow = 3

// more says how many tags a row leaves out.
func more(tags []desk.TagRef) string { return "+" + strconv.Itoa(len(tags)-tagsInRow) }

// tagParts says which tags a conversation was given and which it lost.
func tagParts(c desk.Change) []eventPart {
	before, after := desk.SplitTags(c.BeforeName), desk.SplitTags(c.AfterName)
	added, removed := after, before
	for _, name := range before {
		added = desk.WithoutTag(added, name)
	}
	for _, name := range after {
		removed = desk.WithoutTag(removed, name)
	}
	var parts []eventPart
	if len(added) > 0 {
		parts = append(parts, eventPart{text: "added the " + tagWord(added)}, eventPart{text: desk.JoinTags(added), strong: true})
	}
	if len(added) > 0 && len(removed) > 0 {
		parts = append(parts, eventPart{text: "and"})
	}
	if len(removed) > 0 {
		parts = append(parts, eventPart{text: "removed the " + tagWord(removed)}, eventPart{text: desk.JoinTags(removed), strong: true})
	}
	return parts
}

func tagWord(names []string) string {
	if len(names) == 1 {
		return "tag"
	}
	return "tags"
}

func (m ConversationList) tagName(key string) string {
	for _, t := range m.Tags {
		if desk.TagKey(t.Name) == key {
			return t.Name
		}
	}
	return key
}

func (m ConversationList) tagOptions() []ui.Option {
	list := []ui.Option{}
	for _, t := range m.Tags {
		list = append(list, ui.Option{Value: desk.TagKey(t.Name), Label: t.Name, Selected: slices.Contains(m.Filter.Tags, desk.TagKey(t.Name))})
	}
	for _, key := range m.Filter.Tags {
		if !slices.ContainsFunc(list, func(o ui.Option) bool { return o.Value == key }) {
			list = append(list, ui.Option{Value: key, Label: key, Selected: true})
		}
	}
	return append([]ui.Option{{Label: "Any tag"}}, keepSeveral(list)...)
}
