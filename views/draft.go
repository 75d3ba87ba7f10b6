package views

import (
	"strconv"

	"parley/internal/desk"
)

// draftOf returns the reader's draft of a kind; the zero draft where there is
// none.
func (m Thread) draftOf(kind desk.MessageKind) desk.Draft {
	for _, d := range m.Drafts {
		if d.Kind == kind {
			return d
		}
	}
	return desk.Draft{}
}

// otherDrafts returns the drafts that the composer does not show.
func (m Thread) otherDrafts() []desk.Draft {
	var others []desk.Draft
	for _, d := range m.Drafts {
		if !m.Composer.is(d.Kind) {
			others = append(others, d)
		}
	}
	return others
}

// draftsKey tells one reader's drafts of one conversation from all others that a
// browser may have a copy of.
func (m Thread) draftsKey() string {
	return m.Shell.User.ID.String() + "/" + m.Conversation.ID.String()
}

// draftURL returns the address of the thread with a draft in the composer.
func (m Thread) draftURL(kind desk.MessageKind) string {
	query := queryPart(m.Queue.Query)
	separator := "?"
	if query != "" {
		separator = "&"
	}
	return "/conversations/" + m.Conversation.ID.String() + query + separator + "draft=" + string(kind) + "#composer"
}

func versionText(version int64) string { return strconv.FormatInt(version, 10) }

// kindName returns the name of a kind of message, as the composer offers it.
func kindName(kind desk.MessageKind) string {
	switch kind {
	case desk.KindNote:
		return "Internal note"
	case desk.KindCustomer:
		return "Log customer message"
	}
	return "Reply"
}
