package handlers

import (
	"net/http"
	"strings"
	"testing"

	"parley/internal/desk"
)

func TestEditConversation(t *testing.T) {
	w := newWorld(t)
	const edit, form = "/conversations/{kettle}/edit", "/conversations/{kettle}"
	w.play([]scenario{
		{name: "the form", as: "ana", open: edit, status: 200, shows: []string{"Edit #{kettle}", "Broken kettle", "Ana Souza"}, hides: []string{"Bo Lind", "Vic Noor"}},
		{name: "may not", as: "vic", open: edit, status: 403},
		{name: "does not reach it", as: "bo", open: edit, status: 404, hides: []string{"kettle", "Broken"}},
		{
			name: "changes nothing", as: "ana", open: edit, form: form, status: 303, leads: "/conversations/{kettle}",
			then: func(w *world, p *page) {
				p.follow().shows("Nothing had to be changed.")
				if got := w.conversation("kettle").Version; got != 1 {
					w.t.Errorf("version %d", got)
				}
			},
		},
		{
			name: "changes everything", as: "ana", open: edit + "?status=open", form: form, status: 303, leads: "/conversations/{kettle}?status=open",
			fill: map[string]string{"subject": " Kettle, second one ", "status": "pending", "priority": "low", "assignedTo": "{ana}"},
			then: func(w *world, p *page) {
				p.follow().shows("Saved #{kettle}.", "Kettle, second one", "Pending", "Low", "Ana Souza")
				if got := w.conversation("kettle"); got.Version != 2 || got.Subject != "Kettle, second one" {
					w.t.Errorf("got %+v", got)
				}
			},
		},
		{
			name: "types what is refused", as: "ana", open: edit, form: form, status: 422,
			fill: map[string]string{"subject": "", "priority": "urgent"}, with: map[string]string{"status": "odd", "assignedTo": "{vic}"},
			shows: []string{"There are 3 problems", "Subject must not be empty", "Status must be open, pending or closed", "Assignee must be an active user"},
			then: func(w *world, p *page) {
				again := p.form(form)
				if again.values["priority"] != "urgent" || again.values["subject"] != "" {
					w.t.Errorf("the form forgot: %v", again.values)
				}
				if got := w.conversation("kettle"); got.Version != 2 || got.Priority != desk.PriorityLow {
					w.t.Errorf("something was saved: %+v", got)
				}
			},
		},
		{name: "sends no version that is one", as: "ana", open: edit, form: form, with: map[string]string{"version": "new"}, status: 422, shows: []string{"open the page again"}},
		{name: "assigns whoever is in no inbox", as: "ana", open: edit, form: form, with: map[string]string{"assignedTo": "{nia}"}, status: 422, shows: []string{"who reaches this conversation's inbox"}},
		{name: "assigns who is disabled", as: "ana", open: edit, form: form, with: map[string]string{"assignedTo": "{gone}"}, status: 422, shows: []string{"Assignee must be an active user"}},
		{name: "assigns who is nobody", as: "ana", open: edit, form: form, with: map[string]string{"assignedTo": "{absentUser}"}, status: 422, shows: []string{"Assignee must be the id of a user"}},
		{name: "assigns what is no id", as: "ana", open: edit, form: form, with: map[string]string{"assignedTo": "me"}, status: 422, shows: []string{"Assignee must be chosen from the list"}},
		{
			name: "sends part of the form", as: "ana", method: "POST", open: form, body: "priority=high", status: 303,
			then: func(w *world, _ *page) {
				if got := w.conversation("kettle"); got.Priority != desk.PriorityHigh || got.Status != desk.StatusPending || got.AssignedTo == nil {
					w.t.Errorf("got %+v", got)
				}
			},
		},
	})
}

func TestEditingAtTheSameTime(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	form := ana.open("/conversations/{kettle}/edit").form("/conversations/{kettle}").
		with("subject", "What ana typed").with("status", "closed").with("assignedTo", "{ana}")
	w.change("kettle", desk.ConversationProperties{Subject: desk.Value("What mona saved"), Priority: desk.Value(desk.PriorityUrgent)})
	before := w.state()

	conflict := form.submit().is(http.StatusConflict)
	conflict.shows(
		"This conversation was changed in the meantime", "Nothing was saved.",
		"Yours: What ana typed", "Now: What mona saved", "Yours: Closed", "Now: Open", "Yours: Ana Souza", "Now: Unassigned", "Urgent",
	).hides("Yours: Medium") // That was only shown.
	if w.state() != before {
		t.Fatal("something was saved")
	}
	// Nobody chooses for the reader: sent without a choice it changes nothing.
	conflict.form("/conversations/{kettle}").submit().is(303)
	if w.state() != before {
		t.Fatal("something was saved")
	}
	again := conflict.form("/conversations/{kettle}").with("subject", "What ana typed").with("status", "closed").
		with("priority", "high").with("assignedTo", "{ana}")
	// Once more, and then with a choice between the two.
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityLow)})
	conflict = again.submit().is(http.StatusConflict).shows("Yours: High", "Now: Low")
	conflict.form("/conversations/{kettle}").with("subject", "What mona saved").with("status", "closed").with("priority", "low").with("assignedTo", "{ana}").
		submit().is(303).follow().shows("Saved #{kettle}.")
	got := w.conversation("kettle")
	if got.Subject != "What mona saved" || got.Status != desk.StatusClosed || got.Priority != desk.PriorityLow || got.AssignedTo == nil || got.Version != 4 {
		t.Errorf("got %+v", got)
	}
}

// TestARefusedEditStaysMeantForWhatItShowed: a change between the refusal and
// the next try is still a conflict.
func TestARefusedEditStaysMeantForWhatItShowed(t *testing.T) {
	w := newWorld(t)
	refused := w.as("ana").open("/conversations/{kettle}/edit").form("/conversations/{kettle}").with("subject", "").submit().is(422)
	w.change("kettle", desk.ConversationProperties{Subject: desk.Value("What mona saved")})
	refused.form("/conversations/{kettle}").with("subject", "What ana typed").submit().is(http.StatusConflict).shows("What mona saved", "What ana typed")
}

func TestDeleteConversation(t *testing.T) {
	w := newWorld(t)
	const question, form = "/conversations/{refund}/delete", "/conversations/{refund}/delete"
	w.play([]scenario{
		{
			name: "is asked first", as: "ana", open: question, status: 200,
			shows: []string{"Delete #{refund}?", "Refund for order 8812", "Maya Okafor", "1 message", "It cannot be undone.", "Keep it"},
			then: func(w *world, _ *page) {
				if w.conversation("refund").Version == 0 {
					w.t.Error("asking deleted")
				}
			},
		},
		{name: "may not", as: "vic", open: question, status: 403},
		{name: "may not", as: "vic", method: "POST", open: form, body: "version=2", status: 403},
		{name: "does not reach it", as: "bo", open: question, status: 404},
		{name: "does not reach it", as: "bo", method: "POST", open: form, body: "version=2", status: 404},
		{name: "sends no version that is one", as: "ana", method: "POST", open: form, body: "version=now", status: 422},
	})
	asked := w.as("ana").open(question).is(200)
	w.change("refund", desk.ConversationProperties{Subject: desk.Value("Not what it was")})
	again := asked.form(form).submit().is(http.StatusConflict).shows("It was changed since you were asked.", "Not what it was")
	again.form(form).submit().leadsTo("/conversations").follow().is(200).shows("Deleted #{refund} for good.").hides("Not what it was")
	w.as("max").open("/conversations/{refund}").is(404)
	asked.form(form).submit().is(404)
	left := w.selectRows("SELECT * FROM events WHERE subject = 'conversation' AND subject_id = $1 ORDER BY id", int64(w.conversationID("refund")))
	if len(left) != 1 || left[0]["action"] != "deleted" || left[0]["changes"] != "[]" || left[0]["actor_name"] != "Ana Souza" {
		t.Errorf("left: %v", left)
	}
	if n := len(w.selectRows("SELECT * FROM messages WHERE conversation_id = $1", int64(w.conversationID("refund")))); n != 0 {
		t.Errorf("%d messages left", n)
	}
}

func TestShowConversation(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{
			name: "who may write", as: "ana", open: "/conversations/{refund}", status: 200,
			shows: []string{
				"Refund for order 8812 #{refund}", "Where is my money?", "Maya Okafor", "maya.okafor@example.com", "Ana Souza", "Other conversations", "Broken kettle",
				"created this conversation", "assigned this to", "Send reply", "Close", "Delete…",
			},
			hides: []string{secretSubject},
		},
		{
			name: "who may only read", as: "vic", open: "/conversations/{refund}", status: 200, shows: []string{"Where is my money?", "Support"},
			hides: []string{"Send reply", "Edit", "Delete…", "Save Status", "Internal note"},
			then: func(w *world, p *page) {
				if n := len(all(p.tree, tag("form"))); n != 7 { // sign-out and the theme, in the column and in the menu; read, unread and follow
					w.t.Errorf("%d forms", n)
				}
			},
		},
		{name: "who reaches all", as: "mona", open: "/conversations/{refund}", status: 200, shows: []string{"Other conversations", "Invoice " + secretSubject}},
		{name: "who does not reach it", as: "bo", open: "/conversations/{refund}", status: 404, shows: []string{"There is no such conversation, or you may not see it."}},
		{name: "one closed", as: "ana", open: "/conversations/{solved}", status: 200, shows: []string{"Reopen", "Leo Brandt", "closed this conversation"}},
		{name: "one without messages", as: "ana", open: "/conversations/{kettle}", status: 200, shows: []string{"No one is waiting", "Unassigned"}},
	})
}

// TestWhatPeopleWroteStaysText: nothing that anybody types becomes markup.
func TestWhatPeopleWroteStaysText(t *testing.T) {
	w := newWorld(t)
	const payload = `<img src=x onerror="alert(1)"></textarea><script>alert(2)</script>`
	max := w.as("max")
	max.do(http.MethodPost, "/profile", "name="+payload, map[string]string{}).is(303)
	maya := "name=" + strings.ReplaceAll(payload, "&", "") + "&phone="
	max.do(http.MethodPost, "/customers/{maya}", maya, nil).is(303)
	max.do(http.MethodPost, "/conversations/{kettle}", "subject="+payload, nil).is(303)
	for _, kind := range []string{"customer", "reply", "note"} {
		max.do(http.MethodPost, "/conversations/{kettle}/messages", "kind="+kind+"&body="+payload, nil).is(303)
	}
	max.do(http.MethodPost, "/conversations/{kettle}/assignee", "assignedTo={max}", nil)
	for _, address := range []string{
		"/conversations", "/conversations/{kettle}", "/conversations/{kettle}/edit", "/conversations/{kettle}/delete", "/conversations?customerId={maya}",
		"/customers", "/customers/{maya}", "/customers/{maya}/edit", "/customers/{maya}/delete", "/conversations/new?customerId={maya}", "/profile",
	} {
		p := max.open(address).is(200)
		if strings.Contains(p.body, "<img") || strings.Contains(p.body, "<script>") {
			t.Errorf("%s: %s", address, p.body)
		}
	}
	// What was typed comes back as it was typed.
	kept := "\n\n" + payload + "\nlast"
	p := max.open("/conversations/{kettle}").form("/conversations/{kettle}/messages").forced("kind", "odd").with("body", kept).submit().is(422)
	if got := p.form("/conversations/{kettle}/messages").values["body"]; strings.TrimSpace(got) != strings.TrimSpace(kept) {
		t.Errorf("the text became %q", got)
	}
}

// A conflict asks only about what both changed: what was sent as it had been
// shown gives way.
func TestConflictsAskOnlyAboutWhatBothChanged(t *testing.T) {
	w := newWorld(t)
	const form = "/conversations/{kettle}"
	mine := w.as("ana").open(form+"/edit").form(form).with("subject", "What ana typed").with("priority", "urgent")
	for _, theirs := range []map[string]string{{"status": "pending"}, {"priority": "low"}, {"priority": "high"}} {
		other := w.as("mona").open(form + "/edit").form(form)
		for field, value := range theirs {
			other.with(field, value)
		}
		other.submit().is(http.StatusSeeOther)
	}
	conflict := mine.submit().is(http.StatusConflict).shows("Yours: Urgent", "Now: High", "Yours: What ana typed").hides("Yours: Open", "Yours: Unassigned")
	conflict.form(form).with("subject", "What ana typed").with("priority", "urgent").submit().is(http.StatusSeeOther)
	if got := w.conversation("kettle"); got.Status != desk.StatusPending || got.Priority != desk.PriorityUrgent || got.Subject != "What ana typed" {
		t.Errorf("got %+v", got)
	}
}
