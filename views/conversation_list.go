package views

import (
	"cmp"
	"strings"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// ConversationList is the page /conversations.
type ConversationList struct {
	Shell     layout.Shell
	Filter    desk.ConversationFilter
	List      desk.Listing[desk.Conversation]
	Counts    StatusCounts
	Agents    []desk.UserRef               // offered as assignees to filter by
	Inboxes   []desk.Inbox                 // within reach
	Customers []desk.CustomerRef           // those the filter names
	Tags      []desk.TagRef                // offered to filter by
	Drafted   map[desk.ConversationID]bool // where the reader has drafts
	// Unread are those listed that the reader has not read to their end.
	Unread map[desk.ConversationID]desk.Unread
	Me     desk.UserID
	// CustomerWords and CustomerError are what was written in the filter form,
	// and what is wrong with it.
	CustomerWords, CustomerError string
	Now                          time.Time
	CanWrite                     bool
	Bulk                         Bulk
	// NothingYet: the reader could see conversations, but there are none at all.
	NothingYet bool
	// NoInbox: the reader is a member of no inbox and so sees nothing.
	NoInbox bool
}

// StatusCounts counts what the filter would hold with each status, the other
// filters staying as they are. What is snoozed is counted as if it were one, too.
type StatusCounts struct {
	All, Open, Pending, Snoozed, Closed int
}

// Heading returns the name of what the list shows.
func (m ConversationList) Heading() string {
	key := layout.KeyOf(m.Filter)
	switch key {
	case layout.Mine:
		return "Mine"
	case layout.Unassigned:
		return "Unassigned"
	case layout.AllOpen:
		return "All open"
	case layout.Pending:
		return "Pending"
	case layout.Snoozed:
		return "Snoozed"
	case layout.Closed:
		return "Closed"
	}
	for _, in := range m.Inboxes {
		if key != "" && key == layout.InboxKey(in.ID) {
			return in.Name
		}
	}
	if m.Filter.Narrowed() {
		return "Filtered conversations"
	}
	return "All conversations"
}

func (m ConversationList) shell() layout.Shell {
	s := m.Shell
	count := ui.Number(m.List.Total)
	s.Title = m.Heading() + " (" + count + ")"
	s.Announce = m.Heading() + ", " + ui.Count(m.List.Total, "conversation", "conversations")
	if m.List.Pages() > 1 {
		place := ", page " + ui.Number(m.List.Page.Number) + " of " + ui.Number(m.List.Pages())
		s.Title += place
		s.Announce += place
	}
	if m.CustomerError != "" {
		s.Announce = m.CustomerError
	}
	if said := m.Bulk.announcement(); said != "" {
		s.Announce = said
	}
	if s.Nav.Current == "" {
		s.Nav.Current = layout.KeyOf(m.Filter)
	}
	return s
}

// with returns the address of the list's first page with its filter changed.
func (m ConversationList) with(change func(*desk.ConversationFilter)) string {
	f := m.Filter
	f.Page.Number = 1
	change(&f)
	return layout.ListURL(f)
}

// conversationURL keeps the list's query, so that the thread knows its queue.
func (m ConversationList) conversationURL(id desk.ConversationID) string {
	return threadURL(id, desk.EncodeQuery(m.Filter.Query()))
}

// exportURL returns the address of everything that the list holds, whatever its page.
func (m ConversationList) exportURL() string {
	f := m.Filter
	f.Page = desk.Page{}
	return "/conversations.csv" + queryPart(f.Query())
}

func (m ConversationList) density() desk.Density {
	return cmp.Or(m.Shell.Density, desk.DensityComfortable)
}

func threadURL(id desk.ConversationID, query string) string {
	url := "/conversations/" + id.String()
	if query != "" {
		url += "?" + query
	}
	return url
}

// segments offer the statuses, and what is snoozed as if that were one. Only there
// is it of use to know what wakes first.
func (m ConversationList) segments() []ui.Segment {
	asleep := m.Filter.Snoozed == desk.Asleep
	segment := func(id, label string, count int, statuses ...desk.Status) ui.Segment {
		return ui.Segment{
			ID: "show-" + id, Label: label, Count: count,
			URL: m.with(func(f *desk.ConversationFilter) {
				f.Statuses = statuses
				if asleep {
					wake(f)
				}
			}),
			Current: !asleep && strings.Join(desk.Words(m.Filter.Statuses), ",") == strings.Join(desk.Words(statuses), ","),
		}
	}
	return []ui.Segment{
		segment("all", "All", m.Counts.All),
		segment("open", "Open", m.Counts.Open, desk.StatusOpen),
		segment("pending", "Pending", m.Counts.Pending, desk.StatusPending),
		{
			ID: "show-snoozed", Label: "Snoozed", Count: m.Counts.Snoozed, Current: asleep && len(m.Filter.Statuses) == 0,
			URL: m.with(func(f *desk.ConversationFilter) { f.Statuses, f.Snoozed, f.Sort = nil, desk.Asleep, desk.SoonestFirst }),
		},
		segment("closed", "Closed", m.Counts.Closed, desk.StatusClosed),
	}
}

// wake drops a filter for what is snoozed, and the order that goes with it.
func wake(f *desk.ConversationFilter) {
	f.Snoozed = ""
	if f.Sort.Key == desk.SortSnoozed {
		f.Sort = desk.DefaultSort
	}
}

func (m ConversationList) pagination() ui.Pagination {
	return ui.Pagination{
		Label: "Conversations", Page: m.List.Page.Number, Limit: m.List.Page.Limit, Total: m.List.Total,
		URL:      func(page int) string { return m.with(func(f *desk.ConversationFilter) { f.Page.Number = page }) },
		LimitURL: func(limit int) string { return m.with(func(f *desk.ConversationFilter) { f.Page.Limit = limit }) },
	}
}
