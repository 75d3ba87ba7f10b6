package handlers

import (
	"net/http"
	"strings"
	"testing"

	"parley/internal/desk"
)

func TestChangeOneProperty(t *testing.T) {
	w := newWorld(t)
	const thread = "/conversations/{kettle}"
	w.play([]scenario{
		{
			name: "takes it", as: "ana", open: thread, form: thread + "/assignee", fill: map[string]string{"assignedTo": "{ana}"}, status: 303, leads: thread,
			then: func(_ *world, p *page) { p.follow().is(200).shows("Assigned #{kettle} to Ana Souza.") },
		},
		{
			name: "gives it back", as: "ana", open: thread, form: thread + "/assignee", fill: map[string]string{"assignedTo": ""}, status: 303,
			then: func(_ *world, p *page) { p.follow().is(200).shows("Unassigned #{kettle}.") },
		},
		{
			name: "raises it", as: "ana", open: thread, form: thread + "/priority", fill: map[string]string{"priority": "urgent"}, status: 303,
			then: func(_ *world, p *page) { p.follow().is(200).shows("#{kettle} has priority Urgent now.") },
		},
		{
			name: "puts it off", as: "ana", open: thread, form: thread + "/status", with: map[string]string{"status": "pending"}, status: 303,
			then: func(_ *world, p *page) { p.follow().is(200).shows("#{kettle} is Pending now.") },
		},
		{
			name: "closes it", as: "ana", open: thread, form: thread + "/status", push: "status", status: 303,
			then: func(w *world, p *page) {
				p.follow().is(200).shows("Closed #{kettle}.", "Reopen")
				if got := w.conversation("kettle").Status; got != desk.StatusClosed {
					w.t.Errorf("status %s", got)
				}
			},
		},
		{
			name: "reopens it", as: "ana", open: thread, form: thread + "/status", push: "status", status: 303,
			then: func(w *world, p *page) {
				p.follow().is(200).shows("Reopened #{kettle}.")
				if got := w.conversation("kettle").Status; got != desk.StatusOpen {
					w.t.Errorf("status %s", got)
				}
			},
		},
		{
			name: "chooses what it is", as: "ana", open: thread, form: thread + "/priority", fill: map[string]string{"priority": "urgent"}, status: 303,
			then: func(w *world, p *page) {
				before := w.conversation("kettle").Version
				p.follow().is(200).hides("now.")
				if got := w.conversation("kettle").Version; got != before {
					w.t.Errorf("version %d", got)
				}
			},
		},
		{name: "may not", as: "vic", method: "POST", open: thread + "/status", body: "status=closed&was=open", status: 403},
		{name: "does not reach it", as: "bo", method: "POST", open: thread + "/status", body: "status=closed&was=open", status: 404},
		{name: "a status that is none", as: "ana", method: "POST", open: thread + "/status", body: "status=odd", status: 422, shows: []string{"Status must be open, pending or closed"}},
		{name: "a priority that is none", as: "ana", method: "POST", open: thread + "/priority", body: "priority=&was=urgent", status: 422, shows: []string{"Priority must be low, medium, high or urgent"}},
		{name: "an assignee who may not", as: "ana", method: "POST", open: thread + "/assignee", body: "assignedTo={vic}&was=", status: 422, shows: []string{"Assignee must be an active user"}},
		{name: "an assignee that is no id", as: "ana", method: "POST", open: thread + "/assignee", body: "assignedTo=ana&was=", status: 422, shows: []string{"Assignee must be chosen from the list"}},
		{name: "was that is no id", as: "ana", method: "POST", open: thread + "/assignee", body: "assignedTo={ana}&was=ana", status: 422},
		{name: "nothing", as: "ana", method: "POST", open: thread + "/status", body: "", status: 422, shows: []string{"Status is required"}},
		{name: "nothing, and late", as: "ana", method: "POST", open: thread + "/status", body: "was=closed", status: 422, shows: []string{"Status is required"}},
		{name: "a version that is none", as: "ana", method: "POST", open: thread + "/status", body: "status=closed&version=x", status: 422, shows: []string{"open the page again"}},
	})
}

// property is a form for one property: what it sends, what somebody else makes
// of the property meanwhile, and what of another.
type property struct {
	path, field, mine    string
	same, meanwhile, not desk.ConversationProperties
	both                 []string
}

func (w *world) properties() []property {
	ana, max := w.users["ana"].ID, w.users["max"].ID
	type p = desk.ConversationProperties
	return []property{
		{
			"/status", "status", "closed",
			p{Status: desk.Value(desk.StatusClosed)},
			p{Status: desk.Value(desk.StatusPending)},
			p{Priority: desk.Value(desk.PriorityUrgent)},
			[]string{"Status was changed in the meantime", "Mona Grant set it to Pending, you chose Closed."},
		},
		{
			"/priority", "priority", "high",
			p{Priority: desk.Value(desk.PriorityHigh)},
			p{Priority: desk.Value(desk.PriorityLow)},
			p{Status: desk.Value(desk.StatusPending)},
			[]string{"Priority was changed in the meantime", "Mona Grant set it to Low, you chose High."},
		},
		{
			"/assignee", "assignedTo", "{ana}",
			p{AssignedTo: desk.Value(ana)},
			p{AssignedTo: desk.Value(max)},
			p{Subject: desk.Value("Another")},
			[]string{"Assignee was changed in the meantime", "Mona Grant set it to Max Weber, you chose Ana Souza."},
		},
	}
}

// TestAPropertyConflictsOnlyWithItself, if the form says what it showed.
func TestAPropertyConflictsOnlyWithItself(t *testing.T) {
	w := newWorld(t)
	for _, prop := range w.properties() {
		t.Run(prop.field, func(t *testing.T) {
			w := newWorld(t)
			ana := w.as("ana")
			opened := func() *filled {
				return ana.open("/conversations/{kettle}").form("/conversations/{kettle}"+prop.path).forced(prop.field, prop.mine)
			}
			form := opened()
			w.change("kettle", prop.not)
			form.submit().is(303)

			w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen), Priority: desk.Value(desk.PriorityMedium), AssignedTo: desk.Null[desk.UserID]()})
			form = opened()
			w.change("kettle", prop.same)
			form.submit().is(303) // Both wanted the same.

			// A version beside it decides nothing.
			ana.open("/conversations/{kettle}").form("/conversations/{kettle}"+prop.path).forced("version", "77").submit().is(303)

			w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen), Priority: desk.Value(desk.PriorityMedium), AssignedTo: desk.Null[desk.UserID]()})
			form = opened()
			w.change("kettle", prop.meanwhile)
			before := w.state()
			conflict := form.submit().is(http.StatusConflict).shows(prop.both...).shows("Nothing of yours was saved.")
			if w.state() != before {
				t.Error("something was saved")
			}
			conflict.form("/conversations/{kettle}" + prop.path).submit().is(303)
			if value, _ := propertyOf(w.conversation("kettle"), prop.field); value != w.expand(prop.mine) {
				t.Errorf("%s is %s", prop.field, value)
			}
		})
	}
}

// TestWithoutWasTheVersionDecides, whichever property has changed.
func TestWithoutWasTheVersionDecides(t *testing.T) {
	w := newWorld(t)
	for _, prop := range w.properties() {
		w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen), Priority: desk.Value(desk.PriorityMedium), AssignedTo: desk.Null[desk.UserID]()})
		version := "&version=" + w.version("kettle")
		w.change("kettle", prop.not)
		ana := w.as("ana")
		body := w.expand(prop.field + "=" + prop.mine)
		ana.do(http.MethodPost, "/conversations/{kettle}"+prop.path, body+version, nil).is(http.StatusConflict).shows("in the meantime")
		ana.do(http.MethodPost, "/conversations/{kettle}"+prop.path, body+"&version="+w.version("kettle"), nil).is(303)
	}
}

func (w *world) version(name string) string {
	w.t.Helper()
	return desk.EventID(w.conversation(name).Version).String()
}

// TestAPropertyThroughHTMX: the answer is a part of the page, also if it refuses.
func TestAPropertyThroughHTMX(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana").withHTMX()
	thread := ana.open("/conversations/{kettle}?status=open").is(200)
	p := thread.form("/conversations/{kettle}/priority").with("priority", "high").submit().leadsTo("/conversations/{kettle}?status=open").follow().is(200)
	if !strings.Contains(p.body, `<div id="toasts" hx-swap-oob="beforeend">`) {
		t.Error("the notice does not come with the page")
	}
	p.shows("#{kettle} has priority High now.")

	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityLow)})
	p = thread.form("/conversations/{kettle}/priority").with("priority", "urgent").submit().is(http.StatusConflict).shows("Mona Grant set it to Low, you chose Urgent.")
	if got := p.Header.Get("HX-Push-Url"); got != "false" {
		t.Errorf("HX-Push-Url is %q", got)
	}
	p = thread.form("/conversations/{kettle}/messages").with("body", " ").submit().is(422).shows("Message must not be empty")
	if got := p.Header.Get("HX-Push-Url"); got != "false" {
		t.Errorf("HX-Push-Url is %q", got)
	}
}
