package layout

import "strings"

// Shortcut is one thing that keys do. The control that it presses names Key in
// aria-keyshortcuts, or in data-key where it is two keys one after the other, for
// which ARIA has no words.
type Shortcut struct {
	Key  string // as browsers call it; "g m" is g, then m; "Control+Enter" is both at once
	Or   string // another key that does the same, or empty
	Does string
}

// ShortcutGroup is shortcuts that belong together, under one heading.
type ShortcutGroup struct {
	Name      string
	Shortcuts []Shortcut
}

// Shortcuts returns every key there is. The page /keys and the help dialog list
// them, and a test holds the controls of the pages against them.
func Shortcuts() []ShortcutGroup {
	return []ShortcutGroup{
		{"Moving", []Shortcut{
			{Key: "j", Does: "Next row, or next conversation"},
			{Key: "k", Does: "Previous row, or previous conversation"},
			{Key: "x", Does: "Select the row"},
			{Key: "J", Does: "Select down to the next row"},
			{Key: "K", Does: "Select up to the previous row"},
			{Key: "o", Or: "Enter", Does: "Open the row"},
			{Key: "u", Or: "Escape", Does: "Back to the queue"},
		}},
		{"In a conversation, or on a row", []Shortcut{
			{Key: "r", Does: "Write a reply"},
			{Key: "n", Does: "Write a note"},
			{Key: "Control+Enter", Or: "Meta+Enter", Does: "Send what is written"},
			{Key: "Control+Shift+Enter", Or: "Meta+Shift+Enter", Does: "Send it, and close the conversation"},
			{Key: "e", Does: "Close it, or open it again"},
			{Key: "a", Does: "Choose who has it"},
			{Key: "i", Does: "Take it yourself"},
			{Key: "s", Does: "Choose the status"},
			{Key: "p", Does: "Choose the priority"},
			{Key: "U", Does: "Mark it unread"},
			{Key: "t", Does: "Add tags"},
			{Key: "h", Does: "Snooze it until a time"},
			{Key: "m", Does: "Merge it into another"},
			{Key: "#", Does: "Delete it, after a question"},
		}},
		{"Anywhere", []Shortcut{
			{Key: "z", Does: "Undo what was just done"},
			{Key: "Control+k", Or: "Meta+k", Does: "Find what this page offers, by its name"},
		}},
		{"In a list", []Shortcut{
			{Key: "c", Does: "Begin a conversation"},
			{Key: "/", Does: "Search"},
			{Key: "f", Does: "Show the filter"},
		}},
		{"Going elsewhere", []Shortcut{
			{Key: "g m", Does: "Yours"},
			{Key: "g u", Does: "What nobody has"},
			{Key: "g a", Does: "Everything open"},
			{Key: "g c", Does: "Customers"},
			{Key: "g n", Does: "What you were told"},
			{Key: "?", Does: "These keys"},
		}},
	}
}

// keyCap is one key as it is drawn, with the word that leads to it.
type keyCap struct{ before, name string }

// caps returns the keys of a shortcut as they are drawn.
func (s Shortcut) caps() []keyCap {
	list := capsOf(s.Key)
	if s.Or != "" {
		other := capsOf(s.Or)
		other[0].before = "or"
		list = append(list, other...)
	}
	return list
}

func capsOf(key string) []keyCap {
	parts, joint := strings.Split(key, "+"), ""
	if strings.Contains(key, " ") {
		parts, joint = strings.Split(key, " "), "then"
	}
	list := make([]keyCap, len(parts))
	for i, part := range parts {
		list[i] = keyCap{joint, capName(part)}
	}
	list[0].before = ""
	return list
}

// capName returns what is written on a key.
func capName(key string) string {
	switch key {
	case "Control":
		return "Ctrl"
	case "Meta":
		return "⌘"
	case "Escape":
		return "Esc"
	}
	return key
}
