package store

import (
	"slices"

	"parley/internal/desk"
)

// mention finds out whom a note names, and keeps it with those who see the
// conversation: they follow it from then on.
func mention(tx tx, conv desk.Conversation, m *desk.Message) error {
	if m.Kind != desk.KindNote {
		return nil
	}
	people, err := colleagues(tx, conv.InboxID, "u.active")
	if err != nil {
		return err
	}
	sees := map[desk.UserID]bool{}
	for _, p := range people {
		sees[p.user.ID] = p.sees
	}
	kept, following := newRows("mentions", "message_id", "user_id", "words"), map[desk.UserID]bool{}
	for _, named := range desk.Mentions(m.Body, refs(people)) {
		if !sees[named.User.ID] {
			if !slices.Contains(m.Untold, named.User) {
				m.Untold = append(m.Untold, named.User)
			}
			continue
		}
		m.Mentions = append(m.Mentions, named)
		kept.add(m.ID, named.User.ID, named.Words)
		if following[named.User.ID] {
			continue
		}
		following[named.User.ID] = true
		if err := setFollower(tx, conv.ID, named.User.ID, true); err != nil {
			return err
		}
	}
	return kept.insert(tx)
}

// readMentions sets whom the messages name. They are of one conversation.
func readMentions(tx tx, messages []desk.Message) error {
	if len(messages) == 0 {
		return nil
	}
	type mention struct {
		message desk.MessageID
		desk.Mention
	}
	first, last := span(messages)
	list, err := collect(tx, func(row scanner) (m mention, err error) {
		return m, row.Scan(&m.message, &m.Words, &m.User.ID, &m.User.Name, &m.User.Email)
	}, `
		SELECT me.message_id, me.words, u.id, u.name, u.email
		FROM messages m
		JOIN mentions me ON me.message_id = m.id
		JOIN users u ON u.id = me.user_id
		WHERE m.conversation_id = (SELECT first.conversation_id FROM messages first WHERE first.id = $1) AND m.id BETWEEN $1 AND $2
		ORDER BY me.message_id, me.words, u.id`, first, last)
	of := map[desk.MessageID][]desk.Mention{}
	for _, m := range list {
		of[m.message] = append(of[m.message], m.Mention)
	}
	for i := range messages {
		messages[i].Mentions = of[messages[i].ID]
	}
	return err
}

// colleague is a user, and whether they see the inbox that was asked about.
type colleague struct {
	user desk.User
	sees bool
}

func refs(people []colleague) []desk.UserRef {
	list := make([]desk.UserRef, len(people))
	for i, p := range people {
		list[i] = p.user.Ref()
	}
	return list
}

// colleagues returns users by name, as far as the condition on u says. Its values
// begin with $2.
func colleagues(tx tx, inbox desk.InboxID, condition string, args ...any) ([]colleague, error) {
	return collect(tx, func(row scanner) (c colleague, err error) {
		var belongs bool
		if c.user, err = scanUser(scanners{row, []any{&belongs}}); err != nil {
			return c, err
		}
		var member []desk.InboxID
		if belongs {
			member = append(member, inbox)
		}
		c.sees = desk.CanRead(c.user, member, inbox)
		return c, nil
	}, `
		SELECT `+userColumns+`, EXISTS (SELECT 1 FROM inbox_members im WHERE im.user_id = u.id AND im.inbox_id = $1)
		FROM users u
		WHERE `+condition+`
		ORDER BY u.name, u.id`, append([]any{inbox}, args...)...)
}

// scanners is a row with further columns at its end.
type scanners struct {
	row  scanner
	more []any
}

func (s scanners) Scan(dest ...any) error { return s.row.Scan(append(dest, s.more...)...) }

// readers returns those of the colleagues who see the inbox.
func readers(people []colleague, err error) ([]desk.UserRef, error) {
	refs := []desk.UserRef{}
	for _, p := range people {
		if p.sees {
			refs = append(refs, p.user.Ref())
		}
	}
	return refs, err
}
