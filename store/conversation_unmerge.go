package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"parley/internal/desk"
)

// UndoMerge has a conversation stand by itself again and returns it:
//   - unseen is NotFound, be it the conversation or what it was merged into;
//   - what is not merged, or into another than the one that is meant, is a conflict,
//     another version Stale;
//   - the messages that came from it go back, but for those that were split off
//     since, and its status is what it was;
//   - the tags that it brought leave the other one, unless somebody has set them there
//     since or another duplicate has them too. Nothing else of the other one changes.
func (s *Store) UndoMerge(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.MergeUndo) (source desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return source, err
	}
	err = s.write(ctx, func(tx tx) error {
		into, err := lockMerged(tx, actor, id, in, &source)
		if err != nil {
			return err
		}
		source, err = undoMerge(tx, actor, source, into, s.now())
		return err
	})
	return source, wrap(err, "undo merging conversation %s", id)
}

// lockMerged locks and reads a merged conversation and the one that it is part of.
func lockMerged(tx tx, actor desk.Actor, id desk.ConversationID, in desk.MergeUndo, source *desk.Conversation) (into desk.Conversation, err error) {
	if err := lockMoving(tx); err != nil {
		return into, err
	}
	var target desk.ConversationID
	err = tx.row(`SELECT COALESCE(merged_into, 0) FROM conversations WHERE id = $1`, id).Scan(&target)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return into, err
	}
	if err := lockMoving(tx, id, target); err != nil {
		return into, err
	}
	if *source, err = loadConversation(tx, actor, id); err != nil {
		return into, err
	}
	if target == 0 {
		gone, err := deletedTarget(tx, id)
		if err == nil {
			err = desk.NotMerged(id, gone)
		}
		return into, err
	}
	if into, err = loadConversation(tx, actor, target); err != nil {
		return into, err
	}
	switch {
	case in.Into.Set && in.Into.Value != target:
		return into, desk.MergedElsewhere(*source)
	case in.StaleFor(*source):
		return into, desk.Stale(conversationNoun, *source)
	}
	return into, nil
}

// deletedTarget tells whether what a conversation was last merged into was deleted.
func deletedTarget(tx tx, id desk.ConversationID) (bool, error) {
	last, err := scanEvent(tx.row(`
		SELECT `+eventColumns+` FROM events
		WHERE subject = $1 AND subject_id = $2 AND changes LIKE $3
		ORDER BY id DESC LIMIT 1`, conversationNoun, id, `%"field":"merged%`))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return slices.ContainsFunc(last.Changes, func(c desk.Change) bool { return c.Field == "mergedGone" }), err
}

func undoMerge(tx tx, actor desk.Actor, source, into desk.Conversation, now time.Time) (desk.Conversation, error) {
	if err := moveBack(tx, source, into); err != nil {
		return source, err
	}
	tags, err := takeTagsBack(tx, source.ID, into.ID)
	if err != nil {
		return source, err
	}
	next, changes := into.Retag(tags)
	changes = append([]desk.Change{{Field: "merged", Before: source.ID.String()}}, changes...)
	if _, err := saveMoved(tx, actor, into, next, changes, now); err != nil {
		return source, err
	}
	opened := source
	opened.Merged, opened.MergedInto = false, 0
	err = tx.row(`SELECT merged_status FROM conversations WHERE id = $1`, source.ID).Scan(&opened.Status)
	if err != nil {
		return source, err
	}
	if err := letGo(tx, source.ID); err != nil {
		return source, err
	}
	changes = append([]desk.Change{{Field: "mergedInto", Before: into.ID.String()}}, statusChange(source, opened)...)
	return saveMoved(tx, actor, source, opened, changes, now)
}

func letGo(tx tx, id desk.ConversationID) error {
	_, err := tx.exec(`UPDATE conversations SET merged_into = NULL, merged_status = NULL WHERE id = $1`, id)
	return err
}

// moveBack returns the messages that came by a merge, with their files, and what
// people have read of them meanwhile.
func moveBack(tx tx, source, into desk.Conversation) error {
	_, err := tx.exec(`
		UPDATE messages SET conversation_id = $1, origin_id = NULL, moved_version = $2
		WHERE conversation_id = $3 AND origin_id = $1`, source.ID, source.Version+1, into.ID)
	if err != nil {
		return err
	}
	if err := followMessages(tx, source.ID); err != nil {
		return err
	}
	_, err = tx.exec(`
		INSERT INTO reads (user_id, conversation_id, message_id)
		SELECT r.user_id, $1, r.message_id FROM reads r WHERE r.conversation_id = $2
		ON CONFLICT (user_id, conversation_id) DO UPDATE SET message_id = excluded.message_id
		WHERE reads.message_id < excluded.message_id`, source.ID, into.ID)
	return err
}

// followMessages puts the files of a conversation's messages where these are, and
// what people were told of them.
func followMessages(tx tx, id desk.ConversationID) error {
	_, err := tx.exec(`
		UPDATE attachments SET conversation_id = $1
		WHERE message_id IN (SELECT m.id FROM messages m WHERE m.conversation_id = $1)`, id)
	if err != nil {
		return err
	}
	_, err = tx.exec(`
		UPDATE notifications SET conversation_id = $1
		WHERE message_id IN (SELECT m.id FROM messages m WHERE m.conversation_id = $1)`, id)
	return err
}

// takeTagsBack takes those tags from a conversation that one merged into it brought,
// and returns those it keeps. What another duplicate has too counts as brought by that
// one from now on.
func takeTagsBack(tx tx, source, into desk.ConversationID) ([]desk.TagRef, error) {
	_, err := tx.exec(`
		UPDATE conversation_tags SET merged_from = (
			SELECT MIN(c.id) FROM conversations c JOIN conversation_tags o ON o.conversation_id = c.id
			WHERE c.merged_into = $1 AND c.id <> $2 AND o.tag_id = conversation_tags.tag_id)
		WHERE conversation_id = $1 AND merged_from = $2 AND tag_id IN (
			SELECT o.tag_id FROM conversations c JOIN conversation_tags o ON o.conversation_id = c.id
			WHERE c.merged_into = $1 AND c.id <> $2)`, into, source)
	if err != nil {
		return nil, err
	}
	if _, err := tx.exec(`DELETE FROM conversation_tags WHERE conversation_id = $1 AND merged_from = $2`, into, source); err != nil {
		return nil, err
	}
	return collect(tx, scanTagRef, `
		SELECT t.id, t.name, t.hue
		FROM conversation_tags ct JOIN tags t ON t.id = ct.tag_id
		WHERE ct.conversation_id = $1
		ORDER BY t.id`, into)
}

// letGoMerged has the conversations stand by themselves that were merged into one that
// is being deleted, with all their messages: nothing points at what is gone.
func letGoMerged(tx tx, actor desk.Actor, id desk.ConversationID, now time.Time) error {
	merged, err := mergedInto(tx, id)
	if err != nil {
		return err
	}
	for _, part := range merged {
		if err := letGo(tx, part); err != nil {
			return err
		}
		_, err := tx.exec(`UPDATE conversations SET version = version + 1, updated_at = $1 WHERE id = $2`, micros(now), part)
		if err != nil {
			return err
		}
		changes := []desk.Change{{Field: "mergedGone", Before: id.String()}}
		if err := record(tx, actor, change{conversationNoun, int64(part), desk.ActionUpdated, changes, now}); err != nil {
			return err
		}
	}
	return nil
}

// lockWithMerged locks a conversation and those that were merged into it.
func lockWithMerged(tx tx, id desk.ConversationID) error {
	if err := lockMoving(tx); err != nil {
		return err
	}
	merged, err := mergedInto(tx, id)
	if err != nil {
		return err
	}
	return lockMoving(tx, append(merged, id)...)
}
