package handlers

import (
	"testing"

	"parley/internal/desk"
)

// TestTheQueueSurvives every form of a thread, also where it is refused.
func TestTheQueueSurvives(t *testing.T) {
	w := newWorld(t)
	w.prefer("ana", desk.PreferencesUpdate{PageSize: desk.Value(25)})
	ana := w.as("ana")
	const query = "?limit=50&priority=high,medium&sort=createdAt&status=open,pending"
	here, back := w.expand("/conversations/{refund}"+query), "/conversations"+query
	remembers := func(what string, p *page) {
		t.Helper()
		if got := p.link("Back to Filtered conversations"); got != back {
			t.Errorf("%s: back leads to %q", what, got)
		}
		if got := p.link("Previous conversation"); got != w.expand("/conversations/{kettle}"+query) {
			t.Errorf("%s: the one before is %q", what, got)
		}
	}
	remembers("opened", ana.open(here).is(200))

	reply := ana.open(here).form("/conversations/{refund}/messages")
	sent := reply.with("body", "It is on its way.").submit().is(303).follow().is(200)
	remembers("a reply", sent)
	remembers("a reply that is refused", reply.with("body", " ").submit().is(422))
	remembers("a property that is refused", ana.open(here).form("/conversations/{refund}/status").forced("status", "odd").submit().is(422))

	stale := ana.open(here).form("/conversations/{refund}/priority")
	w.change("refund", desk.ConversationProperties{Priority: desk.Value(desk.PriorityHigh)})
	conflict := stale.with("priority", "low").submit().is(409)
	remembers("a property in conflict", conflict)
	if got := conflict.link("Keep High"); got != here {
		t.Errorf("keeping leads to %q", got)
	}
	conflict.formOf("Set to Low").submit().leadsTo(here)
	w.change("refund", desk.ConversationProperties{Priority: desk.Value(desk.PriorityMedium)})

	edit := ana.open(here).click("Edit").is(200).form("/conversations/{refund}")
	w.change("refund", desk.ConversationProperties{Subject: desk.Value("Refund, by somebody else")})
	changed := edit.with("subject", "Refund, by Ana").submit().is(409)
	if got := changed.link("Cancel"); got != here {
		t.Errorf("in conflict, cancel leads to %q", got)
	}
	refused := changed.form("/conversations/{refund}").forced("subject", " ").submit().is(422)
	refused.form("/conversations/{refund}").with("subject", "Refund again").submit().leadsTo(here)

	question := ana.open(here).click("Delete…").is(200).form("/conversations/{refund}/delete")
	w.change("refund", desk.ConversationProperties{Subject: desk.Value("Refund once more")})
	again := question.submit().is(409)
	if got := again.link("Keep it"); got != here {
		t.Errorf("keeping it after all leads to %q", got)
	}
	again.form("/conversations/{refund}/delete").submit().leadsTo(back)
}
