package handlers

import "parley/views/layout"

// unread is an event of the stream: how many unread notifications the visitor has.
type unread struct {
	Count int    `json:"count"`
	Label string `json:"label"`
}

// sendUnread counts within what the visitor may see at this moment.
func (f *follower) sendUnread() error {
	n, err := f.store.CountNotifications(f.Request().Context(), f.actor)
	if err != nil {
		return err
	}
	return f.stream.send("unread", unread{n, layout.UnreadLabel(n)})
}
