package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"parley/internal/desk"
)

const draftNoun = "draft"

const draftColumns = `d.kind, d.body, d.updated_at, d.version`

func scanDraft(row scanner) (d desk.Draft, err error) {
	var updated int64
	err = row.Scan(&d.Kind, &d.Body, &updated, &d.Version)
	d.UpdatedAt = fromMicros(updated)
	return d, err
}

// mayDraft tells whether the actor may write drafts: people who may write
// messages.
func mayDraft(actor desk.Actor) error {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return err
	}
	if actor.Kind != desk.ActorUser {
		return desk.Actor{}.RequireSomeone()
	}
	return nil
}

// ListDrafts returns the actor's own drafts in a conversation, the latest first.
func (s *Store) ListDrafts(ctx context.Context, actor desk.Actor, id desk.ConversationID) (drafts []desk.Draft, err error) {
	if err := mayDraft(actor); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx tx) error {
		if _, err := loadConversation(tx, actor, id); err != nil {
			return err
		}
		drafts, err = collect(tx, scanDraft, `
			SELECT `+draftColumns+`
			FROM drafts d
			WHERE d.user_id = $1 AND d.conversation_id = $2
			ORDER BY d.version DESC, d.kind`, actor.ID, id)
		return err
	})
	return drafts, wrap(err, "list drafts in conversation %s", id)
}

// SaveDraft keeps what the actor has begun to write:
//   - unseen is NotFound, before anything else is looked at;
//   - a draft that has another version than the writer saw and says something else
//     is Stale, with the draft as it is now, which is kept;
//   - an empty one is none;
//   - one from a form that was sent meanwhile comes too late: what it says was sent,
//     or else it is Stale;
//   - discarding goes before every save of the same form, be it that it has come and
//     its version is not known there yet, or that it comes later and is Stale.
//
// In a conversation that was merged while somebody typed, the draft as it was then has
// gone over, and what they have typed since is kept beside it.
//
// History says nothing of drafts, and nobody is told.
func (s *Store) SaveDraft(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.DraftSave) (d desk.Draft, err error) {
	if err := mayDraft(actor); err != nil {
		return d, err
	}
	err = s.write(ctx, func(tx tx) error {
		if err := awaitSending(tx, actor); err != nil {
			return err
		}
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		if err := in.Validate().Err(); err != nil {
			return err
		}
		if conv.Merged {
			if in.Version, err = versionAfterMerge(tx, actor, id, in); err != nil {
				return err
			}
		}
		d, err = saveDraft(tx, actor, id, in, s.now().UnixMicro())
		return err
	})
	return d, wrap(err, "save draft in conversation %s", id)
}

// versionAfterMerge returns the version that a draft is for in a conversation that was
// merged while somebody typed: what it followed has gone over.
func versionAfterMerge(tx tx, actor desk.Actor, id desk.ConversationID, in desk.DraftSave) (int64, error) {
	current, err := loadDraft(tx, actor, id, in.Kind.Value)
	if current.Version == 0 {
		return 0, err
	}
	return in.Version, err
}

// loadDraft returns the actor's draft of a kind; the zero draft where there is none.
func loadDraft(tx tx, actor desk.Actor, id desk.ConversationID, kind desk.MessageKind) (desk.Draft, error) {
	d, err := scanDraft(tx.row(`
		SELECT `+draftColumns+`
		FROM drafts d
		WHERE d.user_id = $1 AND d.conversation_id = $2 AND d.kind = $3`, actor.ID, id, kind))
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return d, err
}

func saveDraft(tx tx, actor desk.Actor, id desk.ConversationID, in desk.DraftSave, now int64) (desk.Draft, error) {
	kind, body := in.Kind.Value, in.Body.Value
	current, err := loadDraft(tx, actor, id, kind)
	if err != nil {
		return current, err
	}
	sent, err := sentText(tx, actor, now)
	if err != nil {
		return current, err
	}
	if in.Discards {
		return current, discardDraft(tx, actor, id, in, current, now)
	}
	discarded, err := wasDiscarded(tx, actor, now)
	if err != nil {
		return current, err
	}
	switch {
	case body == current.Body:
		return current, nil
	case sent != nil && *sent == strings.TrimSpace(body):
		return desk.Draft{Kind: kind, Sent: true}, nil
	case in.Version != current.Version || sent != nil || discarded:
		return current, desk.Stale(draftNoun, current)
	case body == "":
		return desk.Draft{}, dropDraft(tx, actor, id, kind)
	}
	next := desk.Draft{Kind: kind, Body: body, UpdatedAt: fromMicros(now), Version: max(now, current.Version+1)}
	_, err = tx.exec(`
		INSERT INTO drafts (user_id, conversation_id, kind, body, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (user_id, conversation_id, kind)
		DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at, version = excluded.version`,
		actor.ID, id, kind, body, now, next.Version)
	return next, err
}

// awaitSending has a save wait for the sending of the form that it is from, and that
// for the save. It comes before any other lock, as it does in once.
func awaitSending(tx tx, actor desk.Actor) error {
	if actor.Once == nil {
		return nil
	}
	return oneAtATime(tx, actor)
}

// sentText returns what was sent with the form that a draft is saved from, or nil
// where that was not sent.
func sentText(tx tx, actor desk.Actor, now int64) (*string, error) {
	if actor.Once == nil {
		return nil, nil
	}
	found, err := loadRequest(tx, actor, now-desk.OnceLife.Microseconds())
	if found == nil || found.result == nil {
		return nil, err
	}
	var m desk.Message
	err = json.Unmarshal([]byte(*found.result), &m)
	return &m.Body, wrap(err, "decode what was sent")
}

// dropSent removes the actor's draft that has become a message. What they typed
// elsewhere and did not see when they sent stays, to be found when they are back, unless
// the message says it as well.
func dropSent(tx tx, actor desk.Actor, id desk.ConversationID, kind desk.MessageKind, in desk.MessageCreate) error {
	if seen, sent := in.Draft, in.Body.Value; seen != nil && actor.Kind == desk.ActorUser {
		current, err := loadDraft(tx, actor, id, kind)
		if err != nil || !seen.Knows(current) && !strings.Contains(sent, strings.TrimSpace(current.Body)) {
			return err
		}
	}
	return dropDraft(tx, actor, id, kind)
}

// dropDraft removes the actor's draft of the kind, if there is one.
func dropDraft(tx tx, actor desk.Actor, id desk.ConversationID, kind desk.MessageKind) error {
	if actor.Kind != desk.ActorUser {
		return nil
	}
	_, err := tx.exec(`DELETE FROM drafts WHERE user_id = $1 AND conversation_id = $2 AND kind = $3`, actor.ID, id, kind)
	return err
}

// DraftedConversations returns which of the conversations the actor has drafts
// in. It is asked once for all rows of a page.
func (s *Store) DraftedConversations(ctx context.Context, actor desk.Actor, among []desk.ConversationID) (map[desk.ConversationID]bool, error) {
	if err := mayDraft(actor); err != nil {
		return nil, err
	}
	drafted := map[desk.ConversationID]bool{}
	err := s.read(ctx, func(tx tx) error {
		w := &where{}
		w.add("d.user_id = " + w.arg(actor.ID))
		w.add(in(w, "d.conversation_id", among))
		w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
		ids, err := collect(tx, scanOne[desk.ConversationID], `
			SELECT DISTINCT d.conversation_id
			FROM drafts d JOIN conversations c ON c.id = d.conversation_id
			WHERE `+w.String(), w.args...)
		for _, id := range ids {
			drafted[id] = true
		}
		return err
	})
	return drafted, wrap(err, "find drafted conversations")
}
