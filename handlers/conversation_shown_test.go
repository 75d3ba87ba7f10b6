package handlers

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestThreadShowsWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindCustomer, "It leaks again")
	note := storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindNote, "Known since May")
	const all, notes = "/conversations/{kettle}?status=open", "/conversations/{kettle}?show=notes&status=open"
	p := ana.open(all).click("Notes").is(200).shows("Known since May").hides("It leaks again", "Mark as read")
	p.form("/conversations/{kettle}/priority?show=notes&status=open").forced("priority", "high").submit().leadsTo(notes).follow().hides("It leaks again")
	p.click("Snooze").formOf("Snooze").with("until", "2026-11-24T09:00").submit().leadsTo(notes)
	p.click("Events").is(200).shows("created this conversation").hides("It leaks again", "Known since May")
	p.click("Link to this message of Today 09:00, 22 November 2026, 09:00 UTC").is(200).shows("It leaks again").shows(`id="m-` + note.ID.String() + `"`)
	ana.open("/conversations/{kettle}?show=odd").is(200).shows("It leaks again", "Known since May")

	say := func(kind, leads string) {
		sent := p.form("/conversations/{kettle}/messages?show=notes&status=open").forced("kind", kind).with("body", "About "+kind).submit().is(303)
		id := w.highest("messages")
		sent.leadsTo(leads + "#m-" + desk.MessageID(id).String())
	}
	say("note", notes)
	say("reply", all)
}
