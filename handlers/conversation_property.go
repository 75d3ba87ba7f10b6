package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"parley/internal/desk"
	"parley/views"
)

// assignConversation is the form with the assignee alone; empty means nobody.
func assignConversation(r *request) error {
	return r.changeProperty("assignedTo", func(f form, in *desk.ConversationUpdate) {
		in.AssignedTo = idOrNull[desk.UserID](f, "assignedTo", &in.Problems)
		if f.Has("was") {
			in.Was.AssignedTo = idOrNull[desk.UserID](form{map[string][]string{"was": {f.Get("was")}}}, "was", &in.Problems)
		}
	})
}

// setConversationStatus is the form with the status alone.
func setConversationStatus(r *request) error {
	return r.changeProperty("status", func(f form, in *desk.ConversationUpdate) {
		in.Status, in.Was.Status = word[desk.Status](f, "status"), word[desk.Status](f, "was")
	})
}

// setConversationPriority is the form with the priority alone.
func setConversationPriority(r *request) error {
	return r.changeProperty("priority", func(f form, in *desk.ConversationUpdate) {
		in.Priority, in.Was.Priority = word[desk.Priority](f, "priority"), word[desk.Priority](f, "was")
	})
}

// changeProperty serves a form for one property. It conflicts only if that
// property is not what the form showed; a form that does not say what it showed
// goes by the version.
func (r *request) changeProperty(field string, decode func(form, *desk.ConversationUpdate)) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	var in desk.ConversationUpdate
	switch {
	case !sent.Has(field):
		in.Problems.Add(field, "required", field+" is required")
	case !sent.Has("was"):
		in.IfVersions = sent.versions(&in.Problems)
		decode(sent, &in)
	default:
		decode(sent, &in)
	}
	before, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	conv, err := r.store.UpdateConversation(r.Request().Context(), r.actor, id, in)
	fromList := sent.Get("from") == views.FromList
	switch refused := desk.As(err); {
	case err == nil && fromList:
		return r.redirectWith(r.listURL(), changedNotice(field, before, conv))
	case err == nil:
		return r.redirectWith(r.threadURL(id), changedNotice(field, before, conv))
	case refused == nil || (refused.Code != desk.CodeStale && refused.Code != desk.CodeInvalid):
		return err
	case fromList:
		return r.refuseChoice(id, field, sent.Get(field), refused)
	default:
		return r.refuseProperty(id, field, sent.Get(field), refused)
	}
}

// refuseProperty shows the thread again with what stands against the change.
func (r *request) refuseProperty(id desk.ConversationID, field, wanted string, refused *desk.Error) error {
	page, err := r.thread(id)
	if err != nil {
		return err
	}
	if refused.Code == desk.CodeStale {
		page.Conflict = propertyConflict(page.Conversation, newest(page), page.Assignees, field, wanted)
		return r.render(http.StatusConflict, page.Page())
	}
	page.PropertyErrs = refused.Fields
	return r.render(http.StatusUnprocessableEntity, page.Page())
}

// newest returns the entries that tell who changed something last, which those of an
// old part do not.
func newest(page views.Thread) []views.Entry {
	if page.Part.Later > 0 {
		return nil
	}
	return page.Entries
}

func propertyConflict(conv desk.Conversation, history []views.Entry, assignees []desk.UserRef, field, wanted string) *views.PropertyConflict {
	now, nowName := propertyOf(conv, field)
	conflict := &views.PropertyConflict{
		Field: field, Mine: wanted, MineName: propertyName(field, wanted, assignees), Now: now, NowName: nowName,
	}
	for _, entry := range history {
		if entry.Event == nil {
			continue
		}
		for _, c := range entry.Event.Changes {
			if c.Field == field {
				conflict.ChangedBy = entry.Event.Actor.Name
			}
		}
	}
	return conflict
}

// propertyOf returns a property's value as its form sends it and as people
// write it.
func propertyOf(c desk.Conversation, field string) (value, name string) {
	switch field {
	case "status":
		return string(c.Status), views.StatusName(c.Status)
	case "priority":
		return string(c.Priority), views.PriorityName(c.Priority)
	}
	if field == "tags" {
		names := desk.JoinTags(c.TagNames())
		return names, propertyName(field, names, nil)
	}
	if c.AssignedTo == nil {
		return "", "Unassigned"
	}
	return c.AssignedTo.ID.String(), c.AssignedTo.Name
}

func propertyName(field, value string, users []desk.UserRef) string {
	switch {
	case field == "status":
		return views.StatusName(desk.Status(value))
	case field == "priority":
		return views.PriorityName(desk.Priority(value))
	case field == "tags" && value == "":
		return "no tags"
	case field == "tags":
		return value
	case value == "":
		return "Unassigned"
	}
	for _, u := range users {
		if u.ID.String() == value {
			return u.Name
		}
	}
	return "user " + value
}

// changedNotice says what was done and offers to undo it; there is none where
// nothing had to be.
func changedNotice(field string, before, after desk.Conversation) notice {
	if before.Version == after.Version {
		return notice{}
	}
	return notice{Text: changedText(field, before, after), Undo: undoable(after)}
}

func changedText(field string, before, after desk.Conversation) string {
	number := "#" + after.ID.String()
	_, name := propertyOf(after, field)
	switch {
	case field == "assignedTo" && after.AssignedTo == nil:
		return "Unassigned " + number + "."
	case field == "assignedTo":
		return "Assigned " + number + " to " + name + "."
	case field == "priority":
		return number + " has priority " + name + " now."
	case after.Status == desk.StatusClosed:
		return "Closed " + number + "."
	case after.Status == desk.StatusOpen && before.Status == desk.StatusClosed:
		return "Reopened " + number + "."
	}
	return number + " is " + name + " now."
}

// threadURL returns the address of a thread, in the queue that the request is
// about, and showing of it what the request's page does.
func (r *request) threadURL(id desk.ConversationID) string {
	query := maps.Clone(r.show().Query(r.queueQuery()))
	if query == nil {
		query = url.Values{}
	}
	if at := r.place(); !at.IsZero() {
		query.Set(views.AtParam, at.String())
	}
	if shown := r.shownMessages(); shown != desk.MaxTimeline {
		query.Set("messages", strconv.Itoa(shown))
	}
	return withQuery("/conversations/"+id.String(), query)
}

// queueQuery returns the query of the queue that the request is about.
func (r *request) queueQuery() url.Values {
	filter, err := r.queueFilter()
	if err != nil {
		return nil
	}
	return filter.Query()
}
