package handlers

import (
	"net/http"
	"slices"

	"parley/internal/desk"
	"parley/views"
)

// chooseSplit asks what is to become of a message, the newest where none is named.
func chooseSplit(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	conv, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err == nil {
		err = conv.MayChange()
	}
	if err != nil {
		return err
	}
	message, named := desk.ParseID[desk.MessageID](r.QueryParam("message"))
	if !named && r.QueryParam("message") != "" {
		return desk.NotFound("message")
	}
	return r.renderSplit(http.StatusOK, conv, message, func(page *views.ConversationSplit) { page.Subject = conv.Subject })
}

// splitConversation makes the message, or it and all later ones, a conversation.
func splitConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.ConversationSplit{Subject: sent.text("subject"), AndLater: sent.Get("messages") == "later"}
	in.MessageIDs = ids[desk.MessageID](sent, "messageIds", &in.Problems)
	in.IfVersions = sent.versions(&in.Problems)
	part, err := r.store.SplitConversation(r.Request().Context(), r.actor, id, in)
	if err == nil {
		number := "#" + id.String()
		return r.redirect(r.threadURL(part.ID), "Split #"+part.ID.String()+" off "+number+". To take it back, merge it into "+number+".")
	}
	refused := desk.As(err)
	if refused == nil || refused.Code != desk.CodeInvalid || len(in.MessageIDs.Value) == 0 {
		return err
	}
	conv, unseen := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if unseen != nil {
		return unseen
	}
	unshown := r.renderSplit(http.StatusUnprocessableEntity, conv, in.MessageIDs.Value[0], func(page *views.ConversationSplit) {
		page.Subject, page.AndLater, page.Errors = sent.Get("subject"), in.AndLater, refused.Fields
	})
	if desk.Is(unshown, desk.CodeNotFound) { // The form named what is not there.
		return err
	}
	return unshown
}

func (r *request) renderSplit(status int, conv desk.Conversation, id desk.MessageID, change func(*views.ConversationSplit)) error {
	timeline, err := r.store.ConversationTimeline(r.Request().Context(), r.actor, conv.ID, desk.MaxThread)
	if err != nil {
		return err
	}
	at := len(timeline.Messages) - 1
	if id != 0 {
		at = slices.IndexFunc(timeline.Messages, func(m desk.Message) bool { return m.ID == id })
	}
	if at < 0 {
		return desk.NotFound("message")
	}
	page := views.ConversationSplit{
		Conversation: conv, Message: timeline.Messages[at], Later: len(timeline.Messages) - at - 1,
		First: at == 0 && timeline.Earlier == 0, Now: r.now(),
	}
	if err := r.frame(&page.Shell, &page.Queue); err != nil {
		return err
	}
	change(&page)
	return r.render(status, page.Page())
}
