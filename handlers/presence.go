package handlers

import (
	"net/http"
	"regexp"

	"parley/internal/desk"
	"parley/internal/realtime"
)

// tabName is what a page calls itself, so that two of one person are two.
var tabName = regexp.MustCompile(`^[a-z0-9]{1,32}$`)

// notePresence takes what a page says every few seconds while it shows a
// conversation: that somebody looks at it, or writes a reply, or has left.
func notePresence(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	conv, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	form, err := r.readForm()
	if err != nil {
		return err
	}
	beat := realtime.Beat{
		Conversation: id, Inbox: conv.InboxID, User: r.user.ID, Name: r.user.Name,
		Tab: form.Get("tab"), Doing: realtime.Doing(form.Get("doing")),
	}
	switch beat.Doing {
	case realtime.Viewing, realtime.Replying, realtime.Left:
	default:
		return r.NoContent(http.StatusUnprocessableEntity)
	}
	if !tabName.MatchString(beat.Tab) {
		return r.NoContent(http.StatusUnprocessableEntity)
	}
	if err := r.live.Beat(r.Request().Context(), beat); err != nil {
		return err
	}
	return r.NoContent(http.StatusNoContent)
}
