package views

import (
	"testing"
	"time"

	"parley/internal/desk"
)

func TestCustomerListPagesKeepTheSearch(t *testing.T) {
	m := CustomerList{
		Shell: testShell(), Filter: desk.CustomerFilter{Search: "maya"}, CanWrite: true, Now: testNow,
		List: desk.Listing[desk.Customer]{Items: []desk.Customer{testCustomer()}, Total: 120, Page: desk.Page{Number: 2, Limit: 50}},
	}
	wants(t, render(t, m.Page()), "<title>Customers (120), page 2 of 3 · Parley</title>", `rel="next" href="/customers?page=3&amp;q=maya"`, `href="/customers?limit=25&amp;q=maya"`, `href="/customers/new"`)
	m.CanWrite = false
	lacks(t, render(t, m.Page()), "/customers/new")
	m.List.Items, m.List.Total = nil, 0
	wants(t, render(t, m.Page()), "No customers match")
	m.NothingYet = true
	wants(t, render(t, m.Page()), "No customers yet")
}

func TestCustomerPageDrawsOnlyWhatMayBeUsed(t *testing.T) {
	m := CustomerPage{Shell: testShell(), Customer: desk.Customer{ID: 7, Name: "Maya"}, Conversations: []desk.Conversation{testConversation()}, Total: 9, CanWrite: true, Now: testNow}
	wants(t, render(t, m.Page()), "/customers/7/edit", "/customers/7/delete", "Show all 9", `href="/conversations?customerId=7"`, "Not known")
	m.CanWrite = false
	lacks(t, render(t, m.Page()), "/customers/7/edit", "/customers/7/delete")
	m.Conversations = nil
	wants(t, render(t, m.Page()), "There are none with this customer that you may see.")
}

func TestCustomerFormKeepsWhatWasTypedInAConflict(t *testing.T) {
	current := desk.Customer{ID: 7, Name: "Maya", Email: "new@m.example"}
	m := CustomerForm{Shell: testShell(), ID: 7, Name: "Maya", Email: "mine@m.example", Version: 4, Current: &current}
	wants(t, render(t, m.Page()), "changed in the meantime", `value="mine@m.example"`, "new@m.example", `name="version" value="4"`, `action="/customers/7"`)
	lacks(t, render(t, m.Page()), "<li>Name:")
	lacks(t, render(t, CustomerForm{Shell: testShell()}.Page()), `name="version"`)
}

func TestCustomerDelete(t *testing.T) {
	m := CustomerDelete{Shell: testShell(), Customer: testCustomer()}
	wants(t, render(t, m.Page()), "cannot be undone", `action="/customers/7/delete"`)
	m.Blocked = true
	lacks(t, render(t, m.Page()), `action="/customers/7/delete"`)
}

func TestConversationEditConflictOffersBothValues(t *testing.T) {
	conv := testConversation()
	conv.Subject = "Now"
	m := ConversationEdit{Shell: testShell(), Conversation: conv, Form: FormOf(conv), Assignees: []desk.UserRef{{ID: 1, Name: "Ana"}, {ID: 2, Name: "Rui"}}, Conflict: true}
	m.Form.Subject, m.Form.AssignedTo = "Mine", "2"
	html := render(t, m.Page())
	wants(t, html, `name="subject" value="Mine" required`, `name="subject" value="Now"`, `name="assignedTo" value="2" required`, `name="assignedTo" value="1"`, `name="version" value="3"`, "<select")
	m.Conflict = false
	wants(t, render(t, m.Page()), `value="Mine"`, `<option value="2" selected>Rui</option>`)
}

func TestNewConversationKeepsEverythingTyped(t *testing.T) {
	m := NewConversation{Shell: testShell(), Inboxes: []desk.Inbox{{ID: 1, Name: "Support"}, {ID: 2, Name: "Billing", Default: true}}}
	wants(t, render(t, m.Page()), `<option value="2" selected>Billing</option>`, `<option value="email" selected>`, `<option value="medium" selected>`, `name="find" value="customer" formnovalidate`)
	m.Form = NewConversationForm{Subject: "S", InboxID: "1", Channel: "phone", Priority: "urgent", Message: "M", CustomerID: "7", CustomerQuery: "maya"}
	m.Matches, m.Searched = []desk.Customer{{ID: 7, Name: "Maya"}}, true
	wants(t, render(t, m.Page()), `value="S"`, ">M</textarea>", `<option value="phone" selected>`, `<option value="urgent" selected>`, `name="customerId" id="customer-7" value="7" checked`, `data-announce="1 customer found"`)
	m.Matches = nil
	wants(t, render(t, m.Page()), "No customer matches")
	m.Inboxes = nil
	wants(t, render(t, m.Page()), "no inbox to put it in", "parley inbox add-member")
}

func TestConversationDeleteSaysWhatGoes(t *testing.T) {
	wants(t, render(t, ConversationDelete{Shell: testShell(), Conversation: testConversation()}.Page()), "cannot be undone", "2 messages", `action="/conversations/1042/delete"`, `form="confirm" name="version" value="3"`)
}

func TestProblemPagesSayWhatToDo(t *testing.T) {
	for status, want := range map[int]string{400: "does not make sense", 403: "You may not do this", 404: "Nothing here", 405: "does not work that way", 409: "changed in the meantime", 413: "too large", 422: "not right", 429: "Too many attempts", 500: "Something went wrong", 503: "Something went wrong"} {
		html := render(t, Problem{Status: status, RequestID: "req-1", RetryAfter: 90 * time.Second}.Page())
		wants(t, html, want, "req-1", "/sign-in")
		if status == 429 {
			wants(t, html, "Try again in 2 minutes.")
		}
	}
}

func TestFieldMessagesAreSentences(t *testing.T) {
	errs := desk.FieldErrors{{Field: "customerId", Message: "customerId is required"}, {Field: "new", Message: "the new password must differ from the current one"}, {Field: "subject", Message: "subject must not be empty"}}
	for field, want := range map[string]string{"customerId": "Customer is required.", "new": "The new password must differ from the current one.", "subject": "Subject must not be empty.", "other": ""} {
		if got := said(errs, field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}

func TestWordsForEveryValue(t *testing.T) {
	for _, c := range desk.Channels() {
		if ChannelName(c) == "" || channelIcon(c) == "" || byChannel(c) == "by " {
			t.Errorf("channel %s has no words", c)
		}
	}
	seen := map[string]bool{}
	for _, s := range sorts() {
		seen[sortName(s)] = true
	}
	if len(seen) != len(desk.Sorts()) {
		t.Errorf("%d names for %d orders", len(seen), len(desk.Sorts()))
	}
}
