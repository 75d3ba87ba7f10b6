package desk

import "strings"

// Status says where a conversation stands in the agents' work.
type Status string

// The states of a conversation.
const (
	StatusOpen    Status = "open"
	StatusPending Status = "pending"
	StatusClosed  Status = "closed"
)

// Statuses lists every Status in the order that pages show them.
func Statuses() []Status { return []Status{StatusOpen, StatusPending, StatusClosed} }

// Priority says how urgent a conversation is.
type Priority string

// The priorities, from the least urgent to the most.
const (
	PriorityLow    Priority = "low"
	PriorityMedium Priority = "medium"
	PriorityHigh   Priority = "high"
	PriorityUrgent Priority = "urgent"
)

// Priorities lists every Priority from the least urgent to the most; sorting by
// priority means sorting by the place in this list.
func Priorities() []Priority {
	return []Priority{PriorityLow, PriorityMedium, PriorityHigh, PriorityUrgent}
}

// Channel is the medium a conversation is held over.
type Channel string

// The channels.
const (
	ChannelEmail    Channel = "email"
	ChannelChat     Channel = "chat"
	ChannelPhone    Channel = "phone"
	ChannelWhatsApp Channel = "whatsapp"
)

// Channels lists every Channel.
func Channels() []Channel {
	return []Channel{ChannelEmail, ChannelChat, ChannelPhone, ChannelWhatsApp}
}

// Source says through which door a conversation entered Parley.
type Source string

// The sources.
const (
	SourceWidget Source = "widget"
	SourcePhone  Source = "phone"
	SourceAPI    Source = "api"
	SourceEmail  Source = "email"
)

// Sources lists every Source.
func Sources() []Source { return []Source{SourceWidget, SourcePhone, SourceAPI, SourceEmail} }

// MessageKind tells who a message is from and who may see it.
type MessageKind string

// The kinds of message: what the customer said, what an agent tells the
// customer, and what agents tell each other.
const (
	KindCustomer MessageKind = "customer"
	KindReply    MessageKind = "reply"
	KindNote     MessageKind = "note"
)

// MessageKinds lists every MessageKind.
func MessageKinds() []MessageKind { return []MessageKind{KindCustomer, KindReply, KindNote} }

// Words turns a list of named values into their strings, for messages and
// JSON schemas.
func Words[T ~string](values []T) []string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return words
}

// oneOf writes a list as people say it: "low, medium, high or urgent".
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
