package handlers

import (
	"parley/internal/desk"
	"parley/views"
)

func follow(r *request) error   { return r.setFollower(true) }
func unfollow(r *request) error { return r.setFollower(false) }

// setFollower has the visitor follow a conversation, or no longer. On pages people do
// so for themselves.
func (r *request) setFollower(follows bool) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	if err := r.store.SetFollower(r.Request().Context(), r.actor, id, r.actor.UserID(), follows); err != nil {
		return err
	}
	text := "You follow #" + id.String() + "."
	if !follows {
		text = "You no longer follow #" + id.String() + "."
	}
	return r.redirect(r.threadURL(id), text)
}

// people sets whom a thread concerns.
func (r *request) people(page *views.Thread) error {
	people, err := r.store.ConversationPeople(r.Request().Context(), r.actor, page.Conversation.ID)
	page.Readers, page.Followers, page.Notified = people.Readers, people.Followers, people.Unread
	return err
}

// untold says whom a note names in vain.
func untold(users []desk.UserRef) string {
	switch len(users) {
	case 0:
		return ""
	case 1:
		return " " + users[0].Name + " cannot see this inbox and was not told."
	}
	text := " "
	for i, u := range users {
		switch {
		case i == len(users)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += u.Name
	}
	return text + " cannot see this inbox and were not told."
}
