package store

import (
	"context"
	"time"

	"parley/internal/desk"
)

// MergeConversation makes a duplicate part of another conversation, and returns that
// one:
//   - unseen is NotFound, whichever of the two it is, before anything else is looked at;
//   - a duplicate that is merged already is a conflict, another version Stale;
//   - neither may be part of a chain, and what the two do not have in common must be
//     confirmed;
//   - who says what they have seen is refused if others have written since;
//   - messages, files, drafts and tags go over, and the duplicate is closed. It keeps
//     its number and properties, and can no longer be changed.
//
// What is kept is computed here, whatever the caller has last seen of it.
func (s *Store) MergeConversation(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationMerge) (into desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return into, err
	}
	err = s.once(ctx, actor, &into, func(tx tx) error {
		p, err := prepareMerge(tx, actor, id, in)
		if err != nil {
			return err
		}
		into, err = merge(tx, actor, p, s.now())
		return err
	})
	return into, wrap(err, "merge conversation %s", id)
}

// PreviewMerge returns what MergeConversation would do, under the same rules; what is
// to be confirmed need not be yet.
func (s *Store) PreviewMerge(ctx context.Context, actor desk.Actor, id, into desk.ConversationID) (p desk.MergePreview, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return p, err
	}
	err = s.read(ctx, func(tx tx) error {
		confirmed := desk.Value(desk.Words(desk.MergeDifferences()))
		p, err = prepareMerge(tx, actor, id, desk.ConversationMerge{Into: desk.Value(into), Confirm: confirmed})
		return err
	})
	return p, wrap(err, "preview merging conversation %s", id)
}

// prepareMerge locks both conversations and finds out whether they can be merged.
func prepareMerge(tx tx, actor desk.Actor, id desk.ConversationID, in desk.ConversationMerge) (p desk.MergePreview, err error) {
	if err := lockMoving(tx, id, in.Into.Value); err != nil {
		return p, err
	}
	source, err := loadConversation(tx, actor, id)
	if err != nil {
		return p, err
	}
	if err := source.MayChange(); err != nil {
		return p, err
	}
	if in.StaleFor(source) {
		return p, desk.Stale(conversationNoun, source)
	}
	errs := in.Validate()
	if errs.Has("into") {
		return p, errs.Err()
	}
	into, err := loadConversation(tx, actor, in.Into.Value)
	if err != nil {
		return p, err
	}
	merged, err := mergedInto(tx, id)
	if err != nil {
		return p, err
	}
	p = desk.NewMergePreview(source, into, len(merged) > 0, &errs)
	in.CheckConfirmed(&errs, p.Differences())
	if err := errs.Err(); err != nil {
		return p, err
	}
	if err := checkMergeSeen(tx, actor, p, in); err != nil {
		return p, err
	}
	if p.LastSeen, err = newestMessage(tx, source.ID); err == nil {
		p.IntoLastSeen, err = newestMessage(tx, into.ID)
	}
	return p, err
}

// checkMergeSeen refuses to merge where others have written in one of the two what
// the caller has not seen, notes included.
func checkMergeSeen(tx tx, actor desk.Actor, p desk.MergePreview, in desk.ConversationMerge) error {
	var unseen []desk.Message
	for _, seen := range []struct {
		in desk.ConversationID
		by desk.Field[desk.MessageID]
	}{{p.Source.ID, in.LastSeen}, {p.Into.ID, in.IntoLastSeen}} {
		if !seen.by.Set {
			continue
		}
		messages, err := collect(tx, scanMessage, `
			SELECT `+messageColumns+`
			FROM messages m `+messageJoins+`
			WHERE m.conversation_id = $1 AND m.id > $2 AND NOT (m.author_type = $3 AND m.author_id = $4)
			ORDER BY m.id LIMIT $5`, seen.in, seen.by.Value, actor.Kind, actor.ID, maxMeanwhile)
		if err != nil {
			return err
		}
		unseen = append(unseen, messages...)
	}
	if len(unseen) > 0 {
		return desk.UnseenMerge(unseen)
	}
	return nil
}

func newestMessage(tx tx, id desk.ConversationID) (newest desk.MessageID, err error) {
	return newest, tx.row(`SELECT COALESCE(MAX(m.id), 0) FROM messages m WHERE m.conversation_id = $1`, id).Scan(&newest)
}

// merge does it, as far as nothing stands against it any more.
func merge(tx tx, actor desk.Actor, p desk.MergePreview, now time.Time) (desk.Conversation, error) {
	source, into := p.Source, p.Into
	if err := moveEverything(tx, source, into); err != nil {
		return into, err
	}
	tags, err := bringTags(tx, source, into)
	if err != nil {
		return into, err
	}
	next, changes := into.Retag(tags)
	changes = append([]desk.Change{{Field: "merged", After: source.ID.String()}}, changes...)
	if p.Reopens {
		changes = append(changes, desk.Change{Field: "status", Before: string(next.Status), After: string(desk.StatusOpen)})
		next.Status = desk.StatusOpen
	}
	if next, err = saveMoved(tx, actor, into, next, changes, now); err != nil {
		return into, err
	}
	closed := source
	closed.Status, closed.Merged, closed.MergedInto = desk.StatusClosed, true, into.ID
	if _, err := tx.exec(`
		UPDATE conversations SET merged_into = $1, merged_status = $2 WHERE id = $3`,
		into.ID, source.Status, source.ID); err != nil {
		return into, err
	}
	_, err = saveMoved(tx, actor, source, closed, append([]desk.Change{{Field: "mergedInto", After: into.ID.String()}}, statusChange(source, closed)...), now)
	return next, err
}

// statusChange returns the change of the status between two states of a conversation.
func statusChange(before, after desk.Conversation) []desk.Change {
	if before.Status == after.Status {
		return nil
	}
	return []desk.Change{{Field: "status", Before: string(before.Status), After: string(after.Status)}}
}
