package views

import "parley/internal/desk"

// startsNew tells whether the reader has read up to here, and no further: at the
// first message shown that is no older than the first unread one.
func (m Thread) startsNew(i int) bool {
	shown := m.visible()
	if m.FirstUnread == 0 || shown[i].Message == nil || shown[i].Message.ID < m.FirstUnread {
		return false
	}
	for _, e := range shown[:i] {
		if e.Message != nil && e.Message.ID >= m.FirstUnread {
			return false
		}
	}
	return true
}

// readLabel says what of the thread counts as read, which may be no message at all.
func (m Thread) readLabel() string {
	if m.Part.Told && m.readUpTo() == 0 {
		return "Mark notification read"
	}
	return "Mark as read"
}

// lastMessage returns the greatest id of the messages shown, or 0. It need not be that
// of the last one. Where later ones are left out, it is below all of theirs.
func (m Thread) lastMessage() (last desk.MessageID) {
	for _, e := range m.Entries {
		if e.Message != nil && (m.Part.Later == 0 || e.Message.ID < m.Part.LaterFirst) {
			last = max(last, e.Message.ID)
		}
	}
	return last
}

func (m ConversationList) unread(c desk.Conversation) bool { return m.Unread[c.ID].First != 0 }

// rowURL leads to what is new in the conversation, where anything is.
func (m ConversationList) rowURL(c desk.Conversation) string {
	if m.unread(c) {
		return m.conversationURL(c.ID) + "#new"
	}
	return m.conversationURL(c.ID)
}

func (m ConversationList) subjectClass(c desk.Conversation) string {
	if m.unread(c) {
		return "cell-main unread"
	}
	return "cell-main"
}
