package views

import (
	"time"

	"parley/internal/desk"
	"parley/views/layout"
)

// ConversationSplit is the page that asks what is to become of a message that is split
// off.
type ConversationSplit struct {
	Shell        layout.Shell
	Conversation desk.Conversation
	Message      desk.Message
	Later        int  // how many messages come after it
	First        bool // none comes before it
	Queue        Queue
	Subject      string
	AndLater     bool
	Errors       desk.FieldErrors
	Now          time.Time
}

func (m ConversationSplit) title() string {
	return "Split off a message of #" + m.Conversation.ID.String()
}

func splitURL(id desk.ConversationID, q Queue, message desk.MessageID) string {
	query := map[string][]string{}
	for name, values := range q.Query {
		query[name] = values
	}
	if message != 0 {
		query["message"] = []string{message.String()}
	}
	return "/conversations/" + id.String() + "/split" + queryPart(query)
}
