package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
	"parley/views/layout"
)

// editConversation shows the edit form.
func editConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	return r.renderEdit(http.StatusOK, id, func(*views.ConversationEdit) {})
}

// updateConversation is the edit form. It goes by the version it was drawn from:
// in a conflict it comes back with both values and what was typed.
func updateConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := decodeConversationUpdate(sent)
	before, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	conv, err := r.store.UpdateConversation(r.Request().Context(), r.actor, id, in)
	refused := desk.As(err)
	switch {
	case err == nil && conv.Version == before.Version:
		return r.redirect(r.threadURL(id), "Nothing had to be changed.")
	case err == nil:
		return r.redirect(r.threadURL(id), "Saved #"+id.String()+".")
	case refused != nil && refused.Code == desk.CodeInvalid:
		return r.renderEdit(http.StatusUnprocessableEntity, id, func(page *views.ConversationEdit) {
			page.Form, page.Errors = typedConversation(sent, page.Form), refused.Fields
			// What was typed stays meant for what the form showed.
			if version, ok := desk.ParseID[int64](sent.Get("version")); ok {
				page.Conversation.Version = version
			}
		})
	case refused != nil && refused.Code == desk.CodeStale:
		return r.renderConflict(id, sent)
	}
	return err
}

// renderConflict shows the form with what was typed beside what stands. Where the
// form was sent as it had been shown there is nothing to choose: what stands, stands.
func (r *request) renderConflict(id desk.ConversationID, sent form) error {
	timeline, err := r.store.ConversationTimeline(r.Request().Context(), r.actor, id, desk.MaxTimeline)
	if err != nil {
		return err
	}
	return r.renderEdit(http.StatusConflict, id, func(page *views.ConversationEdit) {
		stands := page.Form
		page.Form, page.Conflict = typedConversation(sent, stands), true
		version, _ := desk.ParseID[int64](sent.Get("version"))
		for field, shown := range desk.ValuesBefore(timeline.Events, page.Conversation.Version-version) {
			if sent.Get(field) == shown {
				page.Form.Set(field, stands.Get(field))
			}
		}
	})
}

func decodeConversationUpdate(sent form) desk.ConversationUpdate {
	var in desk.ConversationUpdate
	in.Subject = sent.text("subject")
	in.Status = word[desk.Status](sent, "status")
	in.Priority = word[desk.Priority](sent, "priority")
	in.AssignedTo = idOrNull[desk.UserID](sent, "assignedTo", &in.Problems)
	in.IfVersions = sent.versions(&in.Problems)
	return in
}

// typedConversation returns what was typed, over what the form showed first.
func typedConversation(sent form, shown views.ConversationForm) views.ConversationForm {
	for _, field := range []string{"subject", "status", "priority", "assignedTo"} {
		if sent.Has(field) {
			shown.Set(field, sent.Get(field))
		}
	}
	return shown
}

func (r *request) renderEdit(status int, id desk.ConversationID, change func(*views.ConversationEdit)) error {
	ctx := r.Request().Context()
	conv, err := r.store.GetConversation(ctx, r.actor, id)
	if err != nil {
		return err
	}
	filter, err := r.queueFilter()
	if err != nil {
		return err
	}
	page := views.ConversationEdit{Conversation: conv, Form: views.FormOf(conv), Query: filter.Query()}
	if page.Assignees, err = r.store.ListAssignees(ctx, r.actor, conv.InboxID); err != nil {
		return err
	}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	page.Shell.Nav.Current = layout.KeyOf(filter)
	change(&page)
	return r.render(status, page.Page())
}
