package views

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
)

func testList(f desk.ConversationFilter) ConversationList {
	f.Page = desk.Page{Number: 2, Limit: 50}
	m := ConversationList{
		Shell: testShell(), Filter: f, Now: testNow, CanWrite: true, Agents: []desk.UserRef{{ID: 1, Name: "Ana"}}, Inboxes: []desk.Inbox{{ID: 2, Name: "Billing"}},
		List: desk.Listing[desk.Conversation]{Total: 208, Page: f.Page}, Tags: testTags(), Unread: map[desk.ConversationID]desk.Unread{},
	}
	for i := range 50 {
		c := testConversation()
		c.ID, c.Subject = desk.ConversationID(2000+i), "Refund "+strings.Repeat("x", i)
		c.Tags = testTags()[:i%6]
		m.Unread[c.ID] = desk.Unread{First: desk.MessageID(i), Messages: i}
		m.List.Items = append(m.List.Items, c)
	}
	return m
}

// testTags are more than a row shows.
func testTags() (tags []desk.TagRef) {
	for i, name := range []string{"api", "bug", "login", "refund", "vip"} {
		tags = append(tags, desk.TagRef{ID: desk.TagID(i + 1), Name: name, Hue: desk.Hues()[i]})
	}
	return tags
}

func TestListNamesWhatItShows(t *testing.T) {
	for want, f := range map[string]desk.ConversationFilter{
		"All conversations": {}, "Mine": layout.Mine.Filter(), "Unassigned": layout.Unassigned.Filter(), "All open": layout.AllOpen.Filter(),
		"Pending": layout.Pending.Filter(), "Snoozed": layout.Snoozed.Filter(), "Closed": layout.Closed.Filter(), "Billing": layout.InboxFilter(2),
		"Filtered conversations": {Priorities: []desk.Priority{desk.PriorityHigh}},
	} {
		m := testList(f)
		if got := m.Heading(); got != want {
			t.Errorf("heading %q, want %q", got, want)
		}
		wants(t, render(t, m.Page()), "<title>"+want+" (208), page 2 of 5 · Parley</title>", `data-announce="`+want+`, 208 conversations, page 2 of 5"`)
	}
}

func TestListFiltersLeadToTheFirstPage(t *testing.T) {
	html := render(t, testList(desk.ConversationFilter{Statuses: []desk.Status{desk.StatusOpen}, Priorities: []desk.Priority{desk.PriorityHigh, desk.PriorityUrgent}, Me: true}).Page())
	wants(t, html,
		`aria-label="Remove filter Status: Open"`, `aria-label="Remove filter Priority: High"`, `aria-label="Remove filter Assignee: Me"`,
		`href="/conversations?assignedTo=me&amp;priority=urgent&amp;status=open" aria-label="Remove filter Priority: High"`,
		`id="show-pending" href="/conversations?assignedTo=me&amp;priority=high,urgent&amp;status=pending"`,
		`rel="next" href="/conversations?assignedTo=me&amp;page=3&amp;priority=high,urgent&amp;status=open"`,
		`51–100 of 208`, `Page 2 of 5`, `role="search"`, `Clear all`,
		`href="/conversations/2000?assignedTo=me&amp;page=2&amp;priority=high,urgent&amp;status=open"`,
	)
}

func TestListKeepsSeveralValuesInASelect(t *testing.T) {
	html := render(t, testList(desk.ConversationFilter{Me: true, Assignees: []desk.UserID{1}}).Page())
	wants(t, html, `<option value="me,1" selected>Me, Ana</option>`, `<option value="me">Me</option>`)
}

func TestListStates(t *testing.T) {
	m := testList(desk.ConversationFilter{})
	m.List.Items, m.List.Total = nil, 0
	wants(t, render(t, m.Page()), "No conversations match", "Clear filters")
	m.NothingYet = true
	wants(t, render(t, m.Page()), "No conversations yet", `href="/conversations/new"`)
	m.Shell.CanCreate = false
	lacks(t, render(t, m.Page()), `href="/conversations/new"`)
	m.NoInbox = true
	wants(t, render(t, m.Page()), "not a member of any inbox yet", "parley inbox add-member")
}

func testThread() Thread {
	at := testNow.Add(-2 * time.Hour)
	message := func(id desk.MessageID, kind desk.MessageKind, body string) Entry {
		return Entry{Message: &desk.Message{ID: id, Kind: kind, Body: body, Author: desk.Author{Type: "user", ID: 1, Name: "Ana"}, CreatedAt: at}}
	}
	c := testConversation()
	c.Subject = "Refund"
	return Thread{
		Shell: testShell(), Conversation: c, Now: testNow, CanWrite: true,
		Queue:   Queue{Query: url.Values{"status": {"open"}}, Label: "All open", Previous: 1043, Next: 1041},
		Entries: []Entry{message(1, desk.KindCustomer, "one\ntwo"), message(2, desk.KindReply, "three"), message(3, desk.KindNote, "four")},
	}
}

func TestThreadTellsMessagesApartByWords(t *testing.T) {
	html := render(t, testThread().Page())
	wants(t, html, `id="m-1"`, "one\ntwo", "by email", "Recorded, not sent", "Internal note", "bubble-note", `dir="auto"`, "<title>Refund #1042 · Parley</title>")
}

func TestThreadKnowsItsQueue(t *testing.T) {
	html := render(t, testThread().Page())
	wants(t, html, `href="/conversations?status=open" id="back" aria-label="Back to All open"`,
		`href="/conversations/1043?status=open" id="previous"`, `href="/conversations/1041?status=open" id="next"`,
		`action="/conversations/1042/messages?status=open"`, `action="/conversations/1042/assignee?status=open"`)
}

func TestThreadDrawsOnlyWhatMayBeUsed(t *testing.T) {
	m := testThread()
	m.CanWrite = false
	lacks(t, render(t, m.Page()), "composer", "/edit", "/delete", "/assignee", `name="was"`, "#composer")
}

func TestThreadPropertyFormsCarryWhatTheyShowed(t *testing.T) {
	html := render(t, testThread().Page())
	wants(t, html, `<input type="hidden" name="was" value="pending">`, `<input type="hidden" name="was" value="high">`, `<input type="hidden" name="was" value="1">`,
		`<option value="1" selected>`, "hx-morph-skip", "outerMorph")
}

func TestThreadOffersToReopenWhatIsClosed(t *testing.T) {
	m := testThread()
	wants(t, render(t, m.Page()), `name="status" value="closed"`)
	m.Conversation.Status = desk.StatusClosed
	wants(t, render(t, m.Page()), `name="status" value="open"`, "Reopen")
}

func TestThreadConflictShowsBothValues(t *testing.T) {
	m := testThread()
	m.Conflict = &PropertyConflict{Field: "priority", Mine: "urgent", MineName: "Urgent", Now: "low", NowName: "Low", ChangedBy: "Rui"}
	wants(t, render(t, m.Page()), "Priority was changed in the meantime", `<input type="hidden" name="was" value="low">`, `<input type="hidden" name="priority" value="urgent">`, "Set to Urgent", "Keep Low")
}

func TestComposerKeepsWhatWasRefused(t *testing.T) {
	m := testThread()
	m.Composer = Composer{Kind: desk.KindNote, Body: "kept", Errors: testErrors("body")}
	wants(t, render(t, m.Page()), `value="note" checked`, ">kept</textarea>", `href="#body"`, `aria-describedby="body-error"`, "Message must not be")
}

func TestEventSentences(t *testing.T) {
	for want, e := range map[string]desk.Event{
		"created this conversation":                {Action: desk.ActionCreated},
		"changed the priority from Medium to High": {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "priority", Before: "medium", After: "high"}}},
		"closed this conversation":                 {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "status", Before: "open", After: "closed"}}},
		"reopened this conversation":               {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "status", Before: "closed", After: "open"}}},
		"assigned this to Ana":                     {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "assignedTo", After: "1", AfterName: "Ana"}}},
		"unassigned Ana":                           {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "assignedTo", Before: "1", BeforeName: "Ana"}}},
		"changed the subject from “a” to “b”":      {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "subject", Before: "a", After: "b"}}},
		"snoozed this until Fri 09:00": {Action: desk.ActionUpdated, Changes: []desk.Change{
			{Field: "status", Before: "open", After: "pending"}, {Field: "snoozedUntil", After: "2026-11-27T07:00:00.000Z"},
		}},
		"woke this conversation and assigned this to 7": {Action: desk.ActionUpdated, Changes: []desk.Change{
			{Field: "status", Before: "pending", After: "open"}, {Field: "snoozedUntil", Before: "2026-11-27T07:00:00.000Z"}, {Field: "assignedTo", After: "7"},
		}},
		"ended the snooze": {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "snoozedUntil", Before: "2026-11-27T07:00:00.000Z"}}},
		"changed the priority from Low to High and closed this conversation": {Action: desk.ActionUpdated, Changes: []desk.Change{
			{Field: "priority", Before: "low", After: "high"}, {Field: "status", Before: "pending", After: "closed"}, {Field: "snoozedUntil", Before: "2026-11-27T07:00:00.000Z"},
		}},
		"closed this conversation and assigned this to 7": {Action: desk.ActionUpdated, Changes: []desk.Change{{Field: "status", Before: "open", After: "closed"}, {Field: "assignedTo", After: "7"}}},
	} {
		var words []string
		for _, part := range eventParts(e, time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("", 2*3600))) {
			words = append(words, part.text)
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
