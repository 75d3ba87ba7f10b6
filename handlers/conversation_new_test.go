package handlers

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

func TestNewConversation(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{
			name: "the form", as: "ana", open: "/conversations/new", status: 200,
			shows: []string{"New conversation", "Find", "Support", "Subject"}, hides: []string{"Billing", "No customer matches"},
		},
		{name: "with a customer chosen by the address", as: "ana", open: "/conversations/new?customerId={maya}", status: 200, shows: []string{"Maya Okafor", "A new customer, described below"}},
		{name: "with a customer who is none", as: "ana", open: "/conversations/new?customerId={absentCustomer}", status: 200, hides: []string{"A new customer, described below"}},
		{name: "may not", as: "vic", open: "/conversations/new", status: 403, shows: []string{"You may not do this", "write:conversations"}},
		{name: "reaches no inbox", as: "nia", open: "/conversations/new", status: 200, shows: []string{"There is no inbox to put it in"}, hides: []string{"Create conversation"}},
		{
			name: "with an existing customer", as: "ana", open: "/conversations/new?customerId={maya}", form: "/conversations",
			fill: map[string]string{"subject": "  A new matter ", "channel": "phone", "priority": "high", "message": "Hello?\r\nAnyone?"}, status: 303,
			then: func(w *world, p *page) {
				p.follow().is(200).shows("A new matter", "Created #", "Hello?", "Maya Okafor", "High", "Phone")
				got := w.last()
				if got.Source != desk.SourcePhone || got.Status != desk.StatusOpen || got.Subject != "A new matter" || got.Version != 1 || got.MessageCount != 1 {
					w.t.Errorf("got %+v", got)
				}
			},
		},
		{
			name: "with a new customer", as: "ana", open: "/conversations/new", form: "/conversations",
			fill:   map[string]string{"subject": "First contact", "customerName": "Nora Lim", "customerEmail": "nora@example.com", "customerPhone": "+44 20 7946 0018"},
			status: 303,
			then: func(w *world, p *page) {
				p.follow().is(200).shows("First contact", "Nora Lim", "nora@example.com", "+44 20 7946 0018", "No one is waiting")
				if got := w.last(); got.Source != desk.SourceEmail || got.Channel != desk.ChannelEmail || got.Priority != desk.PriorityMedium {
					w.t.Errorf("got %+v", got)
				}
			},
		},
	})
}

// last returns the conversation with the highest number.
func (w *world) last() desk.Conversation {
	w.t.Helper()
	var id string
	w.must(w.db.QueryRowContext(w.t.Context(), "SELECT MAX(id) FROM conversations").Scan(&id))
	w.names["last"] = id
	return w.conversation("last")
}

func TestFindingACustomer(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	typed := []string{"Half a subject", "Half a message", "urgent"}
	find := func(query string) *page {
		t.Helper()
		return ana.open("/conversations/new").form("/conversations").with("customerQuery", query).
			with("subject", typed[0]).with("message", typed[1]).with("priority", typed[2]).with("customerName", "Somebody").press("find")
	}
	p := find("okafor").is(200).shows("Maya Okafor", "maya.okafor@example.com").hides("Leo Brandt")
	again := p.form("/conversations")
	for i, name := range []string{"subject", "message", "priority"} {
		if again.values[name] != typed[i] {
			t.Errorf("%s became %q", name, again.values[name])
		}
	}
	if again.values["customerName"] != "Somebody" || again.values["customerQuery"] != "okafor" {
		t.Errorf("the form forgot: %v", again.values)
	}
	again.with("customerId", "{maya}").submit().is(303).follow().is(200).shows("Half a subject", "Maya Okafor", "Half a message", "Urgent")
	find("nobody at all").is(200).shows("No customer matches", "Half a subject")
	// Without scripts Enter in any field presses the first button, which must do no harm.
	find("").is(200).shows("Half a message").hides("No customer matches")
	find("  ").is(200)
	find(strings.Repeat("a ", 5000)).is(422).shows("What you look for must have at most 200 characters", "Half a subject", "Half a message")
	find("a\x00b").is(422).shows("What you look for must not contain", "Half a subject")
}

func TestANewConversationIsRefused(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	kept := map[string]string{"message": "Kept message", "customerPhone": "555 0100"}
	refused := func(name string, fill, with map[string]string, shows ...string) scenario {
		for field, value := range kept {
			if _, given := fill[field]; !given {
				fill[field] = value
			}
		}
		return scenario{
			name: name, as: "ana", open: "/conversations/new", form: "/conversations", fill: fill, with: with, status: 422, shows: shows,
			then: func(w *world, p *page) {
				again := p.form("/conversations")
				for field, value := range fill {
					if got := again.values[field]; got != w.expand(value) {
						w.t.Errorf("%s became %q", field, got)
					}
				}
				p.shows("problem")
				if !strings.HasPrefix(textOf(first(p.tree, tag("title"))), "Error: ") {
					w.t.Error("the title does not tell")
				}
			},
		}
	}
	type m = map[string]string
	w.play([]scenario{
		refused("without a subject", m{"customerName": "Nora"}, nil, "Subject must not be empty"),
		refused("with a subject too long", m{"customerName": "Nora", "subject": strings.Repeat("é", 256)}, nil, "Subject must have at most 255 characters"),
		refused("with a subject of nothing visible", m{"customerName": "Nora", "subject": "\u200b"}, nil, "Subject must not be empty"),
		refused("without a customer", m{"subject": "Hello", "customerPhone": ""}, nil, "Customer is required"),
		refused("with a customer who is none", m{"subject": "Hello"}, m{"customerId": "{absentCustomer}"}, "Customer must be the id of a customer"),
		refused("with a customer that is no id", m{"subject": "Hello"}, m{"customerId": "maya"}, "Customer must be chosen from the list"),
		refused("with a customer without a name", m{"subject": "Hello", "customerEmail": "nora@example.com"}, nil, "Name must not be empty"),
		refused("with an address that is none", m{"subject": "Hello", "customerName": "Nora", "customerEmail": "nora"}, nil, "Email must be an email address"),
		refused("with an address that is taken", m{"subject": "Hello", "customerName": "Nora", "customerEmail": "Maya.Okafor@Example.com"}, nil, "Another customer has this email address"),
		refused("with a number that is none", m{"subject": "Hello", "customerName": "Nora", "customerPhone": "call me"}, nil, "Phone must be a telephone number"),
		refused("with a priority that is none", m{"subject": "Hello", "customerName": "Nora"}, m{"priority": "asap"}, "Priority must be low, medium, high or urgent"),
		refused("with a channel that is none", m{"subject": "Hello", "customerName": "Nora"}, m{"channel": "fax"}, "Channel must be email, chat, phone or whatsapp"),
		refused("in an inbox out of reach", m{"subject": "Hello", "customerName": "Nora"}, m{"inboxId": "{billing}"}, "Inbox must be the id of an inbox that you reach"),
		refused("in an inbox that is none", m{"subject": "Hello", "customerName": "Nora"}, m{"inboxId": "{absentInbox}"}, "Inbox must be the id of an inbox that you reach"),
		refused("with a message too long", m{"subject": "Hello", "customerName": "Nora", "message": strings.Repeat("x", 100_001)}, nil, "Message must have at most 100000 characters"),
		refused("with several things wrong", m{"subject": "", "customerEmail": "nora"}, m{"priority": "asap"}, "There are 4 problems"),
		{
			name: "where the default inbox is out of reach", as: "bo", open: "/conversations/new", form: "/conversations", drop: "inboxId",
			fill: m{"subject": "Hello", "customerName": "Nora"}, status: 422, shows: []string{"Inbox is required, since the default inbox is out of your reach"},
		},
		{name: "who may not", as: "vic", method: "POST", open: "/conversations", body: "subject=Hello&customerName=Nora", status: 403},
	})
	if after := w.state(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}
