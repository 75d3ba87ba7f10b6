package store

import "parley/internal/desk"

// maxMeanwhile is how many messages a refusal names.
const maxMeanwhile = 10

// checkSeen refuses a message whose writer has not seen what others have written
// since: replies, and what customers said. Nobody is stopped by a note, or by
// what they wrote themselves.
func checkSeen(tx tx, actor desk.Actor, conv desk.Conversation, seen desk.Field[desk.MessageID]) error {
	if !seen.Set || seen.Null {
		return nil
	}
	messages, err := collect(tx, scanMessage, `
		SELECT `+messageColumns+`
		FROM messages m `+messageJoins+`
		WHERE m.conversation_id = $1 AND m.id > $2 AND m.kind <> $3 AND NOT (m.author_type = $4 AND m.author_id = $5)
		ORDER BY m.id LIMIT $6`, conv.ID, seen.Value, desk.KindNote, actor.Kind, actor.ID, maxMeanwhile)
	if err != nil || len(messages) == 0 {
		return err
	}
	return desk.Unseen(messages)
}
