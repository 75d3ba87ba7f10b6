package views

import (
	"slices"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// chips returns the filters that are on, one chip for each value.
func (m ConversationList) chips() []ui.Chip {
	var chips []ui.Chip
	add := func(name, value string, remove func(*desk.ConversationFilter)) {
		chips = append(chips, ui.Chip{Name: name, Value: value, URL: m.with(remove)})
	}
	for _, s := range m.Filter.Statuses {
		add("Status", StatusName(s), func(f *desk.ConversationFilter) { f.Statuses = without(f.Statuses, s) })
	}
	for _, p := range m.Filter.Priorities {
		add("Priority", PriorityName(p), func(f *desk.ConversationFilter) { f.Priorities = without(f.Priorities, p) })
	}
	if m.Filter.Me {
		add("Assignee", "Me", func(f *desk.ConversationFilter) { f.Me = false })
	}
	if m.Filter.Unassigned {
		add("Assignee", "Unassigned", func(f *desk.ConversationFilter) { f.Unassigned = false })
	}
	for _, id := range m.Filter.Assignees {
		add("Assignee", m.agentName(id), func(f *desk.ConversationFilter) { f.Assignees = without(f.Assignees, id) })
	}
	for _, id := range m.Filter.Inboxes {
		add("Inbox", m.inboxName(id), func(f *desk.ConversationFilter) { f.Inboxes = without(f.Inboxes, id) })
	}
	for _, c := range m.Filter.Channels {
		add("Channel", ChannelName(c), func(f *desk.ConversationFilter) { f.Channels = without(f.Channels, c) })
	}
	for _, s := range m.Filter.Sources {
		add("Source", sourceName(s), func(f *desk.ConversationFilter) { f.Sources = without(f.Sources, s) })
	}
	for _, id := range m.Filter.Customers {
		add("Customer", m.customerName(id), func(f *desk.ConversationFilter) { f.Customers = without(f.Customers, id) })
	}
	for _, key := range m.Filter.Tags {
		add("Tag", m.tagName(key), func(f *desk.ConversationFilter) { f.Tags = without(f.Tags, key) })
	}
	if m.Filter.Snoozed != "" {
		add("Snoozed", sleepName(m.Filter.Snoozed), wake)
	}
	return chips
}

func (m ConversationList) clearURL() string {
	page := m.Filter.Page
	page.Number = 1
	return layout.ListURL(desk.ConversationFilter{Sort: m.Filter.Sort, Page: page})
}

func without[T comparable](values []T, value T) []T {
	return slices.DeleteFunc(slices.Clone(values), func(v T) bool { return v == value })
}

func (m ConversationList) agentName(id desk.UserID) string {
	for _, u := range m.Agents {
		if u.ID == id {
			return u.Name
		}
	}
	return "#" + id.String()
}

func (m ConversationList) inboxName(id desk.InboxID) string {
	for _, in := range m.Inboxes {
		if in.ID == id {
			return in.Name
		}
	}
	return "#" + id.String()
}

func (m ConversationList) customerName(id desk.CustomerID) string {
	for _, c := range m.Customers {
		if c.ID == id {
			return c.Name
		}
	}
	return "#" + id.String()
}

func (m ConversationList) statusOptions() []ui.Option {
	return options(desk.Statuses(), m.Filter.Statuses, StatusName)
}

func (m ConversationList) priorityOptions() []ui.Option {
	return options(desk.Priorities(), m.Filter.Priorities, PriorityName)
}

func (m ConversationList) channelOptions() []ui.Option {
	return append([]ui.Option{{Label: "Any channel"}}, keepSeveral(options(desk.Channels(), m.Filter.Channels, ChannelName))...)
}

func (m ConversationList) sleepOptions() []ui.Option {
	return append([]ui.Option{{Label: "Snoozed or not"}}, options(desk.Sleeps(), []desk.Sleep{m.Filter.Snoozed}, func(s desk.Sleep) string {
		if s == desk.Asleep {
			return "Only snoozed"
		}
		return "Not snoozed"
	})...)
}

func (m ConversationList) sortOptions() []ui.Option {
	var list []ui.Option
	for _, s := range sorts() {
		list = append(list, ui.Option{Value: s.String(), Label: sortName(s), Selected: sortName(s) == sortName(m.Filter.Sort)})
	}
	return list
}

func (m ConversationList) assigneeOptions() []ui.Option {
	list := []ui.Option{
		{Value: "me", Label: "Me", Selected: m.Filter.Me},
		{Value: "none", Label: "Unassigned", Selected: m.Filter.Unassigned},
	}
	for _, u := range m.Agents {
		list = append(list, ui.Option{Value: u.ID.String(), Label: u.Name, Selected: slices.Contains(m.Filter.Assignees, u.ID)})
	}
	return append([]ui.Option{{Label: "Anyone"}}, keepSeveral(list)...)
}

func (m ConversationList) inboxOptions() []ui.Option {
	list := make([]ui.Option, len(m.Inboxes))
	for i, in := range m.Inboxes {
		list[i] = ui.Option{Value: in.ID.String(), Label: in.Name, Selected: slices.Contains(m.Filter.Inboxes, in.ID)}
	}
	return append([]ui.Option{{Label: "Any inbox"}}, keepSeveral(list)...)
}

// options turns the values of a vocabulary into options.
func options[T ~string](all, selected []T, name func(T) string) []ui.Option {
	list := make([]ui.Option, len(all))
	for i, v := range all {
		list[i] = ui.Option{Value: string(v), Label: name(v), Selected: slices.Contains(selected, v)}
	}
	return list
}

// keepSeveral lets a select of one hold an address that names several values:
// they become one more option, so that applying another filter keeps them.
func keepSeveral(list []ui.Option) []ui.Option {
	var value, label string
	selected := 0
	for _, o := range list {
		if o.Selected {
			selected++
			value, label = value+","+o.Value, label+", "+o.Label
		}
	}
	if selected < 2 {
		return list
	}
	for i := range list {
		list[i].Selected = false
	}
	return append(list, ui.Option{Value: value[1:], Label: label[2:], Selected: true})
}
