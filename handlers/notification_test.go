package handlers

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

// note adds a note by somebody of the workspace.
func (w *world) note(by, conversation, body string) desk.Message {
	w.t.Helper()
	return storetest.AddMessage(w.t, w.store, storetest.Actor(w.t, w.store, w.users[by]), w.conversationID(conversation), desk.KindNote, body)
}

// unreadCounts returns what each place of the frame says, once where they agree.
func (p *page) unreadCounts() string {
	p.w.t.Helper()
	var said []string
	for _, n := range all(p.tree, func(n *html.Node) bool { return attr(n, "data-unread") != "" }) {
		text := strings.TrimSuffix(textOf(n), "unread")
		if hidden := has(n, "hidden"); hidden != (text == "0") {
			p.w.t.Errorf("%s is hidden: %v", text, hidden)
		}
		said = append(said, text)
	}
	if len(said) != 3 || said[0] != said[1] || said[1] != said[2] {
		p.w.t.Errorf("the frame says %v", said)
		return ""
	}
	return said[0]
}

// toldWorld is one in which everybody has read what they were told.
func toldWorld(t *testing.T) *world {
	w := newWorld(t)
	for _, name := range []string{"vic", "ana", "bo", "mona", "max"} {
		w.must(w.store.ReadNotifications(t.Context(), storetest.Actor(t, w.store, w.users[name]), 1<<40))
	}
	return w
}

func (w *world) counts(b *browser, want string) *page {
	w.t.Helper()
	p := b.open("/notifications").is(200)
	if got := p.unreadCounts(); got != want {
		w.t.Errorf("%s are unread, want %s", got, want)
	}
	return p
}

func TestMentionIsToldAndRead(t *testing.T) {
	w := toldWorld(t)
	ana, vic := w.as("ana"), w.as("vic")
	name := w.users["vic"].Name
	w.counts(vic, "0").shows("Nothing to tell you")
	p := ana.do(http.MethodPost, "/conversations/{refund}/messages", "kind=note&body=Please+look,+@"+strings.ToUpper(strings.ReplaceAll(name, " ", "+"))+"+and+@Bo+Lind.+`@Max+Weber`", nil).
		is(303).follow().is(200)
	p.shows("Note added. Bo Lind cannot see this inbox and was not told.", "@"+strings.ToUpper(name))
	if marks := all(p.tree, tag("mark")); len(marks) != 1 || textOf(marks[0]) != "@"+strings.ToUpper(name) {
		t.Errorf("%d names are marked", len(marks))
	}
	w.counts(w.as("bo"), "0")
	w.counts(w.as("max"), "0")
	p = w.counts(vic, "1").shows("Ana Souza mentioned you · Support", "Unread: Refund for order 8812 #{refund}", "Please look")
	link := first(p.tree, func(n *html.Node) bool {
		return strings.HasPrefix(attr(n, "href"), w.expand("/conversations/{refund}?at=m-"))
	})
	if link == nil || !strings.Contains(attr(link, "class"), "unread") {
		t.Fatalf("nothing leads to the note: %s", p.body)
	}
	p = vic.open(attr(link, "href")).is(200)
	if !strings.Contains(p.body, `id="`+strings.Split(attr(link, "href"), "#")[1]+`"`) {
		t.Error("the link leads to no message")
	}
	w.counts(vic, "1")
	p.form("/conversations/{refund}/read").submit().is(303)
	w.counts(vic, "0").shows("Ana Souza mentioned you").hides("Unread:", "Mark all read")
}

// What nobody wrote a message for is read with the thread as well.
func TestAssignmentIsRead(t *testing.T) {
	w := toldWorld(t)
	ana := w.as("ana")
	w.change("kettle", desk.ConversationProperties{AssignedTo: desk.Value(w.users["ana"].ID)})
	w.counts(ana, "1").shows("assigned this to you")
	ana.open("/conversations/{kettle}").is(200).form("/conversations/{kettle}/read").submit().is(303).follow().is(200).hides("Mark as read")
	w.counts(ana, "0")
}

func TestMarkAllRead(t *testing.T) {
	w := toldWorld(t)
	ana := w.as("ana")
	for range 120 {
		w.note("max", "refund", "@Ana Souza")
	}
	p := w.counts(ana, "99+")
	if n := len(all(p.tree, func(n *html.Node) bool { return has(n, "data-row") })); n != desk.DefaultLimit {
		t.Errorf("%d are on the first page", n)
	}
	w.note("max", "refund", "One that is not shown yet, @Ana Souza")
	second := p.click("Older").is(200)
	if third := second.click("Older").is(200); third.has("Older") || !third.has("Newest") {
		t.Error("the third page is not the last")
	}
	p.form("/notifications/read").submit().is(303).leadsTo("/notifications").follow().is(200).shows("Everything is read.")
	w.counts(ana, "1").shows("One that is not shown yet")
	w.play([]scenario{
		{name: "a page of none", as: "vic", open: "/notifications?before=7", status: 303, leads: "/notifications"},
		{name: "a query that is not canonical", as: "vic", open: "/notifications?before=&odd=1", status: 303, leads: "/notifications"},
		{name: "an id that is none", as: "vic", open: "/notifications?before=x", status: 400},
		{name: "says nothing", as: "vic", method: "POST", open: "/notifications/read", body: "", status: 422},
	})
}

func TestFollowing(t *testing.T) {
	w := toldWorld(t)
	vic := w.as("vic")
	p := vic.open("/conversations/{refund}?status=open").is(200)
	p = p.form("/conversations/{refund}/follow?status=open").submit().is(303).leadsTo("/conversations/{refund}?status=open").follow().is(200)
	p.shows("You follow #{refund}.", "Followers"+w.users["vic"].Name)
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("refund"), desk.KindCustomer, "Hello?")
	w.counts(vic, "1").shows("Maya Okafor wrote · Support")
	p.form("/conversations/{refund}/unfollow?status=open").submit().is(303).follow().is(200).shows("You no longer follow #{refund}.", "FollowersNobody")
	// The same row as a program writes it.
	w.visitor().do(http.MethodPut, "/api/conversations/{refund}/followers/{vic}", "", map[string]string{
		"Authorization": "Bearer " + w.keys["writer"], "Origin": "", "Sec-Fetch-Site": "",
	}).is(200)
	vic.open("/conversations/{refund}").is(200).shows("Followers"+w.users["vic"].Name, "Unfollow")
}

// Whoever loses access knows of nothing that they were told, at once and everywhere,
// and nothing says who works in an inbox that one does not reach.
func TestNotificationsGoWithTheAccess(t *testing.T) {
	w := toldWorld(t)
	ana, member := w.as("ana"), w.users["ana"].Email
	billing := func(change func() error) { w.t.Helper(); w.must(change()) }
	billing(func() error { return w.store.AddMember(t.Context(), storetest.System(), "Billing", member) })
	ana.open("/conversations/{invoice}").is(200).form("/conversations/{invoice}/follow").submit().is(303)
	w.note("max", "invoice", "@Ana Souza, canary")
	w.change("invoice", desk.ConversationProperties{AssignedTo: desk.Value(w.users["ana"].ID)})
	w.counts(ana, "2").shows("canary")
	billing(func() error { return w.store.RemoveMember(t.Context(), storetest.System(), "Billing", member) })
	w.counts(ana, "0")
	w.note("bo", "invoice", "@Ana Souza, again")
	for _, address := range []string{"/notifications", "/notifications?before=9999", "/conversations", "/conversations/{refund}", "/profile", "/conversations/{invoice}"} {
		p := ana.open(address)
		w.keepsSecrets(caller{name: "ana"}, p)
		if p.StatusCode == 200 && p.unreadCounts() != "0" {
			t.Errorf("%s counts what is not seen", address)
		}
	}
	for _, action := range []string{"follow", "unfollow"} {
		ana.do(http.MethodPost, "/conversations/{invoice}/"+action, "", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}).is(404)
	}
	if p := ana.open("/conversations/{refund}").is(200); strings.Contains(p.body, "Bo Lind") || !strings.Contains(p.body, "Max Weber") {
		t.Error("the composer names whom it should not, or not whom it should")
	}
	ana.open("/notifications").form("/sign-out").submit()
}

func TestStreamsCountNotifications(t *testing.T) {
	w := toldWorld(t)
	ana, vic := w.as("ana").listen("").until(`{"count":0,"label":"0"}`), w.as("vic").listen("").until("event: unread").settled()
	w.must(w.store.AddMember(t.Context(), storetest.System(), "Billing", w.users["ana"].Email))
	ana.until("event: resync")
	w.note("max", "invoice", "@Ana Souza, canary")
	ana.until(`{"count":1,"label":"1"}`)
	w.note("max", "refund", "@Ana Souza")
	ana.until(`{"count":2,"label":"2"}`)
	ana.all = ""
	w.must(w.store.RemoveMember(t.Context(), storetest.System(), "Billing", w.users["ana"].Email))
	ana.until(`{"count":1,"label":"1"}`)
	ana.all = ""
	w.note("bo", "invoice", "@Ana Souza, who is not told")
	w.must(w.store.MarkRead(t.Context(), storetest.Actor(t, w.store, w.users["ana"]), w.conversationID("refund"), 1<<40))
	ana.until(`{"count":0,"label":"0"}`)
	if strings.Contains(ana.all, `"count":1`) || strings.Contains(ana.all, w.names["invoice"]) {
		t.Errorf("told of an inbox that was left: %s", ana.all)
	}
	vic.all = ""
	w.note("max", "refund", "@Ana Souza")
	ana.until(`{"count":1,"label":"1"}`)
	w.must(w.store.DeleteConversation(t.Context(), storetest.System(), w.conversationID("refund"), desk.ConversationDelete{}))
	ana.all = ""
	ana.until(`{"count":0,"label":"0"}`)
	vic.until(`"what":"deleted"`)
	if strings.Contains(strings.Split(vic.all, `"what":"deleted"`)[0], `"count":1`) {
		t.Errorf("told of what was told to another: %s", vic.all)
	}
}
