package views

import (
	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// TagList is the page /tags.
type TagList struct {
	Shell    layout.Shell
	List     desk.Listing[desk.Tag]
	CanWrite bool
}

func (m TagList) shell() layout.Shell {
	s := titled(m.Shell, "Tags ("+ui.Number(m.List.Total)+")")
	s.Nav.Current = layout.Tags
	s.Announce = ui.Count(m.List.Total, "tag", "tags")
	return s
}

func (m TagList) pagination() ui.Pagination {
	with := func(number, limit int) string {
		page := m.List.Page
		page.Number, page.Limit = number, limit
		return "/tags" + queryPart(page.Query())
	}
	return ui.Pagination{
		Label: "Tags", Page: m.List.Page.Number, Limit: m.List.Page.Limit, Total: m.List.Total,
		URL:      func(page int) string { return with(page, m.List.Page.Limit) },
		LimitURL: func(limit int) string { return with(1, limit) },
	}
}

// taggedURL returns the list of the conversations with a tag.
func taggedURL(t desk.Tag) string {
	return layout.ListURL(desk.ConversationFilter{Tags: []string{desk.TagKey(t.Name)}})
}

func tagURL(id desk.TagID) string { return "/tags/" + id.String() }

// TagForm is the page that adds a tag, where ID is 0, or changes one.
type TagForm struct {
	Shell   layout.Shell
	ID      desk.TagID
	Name    string
	Hue     desk.Hue
	Version int64 // that the form is for; in a conflict, the one that stands
	Errors  desk.FieldErrors
	// Current, where not nil, is the tag as someone else has saved it in the
	// meantime; the form keeps what was typed.
	Current *desk.Tag
}

func (m TagForm) heading() string {
	if m.ID == 0 {
		return "New tag"
	}
	return "Edit tag"
}

func (m TagForm) shell() layout.Shell {
	s := titled(m.Shell, m.heading())
	if len(m.Errors) > 0 {
		s.Title = "Error: " + s.Title
	}
	s.Nav.Current = layout.Tags
	return s
}

func (m TagForm) action() string {
	if m.ID == 0 {
		return "/tags"
	}
	return tagURL(m.ID)
}

func (m TagForm) hueOptions() []ui.Option {
	var list []ui.Option
	if m.ID == 0 {
		list = append(list, ui.Option{Label: "By its name", Selected: m.Hue == ""})
	}
	return append(list, options(desk.Hues(), []desk.Hue{m.Hue}, func(h desk.Hue) string { return capitalised(string(h)) })...)
}

// TagDelete is the page that asks before a tag is deleted.
type TagDelete struct {
	Shell      layout.Shell
	Tag        desk.Tag
	ReachesAll bool // the reader sees every conversation there is
	Changed    bool // since the question was first asked
}

func (m TagDelete) shell() layout.Shell {
	s := titled(m.Shell, "Delete tag")
	s.Nav.Current = layout.Tags
	return s
}
