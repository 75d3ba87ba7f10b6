package handlers

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

func TestSendVariants(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	open := func(kind string) *filled {
		return ana.open(kettleThread).is(200).form(kettleMessages).with("kind", kind).with("body", "Word")
	}
	open("reply").press("Send and pending").is(303).follow().is(200).shows("Reply recorded. #{kettle} is Pending now.")
	if got := w.conversation("kettle"); got.Status != desk.StatusPending || got.AssignedTo == nil || got.AssignedTo.Name != "Ana Souza" {
		t.Errorf("it is %+v", got)
	}
	open("reply").press("Send and close").is(303).follow().is(200).shows("Reply recorded. Closed #{kettle}.")
	ana.open(kettleThread).is(200).hides("Send and close", "Assign to me")
	p := open("note").with("handTo", w.names["mona"]).forced("status", "open").submit().is(303).follow().is(200).shows("Note added. Handed over #{kettle}.")
	if got := w.conversation("kettle"); got.Status != desk.StatusClosed || got.AssignedTo.ID != w.users["mona"].ID {
		t.Errorf("it is %+v", got)
	}
	if f := p.form(kettleMessages); f.values["handTo"] != "" {
		t.Errorf("it would be handed over to %q again", f.values["handTo"])
	}
	open("note").forced("handTo", w.names["vic"]).submit().is(422).shows("Assignee must be an active user").holds("note", "Word")
	open("note").forced("handTo", "odd").submit().is(422).shows("There is a problem").holds("note", "Word")
	for body, done := range map[string]bool{"For @Mona Grant": true, "For nobody": false, "For @Mona Grant and @Ana Souza": false} {
		named := open("note").with("body", body).forced("handOver", "mentioned").submit()
		if done {
			named.is(303).follow().shows("Note added. Handed over #{kettle}.")
		} else {
			named.is(422).shows("Assignee must be one colleague, whom the note names as @Full Name").holds("note", body)
		}
	}
	open("reply").forced("status", "odd").submit().is(422).shows("Status must be")
	p = open("note").with("handTo", w.names["ana"]).press("Preview").is(200)
	if f := p.form(kettleMessages); f.values["handTo"] != w.names["ana"] {
		t.Errorf("%q is chosen after the preview", f.values["handTo"])
	}
}

// TestWhereToGoAfterSending is a preference, and only of replies.
func TestWhereToGoAfterSending(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const query = "?sort=createdAt&status=open"
	send := func(kind, button string) string {
		w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen)})
		f := ana.open(kettleThread+query).is(200).form(kettleMessages).with("kind", kind).with("body", "Word")
		send := f.submit
		if button != "" {
			send = func() *page { return f.press(button) }
		}
		at, _, _ := strings.Cut(send().is(303).Header.Get("Location"), "#m-")
		return at
	}
	next := ana.open(kettleThread + query).link("Next conversation")
	for _, c := range []struct {
		after              desk.AfterSend
		kind, button, want string
	}{
		{desk.AfterSendStay, "reply", "Send and close", w.expand(kettleThread + query)},
		{desk.AfterSendNext, "reply", "Send and close", next},
		{desk.AfterSendNext, "note", "", w.expand(kettleThread + query)},
		{desk.AfterSendList, "reply", "Send and pending", "/conversations" + query},
	} {
		w.prefer("ana", desk.PreferencesUpdate{AfterSend: desk.Value(c.after)})
		if got := send(c.kind, c.button); got != c.want || got == "" {
			t.Errorf("%s after a %s leads to %s, want %s", c.after, c.kind, got, c.want)
		}
	}
	w.prefer("ana", desk.PreferencesUpdate{AfterSend: desk.Value(desk.AfterSendNext)})
	const last = "?priority=urgent&status=open"
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent), Status: desk.Value(desk.StatusOpen)})
	ana.open(kettleThread+last).form(kettleMessages).with("body", "x").submit().leadsTo("/conversations" + last)
}
