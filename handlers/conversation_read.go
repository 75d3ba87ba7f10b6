package handlers

import (
	"net/http"

	"parley/internal/desk"
)

// markRead notes that the visitor has read a thread up to the message that it ended
// with. Scripts send the form once the page is really seen; nothing is marked by
// opening a page, which browsers also do ahead of time.
func markRead(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	upTo, ok := desk.ParseID[desk.MessageID](sent.Get("message"))
	ok = ok || sent.Get("message") == "0" // Nobody has written anything.
	var seen []desk.MessageID
	if message, ok := desk.ParseID[desk.MessageID](sent.Get("seen")); ok {
		seen = append(seen, message)
	}
	if err := r.store.MarkRead(r.Request().Context(), r.actor, id, upTo, seen...); err != nil {
		return err
	}
	if !ok {
		var errs desk.FieldErrors
		errs.Add("message", "invalid", "message must be the id of the last message that was read")
		return errs.Err()
	}
	if r.htmx() { // The page that says so is there already.
		return r.NoContent(http.StatusNoContent)
	}
	return r.Redirect(http.StatusSeeOther, r.threadURL(id))
}

// markUnread makes the newest message of somebody else unread, and leads to the
// list: the thread would be read again at once.
func markUnread(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	found, err := r.store.MarkUnread(r.Request().Context(), r.actor, id)
	switch {
	case err != nil:
		return err
	case !found:
		return r.redirect(r.threadURL(id), "Nobody else has written in #"+id.String()+", so that nothing can be unread.")
	}
	return r.redirect(r.listURL(), "#"+id.String()+" is unread.")
}

// firstUnread returns the first message of a thread that the visitor has not read,
// or 0.
func (r *request) firstUnread(id desk.ConversationID) (desk.MessageID, error) {
	unread, err := r.store.UnreadMessages(r.Request().Context(), r.actor, []desk.ConversationID{id})
	return unread[id].First, err
}

// unreadAmong returns what the visitor has not read of the listed conversations.
func (r *request) unreadAmong(listed []desk.Conversation) (map[desk.ConversationID]desk.Unread, error) {
	ids := make([]desk.ConversationID, len(listed))
	for i, c := range listed {
		ids[i] = c.ID
	}
	return r.store.UnreadMessages(r.Request().Context(), r.actor, ids)
}
