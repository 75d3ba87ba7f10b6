package views

import (
	"cmp"
	"slices"
	"strconv"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// value is what the field of a key shows: what was typed, else what is in force.
func (m Keys) value(usual string) string {
	if m.Typed != nil {
		return m.Typed[usual]
	}
	return cmp.Or(m.Own[usual], usual)
}

// keyID is the id of a key's field. It has no sign of the key itself, as links lead
// there.
func keyID(usual string) string {
	return "own-key-" + strconv.Itoa(slices.Index(layout.UsualKeys(), usual)+1)
}

// problems lists what is wrong with the keys, each by what it does.
func (m Keys) problems() (list []ui.Problem) {
	for _, g := range layout.Shortcuts() {
		for _, s := range g.Shortcuts {
			if message := said(m.Errors, desk.KeyField(s.Key)); message != "" {
				list = append(list, ui.Problem{FieldID: keyID(s.Key), Message: s.Does + ": " + message})
			}
		}
	}
	return list
}
