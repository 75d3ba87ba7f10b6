package handlers

import (
	"net/http"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
)

// pressing sends the form that a row's property opens by its button with the
// value.
func (p *page) pressing(field, value string) *page {
	p.w.t.Helper()
	form := first(p.tree, func(n *html.Node) bool { return attr(n, "id") == "quick" })
	button := first(form, func(n *html.Node) bool {
		return tag("button")(n) && attr(n, "name") == field && attr(n, "value") == p.w.expand(value)
	})
	if button == nil {
		p.w.t.Fatalf("%s: no button for %s %q in: %s", p.Request.URL, field, value, p.excerpt())
	}
	f := p.filled(form)
	return f.forced(field, value).submit()
}

func TestChooseAPropertyOfARow(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const list = "/conversations?status=open"
	ana.open(list).click("Unassigned: change the assignee of #{kettle}").is(200).shows("Assignee of #{kettle}", "Ana Souza (you)", "Back to All open").
		pressing("assignedTo", "{ana}").leadsTo(list).follow().shows("Assigned #{kettle} to Ana Souza.")
	ana.open(list).click("Ana Souza: change the assignee of #{kettle}").pressing("assignedTo", "").leadsTo(list).follow().shows("Unassigned #{kettle}.")
	ana.open(list).click("Medium: change the priority of #{kettle}").pressing("priority", "urgent").leadsTo(list).follow().shows("#{kettle} has priority Urgent now.")
	ana.open(list).click("Open: change the status of #{kettle}").pressing("status", "closed").leadsTo(list).follow().shows("Closed #{kettle}.")
	if c := w.conversation("kettle"); c.AssignedTo != nil || c.Priority != desk.PriorityUrgent || c.Status != desk.StatusClosed {
		t.Errorf("it is %+v", c)
	}
}

// A property that somebody else has changed is shown with both values; whichever
// is chosen, the list follows.
func TestChooseWhatHasChanged(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const list = "/conversations?status=open"
	open := ana.open("/conversations/{kettle}/priority?status=open")
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityLow), Status: desk.Value(desk.StatusPending)})
	conflict := open.pressing("priority", "high").is(409).shows("Priority was changed in the meantime", "Mona Grant set it to Low, you chose High.")
	if keep := conflict.link("Keep Low"); keep != list {
		t.Errorf("keeping it leads to %s", keep)
	}
	conflict.formOf("Set to High").submit().leadsTo(list)
	if c := w.conversation("kettle"); c.Priority != desk.PriorityHigh {
		t.Errorf("priority %s", c.Priority)
	}
}

func TestChooseRefused(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	page := ana.open("/conversations/{kettle}/assignee?status=open")
	form := page.form("/conversations/{kettle}/assignee")
	form.forced("assignedTo", "{vic}").submit().is(422).shows("Assignee must be an active user", "Back to All open")
	ana.do(http.MethodPost, "/conversations/{kettle}/status", "from=list&was=open&status=odd", nil).is(422).shows("Status must be open, pending or closed")
	w.as("vic").open("/conversations/{kettle}/status").is(403)
	w.as("bo").open("/conversations/{kettle}/status").is(404)
	ana.open("/conversations/{kettle}/status?page=0").is(400)
}
