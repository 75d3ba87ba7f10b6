package desk

import "time"

// HoldSeconds lists how many seconds a reply may wait before it is sent.
func HoldSeconds() []int { return []int{0, 5, 10, 30} }

// DefaultHold is how many seconds it waits where nobody has chosen.
const DefaultHold = 10

// HandoverMargin is how much later than a reply can be taken back anybody outside
// is told of it, since the clocks of two servers differ.
const HandoverMargin = 2 * time.Second

// MayHold tells whether messages of the kind are held when the actor writes them:
// replies of people on pages. A program means what it says, and a note goes nowhere.
func MayHold(actor Actor, kind MessageKind) bool {
	return kind == KindReply && actor.Kind == ActorUser && actor.Via == ViaPage
}

// HeldAt tells whether the message is one that waits to be sent at that time.
func (m Message) HeldAt(now time.Time) bool { return m.HeldUntil != nil && now.Before(*m.HeldUntil) }

// ByActor tells whether the message is the actor's own.
func (m Message) ByActor(actor Actor) bool {
	return m.Author.Type == string(actor.Kind) && m.Author.ID == actor.ID
}

// MayUndo returns nil where the actor may take the message back at that time, and
// otherwise why not.
func (m Message) MayUndo(actor Actor, now time.Time) error {
	switch {
	case m.Kind != KindReply || !m.ByActor(actor):
		return &Error{Code: CodeConflict, Message: "Only a reply can be taken back, and only by who wrote it."}
	case !m.HeldAt(now):
		return &Error{Code: CodeConflict, Message: "The time to take the reply back is over. It stands."}
	}
	return nil
}

// UndoneReply is what came of taking a reply back.
type UndoneReply struct {
	Conversation Conversation
	Draft        Draft    // begins with the text of the reply
	Joined       bool     // the draft held another text, which follows
	Kept         []string // properties that changed with the reply and stay: they were changed again, or cannot be as before
}

// UndoUnless returns the update that takes a change of properties back, but for
// those that later events have changed again. It names those of them that are not
// as before by themselves.
func (e Event) UndoUnless(later []Event, conv Conversation) (in ConversationUpdate, kept []string) {
	changed := map[string]bool{}
	for _, l := range later {
		for _, c := range l.Changes {
			changed[c.Field] = true
		}
	}
	now := map[string]string{"status": string(conv.Status), "assignedTo": conv.assigneeText()}
	var left []Change
	for _, c := range e.Changes {
		switch {
		case !changed[c.Field]:
			left = append(left, c)
		case now[c.Field] != c.Before:
			kept = append(kept, c.Field)
		}
	}
	e.Changes = left
	return e.Undo(), kept
}
