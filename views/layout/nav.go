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
	icon  string // a name in the sprite; empty draws a square in dot's colour
	dot   string
	count string
	keys  string // the two keys that lead there, such as "g m"
}

func (n Nav) views() []place {
	view := func(key Key, label, icon string, count int) place {
		return place{key: key, label: label, url: ListURL(key.Filter()), icon: icon, count: ui.Number(count), keys: key.keys()}
	}
	return []place{
		view(Mine, "Mine", "user", n.Counts.Mine),
		view(Unassigned, "Unassigned", "inbox", n.Counts.Unassigned),
		view(AllOpen, "All open", "circle-dot", n.Counts.Open),
		view(Pending, "Pending", "clock", n.Counts.Pending),
		view(Closed, "Closed", "circle-check", n.Counts.Closed),
	}
}

func (n Nav) inboxes() []place {
	places := make([]place, len(n.Inboxes))
	for i, in := range n.Inboxes {
		places[i] = place{
			key: InboxKey(in.ID), label: in.Name, url: ListURL(InboxFilter(in.ID)),
			dot: ui.DotClass(int64(in.ID)), count: ui.Number(in.Open),
		}
	}
	return places
}

func (n Nav) desk() []place {
	return []place{{key: Customers, label: "Customers", url: "/customers", icon: "users", keys: Customers.keys()}}
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
	}
	return ""
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
