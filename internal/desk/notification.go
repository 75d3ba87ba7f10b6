package desk

import (
	"slices"
	"time"
)

// NotificationKind says why somebody is told of something.
type NotificationKind string

// The kinds of notification.
const (
	NotifyMention    NotificationKind = "mention"    // a note names them
	NotifyAssignment NotificationKind = "assignment" // they were given a conversation
	NotifyReply      NotificationKind = "reply"      // somebody wrote in what they follow
)

// Notification tells one person of one thing that happened in a conversation.
type Notification struct {
	ID           NotificationID
	Kind         NotificationKind
	Conversation ConversationID
	Subject      string // of the conversation
	InboxName    string
	Message      MessageID // the one that it leads to; 0 where there was none
	Preview      string    // how that begins
	By           Author    // whose doing it is, or whose words they are
	At           time.Time
	Read         bool
}

// Limits of what people are told.
const (
	MaxUnreadShown    = 99                  // unread notifications that are counted; more are "99+"
	NotificationsKept = 90 * 24 * time.Hour // those that were read
)

// CanRead tells whether the user sees conversations of the inbox, given the inboxes
// they belong to.
func CanRead(user User, member []InboxID, inbox InboxID) bool {
	return user.Active && user.Role.Permissions()[ReadConversations] && user.reach(member).Reaches(inbox)
}

// RequireFollow returns nil where the actor may have the user follow conversations,
// or no longer: whoever reads them for themselves, and for others who writes.
func (a Actor) RequireFollow(user UserID) error {
	if a.Kind == ActorUser && a.UserID() == user {
		return a.Require(ReadConversations)
	}
	return a.Require(WriteConversations)
}

// Audience is whom a change in a conversation may concern.
type Audience struct {
	Mentioned []UserID // by the message
	Followers []UserID
	Assignee  UserID // who has it; 0 for nobody
	Handed    UserID // who is given it together with the message; 0 for nobody
}

// Told is one person who is to be notified, and why.
type Told struct {
	User UserID
	Kind NotificationKind
}

// Tell returns who is notified of a change:
//   - whoever a note names;
//   - of a reply and of what the customer says, who follows; of the latter also who
//     has the conversation;
//   - to whom it is assigned;
//   - never the one whose doing it is, and nobody twice: who is given the conversation
//     together with a message is told of that, which says more and leads to the message.
func (a Audience) Tell(actor Actor, changes []Change) (told []Told) {
	tell := func(kind NotificationKind, users ...UserID) {
		for _, id := range users {
			known := slices.ContainsFunc(told, func(t Told) bool { return t.User == id })
			handed := id == a.Handed && kind != NotifyAssignment
			if id != 0 && id != actor.UserID() && !known && !handed {
				told = append(told, Told{id, kind})
			}
		}
	}
	for _, c := range changes {
		switch {
		case c.Field == "assignedTo":
			id, _ := ParseID[UserID](c.After)
			tell(NotifyAssignment, id)
		case c.Field != "kind":
		case c.After == string(KindNote):
			tell(NotifyMention, a.Mentioned...)
		case c.After == string(KindCustomer):
			tell(NotifyReply, append(slices.Clip(a.Followers), a.Assignee)...)
		default:
			tell(NotifyReply, a.Followers...)
		}
	}
	return told
}
