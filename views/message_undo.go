package views

import (
	"net/url"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// UndoReplyURL returns where a reply is taken back, in the queue that it was written
// in.
func UndoReplyURL(id desk.ConversationID, queue url.Values) string {
	return "/conversations/" + id.String() + "/messages/undo" + queryPart(queue)
}

// UndoReplyOf returns the form of a notice that takes a reply back.
func UndoReplyOf(action string, message desk.MessageID) ui.Undo {
	return ui.Undo{Action: action, Swap: layout.Replace, Name: "message", Values: []string{message.String()}}
}

// heldFor returns how long a message still waits to be sent.
func (m Thread) heldFor(msg desk.Message) time.Duration {
	if !msg.HeldAt(m.Now) {
		return 0
	}
	return msg.HeldUntil.Sub(m.Now)
}

// mayUndo tells whether the reader may take a message back.
func (m Thread) mayUndo(msg desk.Message) bool {
	return m.CanWrite && m.heldFor(msg) > 0 && msg.Author.Type == string(desk.ActorUser) && msg.Author.ID == int64(m.Shell.User.ID)
}

func (m Thread) hasUndo() bool {
	for _, e := range m.Entries {
		if e.Message != nil && m.mayUndo(*e.Message) {
			return true
		}
	}
	return false
}
