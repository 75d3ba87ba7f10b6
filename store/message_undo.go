package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/desk"
)

// UndoReply takes a held reply back, with all that sending it has done, in one
// transaction:
//   - unseen is NotFound, before anything else is looked at;
//   - only its author may, and only until its time, whatever others have added since;
//   - the message and its event are gone, and with them what they did to the
//     conversation's counts, times and preview;
//   - a status or an assignee that came with it is as before, unless it was changed
//     again since, or who had it before can no longer be assigned;
//   - its text and its files are the author's draft again, before what that says by
//     now;
//   - one event without content says who took a reply back.
func (s *Store) UndoReply(ctx context.Context, actor desk.Actor, id desk.ConversationID, message desk.MessageID) (undone desk.UndoneReply, err error) {
	if err := mayDraft(actor); err != nil {
		return undone, err
	}
	err = s.write(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		now := s.now()
		m, err := loadReply(tx, actor, id, message, now)
		if err != nil {
			return err
		}
		if undone.Draft, undone.Joined, err = redraft(tx, actor, id, m, now); err != nil {
			return err
		}
		change, err := changeWith(tx, m)
		if err != nil {
			return err
		}
		if conv, err = removeReply(tx, conv, m, now); err != nil {
			return err
		}
		if undone.Conversation, undone.Kept, err = undoChange(tx, actor, conv, m, change, now); err != nil {
			return err
		}
		return record(tx.untold(), actor, changeOf(conv, desk.ActionUnsent, now))
	})
	return undone, wrap(err, "undo reply %s in conversation %s", message, id)
}

func changeOf(conv desk.Conversation, action desk.Action, now time.Time) change {
	return change{conversationNoun, int64(conv.ID), action, nil, now}
}

// loadReply returns a message that the actor may take back now.
func loadReply(tx tx, actor desk.Actor, id desk.ConversationID, message desk.MessageID, now time.Time) (desk.Message, error) {
	m, err := scanMessage(tx.row(`
		SELECT `+messageColumns+`
		FROM messages m `+messageJoins+`
		WHERE m.conversation_id = $1 AND m.id = $2`, id, message))
	if errors.Is(err, sql.ErrNoRows) {
		return m, &desk.Error{Code: desk.CodeConflict, Message: "The reply is not there any more."}
	}
	if err != nil {
		return m, err
	}
	return m, m.MayUndo(actor, now)
}

// redraft makes a reply its author's draft again, with its files, and tells whether
// there was another text. Files that were not sent are kept for a day, which begins
// anew.
func redraft(tx tx, actor desk.Actor, id desk.ConversationID, m desk.Message, now time.Time) (draft desk.Draft, joined bool, err error) {
	_, err = tx.exec(`UPDATE attachments SET message_id = NULL, created_at = $1 WHERE message_id = $2`, micros(now), m.ID)
	if err != nil {
		return draft, false, err
	}
	current, err := loadDraft(tx, actor, id, m.Kind)
	if err != nil {
		return draft, false, err
	}
	body := m.Body
	if current.Body != "" && current.Body != body {
		body, joined = body+"\n\n"+current.Body, true
	}
	in := desk.DraftSave{Kind: desk.Value(m.Kind), Body: desk.Value(body), DraftSeen: desk.DraftSeen{Version: current.Version}}
	draft, err = saveDraft(tx, actor, id, in, now.UnixMicro())
	return draft, joined, err
}

// changeWith returns the event of what was changed together with a held reply; the
// zero event where nothing was.
func changeWith(tx tx, m desk.Message) (desk.Event, error) {
	e, err := scanEvent(tx.row(`
		SELECT `+eventColumns+` FROM events
		WHERE id = (SELECT o.event_id FROM outbox o WHERE o.message_id = $1 AND o.action = $2)`, m.ID, desk.ActionUpdated))
	if errors.Is(err, sql.ErrNoRows) {
		return desk.Event{}, nil
	}
	return e, err
}

// removeReply removes a message, its event and what was to be told of it, and
// returns the conversation as its other messages make it.
func removeReply(tx tx, conv desk.Conversation, m desk.Message, now time.Time) (desk.Conversation, error) {
	for _, statement := range []string{
		`DELETE FROM events WHERE id IN (SELECT o.event_id FROM outbox o WHERE o.message_id = $1 AND o.action = $2)`,
		`DELETE FROM outbox WHERE message_id = $1 AND action = $2`,
	} {
		if _, err := tx.exec(statement, m.ID, desk.ActionMessage); err != nil {
			return conv, err
		}
	}
	if _, err := tx.exec(`DELETE FROM messages WHERE id = $1`, m.ID); err != nil {
		return conv, err
	}
	next := conv
	if err := recount(tx, &next); err != nil {
		return conv, err
	}
	return saveConversation(tx, conv, next, now, false)
}

// undoChange takes back what was changed together with a reply, and names what
// stays. Where nothing does, those outside are told of neither.
func undoChange(tx tx, actor desk.Actor, conv desk.Conversation, m desk.Message, e desk.Event, now time.Time) (desk.Conversation, []string, error) {
	if e.SubjectID != int64(conv.ID) { // There is none, or a merge has taken the reply elsewhere since.
		return conv, nil, nil
	}
	later, err := collect(tx, scanEvent, `
		SELECT `+eventColumns+` FROM events
		WHERE subject = $1 AND subject_id = $2 AND id > $3 AND action = $4
		ORDER BY id`, conversationNoun, conv.ID, e.ID, desk.ActionUpdated)
	if err != nil {
		return conv, nil, err
	}
	in, kept := e.UndoUnless(later, conv)
	var errs desk.FieldErrors
	assignee, err := loadAssignee(tx, conv, in.AssignedTo, &errs)
	if err != nil {
		return conv, nil, err
	}
	if errs.Has("assignedTo") {
		in.AssignedTo, kept = desk.Field[desk.UserID]{}, append(kept, "assignedTo")
	}
	if len(kept) == 0 {
		tx = tx.untold()
		if _, err := tx.exec(`UPDATE outbox SET due_at = NULL WHERE message_id = $1`, m.ID); err != nil {
			return conv, nil, err
		}
	}
	conv, _, err = applyUpdate(tx, actor, conv, in, assignee, now)
	return conv, kept, err
}
