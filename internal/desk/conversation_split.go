package desk

import (
	"fmt"
	"slices"
)

// ConversationSplit asks for messages to become a conversation of their own.
type ConversationSplit struct {
	MessageIDs Field[[]MessageID]
	// AndLater takes all messages after the first of those named along.
	AndLater   bool
	Subject    Field[string]
	IfVersions []int64
	Problems   FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *ConversationSplit) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "messageIds", &in.MessageIDs, func(ids *[]MessageID) {
		switch {
		case len(*ids) == 0:
			errs.Add("messageIds", "required", "messageIds must name at least one message")
		case len(*ids) > MaxSplit:
			errs.Add("messageIds", "too_many", fmt.Sprintf("messageIds must name at most %d messages", MaxSplit))
		}
		slices.Sort(*ids)
		if len(slices.Compact(slices.Clone(*ids))) < len(*ids) {
			errs.Add("messageIds", "duplicate", "messageIds must name each message once")
		}
	})
	required(&errs, "subject", &in.Subject, func(s *string) { line(&errs, "subject", s, MaxSubject) })
	return errs
}

// StaleFor tells whether conv is not the version to split.
func (in ConversationSplit) StaleFor(conv Conversation) bool {
	return in.IfVersions != nil && !slices.Contains(in.IfVersions, conv.Version)
}

// SplitOff returns the conversation that a part of conv becomes: of the same
// customer, inbox and channel, in the same hands and as urgent, and open.
func (c Conversation) SplitOff(subject string) Conversation {
	return Conversation{
		Subject: subject, Status: StatusOpen, Priority: c.Priority, Channel: c.Channel, Source: c.Source,
		Customer: c.Customer, AssignedTo: c.AssignedTo, InboxID: c.InboxID, InboxName: c.InboxName, Version: 1,
	}
}
