package store

import "parley/internal/desk"

// maxMeanwhile is how many messages a refusal names.
const maxMeanwhile = 10

// checkSeen refuses a message whose writer has not seen what others have written
// since: replies, and what customers said. Nobody is stopped by a note, or by
// what they wrote themselves. What a merge has brought since may be older than what
// they have seen; it is told by the version that they have seen.
func checkSeen(tx tx, actor desk.Actor, conv desk.Conversation, in desk.MessageCreate) error {
	if !in.LastSeen.Set || in.LastSeen.Null {
		return nil
	}
	messages, err := collect(tx, scanMessage, `
		SELECT `+messageColumns+`
		FROM messages m `+messageJoins+`
		WHERE m.conversation_id = $1 AND (m.id > $2 OR m.moved_version > $3) AND m.kind <> $4 AND NOT (m.author_type = $5 AND m.author_id = $6)
		ORDER BY m.created_at, m.id LIMIT $7`,
		conv.ID, in.LastSeen.Value, in.LastSeenVersion.Or(conv.Version), desk.KindNote, actor.Kind, actor.ID, maxMeanwhile)
	if err != nil || len(messages) == 0 {
		return err
	}
	return desk.Unseen(messages)
}
