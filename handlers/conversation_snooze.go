package handlers

import (
	"net/http"
	"time"

	"parley/internal/desk"
	"parley/views"
	"parley/views/ui"
)

// chooseSnooze shows until when a conversation can be snoozed.
func chooseSnooze(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	page, err := r.snoozePage(id)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}

func (r *request) snoozePage(id desk.ConversationID) (page views.ConversationSnooze, err error) {
	page.Now = r.now()
	if page.Conversation, err = r.store.GetConversation(r.Request().Context(), r.actor, id); err != nil {
		return page, err
	}
	filter, err := r.queueFilter()
	if err != nil {
		return page, err
	}
	if page.Queue, err = r.namedQueue(filter); err != nil {
		return page, err
	}
	page.Queue.Query = r.show().Query(page.Queue.Query)
	page.Shell, err = r.shell()
	return page, err
}

// snoozeConversation is the form that snoozes: by one of the times offered, or by a
// date and a time of day on the visitor's own clock.
func snoozeConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.ConversationSnooze{Was: word[desk.Status](sent, "was")}
	in.Until = r.moment(sent, "until", &in.Problems)
	in.IfVersions = sent.versions(&in.Problems)
	conv, err := r.store.SnoozeConversation(r.Request().Context(), r.actor, id, in)
	refused := desk.As(err)
	switch {
	case err == nil && conv.SnoozedUntil != nil:
		text := "Snoozed #" + id.String() + " until " + ui.Ahead(*conv.SnoozedUntil, r.now()) + "."
		return r.redirectWith(r.threadURL(id), notice{Text: text, Undo: undoable(conv)})
	case refused == nil || (refused.Code != desk.CodeStale && refused.Code != desk.CodeInvalid):
		return err
	}
	page, err := r.snoozePage(id)
	if err != nil {
		return err
	}
	if refused.Code == desk.CodeStale {
		page.Changed = true
		return r.render(http.StatusConflict, page.Page())
	}
	page.Typed, page.Errors = sent.Get("until"), refused.Fields
	return r.render(http.StatusUnprocessableEntity, page.Page())
}

// moment returns a time that a form sent: as the API takes it, or by the clock on
// the visitor's wall.
func (r *request) moment(f form, name string, problems *desk.FieldErrors) desk.Field[time.Time] {
	text := f.Get(name)
	if !f.Has(name) {
		return desk.Field[time.Time]{}
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return desk.Value(at)
	}
	at, ok := desk.ParseWall(text, r.location())
	if !ok {
		problems.Add(name, "invalid", name+" must be a date and a time of day")
		return desk.Field[time.Time]{}
	}
	return desk.Value(at)
}

// wakeConversation is the form that ends a snooze.
func wakeConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	var in desk.ConversationWake
	in.IfVersions = sent.versions(&in.Problems)
	before, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	conv, err := r.store.WakeConversation(r.Request().Context(), r.actor, id, in)
	if err != nil {
		return err
	}
	if before.Version == conv.Version {
		return r.redirect(r.threadURL(id), "#"+id.String()+" was not snoozed any more.")
	}
	return r.redirectWith(r.threadURL(id), notice{Text: "Woke #" + id.String() + ".", Undo: undoable(conv)})
}
