package handlers

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestStaleSendIsStopped where somebody else has written since the page was drawn.
func TestStaleSendIsStopped(t *testing.T) {
	w := newWorld(t)
	ana, mona := w.as("ana"), storetest.Actor(t, w.store, w.users["mona"])
	late := ana.open(kettleThread).is(200).form(kettleMessages).with("body", "Mine *kept*")
	note := ana.open(kettleThread).is(200).form(kettleMessages).with("kind", "note").with("body", "A note")
	storetest.AddMessage(t, w.store, mona, w.conversationID("kettle"), desk.KindReply, "Mona was faster")

	p := late.press("Send and close").is(409).holds("reply", "Mine *kept*").
		shows("Not sent: something new was written meanwhile", "Mona", "replied:", "Mona was faster")
	if got := w.conversation("kettle"); got.Status != desk.StatusOpen || got.MessageCount != 1 {
		t.Errorf("it is %+v", got)
	}
	note.submit().is(303)
	p.form(kettleMessages).press("Send anyway").is(303)
	if got := w.conversation("kettle"); got.Status != desk.StatusClosed || got.MessageCount != 3 {
		t.Errorf("it is %+v", got)
	}
	ana.open(kettleThread).is(200).form(kettleMessages).with("body", "Another of mine").submit().is(303)
	ana.open(kettleThread).is(200).form(kettleMessages).with("body", "x").forced("lastSeenMessageId", "odd").submit().is(422).shows("There is a problem")
	late.submit().is(409)
}
