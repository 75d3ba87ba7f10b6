package layout

import (
	"strings"
	"unicode/utf8"
)

// Shortcut is one thing that keys do. The control that it presses names Key by
// ui.Keyed, and so with the key that its reader has chosen for it.
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
			{Key: "* a", Does: "Select every row of the page"},
			{Key: "* *", Does: "Change all that match, on every page"},
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
			{Key: "g r", Does: "Reports"},
			{Key: "g n", Does: "What you were told"},
			{Key: "g s", Does: "Preferences"},
			{Key: "?", Does: "These keys"},
		}},
	}
}

// Own tells whether one may choose another key: the others are the same everywhere,
// or press what browsers press by them.
func (s Shortcut) Own() bool { return utf8.RuneCountInString(strings.ReplaceAll(s.Key, " ", "")) <= 2 }

// UsualKeys returns the keys that one may choose others for.
func UsualKeys() []string {
	var keys []string
	for _, g := range Shortcuts() {
		for _, s := range g.Shortcuts {
			if s.Own() {
				keys = append(keys, s.Key)
			}
		}
	}
	return keys
}

// keyCap is one key as it is drawn, with the word that leads to it.
type keyCap struct{ before, name string }

// caps returns the keys of a shortcut as they are drawn; key is the reader's own.
func (s Shortcut) caps(key string) []keyCap {
	list := capsOf(key)
	if s.Or != "" {
		other := capsOf(s.Or)
		other[0].before = "or"
		list = append(list, other...)
	}
	return list
}

func capsOf(key string) []keyCap {
	parts, joint := []string{key}, ""
	if utf8.RuneCountInString(key) > 3 {
		parts = strings.Split(key, "+")
	}
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
