package views

import (
	"time"

	"parley/internal/desk"
	"parley/views/layout"
)

// Notifications is the page /notifications.
type Notifications struct {
	Shell layout.Shell
	List  []desk.Notification // newest first
	Since desk.NotificationID // 0 on the first page: those shown came before it
	More  bool                // there are older ones
	Now   time.Time
}

func (m Notifications) shell() layout.Shell {
	s := titled(m.Shell, "Notifications")
	s.Nav.Current = layout.Notified
	return s
}

func (m Notifications) olderURL() string {
	return "/notifications?before=" + m.List[len(m.List)-1].ID.String()
}

// notificationURL leads to the message, or to the conversation where there is none.
func notificationURL(n desk.Notification) string {
	if n.Message == 0 {
		return threadURL(n.Conversation, "")
	}
	at := desk.AtMessage(n.Message)
	return placeURL(n.Conversation, map[string][]string{AtParam: {at.String()}}, at)
}

// notificationWords say what happened, after the name of who did it.
func notificationWords(n desk.Notification) string {
	switch n.Kind {
	case desk.NotifyMention:
		return "mentioned you"
	case desk.NotifyAssignment:
		return "assigned this to you"
	}
	if n.By.Type == "customer" {
		return "wrote"
	}
	return "replied"
}

func notificationIcon(n desk.Notification) string {
	switch n.Kind {
	case desk.NotifyMention:
		return "at-sign"
	case desk.NotifyAssignment:
		return "user-plus"
	}
	return "message-circle"
}

func notificationClass(n desk.Notification) string {
	if n.Read {
		return "card-main"
	}
	return "card-main unread"
}
