package browsertest

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestWalkToNewConversations logs a conversation of a customer who is known, and
// one of somebody new, and puts a customer right.
func TestWalkToNewConversations(t *testing.T) {
	eachWay(t, ana, func(w *walker) {
		w.logOfKnownCustomer()
		w.logOfNewCustomer()
		w.findCustomers()
		w.editCustomer()
	})
}

func (w *walker) logOfKnownCustomer() {
	w.step("new conversation", func() {
		w.goTo("/conversations?limit=25")
		w.press(link("New conversation"))
		w.untilHeading("New conversation")
	})
	w.step("customer found", func() {
		w.write(field("Subject"), "Call about the invoice")
		w.write(field("Name, email or phone"), "Okafor")
		w.press(button("Find"))
		w.until("Maya is offered", field(maya).js()+" !== null")
		w.hasValue(field("Subject"), "Call about the invoice")
	})
	w.step("conversation logged", func() {
		w.press(field(maya))
		w.choose(field("Channel"), "Phone", "")
		w.choose(field("Inbox"), "Billing", "")
		w.write(field("What the customer said"), "She called about the invoice of May.")
		w.press(button("Create conversation"))
		w.untilHeading("Call about the invoice")
		made := w.site.called(w.t, "Call about the invoice")
		if made.Customer.Name != maya || made.Channel != desk.ChannelPhone || made.InboxName != "Billing" || made.MessageCount != 1 {
			w.t.Errorf("made %+v", made)
		}
	})
}

func (w *walker) logOfNewCustomer() {
	before := w.site.conversations(w.t, desk.ConversationFilter{}).Total
	w.step("refused without a customer", func() {
		w.goTo("/conversations/new")
		w.write(field("What the customer said"), "It is broken.\nPlease help.")
		w.press(button("Create conversation"))
		w.untilText("There are 2 problems")
		w.focusOnSummary()
		w.hasValue(field("What the customer said"), "It is broken.\nPlease help.")
		if now := w.site.conversations(w.t, desk.ConversationFilter{}).Total; now != before {
			w.t.Error("something was created all the same")
		}
	})
	w.step("logged with a new customer", func() {
		w.write(field("New customer’s name"), "Zoë Абрамова")
		w.write(field("Email"), "zoe@example.com")
		w.write(field("Subject"), "The lamp is broken")
		w.choose(field("Priority"), "Urgent", "")
		w.press(button("Create conversation"))
		w.untilHeading("The lamp is broken")
		made := w.site.called(w.t, "The lamp is broken")
		if made.Customer.Name != "Zoë Абрамова" || made.Customer.Email != "zoe@example.com" || made.Priority != desk.PriorityUrgent {
			w.t.Errorf("made %+v", made)
		}
		if body := w.site.lastMessage(w.t, made.ID).Body; body != "It is broken.\nPlease help." {
			w.t.Errorf("the message is %q", body)
		}
	})
}

func (w *walker) findCustomers() {
	w.step("customers", func() {
		w.navigate("Customers")
		w.untilHeading("Customers")
		w.press(link("25").in(".pager"))
		w.untilQuery("limit", "25")
		w.press(link("Next").in(".pager"))
		w.untilQuery("page", "2")
	})
	w.step("customers searched", func() {
		w.write(field("Name, email or phone"), "okafor")
		w.press(button("Find"))
		w.untilQuery("q", "okafor")
		w.untilQuery("page", "")
		if rows := len(see[[]string](w.page, "probe.rows()")); rows != 1 {
			w.t.Errorf("%d customers are shown", rows)
		}
		w.press(link(maya))
		w.untilHeading(maya)
		w.untilText("Call about the invoice")
	})
}

func (w *walker) editCustomer() {
	id := w.site.called(w.t, refund).Customer.ID
	w.step("customer refused", func() {
		w.press(link("Edit").in("#main"))
		w.untilHeading("Edit customer")
		w.write(field("Email"), "person1@example.com")
		w.write(field("Phone"), "+44 20 7946 9999")
		w.press(button("Save"))
		w.untilText("There is a problem")
		w.focusOnSummary()
		w.hasValue(field("Phone"), "+44 20 7946 9999")
	})
	w.step("customer saved", func() {
		w.write(field("Email"), "maya@okafor.example")
		w.press(button("Save"))
		w.untilHeading(maya)
		w.untilText("maya@okafor.example")
		saved, err := w.site.store.GetCustomer(w.t.Context(), storetest.System(), id)
		if err != nil || saved.Email != "maya@okafor.example" || saved.Phone != "+44 20 7946 9999" {
			w.t.Errorf("saved %+v, %v", saved, err)
		}
	})
}
