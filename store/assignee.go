package store

import "parley/internal/desk"

// assignee is a user whom conversations are to be given to, if there is one.
type assignee struct {
	exists bool
	user   desk.User
	member []desk.InboxID
}

// assignee returns a user with their inboxes, read once in a transaction: who changes
// either waits for its end. In bulk that is once instead of for every conversation.
func (t tx) assignee(id desk.UserID) (a assignee, err error) {
	if a, loaded := t.assignees[id]; loaded {
		return a, nil
	}
	a.user, a.member, err = loadUserWithInboxes(t, id)
	a.exists = err == nil
	if err != nil && !desk.Is(err, desk.CodeNotFound) {
		return a, err
	}
	t.assignees[id] = a
	return a, nil
}
