package store

import (
	"cmp"
	"context"
	"slices"

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
	// Two requests that name the same rows must not wait for each other.
	rows := slices.SortedFunc(slices.Values(in.Conversations.Value), func(a, b desk.BulkRow) int {
		return cmp.Compare(a.ID.Value, b.ID.Value)
	})
	err = s.write(ctx, func(tx tx) error {
		outcome = desk.BulkOutcome{}
		if err := findAssignee(tx, in.AssignedTo); err != nil {
			return err
		}
		now := s.now()
		for _, row := range rows {
			conv, changed, err := updateConversation(tx, actor, row.ID.Value, in.Update(row), now)
			switch refused := desk.As(err); {
			case refused != nil:
				outcome.Failed = append(outcome.Failed, desk.BulkFailure{ID: row.ID.Value, Err: refused})
			case err != nil:
				return wrap(err, "conversation %s", row.ID.Value)
			case changed:
				outcome.Changed = append(outcome.Changed, conv)
			default:
				outcome.Unchanged = append(outcome.Unchanged, conv)
			}
		}
		return nil
	})
	return outcome, wrap(err, "update %d conversations", len(rows))
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
