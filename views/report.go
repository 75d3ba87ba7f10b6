package views

import (
	"slices"
	"strconv"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// ReportPage is the page /reports.
type ReportPage struct {
	Shell   layout.Shell
	Filter  desk.ReportFilter
	Report  desk.Report
	Inboxes []desk.Inbox   // within reach
	Agents  []desk.UserRef // who could have something, whether or not they do
	Now     time.Time
	// NoInbox: the reader is a member of no inbox and so sees nothing.
	NoInbox bool
}

func (m ReportPage) shell() layout.Shell {
	s := titled(m.Shell, "Reports")
	s.Nav.Current = layout.Reports
	s.Announce = "Reports, " + ui.Count(m.Report.Open, "open conversation", "open conversations")
	return s
}

// tile is a number with the list that it counts.
type tile struct {
	name, value, note string
	class             string // of the number
	list              desk.ConversationFilter
}

func (m ReportPage) tiles() []tile {
	f, r := m.Filter, m.Report
	urgent := tile{name: "Urgent", value: ui.Number(r.Urgent), note: "Of what is open", list: f.Urgent()}
	if r.Urgent > 0 {
		urgent.class = "waiting"
	}
	return []tile{
		{name: "Open", value: ui.Number(r.Open), note: "To be worked on", list: f.Open()},
		{name: "Unassigned", value: ui.Number(r.Unassigned), note: "Open, nobody has it", list: f.Unassigned()},
		urgent,
		m.longest(),
		{name: "Pending", value: ui.Number(r.Pending), note: "Snoozed included", list: f.Pending()},
		{name: "Snoozed", value: ui.Number(r.Snoozed), note: "Soonest first", list: f.Snoozed()},
	}
}

// longest says how long who waits longest has waited. It counts nothing: its list is
// what is open, and begins with that one.
func (m ReportPage) longest() tile {
	longest := tile{name: "Longest wait", value: "–", note: "Nobody is waiting", list: m.Filter.LongestWaiting()}
	if since := m.Report.LongestSince; since != nil {
		longest.value, longest.note = ui.Waited(*since, m.Now), "Open, longest first"
		if waitingClass(*since, m.Now) == "waiting" {
			longest.class = "waiting"
		}
	}
	return longest
}

// loads returns who has something, and behind them who could have: that somebody has
// nothing is what one who hands out work looks for.
func (m ReportPage) loads() []desk.AgentLoad {
	loads := slices.Clone(m.Report.Agents)
	for _, u := range m.Agents {
		if !slices.ContainsFunc(loads, func(a desk.AgentLoad) bool { return a.User.ID == u.ID }) {
			loads = append(loads, desk.AgentLoad{User: u})
		}
	}
	return loads
}

// loaded returns a row's user as the list shows assignees: nil for nobody.
func loaded(a desk.AgentLoad) *desk.UserRef {
	if a.User.ID == 0 {
		return nil
	}
	return &a.User
}

// figure is a number in a table, with the list that it counts.
type figure struct {
	n    int
	what string // with the number: "12 open, Ana Souza"
	list desk.ConversationFilter
}

func (m ReportPage) agentFigures(a desk.AgentLoad) []figure {
	who := assigneeName(loaded(a))
	return []figure{
		{a.Open, "open, " + who, m.Filter.Open().Of(a.User.ID)},
		{a.Urgent, "urgent, " + who, m.Filter.Urgent().Of(a.User.ID)},
		{a.Pending, "pending, " + who, m.Filter.Pending().Of(a.User.ID)},
	}
}

func inboxFigures(i desk.InboxLoad) []figure {
	f := desk.ReportFilter{Inboxes: []desk.InboxID{i.ID}}
	return []figure{
		{i.Open, "open, " + i.Name, f.Open()},
		{i.Unassigned, "unassigned, " + i.Name, f.Unassigned()},
		{i.Pending, "pending, " + i.Name, f.Pending()},
	}
}

// words begin with what is seen.
func (f figure) words() string { return strconv.Itoa(f.n) + " " + f.what }

func (m ReportPage) inboxOptions() []ui.Option {
	list := make([]ui.Option, len(m.Inboxes))
	for i, in := range m.Inboxes {
		list[i] = ui.Option{Value: in.ID.String(), Label: in.Name, Selected: slices.Contains(m.Filter.Inboxes, in.ID)}
	}
	return append([]ui.Option{{Label: "All inboxes"}}, keepSeveral(list)...)
}
