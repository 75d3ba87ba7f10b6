package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"parley/internal/desk"
)

// UpdateConversations makes one change in several conversations, all in one
// transaction:
//   - what is wrong with the request itself refuses it as a whole;
//   - each conversation is then loaded, judged and changed as UpdateConversation
//     does it, and one that is refused keeps none of the others back.
func (s *Store) UpdateConversations(ctx context.Context, actor desk.Actor, in desk.ConversationBulk) (outcome desk.BulkOutcome, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return outcome, err
	}
	if err := in.Validate().Err(); err != nil {
		return outcome, err
	}
	rows := in.Conversations.Value
	err = s.once(ctx, actor, &outcome, func(tx tx) error {
		if err := findAssignee(tx, in.AssignedTo); err != nil {
			return err
		}
		now := s.now()
		outcome, err = eachRow(rows, func(row desk.BulkRow) (desk.Conversation, bool, error) {
			return updateConversation(tx, actor, row.ID.Value, in.Update(row), now)
		})
		return err
	})
	return outcome, wrap(err, "update %d conversations", len(rows))
}

// UndoConversations takes the last change of each conversation back, if it was the
// actor's and nobody has changed the conversation since. It is a change like any
// other, and can be undone too.
func (s *Store) UndoConversations(ctx context.Context, actor desk.Actor, in desk.ConversationUndo) (outcome desk.BulkOutcome, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return outcome, err
	}
	if err := in.Validate().Err(); err != nil {
		return outcome, err
	}
	rows := in.Conversations.Value
	err = s.write(ctx, func(tx tx) error {
		now := s.now()
		outcome, err = eachRow(rows, func(row desk.BulkRow) (desk.Conversation, bool, error) {
			return undoConversation(tx, actor, row, now)
		})
		return err
	})
	return outcome, wrap(err, "undo changes of %d conversations", len(rows))
}

func undoConversation(tx tx, actor desk.Actor, row desk.BulkRow, now time.Time) (desk.Conversation, bool, error) {
	conv, err := loadConversation(tx, actor, row.ID.Value)
	if err != nil {
		return conv, false, err
	}
	if err := conv.MayChange(); err != nil {
		return conv, false, err
	}
	if conv.Version != row.Version.Value {
		return conv, false, desk.Stale(conversationNoun, conv)
	}
	last, err := scanEvent(tx.row(`
		SELECT `+eventColumns+` FROM events
		WHERE subject = $1 AND subject_id = $2 AND action IN ($3, $4)
		ORDER BY id DESC LIMIT 1`,
		conversationNoun, conv.ID, desk.ActionCreated, desk.ActionUpdated))
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // What was imported has no history.
		return conv, false, err
	}
	if err := last.MayUndo(actor); err != nil {
		return conv, false, err
	}
	if tags, retagged := last.UndoTags(); retagged {
		conv, err = setConversationTags(tx, actor, conv.ID, tags, now)
		return conv, true, err
	}
	return updateLoaded(tx, actor, conv, last.Undo(), now)
}

// eachRow changes one conversation after the other, by ascending id, so that two
// requests that name the same ones do not wait for each other. What is refused is
// noted; any other failure ends it.
func eachRow(rows []desk.BulkRow, change func(desk.BulkRow) (desk.Conversation, bool, error)) (outcome desk.BulkOutcome, err error) {
	rows = slices.SortedFunc(slices.Values(rows), func(a, b desk.BulkRow) int { return cmp.Compare(a.ID.Value, b.ID.Value) })
	for _, row := range rows {
		conv, changed, err := change(row)
		switch refused := desk.As(err); {
		case refused != nil:
			outcome.Failed = append(outcome.Failed, desk.BulkFailure{ID: row.ID.Value, Err: refused})
		case err != nil:
			return outcome, wrap(err, "conversation %s", row.ID.Value)
		case changed:
			outcome.Changed = append(outcome.Changed, conv)
		default:
			outcome.Unchanged = append(outcome.Unchanged, conv)
		}
	}
	return outcome, nil
}

// findAssignee refuses a user that does not exist, who would stand against every
// row alike.
func findAssignee(tx tx, to desk.Field[desk.UserID]) error {
	if !to.Set || to.Null {
		return nil
	}
	_, _, err := loadUserWithInboxes(tx, to.Value)
	if !desk.Is(err, desk.CodeNotFound) {
		return err
	}
	var errs desk.FieldErrors
	addNoSuchAssignee(&errs)
	return errs.Err()
}
