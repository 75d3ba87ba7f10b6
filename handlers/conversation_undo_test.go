package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
)

// undo presses the button of the notice on a page.
func (p *page) undo() *page { return p.sendAll("Undo") }

// sendAll presses a button, and sends fields that there are several of as often.
func (p *page) sendAll(button string) *page {
	p.w.t.Helper()
	form := p.formOf(p.w.expand(button))
	values := url.Values{}
	for _, row := range all(form.node, tag("input")) {
		values.Add(attr(row, "name"), attr(row, "value"))
	}
	return p.browser.do(http.MethodPost, attr(form.node, "action"), values.Encode(), nil)
}

func TestUndoAChange(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const list, thread = "/conversations?status=open", "/conversations/{kettle}?status=open"
	closed := ana.open(thread).form("/conversations/{kettle}/status").forced("status", "closed").submit().leadsTo(thread).follow().shows("Closed #{kettle}.")
	undone := closed.undo().leadsTo(thread).follow().shows("Undone: #{kettle} is as before.")
	if c := w.conversation("kettle"); c.Status != desk.StatusOpen {
		t.Errorf("it is %s", c.Status)
	}
	undone.undo().follow()
	if c := w.conversation("kettle"); c.Status != desk.StatusClosed {
		t.Errorf("undone again, it is %s", c.Status)
	}
	w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen)})
	assigned := ana.open(list).click("Unassigned: change the assignee of #{kettle}").pressing("assignedTo", "{ana}").follow()
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	assigned.undo().leadsTo(list).follow().shows("#{kettle} could not be undone. Somebody has changed it since.").
		hides("Undone:")
	if c := w.conversation("kettle"); c.AssignedTo == nil {
		t.Error("it was undone all the same")
	}
	ana.open(list).hides("could not be undone") // told once
}

func TestUndoSelectedRows(t *testing.T) {
	w := newWorld(t)
	mona := w.as("mona")
	list := mona.open("/conversations")
	done := list.apply(list.selecting("refund", "kettle", "invoice"), "&assignedTo=&status=pending&priority=").follow()
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	done.undo().leadsTo("/conversations").follow().shows("Undone: 2 conversations are as before.", "#{kettle} could not be undone.")
	for name, want := range map[string]desk.Status{"refund": desk.StatusOpen, "invoice": desk.StatusOpen, "kettle": desk.StatusPending} {
		if got := w.conversation(name).Status; got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
}

func TestUndoRefused(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	undo := func(fields string) *page {
		return ana.do(http.MethodPost, "/conversations/undo", w.expand(fields), nil)
	}
	undo("").is(422)
	undo("conversation=x").is(422)
	undo("conversation={refund}").is(422)
	before := w.state()
	hidden := undo("conversation={invoice}@2").leadsTo("/conversations").follow()
	absent := undo("conversation={absent}@2").leadsTo("/conversations").follow()
	toast := func(p *page) string {
		return textOf(first(p.tree, func(n *html.Node) bool { return attr(n, "class") == "toast toast-bad" }))
	}
	if a, b := toast(hidden), toast(absent); a == "" || a[len("#41000"):] != b[len("#41000"):] {
		t.Errorf("%q is told from %q", a, b)
	}
	if w.state() != before {
		t.Error("something changed")
	}
	undo("conversation={parcel}@2").follow().shows("#{parcel} could not be undone. Its last change was not yours")
	w.as("vic").do(http.MethodPost, "/conversations/undo", w.expand("conversation={refund}@2"), nil).is(403)
}
