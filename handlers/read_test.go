package handlers

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

// unreadRow tells whether the list shows a conversation as unread, to the eye and
// in words.
func (w *world) unreadRow(b *browser, name string) bool {
	w.t.Helper()
	p := b.open("/conversations").is(200)
	link := first(first(p.tree, func(n *html.Node) bool { return attr(n, "id") == "c-"+w.names[name] }), tag("a"))
	bold := strings.Contains(attr(link, "class"), "unread")
	if said := strings.HasPrefix(textOf(link), "Unread: "); said != bold || strings.HasSuffix(attr(link, "href"), "#new") != bold {
		w.t.Errorf("%s is bold: %v, said to be unread: %v, and leads to %s", name, bold, said, attr(link, "href"))
	}
	return bold
}

func TestUnreadUntilItIsRead(t *testing.T) {
	w := newWorld(t)
	vic, ana := w.as("vic"), w.as("ana")
	was := w.unreadRow(vic, "kettle")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindCustomer, "The first")
	storetest.AddMessage(t, w.store, storetest.Actor(t, w.store, w.users["ana"]), w.conversationID("kettle"), desk.KindReply, "Hers")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindCustomer, "The last")
	if was || !w.unreadRow(vic, "kettle") {
		t.Error("it is unread before there is anything, or read before it was opened")
	}
	p := vic.open("/conversations/{kettle}").is(200)
	at := func(text string) int { return strings.Index(p.body, text) }
	if at(`id="new"`) < 0 || at(`id="new"`) > at("The first") || strings.Count(p.body, `id="new"`) != 1 {
		t.Error("nothing says where it goes on")
	}
	if !w.unreadRow(vic, "kettle") {
		t.Error("opening the page has marked it")
	}
	p.form("/conversations/{kettle}/read").submit().is(303).leadsTo("/conversations/{kettle}").follow().is(200).hides(`id="new"`, "Mark as read")
	if w.unreadRow(vic, "kettle") || !w.unreadRow(ana, "kettle") {
		t.Error("it is unread, or nobody else's any more")
	}
	vic.open("/conversations/{kettle}?status=open").is(200).form("/conversations/{kettle}/unread?status=open").submit().is(303).
		leadsTo("/conversations?status=open").follow().is(200).shows("#{kettle} is unread.")
	p = vic.open("/conversations/{kettle}").is(200)
	if at(`id="new"`) < at("Hers") || at(`id="new"`) > at("The last") {
		t.Error("not the newest is unread")
	}
	p.form("/conversations/{kettle}/read").submit().is(303)
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindNote, "Since")
	if p = vic.open("/conversations/{kettle}").is(200); at(`id="new"`) < at("The last") || at(`id="new"`) > at("Since") {
		t.Error("not what came since is unread")
	}
}

func TestReadRefuses(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{name: "says nothing", as: "vic", method: "POST", open: "/conversations/{refund}/read", body: "", status: 422},
		{name: "does not reach it", as: "bo", method: "POST", open: "/conversations/{refund}/read", body: "message=1", status: 404},
		{name: "nobody else wrote", as: "ana", method: "POST", open: "/conversations/{kettle}/unread", status: 303, leads: "/conversations/{kettle}", then: func(_ *world, p *page) {
			p.follow().is(200).shows("Nobody else has written in #{kettle}")
		}},
	})
}
