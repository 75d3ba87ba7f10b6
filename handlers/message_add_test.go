package handlers

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

func TestAddMessage(t *testing.T) {
	w := newWorld(t)
	const thread, form = "/conversations/{kettle}", "/conversations/{kettle}/messages"
	w.play([]scenario{
		{
			name: "replies", as: "ana", open: thread + "?status=open", form: form, drop: "take", fill: map[string]string{"body": "We are on it.\r\n\r\nAna"}, status: 303,
			then: func(w *world, p *page) {
				at := "/conversations/{kettle}?status=open#m-"
				if got := p.Header.Get("Location"); !strings.HasPrefix(got, w.expand(at)) {
					w.t.Errorf("leads to %s", got)
				}
				p.follow().is(200).shows("Reply recorded.", "We are on it.", "Recorded, not sent", "Ana Souza")
			},
		},
		{
			name: "notes", as: "ana", open: thread, form: form, fill: map[string]string{"kind": "note", "body": "She is nice."}, status: 303,
			then: func(_ *world, p *page) {
				p.follow().is(200).shows("Note added.", "Internal note", "She is nice.")
			},
		},
		{
			name: "logs what the customer said", as: "ana", open: thread, form: form, fill: map[string]string{"kind": "customer", "body": "Thank you!"}, status: 303,
			then: func(w *world, p *page) {
				p.follow().is(200).shows("Message logged.", "Thank you!")
				got := w.conversation("kettle")
				if got.MessageCount != 3 || got.Version != 1 || got.WaitingSince == nil || got.Preview != "Thank you!" {
					w.t.Errorf("got %+v", got)
				}
			},
		},
		{
			name: "says nothing", as: "ana", open: thread, form: form, fill: map[string]string{"kind": "note", "body": " \r\n"}, status: 422,
			shows: []string{"There is a problem", "Message must not be empty"},
			then: func(w *world, p *page) {
				if got := p.form(form).values["kind"]; got != "note" {
					w.t.Errorf("the kind became %s", got)
				}
			},
		},
		{
			name: "says too much", as: "ana", open: thread, form: form, fill: map[string]string{"body": strings.Repeat("é", 100_001)}, status: 422,
			shows: []string{"Message must have at most 100000 characters"},
			then: func(w *world, p *page) {
				if got := p.form(form).values["body"]; got != strings.Repeat("é", 100_001) {
					w.t.Errorf("%d characters are kept", len([]rune(got)))
				}
			},
		},
		{
			name: "a kind that is none", as: "ana", open: thread, form: form, with: map[string]string{"kind": "shout"}, fill: map[string]string{"body": "Kept"}, status: 422,
			shows: []string{"Kind of message must be customer, reply or note", "Kept"},
		},
		{name: "no kind", as: "ana", open: thread, form: form, drop: "kind", fill: map[string]string{"body": "Kept"}, status: 422, shows: []string{"Kind of message is required", "Kept"}},
		{name: "may not", as: "vic", method: "POST", open: form, body: "kind=note&body=x", status: 403},
		{name: "does not reach it", as: "bo", method: "POST", open: form, body: "kind=note&body=x", status: 404},
	})
	if n := w.conversation("kettle").MessageCount; n != 3 {
		t.Errorf("%d messages", n)
	}
}

// TestWhatTheCustomerSaysReopens, and nothing else does.
func TestWhatTheCustomerSaysReopens(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		conversation, kind string
		want               desk.Status
	}{
		{"solved", "note", desk.StatusClosed},
		{"solved", "reply", desk.StatusClosed},
		{"solved", "customer", desk.StatusOpen},
		{"parcel", "reply", desk.StatusPending},
		{"parcel", "customer", desk.StatusOpen},
	} {
		thread := "/conversations/{" + c.conversation + "}"
		p := w.as("ana").open(thread).form(thread+"/messages").with("kind", c.kind).with("body", "Word").submit().is(303).follow().is(200)
		if got := w.conversation(c.conversation).Status; got != c.want {
			t.Errorf("%s after a %s is %s", c.conversation, c.kind, got)
		}
		if c.conversation == "solved" && c.want == desk.StatusOpen {
			p.shows("reopened this conversation")
		}
	}
}
