package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

// talk has the customer of a conversation say numbered things.
func (w *world) talk(key string, n int) (said []desk.Message) {
	for i := range n {
		said = append(said, storetest.AddMessage(w.t, w.store, storetest.System(), w.conversationID(key), desk.KindCustomer, fmt.Sprintf("Word %d.", i)))
	}
	return said
}

func at(m desk.Message) string { return "at=" + desk.AtMessage(m.ID).String() }

func TestThreadOpensAtAnOldMessage(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	said := w.talk("kettle", 12)
	const usual = "/conversations/{kettle}?messages=4&status=open"
	p := ana.open(usual).is(200).shows("Word 11.").hides("Word 3.", "later messages")
	link := attr(first(p.tree, func(n *html.Node) bool { return attr(n, "class") == "bubble-when" }), "href")
	if want := w.expand("/conversations/{kettle}?" + at(said[8]) + "&status=open#m-" + said[8].ID.String()); link != want {
		t.Errorf("the first one's link is %s, want %s", link, want)
	}
	old := ana.open(w.expand("/conversations/{kettle}?"+at(said[3])+"&messages=4&status=open")).is(200).
		shows("Word 2.", "Word 3.", "Word 5.", "6 later messages are not shown.").hides("Word 1.", "Word 6.", "Word 11.")
	if mark := first(old.tree, func(n *html.Node) bool { return strings.Contains(attr(n, "class"), "linked") }); attr(mark, "id") != "m-"+said[3].ID.String() {
		t.Errorf("%q is marked", attr(mark, "id"))
	}
	old.click("Show the newest").is(200).shows("Word 11.").hides("Word 3.")
	for id, want := range map[string]int{"earlier": 2, "later": 5} {
		next := attr(first(old.tree, func(n *html.Node) bool { return attr(n, "id") == id }), "href")
		if want := w.expand("/conversations/{kettle}?" + at(said[want]) + "&messages=4&status=open#m-" + said[want].ID.String()); next != want {
			t.Errorf("%s leads to %s, want %s", id, next, want)
		}
	}
	here := "/conversations/{kettle}?" + at(said[3]) + "&messages=4&status=open"
	old.form("/conversations/{kettle}/priority?"+at(said[3])+"&messages=4&status=open").forced("priority", "low").submit().leadsTo(here)
	sent := old.form("/conversations/{kettle}/messages?status=open").with("body", "All of it is seen.").submit().is(303)
	sent.leadsTo("/conversations/{kettle}?status=open#m-" + desk.MessageID(w.highest("messages")).String())
}

// What is not on the page has not been read, and what stops a reply is shown.
func TestAnOldPartIsNotTheNewest(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	said := w.talk("kettle", 12)
	part := func(i int) *page {
		return ana.open(w.expand("/conversations/{kettle}?" + at(said[i]) + "&messages=4")).is(200)
	}
	part(6).hides("Mark as read")
	read := part(1).form("/conversations/{kettle}/read")
	if got := read.values["message"]; got != said[3].ID.String() {
		t.Errorf("the first part is read up to %s", got)
	}
	read.submit().is(303)
	part(1).hides("Mark as read")
	if !w.unreadRow(ana, "kettle") {
		t.Error("the newest was not shown, and has been read")
	}
	reply := part(1).form("/conversations/{kettle}/messages").with("body", "Here.")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindCustomer, "One more.")
	reply.submit().is(409).shows("something new was written meanwhile", "One more.")
	part(5).form("/conversations/{kettle}/read").submit().is(303)
	ana.open("/conversations/{kettle}").form("/conversations/{kettle}/read").submit().is(303)
	if w.unreadRow(ana, "kettle") {
		t.Error("all of it was shown, and it is unread")
	}
}

func TestLinksFollowMessages(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	said := w.talk("kettle", 2)
	const gone = "What this link leads to is not here, or not any more."
	ana.open("/conversations/{kettle}?at=m-999999").is(200).shows(gone, "Word 1.")
	ana.open("/conversations/{kettle}?at=odd").is(200).hides(gone)
	split, err := w.store.SplitConversation(t.Context(), storetest.System(), w.conversationID("kettle"), desk.ConversationSplit{
		Subject: desk.Value("Apart"), MessageIDs: desk.Value([]desk.MessageID{said[0].ID}),
	})
	if err != nil {
		t.Fatal(err)
	}
	moved := w.expand("/conversations/{kettle}?"+at(said[0])) + "&status=open"
	ana.open(moved).is(303).leadsTo("/conversations/" + split.ID.String() + "?" + at(said[0]) + "&status=open#m-" + said[0].ID.String()).
		follow().is(200).shows("Word 0.")
	live := ana.do(http.MethodGet, moved, "", map[string]string{"HX-Request": "true", "Parley-Live": "true"}).is(200)
	live.shows("What this link leads to is in #" + split.ID.String() + " now.")

	hidden := storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("invoice"), desk.KindNote, "Secret")
	unseen, absent := ana.open("/conversations/{kettle}?"+at(hidden)).is(200).shows(gone), ana.open("/conversations/{kettle}?at=m-999998").is(200)
	if unseen.normal(hidden.ID.String()) != absent.normal("999998") {
		t.Error("what is out of reach is answered unlike what is absent")
	}
	ana.open("/conversations/{invoice}?" + at(said[0])).is(404)
}

// The time of a change is a link to it, as that of a message is.
func TestThreadOpensAtAnOldChange(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	w.talk("kettle", 2)
	w.as("mona").open("/conversations/{kettle}").form("/conversations/{kettle}/priority").with("priority", "low").submit().is(303)
	changed := func(p *page) *html.Node {
		return first(p.tree, func(n *html.Node) bool {
			return attr(n, "class") == "event-when" && strings.Contains(textOf(n.Parent), "priority")
		})
	}
	link := attr(changed(ana.open("/conversations/{kettle}?show=events&status=open").is(200)), "href")
	id := strings.Split(link, "#")[1]
	if want := w.expand("/conversations/{kettle}?at=" + id + "&status=open#" + id); link != want || !strings.HasPrefix(id, "e-") {
		t.Fatalf("the link is %s, want %s", link, want)
	}
	w.talk("kettle", 12)
	if old := changed(ana.open("/conversations/{kettle}?messages=4").is(200)); old != nil {
		t.Fatal("it is among the newest")
	}
	p := ana.open(strings.Replace(link, "&", "&messages=4&", 1)).is(200).shows("later messages are not shown.").hides("Word 11.")
	if mark := first(p.tree, func(n *html.Node) bool { return strings.Contains(attr(n, "class"), "linked") }); attr(mark, "id") != id || changed(p) == nil {
		t.Errorf("%q is marked", attr(mark, "id"))
	}
}

// Whoever looked at an old part goes on looking at it where a change is refused, and is
// not told that somebody made it who changed the same long before.
func TestARefusedChangeKeepsThePart(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	said := w.talk("kettle", 4)
	w.as("mona").open("/conversations/{kettle}").form("/conversations/{kettle}/priority").with("priority", "low").submit().is(303)
	said = append(said, w.talk("kettle", 8)...)
	here := "at=" + desk.AtMessage(said[4].ID).String() + "&messages=4&status=open"
	old := ana.open(w.expand("/conversations/{kettle}?" + here)).is(200).shows("changed the priority from")
	change := old.form("/conversations/{kettle}/priority?"+here).with("priority", "high")
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	refused := change.submit().is(409).shows("It is now Urgent", "5 later messages are not shown.").hides("set it to")
	refused.click("Keep Urgent").is(200).shows("5 later messages are not shown.")
	refused.form("/conversations/{kettle}/priority?" + here).submit().is(303)
}

// A notification that leads to an old part is read with it, and no message is that was
// passed over on the way.
func TestANotificationIsReadWithAnOldPart(t *testing.T) {
	w := toldWorld(t)
	vic := w.as("vic")
	w.talk("kettle", 4)
	note := w.note("mona", "kettle", "Please look, @"+w.users["vic"].Name)
	w.note("mona", "kettle", "And here, @"+w.users["vic"].Name)
	said := w.talk("kettle", 4)
	part := func() *page { return vic.open(w.expand("/conversations/{kettle}?" + at(note) + "&messages=2")).is(200) }
	w.counts(vic, "6") // Who is named follows.
	p := part().hides("Mark as read")
	if read := p.formOf("Mark notification read"); read.values["message"] != "0" {
		t.Errorf("it is read up to %s", read.values["message"])
	}
	w.counts(vic, "6")
	p.formOf("Mark notification read").submit().is(303).leadsTo("/conversations/{kettle}?"+at(note)+"&messages=2").follow().is(200).hides("Mark notification read", "Mark as read")
	w.counts(vic, "5").shows("Unread: Broken kettle")
	if !w.unreadRow(vic, "kettle") {
		t.Error("what was passed over has been read")
	}
	vic.open(w.expand("/conversations/{kettle}?" + at(said[3]) + "&messages=2")).is(200).formOf("Mark as read").submit().is(303)
	w.counts(vic, "0")
}
