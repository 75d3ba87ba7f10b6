package handlers

import (
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestSavedReplyPages(t *testing.T) {
	w := newWorld(t)
	const answer = "/saved-replies/{answer}"
	w.play([]scenario{
		{
			name: "reads the shared ones", as: "vic", open: "/saved-replies", status: 200,
			shows: []string{"Refund is on its way", "{{customer.email}}", "Shared"}, hides: []string{"New saved reply", "Edit", "secret"},
		},
		{name: "finds one's own", as: "ana", open: "/saved-replies?q=ANA", status: 200, shows: []string{"Anas secret answer", "Only you", "New saved reply"}, hides: []string{"on its way"}},
		{name: "finds none", as: "max", open: "/saved-replies?q=secret", status: 200, shows: []string{"No saved replies match"}, hides: []string{"Anas"}},
		{name: "may not change a shared one", as: "ana", open: answer + "/edit", status: 403},
		{name: "may not delete a shared one", as: "ana", method: "POST", open: answer + "/delete", status: 403},
		{name: "does not see another's", as: "max", open: "/saved-replies/{anasAnswer}/edit", status: 404},
		{
			name: "adds one of their own", as: "ana", open: "/saved-replies/new", form: "/saved-replies", fill: map[string]string{"name": " Sizes ", "body": "Dear {{customer.name}}"}, status: 303, leads: "/saved-replies",
			then: func(w *world, p *page) {
				p.follow().is(200).shows("Added the saved reply Sizes.")
				w.as("max").open("/saved-replies").hides("Sizes")
			},
		},
		{
			name: "adds one for all", as: "mona", open: "/saved-replies/new", form: "/saved-replies", fill: map[string]string{"name": "Hours", "body": "From nine to five.", "personal": "no"}, status: 303,
			then: func(w *world, _ *page) { w.as("vic").open("/saved-replies").shows("Hours") },
		},
		{
			name: "writes a variable that is none", as: "ana", open: "/saved-replies/new", form: "/saved-replies", fill: map[string]string{"name": "x", "body": "{{customer.age}}"}, status: 422,
			shows: []string{"Message must not have the variable {{customer.age}}; it takes {{customer.name}}", "Only you see it."},
		},
		{
			name: "adds it twice", as: "mona", open: "/saved-replies/new", form: "/saved-replies", fill: map[string]string{"name": "refund IS on its way", "body": "x", "personal": "no"}, status: 422,
			shows: []string{"Another saved reply has this name.", `value="refund IS on its way"`},
		},
		{
			name: "changes one", as: "mona", open: answer + "/edit", form: answer, fill: map[string]string{"body": "Found."}, status: 303, leads: "/saved-replies",
			then: func(_ *world, p *page) {
				p.follow().is(200).shows("Saved the saved reply Refund is on its way.", "Found.")
			},
		},
		{
			name: "changes it late", as: "mona", open: answer + "/edit", form: answer, fill: map[string]string{"body": "Lost."}, with: map[string]string{"version": "1"}, status: 409,
			shows: []string{"was changed in the meantime", "Lost.", "Found.", "Everybody here sees it."},
		},
		{name: "changes it with nothing", as: "mona", open: answer + "/edit", form: answer, fill: map[string]string{"body": " "}, status: 422, shows: []string{"Message must not be empty.", "Everybody here sees it."}},
		{name: "is asked", as: "mona", open: answer + "/delete", status: 200, shows: []string{"Delete this saved reply?", "Found.", "Nobody will find it any more."}},
		{name: "deletes it late", as: "mona", open: answer + "/delete", form: answer + "/delete", with: map[string]string{"version": "1"}, status: 409, shows: []string{"changed since you were asked"}},
		{
			name: "deletes it", as: "mona", open: answer + "/delete", form: answer + "/delete", status: 303, leads: "/saved-replies",
			then: func(_ *world, p *page) { p.follow().is(200).shows("Deleted the saved reply Refund is on its way.") },
		},
		{name: "finds it gone", as: "mona", open: answer + "/edit", status: 404},
		{name: "leads to a page there is", as: "mona", open: "/saved-replies?page=9", status: 303, leads: "/saved-replies"},
		{name: "does not guess", as: "mona", open: "/saved-replies?page=0", status: 400},
	})
}

func TestSavedRepliesAreOfferedFilled(t *testing.T) {
	w := newWorld(t)
	storetest.AddSavedReply(t, w.store, storetest.System(), "Who", "{{agent.name}} {{inbox.name}} {{customer.email}}")
	p := w.as("ana").open("/conversations/{refund}/saved-replies").is(200)
	p.shows(`{"name":"Anas secret answer","text":"Only Ana reads this.","personal":true}`, `"text":"Dear Maya,\n\nyour refund of #`+w.names["refund"]+` is on its way."`, `"text":"Ana Souza Support maya.okafor@example.com"`)
	w.as("mona").open("/conversations/{refund}/saved-replies").is(200).hides("secret").shows("Mona Grant")
	w.as("vic").open("/conversations/{refund}/saved-replies").is(403)
}

// Without scripts the text comes below what was typed, and nothing is lost.
func TestInsertSavedReply(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	insert := func(typed, reply string) *page {
		form := ana.open("/conversations/{kettle}?status=open").is(200).formOf("Insert")
		return form.with("kind", "reply").with("body", typed).with("savedReplyId", reply).press("Insert")
	}
	insert("Hello!\r\n", "{answer}").is(200).shows("Hello!\n\nDear Maya,\n\nyour refund of #" + w.names["kettle"] + " is on its way.</textarea>")
	if got := w.conversation("kettle"); got.MessageCount != 0 {
		t.Errorf("%d messages were added", got.MessageCount)
	}
	insert("", "{answer}").is(200).shows(">Dear Maya,\n")
	insert("Hello!", "").is(422).shows("Hello!</textarea>", "Saved reply must be chosen from the list.")
	ana.do("POST", "/conversations/{kettle}/saved-reply", "kind=note&body=Kept&savedReplyId=63999", nil).is(422).shows("Kept</textarea>", "must be chosen from the list")
	w.as("bo").do("POST", "/conversations/{kettle}/saved-reply", w.expand("kind=note&body=x&savedReplyId={answer}"), nil).is(404)
	w.as("mona").do("POST", "/conversations/{kettle}/saved-reply", w.expand("kind=note&body=x&savedReplyId={anasAnswer}"), nil).is(422).hides("Only Ana")
}

// A reply with a variable in it is stopped once; a note, and a program, are not.
func TestUnfilledReplyIsStopped(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const at = "/conversations/{kettle}/messages"
	stopped := ana.open("/conversations/{kettle}").form(at).with("kind", "reply").with("body", "Write to {{customer.email}}.").press("Send and close").is(422)
	stopped.shows("Not sent: something is not filled in yet", "Write to {{customer.email}}.</textarea>", "Send anyway", "Not filled in yet:")
	if got := w.conversation("kettle"); got.MessageCount != 0 || got.Status != desk.StatusOpen {
		t.Errorf("%+v", got)
	}
	// Another one than was told of stops it again; then it goes, closing as it was to.
	again := stopped.form(at).with("body", "{{customer.email}} {{agent.name}}").press("Send anyway").is(422)
	again.shows("<bdi>{{agent.name}}</bdi>")
	again.form(at).press("Send anyway").is(303)
	if got := w.conversation("kettle"); got.MessageCount != 1 || got.Status != desk.StatusClosed || !strings.HasPrefix(got.Preview, "{{customer.email}}") {
		t.Errorf("%+v", got)
	}
	ana.do("POST", at, "kind=note&body={{customer.email}}", nil).is(303)
	ana.do("POST", at, "kind=reply&body={{customer.age}}", nil).is(303)
	ana.do("POST", "/conversations/{invoice}/messages", "kind=reply&body={{customer.email}}", nil).is(404)
}

// What others wrote meanwhile stops the reply still, after it was stopped for what is
// not filled in.
func TestUnfilledReplyIsStillStale(t *testing.T) {
	w := newWorld(t)
	const at = "/conversations/{refund}/messages"
	form := w.as("ana").open("/conversations/{refund}").form(at).with("kind", "reply").with("body", "{{customer.email}}")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("refund"), desk.KindCustomer, "It has come!")
	stopped := form.submit().is(422).shows("Not sent: something is not filled in yet")
	stopped.form(at).press("Send anyway").is(409).shows("Not sent: something new was written meanwhile", "It has come!").
		form(at).press("Send anyway").is(303)
}
