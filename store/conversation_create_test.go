package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func (w *world) create(actor desk.Actor, set func(*desk.ConversationCreate)) (desk.Conversation, error) {
	in := desk.ConversationCreate{Subject: desk.Value("Refund"), CustomerID: desk.Value(w.maya.ID)}
	if set != nil {
		set(&in)
	}
	return w.CreateConversation(w.t.Context(), actor, in)
}

func TestCreateConversation(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Support", "Billing")
	program := w.key("sync", "write:conversations")
	now := w.clock.Now()
	for _, test := range []struct {
		name  string
		actor desk.Actor
		set   func(*desk.ConversationCreate)
		want  func(*desk.Conversation)
	}{
		{"with the least", agent, nil, func(*desk.Conversation) {}},
		{"through the API", program, nil, func(c *desk.Conversation) { c.Source = desk.SourceAPI }},
		{
			"a call", agent, func(in *desk.ConversationCreate) { in.Channel = desk.Value(desk.ChannelPhone) },
			func(c *desk.Conversation) { c.Channel, c.Source = desk.ChannelPhone, desk.SourcePhone },
		},
		{
			"of another channel than its inbox", agent, func(in *desk.ConversationCreate) { in.Channel = desk.Value(desk.ChannelChat) },
			func(c *desk.Conversation) { c.Channel = desk.ChannelChat },
		},
		{"urgent, in another inbox", agent, func(in *desk.ConversationCreate) {
			in.Priority, in.InboxID = desk.Value(desk.PriorityUrgent), desk.Value(w.billing.ID)
		}, func(c *desk.Conversation) {
			c.Priority, c.InboxID, c.InboxName = desk.PriorityUrgent, w.billing.ID, "Billing"
		}},
		{
			"with the first message", agent, func(in *desk.ConversationCreate) { in.Message = desk.Value("Where is\nmy money?") },
			func(c *desk.Conversation) {
				c.MessageCount, c.Preview, c.LastMessageAt, c.WaitingSince = 1, "Where is my money?", at(now), at(now)
			},
		},
		{
			"a subject to be trimmed", agent, func(in *desk.ConversationCreate) { in.Subject = desk.Value("  Ünïcode 🙂 ") },
			func(c *desk.Conversation) { c.Subject = "Ünïcode 🙂" },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := w.create(test.actor, test.set)
			ok(t, err)
			want := desk.Conversation{
				ID: got.ID, Subject: "Refund", Status: desk.StatusOpen, Priority: desk.PriorityMedium, Channel: desk.ChannelEmail,
				Source: desk.SourceEmail, Customer: w.maya.Ref(), InboxID: w.support.ID, InboxName: "Support",
				CreatedAt: now, UpdatedAt: now, Version: 1,
			}
			test.want(&want)
			wantEqual(t, "the answer", want, got)
			wantEqual(t, "what is kept", want, w.get(got.ID))
		})
	}
}

func TestFirstMessageIsTheCustomers(t *testing.T) {
	w := newWorld(t)
	c, err := w.create(system(), func(in *desk.ConversationCreate) { in.Message = desk.Value("Hello") })
	ok(t, err)
	listing, err := w.ListMessages(t.Context(), system(), c.ID, page(1, 10))
	ok(t, err)
	want := []desk.Message{{
		ID: 1, Kind: desk.KindCustomer, Body: "Hello", CreatedAt: w.clock.Now(),
		Author: desk.Author{Type: "customer", ID: int64(w.maya.ID), Name: "Maya Okafor"},
	}}
	wantEqual(t, "messages", want, listing.Items)
}

func TestCreateConversationIsRefused(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	program := w.key("sync", "write:conversations", "Billing")
	inBilling := func(in *desk.ConversationCreate) { in.InboxID = desk.Value(w.billing.ID) }
	for _, test := range []struct {
		name, field, code string
		set               func(*desk.ConversationCreate)
	}{
		{"no subject", "subject", "required", func(in *desk.ConversationCreate) { in.Subject = desk.Field[string]{} }},
		{"no customer", "customerId", "required", func(in *desk.ConversationCreate) { in.CustomerID = desk.Field[desk.CustomerID]{} }},
		{"null customer", "customerId", "null", func(in *desk.ConversationCreate) { in.CustomerID = desk.Null[desk.CustomerID]() }},
		{"customer who does not exist", "customerId", "not_found", func(in *desk.ConversationCreate) { in.CustomerID = desk.Value(desk.CustomerID(999)) }},
		{"inbox out of reach", "inboxId", "not_found", func(in *desk.ConversationCreate) { in.InboxID = desk.Value(w.sales.ID) }},
		{"inbox that does not exist", "inboxId", "not_found", func(in *desk.ConversationCreate) { in.InboxID = desk.Value(desk.InboxID(999)) }},
		{"default inbox out of reach", "inboxId", "required", func(in *desk.ConversationCreate) { in.InboxID = desk.Field[desk.InboxID]{} }},
		{"null inbox", "inboxId", "null", func(in *desk.ConversationCreate) { in.InboxID = desk.Null[desk.InboxID]() }},
		{"empty message", "message", "empty", func(in *desk.ConversationCreate) { in.Message = desk.Value(" \n") }},
		{"unknown field", "colour", "unknown", func(in *desk.ConversationCreate) { in.Problems.Add("colour", "unknown", "colour is not a field") }},
	} {
		for _, actor := range []desk.Actor{agent, program} {
			w.invalid(test.name, test.field, test.code, func() error {
				_, err := w.create(actor, func(in *desk.ConversationCreate) { inBilling(in); test.set(in) })
				return err
			})
		}
	}
}

func TestEveryWrongFieldOfACreateIsNamed(t *testing.T) {
	w := newWorld(t)
	e := w.refused("all wrong", desk.CodeInvalid, func() error {
		_, err := w.CreateConversation(t.Context(), system(), desk.ConversationCreate{
			Subject: desk.Value(""), CustomerID: desk.Value(desk.CustomerID(999)), InboxID: desk.Value(desk.InboxID(999)),
		})
		return err
	})
	if len(e.Fields) != 3 || !e.Fields.Has("subject") || !e.Fields.Has("customerId") || !e.Fields.Has("inboxId") {
		t.Errorf("%v", e.Fields)
	}
}

func withCustomer(c desk.CustomerCreate) func(*desk.ConversationCreate) {
	return func(in *desk.ConversationCreate) {
		in.CustomerID, in.Customer = desk.Field[desk.CustomerID]{}, desk.Value(c)
	}
}

func TestCreateConversationWithItsCustomer(t *testing.T) {
	w := newWorld(t)
	lena := desk.CustomerCreate{Name: desk.Value(" Lena Vogt "), Email: desk.Value("lena@example.com"), Phone: desk.Value("112")}
	c, err := w.create(system(), withCustomer(lena))
	ok(t, err)
	customer, err := w.GetCustomer(t.Context(), system(), c.Customer.ID)
	ok(t, err)
	wantEqual(t, "customer", desk.CustomerRef{ID: c.Customer.ID, Name: "Lena Vogt", Email: "lena@example.com", Phone: "112"}, customer.Ref())
	wantEqual(t, "as the conversation shows them", customer.Ref(), c.Customer)
}

func TestCreateConversationWithItsCustomerIsRefused(t *testing.T) {
	w := newWorld(t)
	lena := desk.CustomerCreate{Name: desk.Value("Lena Vogt")}
	taken := desk.CustomerCreate{Name: desk.Value("Maya"), Email: desk.Value("MAYA.Okafor@Example.com")}
	create := func(actor desk.Actor, set ...func(*desk.ConversationCreate)) func() error {
		return func() error {
			_, err := w.create(actor, func(in *desk.ConversationCreate) {
				for _, s := range set {
					s(in)
				}
			})
			return err
		}
	}
	w.invalid("address taken", "email", "taken", create(system(), withCustomer(taken)))
	w.invalid("customer without a name", "name", "required", create(system(), withCustomer(desk.CustomerCreate{})))
	w.invalid("wrong subject: the customer is not added", "subject", "empty",
		create(system(), withCustomer(lena), func(in *desk.ConversationCreate) { in.Subject = desk.Value(" ") }))
	w.invalid("wrong inbox: the customer is not added", "inboxId", "not_found",
		create(system(), withCustomer(lena), func(in *desk.ConversationCreate) { in.InboxID = desk.Value(desk.InboxID(999)) }))
	program := w.key("sync", "write:conversations")
	e := w.refused("may not add customers", desk.CodePermission, create(program, withCustomer(lena)))
	if e.Required != desk.WriteCustomers {
		t.Errorf("requires %s", e.Required)
	}
}

func TestNumbersAreNeverGivenOutAgain(t *testing.T) {
	w := newWorld(t)
	first := w.conversation("First", w.support)
	ok(t, w.DeleteConversation(t.Context(), system(), first.ID, desk.ConversationDelete{}))
	if second := w.conversation("Second", w.support); second.ID <= first.ID {
		t.Errorf("%d after %d was deleted", second.ID, first.ID)
	}
}

func TestTimesAreOfTheClock(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(1500 * time.Nanosecond)
	c := storetest.AddConversation(t, w.Store, "Refund", w.maya.ID, w.support.ID)
	if want := w.clock.Now().Truncate(time.Microsecond); !c.CreatedAt.Equal(want) || c.CreatedAt.Location() != time.UTC {
		t.Errorf("%v, want %v in UTC", c.CreatedAt, want)
	}
	wantEqual(t, "what is kept", c, w.get(c.ID))
}
