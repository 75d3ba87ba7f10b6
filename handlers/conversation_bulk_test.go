package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
)

// selecting returns the form under a list as a browser sends it with these rows
// selected, each at the version that the page shows.
func (p *page) selecting(names ...string) url.Values {
	p.w.t.Helper()
	values := url.Values{}
	for _, name := range names {
		number := p.w.names[name]
		box := first(p.tree, func(n *html.Node) bool { return attr(n, "aria-label") == "Select #"+number })
		if box == nil || attr(box, "form") != "bulk" {
			p.w.t.Fatalf("%s cannot be selected", name)
		}
		values.Add(attr(box, "name"), attr(box, "value"))
	}
	return values
}

// selected returns the numbers of the rows that a list shows as selected.
func (p *page) selected() (numbers []string) {
	for _, box := range all(p.tree, func(n *html.Node) bool { return attr(n, "name") == "conversation" && has(n, "checked") }) {
		numbers = append(numbers, strings.TrimPrefix(attr(box, "aria-label"), "Select #"))
	}
	return numbers
}

// apply sends the form under a list.
func (p *page) apply(values url.Values, choices string) *page {
	p.w.t.Helper()
	form := p.form("/conversations/bulk")
	return p.browser.do(http.MethodPost, attr(form.node, "action"), values.Encode()+p.w.expand(choices), nil)
}

func TestChangeSelectedRows(t *testing.T) {
	w := newWorld(t)
	list := w.as("mona").open("/conversations?status=open")
	answer := list.apply(list.selecting("refund", "kettle"), "&assignedTo={ana}&status=&priority=")
	answer.leadsTo("/conversations?status=open")
	answer.follow().is(200).shows("Assigned 1 conversation to Ana Souza. 1 conversation was like that already.")
	list = w.as("mona").open("/conversations")
	list.apply(list.selecting("refund", "kettle"), "&assignedTo=none&status=&priority=").follow().shows("Unassigned 2 conversations.")
	list = w.as("mona").open("/conversations")
	list.apply(list.selecting("refund", "kettle"), "&assignedTo=&status=closed&priority=").follow().shows("Set 2 conversations to Closed.")
	list = w.as("mona").open("/conversations")
	list.apply(list.selecting("refund", "kettle"), "&assignedTo=&status=&priority=high").follow().shows("Gave 2 conversations priority High.")
	list = w.as("mona").open("/conversations")
	list.apply(list.selecting("refund", "kettle"), "&assignedTo={ana}&status=open&priority=").follow().shows("Changed 2 conversations.")
	list = w.as("mona").open("/conversations")
	list.apply(list.selecting("refund"), "&assignedTo={ana}&status=open&priority=").follow().shows("1 conversation was like that already.")
	for _, name := range []string{"refund", "kettle"} {
		if c := w.conversation(name); c.AssignedTo == nil || c.AssignedTo.Name != "Ana Souza" || c.Status != desk.StatusOpen || c.Priority != desk.PriorityHigh {
			t.Errorf("%s is %+v", name, c)
		}
	}
}

// One row that somebody else has changed is named, the others are done, and what
// was chosen can be applied to it again.
func TestSelectedRowThatHasChanged(t *testing.T) {
	w := newWorld(t)
	list := w.as("mona").open("/conversations")
	values := list.selecting("refund", "kettle", "parcel", "invoice")
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	again := list.apply(values, "&assignedTo={ana}&status=pending&priority=").is(409).shows(
		"2 conversations were not changed", "Changed 2 conversations.",
		"#{kettle}: Somebody else changed it in the meantime. It is Open, has priority Urgent, and the assignee is Unassigned.",
		"#{invoice}: Assignee must be an active user")
	if got := fmt.Sprint(again.selected()); got != fmt.Sprint([]string{w.names["kettle"], w.names["invoice"]}) && got != fmt.Sprint([]string{w.names["invoice"], w.names["kettle"]}) {
		t.Errorf("selected are %s", got)
	}
	if c := w.conversation("kettle"); c.Status != desk.StatusOpen || c.AssignedTo != nil {
		t.Errorf("the changed one is %+v", c)
	}
	chosen := again.form("/conversations/bulk").values
	if chosen["assignedTo"] != w.names["ana"] || chosen["status"] != "pending" || chosen["priority"] != "" {
		t.Errorf("chosen are %v", chosen)
	}
	again.apply(again.selecting("kettle"), "&assignedTo={ana}&status=pending").is(303)
	if c := w.conversation("kettle"); c.Status != desk.StatusPending || c.AssignedTo == nil {
		t.Errorf("applied again, it is %+v", c)
	}
}

func TestSelectedRowsRefused(t *testing.T) {
	w := newWorld(t)
	list := w.as("ana").open("/conversations")
	one := list.selecting("kettle")
	refused := list.apply(one, "&assignedTo=&status=&priority=").is(422).shows("Choose an assignee, a status or a priority for the selected conversations.")
	if got := refused.selected(); len(got) != 1 || got[0] != w.names["kettle"] {
		t.Errorf("selected are %v", got)
	}
	list.apply(url.Values{}, "&status=closed").is(422).shows("Select at least one conversation.")
	list.apply(url.Values{"conversation": {"x"}}, "&status=closed").is(422).shows("open it again")
	list.apply(one, "&status=odd").is(422).shows("Status must be open, pending or closed.")
	list.apply(one, "&assignedTo=odd").is(422).shows("Assignee must be chosen from the list.")
	list.apply(one, "&assignedTo={absentUser}").is(422).shows("Assignee must be the id of a user")
	before := w.state()
	hidden := url.Values{"conversation": {w.names["invoice"] + "@1"}}
	absent := url.Values{"conversation": {w.names["absent"] + "@1"}}
	was := list.apply(hidden, "&status=closed").is(409).hides("canary")
	is := list.apply(absent, "&status=closed").is(409)
	if a, b := strings.ReplaceAll(was.text(), w.names["invoice"], ""), strings.ReplaceAll(is.text(), w.names["absent"], ""); a != b {
		t.Errorf("one out of reach is told from one that is absent:\n%s\n%s", a, b)
	}
	w.as("vic").do(http.MethodPost, "/conversations/bulk", one.Encode()+"&status=closed", nil).is(403)
	if w.state() != before {
		t.Error("something changed")
	}
	if p := w.as("vic").open("/conversations"); strings.Contains(p.body, "checkbox\" class") || strings.Contains(p.body, "/status") {
		t.Error("a viewer is offered what they may not do")
	}
}
