package views

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"parley/internal/desk"
	"parley/views/layout"
)

var testNow = time.Date(2026, 11, 22, 11, 55, 0, 0, time.UTC)

// hostile is what somebody may put wherever text is taken.
const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(1)> hx-get="/x" ' & ليلى`

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(templ.WithNonce(context.Background(), "n0nce"), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wants(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("missing %q", part)
		}
	}
}

func lacks(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(html, part) {
			t.Errorf("must not contain %q", part)
		}
	}
}

func testShell() layout.Shell {
	return layout.Shell{User: layout.User{ID: 3, Name: hostile, Role: desk.RoleAgent}, CanCreate: true, Nav: layout.Nav{Inboxes: []layout.Inbox{{ID: 2, Name: hostile, Open: 41}}}}
}

func testConversation() desk.Conversation {
	waiting := testNow.Add(-52 * time.Hour)
	return desk.Conversation{
		ID: 1042, Subject: hostile, Status: desk.StatusPending, Priority: desk.PriorityHigh, Channel: desk.ChannelEmail, Source: desk.SourceEmail,
		Customer: desk.CustomerRef{ID: 7, Name: hostile, Email: hostile, Phone: hostile}, AssignedTo: &desk.UserRef{ID: 1, Name: hostile},
		InboxID: 2, InboxName: hostile, Preview: hostile, MessageCount: 2, WaitingSince: &waiting,
		Tags:      []desk.TagRef{{ID: 1, Name: hostile}, {ID: 2, Name: "a"}, {ID: 3, Name: "b"}, {ID: 4, Name: hostile}},
		CreatedAt: testNow.Add(-72 * time.Hour), UpdatedAt: testNow.Add(-time.Hour), Version: 3,
	}
}

func testCustomer() desk.Customer {
	return desk.Customer{ID: 7, Name: hostile, Email: hostile, Phone: hostile, CreatedAt: testNow, Version: 2}
}

func testErrors(fields ...string) desk.FieldErrors {
	var errs desk.FieldErrors
	for _, f := range fields {
		errs.Add(f, "bad", f+" must not be "+hostile)
	}
	return errs
}

// everyPage returns each page with hostile text in every place that takes text.
func everyPage() map[string]templ.Component {
	shell, conv, customer := testShell(), testConversation(), testCustomer()
	users := []desk.UserRef{{ID: 1, Name: hostile}}
	inboxes := []desk.Inbox{{ID: 2, Name: hostile}}
	message := desk.Message{ID: 55, Kind: desk.KindNote, Body: hostile, Author: desk.Author{Type: "user", ID: 1, Name: hostile}, Mentions: []desk.Mention{{Words: hostile}}, CreatedAt: testNow}
	event := desk.Event{ID: 9, Action: desk.ActionUpdated, Actor: desk.Author{Name: hostile}, At: testNow, Changes: []desk.Change{{Field: "subject", Before: hostile, After: hostile + "!"}, {Field: "assignedTo", After: "1", AfterName: hostile}, {Field: "tags", BeforeName: hostile, AfterName: "x" + hostile}}}
	filter := desk.ConversationFilter{Assignees: []desk.UserID{1}, Inboxes: []desk.InboxID{2}, Customers: []desk.CustomerID{7}, Tags: []string{hostile}, Page: desk.Page{Number: 1, Limit: 50}}
	tag := desk.Tag{ID: 1, Name: hostile, Hue: hostile, Version: 1}
	reply := desk.SavedReply{ID: 1, Name: hostile, Body: hostile, Version: 1}
	listing := desk.Listing[desk.Conversation]{Items: []desk.Conversation{conv}, Total: 1, Page: filter.Page}
	return map[string]templ.Component{
		"list":             ConversationList{Shell: shell, Filter: filter, List: listing, Agents: users, Inboxes: inboxes, Customers: []desk.CustomerRef{conv.Customer}, Unread: map[desk.ConversationID]desk.Unread{conv.ID: {First: 1, Messages: 2}}, Now: testNow}.Page(),
		"thread":           Thread{Shell: shell, Conversation: conv, Entries: []Entry{{Message: &message}, {Event: &event}}, Others: []desk.Conversation{conv}, Assignees: users, FirstUnread: 55, Readers: users, Followers: users, Tagging: Tagging{Offered: conv.Tags, Words: hostile}, Composer: Composer{Body: hostile, Errors: testErrors("body"), Preview: true, Meanwhile: []desk.Message{message}, Status: hostile, HandTo: hostile, Forgotten: []desk.Variable{hostile}, Unfilled: []desk.Variable{hostile}, LastSeen: hostile, Elsewhere: &desk.Draft{Body: hostile, Version: 7}}, Replies: []desk.SavedReply{reply}, Drafts: []desk.Draft{{Kind: desk.KindNote, Body: hostile, Version: 5}}, PropertyErrs: testErrors("status", "tags"), Conflict: &PropertyConflict{Field: "assignedTo", Mine: hostile, MineName: hostile, Now: hostile, NowName: hostile, ChangedBy: hostile}, Queue: Queue{Label: hostile, Next: 3}, CanWrite: true, Now: testNow}.Page(),
		"edit":             ConversationEdit{Shell: shell, Conversation: conv, Form: ConversationForm{Subject: hostile + "?", Status: hostile, Priority: hostile, AssignedTo: hostile}, Errors: testErrors("subject"), Assignees: users, Conflict: true}.Page(),
		"delete":           ConversationDelete{Shell: shell, Conversation: conv}.Page(),
		"new":              NewConversation{Shell: shell, Form: NewConversationForm{Subject: hostile, Message: hostile, CustomerQuery: hostile, CustomerName: hostile, CustomerEmail: hostile, CustomerPhone: hostile}, Errors: testErrors("subject", "name"), Inboxes: inboxes, Matches: []desk.Customer{customer}, Searched: true}.Page(),
		"customers":        CustomerList{Shell: shell, Filter: desk.CustomerFilter{Search: hostile}, List: desk.Listing[desk.Customer]{Items: []desk.Customer{customer}, Total: 1, Page: filter.Page}, CanWrite: true, Now: testNow}.Page(),
		"customer":         CustomerPage{Shell: shell, Customer: customer, Conversations: []desk.Conversation{conv}, Total: 1, CanWrite: true, Now: testNow}.Page(),
		"customer form":    CustomerForm{Shell: shell, ID: 7, Name: hostile + "?", Email: hostile, Phone: hostile, Errors: testErrors("email"), Current: &customer}.Page(),
		"customer delete":  CustomerDelete{Shell: shell, Customer: customer}.Page(),
		"customer blocked": CustomerDelete{Shell: shell, Customer: customer, Blocked: true}.Page(),
		"tags":             TagList{Shell: shell, List: desk.Listing[desk.Tag]{Items: []desk.Tag{tag}, Total: 1, Page: filter.Page}, CanWrite: true}.Page(),
		"tag form":         TagForm{Shell: shell, ID: 1, Name: hostile, Hue: hostile, Errors: testErrors("name"), Current: &tag}.Page(),
		"tag delete":       TagDelete{Shell: shell, Tag: tag}.Page(),
		"notifications":    Notifications{Shell: shell, List: []desk.Notification{{ID: 9, Kind: desk.NotifyMention, Subject: hostile, InboxName: hostile, Message: 55, Preview: hostile, By: desk.Author{Name: hostile}, At: testNow}}, Since: 12, More: true, Now: testNow}.Page(),
		"saved replies":    SavedReplyList{Shell: shell, Filter: desk.SavedReplyFilter{Search: hostile}, List: desk.Listing[desk.SavedReply]{Items: []desk.SavedReply{reply}, Total: 1, Page: filter.Page}, Actor: desk.System("x", desk.ViaPage)}.Page(),
		"saved reply form": SavedReplyForm{Shell: shell, ID: 1, Name: hostile, Body: hostile, Errors: testErrors("name", "body"), Current: &reply}.Page(),
		"saved reply":      SavedReplyDelete{Shell: shell, Reply: reply}.Page(),
		"reports":          ReportPage{Shell: shell, Report: desk.Report{Agents: []desk.AgentLoad{{User: users[0], Load: desk.Load{Open: 1}}}, Inboxes: []desk.InboxLoad{{ID: 2, Name: hostile, Load: desk.Load{Open: 1}}}}, Inboxes: append(inboxes, inboxes...), Now: testNow}.Page(),
		"profile":          Profile{Shell: shell, User: desk.User{Name: hostile, Email: hostile}, Name: hostile, Inboxes: []string{hostile}, NameErrors: testErrors("name")}.Page(),
		"preferences":      Preferences{Shell: shell, Form: PreferencesForm{Theme: hostile, Density: hostile, TimeZone: hostile, PageSize: hostile}, Errors: testErrors("theme", "timeZone"), BrowserZone: hostile, Now: testNow}.Page(),
		"sign-in":          SignIn{Email: hostile, Next: hostile, Error: hostile, Theme: hostile}.Page(),
		"setup":            Setup{Token: hostile, Name: hostile, Email: hostile, Errors: testErrors("token")}.Page(),
		"problem":          Problem{Shell: &shell, Status: 404, Detail: hostile, RequestID: hostile}.Page(),
		"api reference":    testAPIReference().Page(),
		"problem outside":  Problem{Status: 500, Detail: hostile, RequestID: hostile}.Page(),
	}
}

func TestPagesEscapeWhatPeopleWrite(t *testing.T) {
	for name, page := range everyPage() {
		t.Run(name, func(t *testing.T) {
			lacks(t, render(t, page), "<script>alert", "<img", `"><`+"img", `hx-get="/x"`)
		})
	}
}

func TestPagesRunUnderTheContentSecurityPolicy(t *testing.T) {
	for name, page := range everyPage() {
		t.Run(name, func(t *testing.T) {
			html := render(t, page)
			lacks(t, html, " style=", "<style", "hx-on", "js:", " onclick", "javascript:")
			if scripts, nonces := strings.Count(html, "<script"), strings.Count(html, `<script nonce="n0nce" src="/static/`); scripts != nonces {
				t.Errorf("%d scripts, %d of them external with the nonce", scripts, nonces)
			}
		})
	}
}

func TestPagesHaveOneHeadingOneMainAndUniqueIDs(t *testing.T) {
	for name, page := range everyPage() {
		t.Run(name, func(t *testing.T) {
			html := render(t, page)
			for _, part := range []string{"<h1", `<main id="main"`, "<title>"} {
				if n := strings.Count(html, part); n != 1 {
					t.Errorf("%d × %s, want 1", n, part)
				}
			}
			seen := map[string]bool{}
			for _, rest := range strings.Split(html, ` id="`)[1:] {
				id, _, _ := strings.Cut(rest, `"`)
				if seen[id] {
					t.Errorf("id %q stands twice", id)
				}
				seen[id] = true
			}
		})
	}
}

func TestEveryLabelAndSummaryLinkLeadsToAnElement(t *testing.T) {
	for name, page := range everyPage() {
		t.Run(name, func(t *testing.T) {
			html := render(t, page)
			for _, before := range []string{` for="`, `href="#`, `aria-labelledby="`} {
				for _, rest := range strings.Split(html, before)[1:] {
					id, _, _ := strings.Cut(rest, `"`)
					if !strings.Contains(html, ` id="`+id+`"`) {
						t.Errorf("%s%s\" leads nowhere", before, id)
					}
				}
			}
		})
	}
}
