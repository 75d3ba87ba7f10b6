package layout

import (
	"parley/internal/desk"
	"parley/views/ui"
)

// place is one line of the navigation.
type place struct {
	key   Key
	label string
	url   string
	class string // of the link, with its icon
	dot   string // of the square that stands for an icon, or empty
	count string
	keys  string // the two keys that lead there, such as "g m"
}

func (n Nav) views() []place {
	view := func(key Key, label, class string, count int) place {
		return place{key: key, label: label, url: ListURL(key.Filter()), class: class, count: ui.Number(count), keys: key.keys()}
	}
	return []place{
		view(Mine, "Mine", "nav-link nav-icon nav-mine", n.Counts.Mine),
		view(Unassigned, "Unassigned", "nav-link nav-icon nav-unassigned", n.Counts.Unassigned),
		view(AllOpen, "All open", "nav-link nav-icon nav-open", n.Counts.Open),
		view(Pending, "Pending", "nav-link nav-icon nav-pending", n.Counts.Pending),
		view(Snoozed, "Snoozed", "nav-link nav-icon nav-snoozed", n.Counts.Snoozed),
		view(Closed, "Closed", "nav-link nav-icon nav-closed", n.Counts.Closed),
	}
}

func (n Nav) inboxes() []place {
	places := make([]place, len(n.Inboxes))
	for i, in := range n.Inboxes {
		places[i] = place{
			key: InboxKey(in.ID), label: in.Name, url: ListURL(InboxFilter(in.ID)),
			class: "nav-link", dot: ui.DotClass(int64(in.ID)), count: ui.Number(in.Open),
		}
	}
	return places
}

func (n Nav) desk() []place {
	return []place{
		{key: Customers, label: "Customers", url: "/customers", class: "nav-link nav-icon nav-customers", keys: Customers.keys()},
		{key: Reports, label: "Reports", url: "/reports", class: "nav-link nav-icon nav-reports", keys: Reports.keys()},
		{key: Tags, label: "Tags", url: "/tags", class: "nav-link nav-icon nav-tags"},
		{key: SavedReplies, label: "Saved replies", url: "/saved-replies", class: "nav-link nav-icon nav-replies"},
	}
}

// keys returns the keys that lead to a place, or "".
func (k Key) keys() string {
	switch k {
	case Mine:
		return "g m"
	case Unassigned:
		return "g u"
	case AllOpen:
		return "g a"
	case Customers:
		return "g c"
	case Reports:
		return "g r"
	case Notified:
		return "g n"
	}
	return ""
}

// UnreadLabel returns a count of notifications as it is shown.
func UnreadLabel(n int) string {
	if n > desk.MaxUnreadShown {
		return ui.Number(desk.MaxUnreadShown) + "+"
	}
	return ui.Number(n)
}

// RoleName returns a role as people write it.
func RoleName(role desk.Role) string {
	switch role {
	case desk.RoleViewer:
		return "Viewer"
	case desk.RoleAgent:
		return "Agent"
	case desk.RoleManager:
		return "Manager"
	case desk.RoleAdmin:
		return "Administrator"
	}
	return string(role)
}

// ThemeName returns a theme as people say it.
func ThemeName(theme desk.Theme) string {
	switch theme {
	case desk.ThemeLight:
		return "Light"
	case desk.ThemeDark:
		return "Dark"
	}
	return "As the device"
}

func themeClass(theme desk.Theme) string {
	switch theme {
	case desk.ThemeLight:
		return "nav-link nav-icon nav-light"
	case desk.ThemeDark:
		return "nav-link nav-icon nav-dark"
	}
	return "nav-link nav-icon nav-device"
}
