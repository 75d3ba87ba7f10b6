package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

const snooze = "/api/conversations/{id}/snooze"

// snoozeOperations leave a conversation alone until a time, and end that.
func (a *API) snoozeOperations() []Operation {
	return []Operation{
		{
			Method: put, Path: snooze, Access: writeConversations, Name: "snoozeConversation", handle: a.snoozeConversation,
			Summary: "Snooze a conversation: it is pending until a time, and then open and unread again", noun: "conversation", versioned: true,
			body: snoozeBody(&desk.ConversationSnooze{}), answer: answersTagged(conversationJSON{}),
		},
		{
			Method: remove, Path: snooze, Access: writeConversations, Name: "wakeConversation", handle: a.wakeConversation,
			Summary: "Wake a conversation now; one that is not snoozed stays as it is", noun: "conversation", versioned: true,
			answer: answersTagged(conversationJSON{}),
		},
	}
}

// snoozeBody binds the body of PUT /api/conversations/{id}/snooze.
func snoozeBody(in *desk.ConversationSnooze) *body {
	return &body{name: "ConversationSnooze", properties: []property{
		moment("until", &in.Until).must().about("A time to come, within five years; kept to the millisecond. A change of the status ends the snooze before, and so does a message of the customer's."),
	}}
}

// moment is a property that takes a time as RFC 3339 writes it.
func moment(name string, to *desk.Field[time.Time]) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		var text string
		switch err := json.Unmarshal(value, &text); {
		case string(value) == "null":
			*to = desk.Null[time.Time]()
			return
		case err != nil:
			problems.Add(name, "wrong_type", name+" must be a string"+momentHint)
			return
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			problems.Add(name, "invalid", name+" must be a time"+momentHint)
			return
		}
		*to = desk.Value(t)
	}
	return property{name: name, schema: openapi3.NewDateTimeSchema(), put: put}
}

const momentHint = ` with its zone, such as "2026-11-23T09:00:00Z" (RFC 3339)`

func (a *API) snoozeConversation(r *request) error {
	in := desk.ConversationSnooze{IfVersions: ifMatch(r.Request().Header)}
	if err := snoozeBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	conv, err := a.store.SnoozeConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, conv.Version, showConversation(conv))
}

func (a *API) wakeConversation(r *request) error {
	in := desk.ConversationWake{IfVersions: ifMatch(r.Request().Header)}
	conv, err := a.store.WakeConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, conv.Version, showConversation(conv))
}
