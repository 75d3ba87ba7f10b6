package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// chooseAssignee, chooseStatus and choosePriority show the values of one property
// to choose from, for a row of the list.
func chooseAssignee(r *request) error { return r.choose("assignedTo") }
func chooseStatus(r *request) error   { return r.choose("status") }
func choosePriority(r *request) error { return r.choose("priority") }

func (r *request) choose(field string) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	page, err := r.choice(id, field)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}

// choice gathers what the page shows.
func (r *request) choice(id desk.ConversationID, field string) (page views.ConversationProperty, err error) {
	ctx := r.Request().Context()
	page.Field = field
	if page.Conversation, err = r.store.GetConversation(ctx, r.actor, id); err != nil {
		return page, err
	}
	filter, err := r.queueFilter()
	if err != nil {
		return page, err
	}
	if page.Queue, err = r.namedQueue(filter); err != nil {
		return page, err
	}
	if field == "assignedTo" {
		if page.Assignees, err = r.store.ListAssignees(ctx, r.actor, page.Conversation.InboxID); err != nil {
			return page, err
		}
	}
	page.Shell, err = r.shell()
	return page, err
}

// refuseChoice shows the values again with what stands against the one chosen.
func (r *request) refuseChoice(id desk.ConversationID, field, wanted string, refused *desk.Error) error {
	page, err := r.choice(id, field)
	if err != nil {
		return err
	}
	if refused.Code == desk.CodeInvalid {
		page.Errors = refused.Fields
		return r.render(http.StatusUnprocessableEntity, page.Page())
	}
	timeline, err := r.store.ConversationTimeline(r.Request().Context(), r.actor, id, desk.MaxTimeline)
	if err != nil {
		return err
	}
	page.Conflict = propertyConflict(page.Conversation, entries(timeline), page.Assignees, field, wanted)
	return r.render(http.StatusConflict, page.Page())
}
