package store

import (
	"context"

	"parley/internal/desk"
)

// How an export is cut: so many ids are looked for at once, and so many conversations
// are in memory at once.
const (
	exportedIDs = 5000
	exportedLot = 500
)

// ExportConversations hands everything that matches the filter and that the actor may
// see to take, in the order of the filter and whatever its page, a lot at a time.
//
//   - What the list holds, and in which order, is that of one moment: nothing is handed
//     over twice, and nothing is missed because it moves in the order meanwhile.
//   - Each conversation is as it is when its lot is read. What has been deleted by then,
//     is out of reach or does not match any more is left out.
//   - No transaction is open while take has a lot. When it fails, so does the export.
func (s *Store) ExportConversations(ctx context.Context, actor desk.Actor, f desk.ConversationFilter, take func([]desk.Conversation) error) error {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return err
	}
	ids, err := s.listedIDs(ctx, actor, f)
	for ; err == nil && len(ids) > 0; ids = ids[min(exportedLot, len(ids)):] {
		var lot []desk.Conversation
		if lot, err = s.matchesAmong(ctx, actor, f, ids[:min(exportedLot, len(ids))]); err == nil {
			err = take(lot)
		}
	}
	return wrap(err, "export conversations")
}

// listedIDs returns the ids of a list in its order: eight bytes each, which is what
// there is to be kept of a list that is longer than its lots. Each part goes on behind
// the last one by its place, since an offset would pass over all before it once more;
// they are parts of one state, in which nothing moves.
func (s *Store) listedIDs(ctx context.Context, actor desk.Actor, f desk.ConversationFilter) (ids []desk.ConversationID, err error) {
	err = s.read(ctx, func(tx tx) error {
		var total int64
		of := counting(actor, f)
		if err := tx.row(`SELECT `+of.all+` FROM `+of.from, of.args...).Scan(&total); err != nil {
			return err
		}
		ids = make([]desk.ConversationID, 0, total)
		for key, left := int64(0), total; left > 0; left = total - int64(len(ids)) {
			part, err := listedAfter(tx, actor, f, ids, key, min(left, exportedIDs))
			if err != nil {
				return err
			}
			for _, at := range part {
				ids, key = append(ids, at.id), at.key
			}
			if len(part) == 0 {
				return nil
			}
		}
		return nil
	})
	return ids, err
}

// listPlace is where a conversation is in a list.
type listPlace struct {
	id  desk.ConversationID
	key int64
}

// listedAfter returns the next n places of a list behind those that are known, the last
// of which has the given key. The total bounds it: behind the last match nothing is
// looked for.
func listedAfter(tx tx, actor desk.Actor, f desk.ConversationFilter, known []desk.ConversationID, key, n int64) ([]listPlace, error) {
	column, descending := orderOf(f.Sort)
	w := matching(actor, f)
	if len(known) > 0 {
		w.beyond(f, key, known[len(known)-1], descending)
	}
	query := `
		SELECT c.id, ` + column + ` FROM conversations c
		WHERE ` + w.guided() + `
		ORDER BY ` + sign(f) + orderBy(f.Sort) + `
		LIMIT ` + w.arg(n)
	return collect(tx, func(row scanner) (at listPlace, err error) { return at, row.Scan(&at.id, &at.key) }, query, w.args...)
}

// matchesAmong returns those of the conversations that match the filter, in the order
// of their ids as given.
func (s *Store) matchesAmong(ctx context.Context, actor desk.Actor, f desk.ConversationFilter, ids []desk.ConversationID) (lot []desk.Conversation, err error) {
	err = s.read(ctx, func(tx tx) error {
		w := matching(actor, f)
		w.conditions, w.tests = nil, append(w.conditions, w.tests...)
		w.add(in(w, "c.id", ids))
		found, err := collect(tx, scanConversation, `
			SELECT `+conversationColumns+`
			FROM conversations c `+conversationJoins+`
			WHERE `+w.guided(), w.args...)
		if err != nil {
			return err
		}
		if err := coverMerges(tx, actor, found); err != nil {
			return err
		}
		if err := readTags(tx, found); err != nil {
			return err
		}
		byID := make(map[desk.ConversationID]desk.Conversation, len(found))
		for _, c := range found {
			byID[c.ID] = c
		}
		for _, id := range ids {
			if c, ok := byID[id]; ok {
				lot = append(lot, c)
			}
		}
		return nil
	})
	return lot, err
}
