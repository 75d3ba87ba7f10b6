package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"parley/internal/desk"
)

func scanTagRef(row scanner) (t desk.TagRef, err error) {
	return t, row.Scan(&t.ID, &t.Name, &t.Hue)
}

// readTags gives conversations their tags, all of them with one query.
func readTags(tx tx, conversations []desk.Conversation) error {
	if len(conversations) == 0 {
		return nil
	}
	ids := make([]desk.ConversationID, len(conversations))
	at := map[desk.ConversationID]int{}
	for i, c := range conversations {
		ids[i], at[c.ID] = c.ID, i
	}
	w := &where{}
	rows, err := tx.rows(`
		SELECT ct.conversation_id, t.id, t.name, t.hue
		FROM conversation_tags ct JOIN tags t ON t.id = ct.tag_id
		WHERE `+in(w, "ct.conversation_id", ids)+`
		ORDER BY ct.conversation_id, t.name_key`, w.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id desk.ConversationID
		var tag desk.TagRef
		if err := rows.Scan(&id, &tag.ID, &tag.Name, &tag.Hue); err != nil {
			return err
		}
		c := &conversations[at[id]]
		c.Tags = append(c.Tags, tag)
	}
	return rows.Err()
}

// withTags returns the condition that a conversation has one of the tags.
func withTags(w *where, keys []string) string {
	return `c.id IN (SELECT ct.conversation_id FROM conversation_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ` +
		in(w, "t.name_key", keys) + `)`
}

// SetConversationTags gives a conversation these tags and no others:
//   - unseen is NotFound, before anything else is looked at;
//   - a version or tags shown that are no longer so are Stale, with the
//     conversation as it is now;
//   - a name that no tag has makes a new one where the actor may, and is refused
//     otherwise;
//   - what changes nothing keeps the version and writes no event.
func (s *Store) SetConversationTags(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.ConversationTags) (c desk.Conversation, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return c, err
	}
	err = s.write(ctx, func(tx tx) error {
		c, err = setConversationTags(tx, actor, id, in, s.now())
		return err
	})
	return c, wrap(err, "set tags of conversation %s", id)
}

func setConversationTags(tx tx, actor desk.Actor, id desk.ConversationID, in desk.ConversationTags, now time.Time) (desk.Conversation, error) {
	conv, err := loadConversation(tx, actor, id)
	if err != nil {
		return conv, err
	}
	if err := conv.MayChange(); err != nil {
		return conv, err
	}
	if in.StaleFor(conv) {
		return conv, desk.Stale(conversationNoun, conv)
	}
	if err := in.Validate().Err(); err != nil {
		return conv, err
	}
	tags, err := tagsNamed(tx, actor, in.Tags.Value, now)
	if err != nil {
		return conv, err
	}
	next, changes := conv.Retag(tags)
	if len(changes) == 0 {
		return conv, nil
	}
	if err := writeTags(tx, conv, next); err != nil {
		return conv, err
	}
	if next, err = saveConversation(tx, conv, next, now, true); err != nil {
		return conv, err
	}
	return next, record(tx, actor, change{conversationNoun, int64(id), desk.ActionUpdated, changes, now})
}

// tagsNamed returns the tags of these names, after adding those that are missing.
// They cannot go until the commit: who takes one away waits, or has been waited for.
func tagsNamed(tx tx, actor desk.Actor, names []string, now time.Time) ([]desk.TagRef, error) {
	tags, missing, err := findTags(tx, names)
	if err != nil || len(missing) == 0 {
		return tags, err
	}
	if !actor.Can(desk.WriteTags) {
		var errs desk.FieldErrors
		errs.Add("tags", "not_found", fmt.Sprintf("tags must name tags that exist; “%s” is none", missing[0]))
		return nil, errs.Err()
	}
	// Somebody else may be adding the same.
	if err := tx.alone("new tags"); err != nil {
		return nil, err
	}
	if tags, missing, err = findTags(tx, names); err != nil {
		return nil, err
	}
	for _, name := range missing {
		tag, err := createTag(tx, actor, desk.TagCreate{Name: desk.Value(name)}, now)
		if err != nil {
			return nil, err
		}
		tags = append(tags, tag.Ref())
	}
	return tags, nil
}

// findTags returns the tags of these names, and the names that none has.
func findTags(tx tx, names []string) (tags []desk.TagRef, missing []string, err error) {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = desk.TagKey(name)
	}
	w := &where{}
	tags, err = collect(tx, scanTagRef, `
		SELECT t.id, t.name, t.hue FROM tags t
		WHERE `+in(w, "t.name_key", keys)+`
		ORDER BY t.id`+tx.forShare("t"), w.args...)
	for i, name := range names {
		if !slices.ContainsFunc(tags, func(t desk.TagRef) bool { return desk.TagKey(t.Name) == keys[i] }) {
			missing = append(missing, name)
		}
	}
	return tags, missing, err
}

// writeTags brings the rows into step with the conversation as it is going to be.
func writeTags(tx tx, before, after desk.Conversation) error {
	for _, t := range before.Tags {
		if slices.Contains(after.Tags, t) {
			continue
		}
		if _, err := tx.exec(`DELETE FROM conversation_tags WHERE conversation_id = $1 AND tag_id = $2`, before.ID, t.ID); err != nil {
			return err
		}
	}
	for _, t := range after.Tags {
		if slices.Contains(before.Tags, t) {
			continue
		}
		if _, err := tx.exec(`INSERT INTO conversation_tags (conversation_id, tag_id) VALUES ($1, $2)`, before.ID, t.ID); err != nil {
			return err
		}
	}
	return nil
}
