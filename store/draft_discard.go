package store

import "parley/internal/desk"

// discardDraft removes the draft that the writer saw, or one that the same form began
// to save and had no answer about, and notes that the form has nothing to save any more.
// What somebody typed elsewhere stays.
func discardDraft(tx tx, actor desk.Actor, id desk.ConversationID, in desk.DraftSave, current desk.Draft, now int64) error {
	if !in.Knows(current) {
		return desk.Stale(draftNoun, current)
	}
	if err := dropDraft(tx, actor, id, in.Kind.Value); err != nil || actor.Once == nil {
		return err
	}
	return keepRequest(tx, discarding(actor), nil, now)
}

// wasDiscarded tells whether the draft of the form that is asking was discarded there.
func wasDiscarded(tx tx, actor desk.Actor, now int64) (bool, error) {
	if actor.Once == nil {
		return false, nil
	}
	found, err := loadRequest(tx, discarding(actor), now-desk.OnceLife.Microseconds())
	return found != nil, err
}

// discarding returns the actor as the one who discards what a form holds, which is
// another thing than sending it.
func discarding(actor desk.Actor) desk.Actor {
	once := *actor.Once
	once.Key = "discard " + once.Key
	return actor.Making(&once)
}
