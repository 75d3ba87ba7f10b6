package store

import (
	"context"

	"parley/internal/desk"
)

// exportedLot is how many conversations of an export are in memory at once.
const exportedLot = 500

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

// listedIDs returns the ids of a list in its order: eight bytes each, which is all
// that is kept of a list that is longer than its lots. They are asked for at once. Part
// behind part would be found by its place, which SQLite looks up in no index where the
// order is an expression, and every part of what is sorted would be sorted anew.
func (s *Store) listedIDs(ctx context.Context, actor desk.Actor, f desk.ConversationFilter) (ids []desk.ConversationID, err error) {
	err = s.read(ctx, func(tx tx) error {
		var total int64
		of := counting(actor, f)
		if err := tx.row(`SELECT `+of.all+` FROM `+of.from, of.args...).Scan(&total); err != nil || total == 0 {
			return err
		}
		w := matching(actor, f)
		query := `
			SELECT c.id FROM conversations c
			WHERE ` + w.guided() + `
			ORDER BY ` + sign(f) + orderBy(f.Sort) + `
			LIMIT ` + w.arg(total) // Nothing is looked for behind the last match.
		ids, err = collect(tx, scanOne[desk.ConversationID], query, w.args...)
		return err
	})
	return ids, err
}

// matchesAmong returns those of the conversations that match the filter, in the order
// of their ids as given.
func (s *Store) matchesAmong(ctx context.Context, actor desk.Actor, f desk.ConversationFilter, ids []desk.ConversationID) (lot []desk.Conversation, err error) {
	err = s.read(ctx, func(tx tx) error {
		w := matching(actor, f)
		w.conditions, w.tests = nil, append(w.conditions, w.tests...)
		w.add(in(w, "c.id", ids))
		found, err := conversationsBy(tx, actor, w.guided(), w.args)
		for _, id := range ids {
			if c, ok := found[id]; ok {
				lot = append(lot, c)
			}
		}
		return err
	})
	return lot, err
}
