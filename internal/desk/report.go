package desk

import (
	"net/url"
	"slices"
	"time"
)

// Load is how much there is to do, of everything, of one inbox or for one person.
type Load struct {
	Open       int
	Unassigned int // of what is open
	Urgent     int // of what is open
	Pending    int
	Snoozed    int // of what is pending
}

// AgentLoad is what one person has. Nobody is a User without an ID.
type AgentLoad struct {
	User UserRef
	Load
}

// InboxLoad is what there is in one inbox.
type InboxLoad struct {
	ID   InboxID
	Name string
	Load
}

// Report is the queue at one moment, as far as the actor may see it.
type Report struct {
	Load
	Agents       []AgentLoad // who has something, nobody first, then by how much is open
	Inboxes      []InboxLoad // every one within reach, by name
	LongestSince *time.Time  // since when the customer has waited who waits longest in an open conversation
}

// ReportFilter says which inboxes a report is about: all within reach where empty.
type ReportFilter struct{ Inboxes []InboxID }

// ReportParams are the names that a ReportFilter reads.
func ReportParams() []string { return []string{"inboxId"} }

// ParseReportFilter reads a query strictly.
func ParseReportFilter(query url.Values) (ReportFilter, FieldErrors) {
	var errs FieldErrors
	knownOnly(query, &errs, ReportParams()...)
	return ReportFilter{Inboxes: parseIDs[InboxID](query, "inboxId", &errs)}, errs
}

// Query returns the canonical query of the filter.
func (f ReportFilter) Query() url.Values { return f.list().Query() }

// Every number of a report counts one of these lists, and leads to it.

// Open is what is open.
func (f ReportFilter) Open() ConversationFilter { return f.list(StatusOpen) }

// Unassigned is what is open and nobody has.
func (f ReportFilter) Unassigned() ConversationFilter { return f.Open().Of(0) }

// Urgent is what is open and urgent.
func (f ReportFilter) Urgent() ConversationFilter {
	list := f.Open()
	list.Priorities = []Priority{PriorityUrgent}
	return list
}

// Pending is what is pending, for a time or not.
func (f ReportFilter) Pending() ConversationFilter { return f.list(StatusPending) }

// Snoozed is what is pending for a time, the soonest first.
func (f ReportFilter) Snoozed() ConversationFilter {
	list := f.list()
	list.Snoozed, list.Sort = Asleep, SoonestFirst
	return list
}

// LongestWaiting is what is open, first the one whose customer waits longest.
func (f ReportFilter) LongestWaiting() ConversationFilter {
	list := f.Open()
	list.Sort = Sort{Key: SortWaiting, Descending: true}
	return list
}

func (f ReportFilter) list(statuses ...Status) ConversationFilter {
	return ConversationFilter{Inboxes: slices.Clone(f.Inboxes), Statuses: statuses, Sort: DefaultSort}
}

// Of returns the filter narrowed to what a user has, or nobody where there is none.
func (f ConversationFilter) Of(user UserID) ConversationFilter {
	if f.Unassigned = user == 0; !f.Unassigned {
		f.Assignees = []UserID{user}
	}
	return f
}
