package desk

import (
	"cmp"
	"fmt"
	"slices"
)

// MergeDifference is what two conversations do not have in common, and what who
// merges them has to know of: their messages are seen together from then on.
type MergeDifference string

// The differences.
const (
	DifferentCustomer MergeDifference = "customer"
	DifferentInbox    MergeDifference = "inbox"
	DifferentChannel  MergeDifference = "channel"
)

// MergeDifferences lists every MergeDifference.
func MergeDifferences() []MergeDifference {
	return []MergeDifference{DifferentCustomer, DifferentInbox, DifferentChannel}
}

// ConversationMerge asks for a duplicate to become part of another conversation.
type ConversationMerge struct {
	Into Field[ConversationID]
	// LastSeen and IntoLastSeen are the newest messages of the two that the caller
	// has seen, 0 for none; left out, it is merged whatever others have written.
	LastSeen, IntoLastSeen Field[MessageID]
	// Confirm names the differences between the two that the caller knows of.
	Confirm Field[[]string]
	// IfVersions, where not nil, are the versions of the duplicate to merge.
	IfVersions []int64
	Problems   FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *ConversationMerge) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "into", &in.Into, func(*ConversationID) {})
	optional(&errs, "lastSeenMessageId", &in.LastSeen, func(*MessageID) {})
	optional(&errs, "intoLastSeenMessageId", &in.IntoLastSeen, func(*MessageID) {})
	optional(&errs, "confirm", &in.Confirm, func(words *[]string) {
		for _, word := range *words {
			listed(&errs, "confirm", MergeDifference(word), MergeDifferences())
		}
	})
	return errs
}

// CheckConfirmed says under "confirm" what the caller does not know of yet.
func (in *ConversationMerge) CheckConfirmed(errs *FieldErrors, differences []MergeDifference) {
	for _, d := range differences {
		if !slices.Contains(in.Confirm.Value, string(d)) {
			errs.Add("confirm", "required", fmt.Sprintf("confirm must name %s, since the two conversations have another one", d))
		}
	}
}

// StaleFor tells whether conv is not the version to merge.
func (in *ConversationMerge) StaleFor(conv Conversation) bool {
	return in.IfVersions != nil && !slices.Contains(in.IfVersions, conv.Version)
}

// MergePreview is what merging would do, as things stand: Source would become part
// of Into, which would have these tags.
type MergePreview struct {
	Source, Into           Conversation
	Tags                   []TagRef // by name
	LastSeen, IntoLastSeen MessageID
	Reopens                bool // Into would be open again
}

// Differences returns what the two do not have in common.
func (p MergePreview) Differences() []MergeDifference {
	var list []MergeDifference
	if p.Source.Customer.ID != p.Into.Customer.ID {
		list = append(list, DifferentCustomer)
	}
	if p.Source.InboxID != p.Into.InboxID {
		list = append(list, DifferentInbox)
	}
	if p.Source.Channel != p.Into.Channel {
		list = append(list, DifferentChannel)
	}
	return list
}

// NewMergePreview returns what merging source into another would do, and says under
// "into" why it cannot be. hasMerged tells whether others were merged into source.
func NewMergePreview(source, into Conversation, hasMerged bool, errs *FieldErrors) MergePreview {
	number := "#" + into.ID.String()
	switch {
	case source.ID == into.ID:
		errs.Add("into", "itself", "into must be another conversation than the one to merge")
	case into.Merged && into.MergedInto == 0:
		errs.Add("into", "merged", fmt.Sprintf("into must not be %s, which was itself merged into another conversation", number))
	case into.Merged:
		errs.Add("into", "merged", fmt.Sprintf("into must not be %s, which was itself merged into #%s; merge into that one", number, into.MergedInto))
	case hasMerged:
		errs.Add("into", "chain", fmt.Sprintf("into must be left alone while others are merged into #%s; merge %s into #%s instead, or undo the others first", source.ID, number, source.ID))
	}
	p := MergePreview{Source: source, Into: into, Tags: unitedTags(into.Tags, source.Tags), Reopens: source.waitsOpen() && into.Status != StatusOpen}
	if len(p.Tags) > max(MaxTags, len(into.Tags)) {
		errs.Add("into", "too_many_tags", fmt.Sprintf("into must have at most %d tags together with those of #%s; take some of them away first", MaxTags, source.ID))
	}
	return p
}

// waitsOpen tells whether a customer waits for an answer that somebody is to give.
func (c Conversation) waitsOpen() bool { return c.WaitingSince != nil && c.Status != StatusClosed }

func unitedTags(a, b []TagRef) []TagRef {
	all := slices.Clone(a)
	for _, t := range b {
		if !slices.ContainsFunc(all, func(has TagRef) bool { return has.ID == t.ID }) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(x, y TagRef) int { return cmp.Compare(TagKey(x.Name), TagKey(y.Name)) })
	return all
}

// MayChange returns nil for a conversation that stands by itself. One that was
// merged into another stays as it was: it is that other one that goes on.
func (c Conversation) MayChange() error {
	if !c.Merged {
		return nil
	}
	if c.MergedInto == 0 {
		return &Error{Code: CodeConflict, Message: fmt.Sprintf(
			"#%s was merged into a conversation that you have no access to, and can no longer be changed. Nothing was saved.", c.ID)}
	}
	return &Error{Code: CodeConflict, Message: fmt.Sprintf(
		"#%s was merged into #%s and can no longer be changed. Nothing was saved; go on in #%s.", c.ID, c.MergedInto, c.MergedInto)}
}

// NotMerged refuses to undo what was not done. gone tells that what the conversation
// had been merged into has been deleted since.
func NotMerged(c ConversationID, gone bool) error {
	message := fmt.Sprintf("#%s is not merged into another conversation.", c)
	if gone {
		message = fmt.Sprintf("What #%s was merged into was deleted, and the messages of both with it. There is nothing left to undo.", c)
	}
	return &Error{Code: CodeConflict, Message: message}
}

// MergedElsewhere refuses to undo another merge than the one that is meant.
func MergedElsewhere(c Conversation) error {
	return &Error{Code: CodeConflict, Message: fmt.Sprintf(
		"#%s has been merged into #%s since. Nothing was undone; undo that where it says so.", c.ID, c.MergedInto)}
}

// UnseenMerge refuses to merge what the caller has not seen the newest messages of.
func UnseenMerge(messages []Message) error {
	return &Error{
		Code: CodeConflict, Current: messages,
		Message: "Somebody wrote in one of the two conversations in the meantime. Nothing was merged.",
	}
}

// MergeUndo asks for a conversation to stand by itself again. Into, where set, is
// what it is to have been merged into.
type MergeUndo struct {
	Into       Field[ConversationID]
	IfVersions []int64
}

// StaleFor tells whether conv is not the version to take out again.
func (in MergeUndo) StaleFor(conv Conversation) bool {
	return in.IfVersions != nil && !slices.Contains(in.IfVersions, conv.Version)
}
