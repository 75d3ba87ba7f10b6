package views

import (
	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// SavedReplyList is the page /saved-replies.
type SavedReplyList struct {
	Shell      layout.Shell
	Filter     desk.SavedReplyFilter
	List       desk.Listing[desk.SavedReply]
	Actor      desk.Actor // who reads; it decides what may be changed
	NothingYet bool       // there are none at all
}

func (m SavedReplyList) shell() layout.Shell {
	s := titled(m.Shell, "Saved replies ("+ui.Number(m.List.Total)+")")
	s.Nav.Current = layout.SavedReplies
	s.Announce = ui.Count(m.List.Total, "saved reply", "saved replies")
	return s
}

func (m SavedReplyList) pagination() ui.Pagination {
	with := func(number, limit int) string {
		f := m.Filter
		f.Page.Number, f.Page.Limit = number, limit
		return "/saved-replies" + queryPart(f.Query())
	}
	return ui.Pagination{
		Label: "Saved replies", Page: m.List.Page.Number, Limit: m.List.Page.Limit, Total: m.List.Total,
		URL:      func(page int) string { return with(page, m.Filter.Page.Limit) },
		LimitURL: func(limit int) string { return with(1, limit) },
	}
}

func (m SavedReplyList) mayAdd() bool { return m.Actor.RequireSavedReplies() == nil }

func (m SavedReplyList) mayWrite(r desk.SavedReply) bool {
	return m.Actor.RequireSavedReply(r.Owner) == nil
}

func savedReplyURL(id desk.SavedReplyID) string { return "/saved-replies/" + id.String() }

func savedReplyReach(r desk.SavedReply) string {
	if r.Shared() {
		return "Shared"
	}
	return "Only you"
}

// SavedReplyForm is the page that adds a saved reply, where ID is 0, or changes one.
type SavedReplyForm struct {
	Shell    layout.Shell
	ID       desk.SavedReplyID
	Name     string
	Body     string
	Personal bool // only its owner sees it
	MayShare bool // whether to offer that all do, of a new one
	MayKeep  bool // whether to offer that only its owner does
	Version  int64
	Errors   desk.FieldErrors
	Current  *desk.SavedReply // where not nil, as someone else has saved it in the meantime
}

func (m SavedReplyForm) heading() string {
	if m.ID == 0 {
		return "New saved reply"
	}
	return "Edit saved reply"
}

func (m SavedReplyForm) shell() layout.Shell {
	s := titled(m.Shell, m.heading())
	if len(m.Errors) > 0 {
		s.Title = "Error: " + s.Title
	}
	s.Nav.Current = layout.SavedReplies
	return s
}

func (m SavedReplyForm) action() string {
	if m.ID == 0 {
		return "/saved-replies"
	}
	return savedReplyURL(m.ID)
}

// personalValue is what the form sends for one that only its owner sees.
const personalValue = "yes"

func (m SavedReplyForm) reachOptions() []ui.Option {
	return []ui.Option{
		{Value: personalValue, Label: "Only you", Selected: m.Personal},
		{Value: "no", Label: "Everybody here", Selected: !m.Personal},
	}
}

// SavedReplyDelete is the page that asks before a saved reply is deleted.
type SavedReplyDelete struct {
	Shell   layout.Shell
	Reply   desk.SavedReply
	Changed bool // since the question was first asked
}

func (m SavedReplyDelete) shell() layout.Shell {
	s := titled(m.Shell, "Delete saved reply")
	s.Nav.Current = layout.SavedReplies
	return s
}

// variableMeaning says what a variable stands for.
func variableMeaning(v desk.Variable) string {
	switch v {
	case desk.VariableCustomerName:
		return "The customer’s name"
	case desk.VariableCustomerFirstName:
		return "The first word of the customer’s name"
	case desk.VariableCustomerEmail:
		return "The customer’s email address, where it is known"
	case desk.VariableConversationNumber:
		return "The conversation’s number, such as 1042"
	case desk.VariableConversationSubject:
		return "What the conversation is about"
	case desk.VariableInboxName:
		return "The inbox that the conversation is in"
	case desk.VariableAgentName:
		return "The name of who inserts the text"
	case desk.VariableAgentFirstName:
		return "The first word of that name"
	}
	return string(v)
}
