package views

import (
	"encoding/json"
	"slices"

	"parley/internal/desk"
)

func (m Thread) follows() bool {
	return slices.ContainsFunc(m.Followers, func(u desk.UserRef) bool { return u.ID == m.Shell.User.ID })
}

// nameable is somebody whom the composer offers to name in a note. Say is what it
// writes after the @, and Hand the value of the choice to hand over to them.
type nameable struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	Say   string `json:"say"`
	Hand  string `json:"hand,omitempty"`
}

// nameable returns whom a note can name but its writer, for scripts. Who shares a
// name with somebody is named by address.
func (m Thread) nameable() string {
	people := []nameable{}
	for _, u := range m.Readers {
		if u.ID == m.Shell.User.ID {
			continue
		}
		p := nameable{Name: u.Name, Email: u.Email, Say: u.Name}
		if slices.ContainsFunc(m.Readers, func(o desk.UserRef) bool { return o.ID != u.ID && o.Name == u.Name }) {
			p.Say = u.Email
		}
		if u.ID.String() != m.assigneeID() && slices.Contains(m.Assignees, u) {
			p.Hand = u.ID.String()
		}
		people = append(people, p)
	}
	text, err := json.Marshal(people)
	if err != nil {
		return "[]" // Texts can always be encoded.
	}
	return string(text)
}

// named returns the words by which a message names people.
func named(msg desk.Message) []string {
	var words []string
	for _, m := range msg.Mentions {
		words = append(words, m.Words)
	}
	return words
}
