package store

import (
	"slices"

	"parley/internal/desk"
)

// seen returns which of the conversations the actor may see; what is gone nobody may.
func seen(tx tx, actor desk.Actor, ids []desk.ConversationID) (map[desk.ConversationID]bool, error) {
	visible := map[desk.ConversationID]bool{}
	if len(ids) == 0 {
		return visible, nil
	}
	slices.Sort(ids)
	w := &where{}
	w.add(in(w, "c.id", slices.Compact(ids)))
	w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
	list, err := collect(tx, scanOne[desk.ConversationID], `SELECT c.id FROM conversations c WHERE `+w.String(), w.args...)
	for _, id := range list {
		visible[id] = true
	}
	return visible, wrap(err, "look which conversations are seen")
}

// coverMerges leaves of those conversations that were merged only that they were, where
// the actor may not see into what.
func coverMerges(tx tx, actor desk.Actor, conversations []desk.Conversation) error {
	var ids []desk.ConversationID
	for _, c := range conversations {
		if c.MergedInto != 0 {
			ids = append(ids, c.MergedInto)
		}
	}
	visible, err := seen(tx, actor, ids)
	for i := range conversations {
		if c := &conversations[i]; !visible[c.MergedInto] {
			c.MergedInto = 0
		}
	}
	return err
}

// coverMoves takes the numbers of conversations out of history that the actor may not
// see: where messages went to and came from.
func coverMoves(tx tx, actor desk.Actor, events []desk.Event) error {
	var ids []desk.ConversationID
	for _, e := range events {
		for i := range e.Changes {
			for _, number := range e.Changes[i].Conversations() {
				if id, ok := desk.ParseID[desk.ConversationID](*number); ok {
					ids = append(ids, id)
				}
			}
		}
	}
	visible, err := seen(tx, actor, ids)
	for _, e := range events {
		for i := range e.Changes {
			for _, number := range e.Changes[i].Conversations() {
				if id, ok := desk.ParseID[desk.ConversationID](*number); ok && !visible[id] {
					*number = desk.OutOfSight
				}
			}
		}
	}
	return err
}
