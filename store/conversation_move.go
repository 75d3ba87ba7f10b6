package store

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
	"time"

	"parley/internal/desk"
)

// lockMoving locks the conversations that messages go between, by ascending id as
// whoever locks several does. What is merged into what is changed by one transaction
// at a time, so that it can be read before the rows of it are locked.
func lockMoving(tx tx, ids ...desk.ConversationID) error {
	if !tx.writes {
		return nil
	}
	if err := tx.alone("merges"); err != nil {
		return err
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if err := tx.lock("conversations", int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// mergedInto returns the conversations that were merged into another.
func mergedInto(tx tx, id desk.ConversationID) ([]desk.ConversationID, error) {
	return collect(tx, scanOne[desk.ConversationID], `SELECT id FROM conversations WHERE merged_into = $1 ORDER BY id`, id)
}

// moveEverything puts what a duplicate holds into another conversation: messages,
// files, drafts, who follows it and was told of what, and how far people have read.
func moveEverything(tx tx, source, into desk.Conversation) error {
	if err := uniteReads(tx, source.ID, into.ID); err != nil {
		return err
	}
	_, err := tx.exec(`
		UPDATE messages SET conversation_id = $1, origin_id = $2, moved_version = $3
		WHERE conversation_id = $2`, into.ID, source.ID, into.Version+1)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE attachments SET conversation_id = $1 WHERE conversation_id = $2`, into.ID, source.ID); err != nil {
		return err
	}
	if err := followMessages(tx, into.ID); err != nil {
		return err
	}
	_, err = tx.exec(`
		INSERT INTO followers (conversation_id, user_id)
		SELECT $1, f.user_id FROM followers f WHERE f.conversation_id = $2
		ON CONFLICT DO NOTHING`, into.ID, source.ID)
	if err != nil {
		return err
	}
	return moveDrafts(tx, source.ID, into.ID)
}

// uniteReads brings how far people have read the two to one number, before the
// messages are in one place: to just before the first that somebody has not read in
// either. What is unread stays so. Who has opened neither has no number, and goes on
// to have read what was there before they came.
func uniteReads(tx tx, source, into desk.ConversationID) error {
	_, err := tx.exec(`
		INSERT INTO reads (user_id, conversation_id, message_id)
		SELECT u.id, $2, COALESCE(MIN(CASE
				WHEN m.author_type = 'user' AND m.author_id = u.id THEN NULL
				WHEN r.message_id IS NULL AND m.created_at > u.created_at AND m.created_at > u.read_until THEN m.id
				WHEN m.id > r.message_id THEN m.id END) - 1, MAX(m.id))
		FROM users u
		JOIN messages m ON m.conversation_id IN ($1, $2)
		LEFT JOIN reads r ON r.user_id = u.id AND r.conversation_id = m.conversation_id
		WHERE u.id IN (SELECT user_id FROM reads WHERE conversation_id IN ($1, $2))
		GROUP BY u.id
		ON CONFLICT (user_id, conversation_id) DO UPDATE SET message_id = excluded.message_id`, source, into)
	return wrap(err, "unite what was read")
}

// moveDrafts puts drafts below those that the same people have of the same kind.
func moveDrafts(tx tx, source, into desk.ConversationID) error {
	_, err := tx.exec(`
		INSERT INTO drafts (user_id, conversation_id, kind, body, updated_at, version)
		SELECT d.user_id, $1, d.kind, d.body, d.updated_at, d.version FROM drafts d WHERE d.conversation_id = $2
		ON CONFLICT (user_id, conversation_id, kind) DO UPDATE
		SET body = drafts.body || CAST($3 AS TEXT) || excluded.body,
		    version = CASE WHEN drafts.version > excluded.version THEN drafts.version ELSE excluded.version END + 1`,
		into, source, "\n\n")
	if err != nil {
		return wrap(err, "move drafts")
	}
	_, err = tx.exec(`DELETE FROM drafts WHERE conversation_id = $1`, source)
	return err
}

// bringTags gives a conversation the tags of the one that is merged into it and
// returns those it has then. A tag that is just being deleted goes.
func bringTags(tx tx, source, into desk.Conversation) ([]desk.TagRef, error) {
	tags, _, err := findTags(tx, append(into.TagNames(), source.TagNames()...))
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		if slices.ContainsFunc(into.Tags, func(has desk.TagRef) bool { return has.ID == t.ID }) {
			continue
		}
		if _, err := tx.exec(`
			INSERT INTO conversation_tags (conversation_id, tag_id, merged_from) VALUES ($1, $2, $3)`, into.ID, t.ID, source.ID); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

// saveMoved writes a conversation whose messages have become others, as they are in
// the database now, and records the changes under its next version.
func saveMoved(tx tx, actor desk.Actor, before, next desk.Conversation, changes []desk.Change, now time.Time) (desk.Conversation, error) {
	if err := recount(tx, &next); err != nil {
		return before, err
	}
	next, err := saveConversation(tx, before, next, now, true)
	if err != nil {
		return before, err
	}
	return next, record(tx, actor, change{conversationNoun, int64(next.ID), desk.ActionUpdated, changes, now})
}

// recount sets what a conversation says of its messages to what they are, as if they
// had come one after the other in the order of time.
func recount(tx tx, c *desk.Conversation) error {
	var last, waiting *int64
	var preview string
	err := tx.row(`SELECT COUNT(*), MAX(created_at) FROM messages WHERE conversation_id = $1`, c.ID).Scan(&c.MessageCount, &last)
	if err != nil {
		return wrap(err, "count messages")
	}
	err = tx.row(`
		SELECT body FROM messages WHERE conversation_id = $1 AND kind <> $2
		ORDER BY created_at DESC, id DESC LIMIT 1`, c.ID, desk.KindNote).Scan(&preview)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return wrap(err, "find the newest message")
	}
	err = tx.row(`
		SELECT MIN(m.created_at) FROM messages m
		WHERE m.conversation_id = $1 AND m.kind = $2 AND NOT EXISTS (
			SELECT 1 FROM messages r
			WHERE r.conversation_id = $1 AND r.kind = $3 AND (r.created_at, r.id) > (m.created_at, m.id))`,
		c.ID, desk.KindCustomer, desk.KindReply).Scan(&waiting)
	c.LastMessageAt, c.WaitingSince, c.Preview = fromMicrosOrNil(last), fromMicrosOrNil(waiting), desk.Preview(preview)
	return wrap(err, "find who waits")
}

// span returns the smallest and the greatest id of messages, which need not be in
// the order of their ids.
func span(messages []desk.Message) (first, last desk.MessageID) {
	byID := func(a, b desk.Message) int { return cmp.Compare(a.ID, b.ID) }
	return slices.MinFunc(messages, byID).ID, slices.MaxFunc(messages, byID).ID
}
