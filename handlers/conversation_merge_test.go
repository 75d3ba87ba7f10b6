package handlers

import (
	"net/http"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// duplicates adds two conversations of Maya's with a message each.
func (w *world) duplicates() {
	w.t.Helper()
	for _, name := range []string{"first", "again"} {
		w.addConversation(name, "support")
		storetest.AddMessage(w.t, w.store, storetest.System(), w.conversationID(name), desk.KindCustomer, "It says "+name+".")
	}
}

func TestMergeADuplicate(t *testing.T) {
	w := newWorld(t)
	w.duplicates()
	ana := w.as("ana")
	const queue = "?status=open"
	w.setTags("again", "money")
	choice := ana.open("/conversations/{again}"+queue).click("Merge…").is(200).shows("Merge #{again} into …", "Other conversations with Maya Okafor", "About first").hides("About again #")
	preview := choice.click("About first").is(200).shows(
		"Merge #{again} into #{first}?", "1 message goes from #{again} to #{first}, with all files, in the order of time. It has 2 messages then.",
		"Tags of #{first} then: money.", "#{again} is closed.", "It can be undone").hides("different customers")
	w.setTags("first", "slow") // by a colleague, meanwhile
	done := preview.form("/conversations/{again}/merge").submit().leadsTo("/conversations/{first}" + queue).follow()
	done.shows("Merged #{again} into #{first}.", "It says first.", "It says again.", "merged #{again} into this")
	if tags := desk.JoinTags(w.conversation("first").TagNames()); tags != "money, slow" {
		t.Errorf("it is tagged %s", tags)
	}
	left := ana.open("/conversations/{again}").is(200).shows("Merged into #{first}", "can no longer be changed", "merged this into #{first}", "Undo merge").hides("Send reply", "Save Priority")
	left.form("/conversations/{again}/unmerge").submit().leadsTo("/conversations/{again}").follow().shows("Undone: #{again} stands by itself again.", "Send reply").hides("can no longer be changed")
	// What was last done can be undone where it says so, too.
	ana.open("/conversations/{again}/merge?into={first}").form("/conversations/{again}/merge").submit().follow().undo().leadsTo("/conversations/{again}")
	if c := w.conversation("again"); c.MergedInto != 0 || c.MessageCount != 1 {
		t.Errorf("it is %+v", c)
	}
	w.as("vic").open("/conversations/{again}").hides("Merge…", "Split off…")
}

// What has been written since the preview is shown before anything is merged.
func TestMergeShowsWhatIsNew(t *testing.T) {
	w := newWorld(t)
	w.duplicates()
	ana := w.as("ana")
	for _, name := range []string{"first", "again"} {
		preview := ana.open("/conversations/{again}/merge?into={first}").is(200)
		storetest.AddMessage(t, w.store, storetest.System(), w.conversationID(name), desk.KindCustomer, "One more thing.")
		stopped := preview.form("/conversations/{again}/merge").submit().is(409).shows("Not merged: something new was written meanwhile", "One more thing.", "Merge anyway")
		if c := w.conversation("again"); c.MergedInto != 0 {
			t.Fatal("it is merged all the same")
		}
		stopped.form("/conversations/{again}/merge").submit().leadsTo("/conversations/{first}")
		ana.do(http.MethodPost, "/conversations/{again}/unmerge", "", nil).is(303)
	}
}

func TestMergeAcross(t *testing.T) {
	w := newWorld(t)
	w.duplicates()
	mona := w.as("mona")
	mona.open("/conversations/{again}/merge?into={dunning}").is(200).shows("They are with different customers.", "Everyone who reaches Billing will see the messages of #{again}.").
		sendAll("Merge into #{dunning}").leadsTo("/conversations/{dunning}")
	mona.do(http.MethodPost, "/conversations/{again}/unmerge", w.expand("into={dunning}"), nil).is(303)
	mona.do(http.MethodPost, "/conversations/{again}/merge", w.expand("into={dunning}"), nil).is(422).shows("They are with different customers.")
	if c := w.conversation("again"); c.MergedInto != 0 {
		t.Error("it is merged though nobody was told")
	}
	// Who sees one of them is told nothing of the other.
	mona.do(http.MethodPost, "/conversations/{invoice}/merge", w.expand("into={first}&confirm=customer&confirm=inbox"), nil).is(303)
	w.as("ana").open("/conversations/{again}/merge?into={dunning}").is(404).shows("There is no such conversation, or you may not see it.").hides("canary")
}

func TestMergeChoiceRefused(t *testing.T) {
	w := newWorld(t)
	w.duplicates()
	w.play([]scenario{
		{name: "no number", as: "ana", open: "/conversations/{again}/merge?into=soon", status: 422, shows: []string{"The other conversation must be the number of a conversation, such as 1041."}},
		{name: "a number as people write it", as: "ana", open: "/conversations/{again}/merge?into=%23{first}+", status: 200, shows: []string{"Merge into #{first}"}},
		{name: "itself", as: "ana", open: "/conversations/{again}/merge?into={again}", status: 422, shows: []string{"The other conversation must be another conversation than the one to merge."}},
		{name: "itself, by form", as: "ana", open: "/conversations/{again}/merge", method: http.MethodPost, body: "into={again}", status: 422},
		{name: "elsewhere", as: "ana", open: "/conversations/{again}/merge?into={invoice}", status: 404, shows: []string{"There is no such conversation, or you may not see it."}},
		{name: "late", as: "ana", open: "/conversations/{again}/merge", method: http.MethodPost, body: "into={first}&version=77", status: 409, shows: []string{"#{again} was changed meanwhile"}},
		{name: "what is merged", as: "ana", open: "/conversations/{again}/merge", method: http.MethodPost, body: "into={first}", status: 303},
		{name: "what is merged, again", as: "ana", open: "/conversations/{again}/merge", status: 409, shows: []string{"#{again} was merged into #{first} and can no longer be changed."}},
		{name: "into what is merged", as: "ana", open: "/conversations/{kettle}/merge?into={again}", status: 422, shows: []string{"was itself merged into #{first}"}},
		{name: "another merge", as: "ana", open: "/conversations/{again}/unmerge", method: http.MethodPost, body: "into={kettle}", status: 409, shows: []string{"Nothing was undone"}},
		{name: "to delete it", as: "ana", open: "/conversations/{again}/delete", status: 200, shows: []string{"Its messages are in #{first} and stay there."}},
		{name: "to delete the other", as: "ana", open: "/conversations/{first}/delete", status: 200, shows: []string{"The messages of #{again}, merged into this one, go with it."}},
	})
}

// What somebody was writing in a conversation that is merged meanwhile goes on in the
// other one.
func TestMergeWhileSomebodyWrites(t *testing.T) {
	w := newWorld(t)
	w.duplicates()
	ana := w.as("ana")
	ana.do(http.MethodPost, "/conversations/{again}/drafts", "kind=note&body=Half+a+note", nil).is(303)
	thread := ana.open("/conversations/{again}?draft=reply")
	w.as("mona").do(http.MethodPost, "/conversations/{again}/merge", w.expand("into={first}"), nil).is(303)
	refused := thread.form("/conversations/{again}/messages").with("kind", "reply").with("body", "It is on its way.").submit().is(409).shows("Merged into #{first}", "It is on its way.")
	if n := w.conversation("first").MessageCount; n != 2 {
		t.Errorf("there are %d messages", n)
	}
	form := refused.form("/conversations/{first}/drafts").with("body", "It is on its way.")
	form.submit().leadsTo("/conversations/{first}#composer").follow().shows("It is on its way.")
	ana.open("/conversations/{first}?draft=note").shows("Half a note")
	// A page that still has a composer goes on to save; what it saves is offered here.
	ana.do(http.MethodPost, "/conversations/{again}/drafts", "kind=customer&body=They+said&draftVersion=4711", nil).is(303)
	left := ana.open("/conversations/{again}").shows("What you were writing here (Log customer message)", "They said", "Discard")
	left.form("/conversations/{first}/drafts").submit().leadsTo("/conversations/{first}#composer")
	left.formOf("Discard").press("discard").is(303)
	ana.open("/conversations/{again}").hides("They said")
}

func TestSplitAMessageOff(t *testing.T) {
	w := newWorld(t)
	w.duplicates()
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("again"), desk.KindReply, "About the other thing.")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("again"), desk.KindReply, "And more of it.")
	ana := w.as("ana")
	thread := ana.open("/conversations/{again}?status=open")
	if n := strings.Count(thread.body, "Split off…"); n != 3 {
		t.Errorf("%d messages can be split off", n)
	}
	ana.open("/conversations/{first}").hides("Split off…") // It is the only one.
	w.names["message"] = string(thread.body[strings.Index(thread.body, "message=")+len("message="):][:5])
	first := thread.click("Split off…").is(200).shows("It says again.", "This message only", "To take it back, merge it into #{again}.").hides("later ones")
	form := first.form("/conversations/{again}/split")
	form.with("subject", " ").submit().is(422).shows("Subject must not be empty.", "It says again.")
	p := form.with("subject", "The other thing").submit().is(303).follow().shows("The other thing", "It says again.", "split this off #{again}").hides("About the other thing.")
	p.shows("To take it back, merge it into #{again}.")
	ana.open("/conversations/{again}").shows("About the other thing.", "off").hides("It says again.")
	last := ana.open("/conversations/{again}").click("Split off…").is(200).hides("later one")
	last.form("/conversations/{again}/split").forced("messages", "later").submit().is(422).shows("Messages must leave at least one message in #{again}.")
	ana.open("/conversations/{again}/split?message=999999").is(404)
	ana.open("/conversations/{again}/split?message=odd").is(404)
	ana.open("/conversations/{again}/split").is(200).shows("And more of it.")
}
