package store

import (
	"context"
	"math"
	"time"

	"parley/internal/desk"
)

// following is the condition on colleagues that they follow the conversation $2.
const following = `u.id IN (SELECT f.user_id FROM followers f WHERE f.conversation_id = $2)`

// followers returns who follows a conversation and still sees it.
func followers(tx tx, conv desk.Conversation) ([]desk.UserRef, error) {
	return readers(colleagues(tx, conv.InboxID, following, conv.ID))
}

// People are those whom a conversation concerns, by name.
type People struct {
	Readers   []desk.UserRef // who see it, and so can be named in a note
	Followers []desk.UserRef
	// Unread is the newest of what the actor was told of here and has not read; or 0.
	Unread desk.NotificationID
}

// ConversationPeople returns whom a conversation concerns.
func (s *Store) ConversationPeople(ctx context.Context, actor desk.Actor, id desk.ConversationID) (p People, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return p, err
	}
	err = s.read(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		if p.Readers, err = readers(colleagues(tx, conv.InboxID, "u.active")); err != nil {
			return err
		}
		if p.Followers, err = followers(tx, conv); err != nil {
			return err
		}
		return tx.row(`
			SELECT COALESCE(MAX(n.id), 0) FROM notifications n
			WHERE n.conversation_id = $1 AND n.user_id = $2 AND n.read_at IS NULL`, id, actor.UserID()).Scan(&p.Unread)
	})
	return p, wrap(err, "find the people of conversation %s", id)
}

// ListFollowers returns one page of those who follow a conversation, by name. Who no
// longer sees it is not among them.
func (s *Store) ListFollowers(ctx context.Context, actor desk.Actor, id desk.ConversationID, page desk.Page) (desk.Listing[desk.UserRef], error) {
	listing := desk.Listing[desk.UserRef]{Page: page}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		all, err := followers(tx, conv)
		listing.Total = len(all)
		from := min(page.Offset(), int64(len(all)))
		listing.Items = all[from:min(from+int64(page.Limit), int64(len(all)))]
		return err
	})
	return listing, wrap(err, "list followers of conversation %s", id)
}

// SetFollower has a user follow a conversation, or no longer:
//   - whoever sees it does so for themselves, and for others who may write;
//   - who is to follow must be active and see it; anybody can stop;
//   - what is so already stays so.
func (s *Store) SetFollower(ctx context.Context, actor desk.Actor, id desk.ConversationID, user desk.UserID, follows bool) error {
	if err := actor.RequireFollow(user); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err != nil {
			return err
		}
		found, err := colleagues(tx, conv.InboxID, "u.id = $2", user)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return desk.NotFound(userNoun)
		case follows && !found[0].sees:
			var errs desk.FieldErrors
			errs.Add("userId", "not_eligible", "userId must be of an active user who sees this conversation's inbox")
			return errs.Err()
		}
		if isSo, err := isFollower(tx, id, user); err != nil || isSo == follows {
			return err
		}
		if err := setFollower(tx, id, user, follows); err != nil {
			return err
		}
		return tellFollowed(tx, conv, s.now())
	})
	return wrap(err, "set follower %s of conversation %s", user, id)
}

func isFollower(tx tx, id desk.ConversationID, user desk.UserID) (isSo bool, err error) {
	err = tx.row(`
		SELECT EXISTS (SELECT 1 FROM followers f WHERE f.conversation_id = $1 AND f.user_id = $2)`, id, user).Scan(&isSo)
	return isSo, err
}

// belowNotifications is below every number that tellUser has for a notification.
const belowNotifications = math.MinInt64 / 2

// tellFollowed has open pages know that others follow a conversation than before. As no
// event says so, the outbox has a number far below zero in the place of one, which goes
// by the mark: a transaction tells it once. Those outside are not told, as it is never
// due.
func tellFollowed(tx tx, conv desk.Conversation, at time.Time) error {
	_, err := tx.exec(`
		INSERT INTO outbox (event_id, subject, subject_id, action, created_at, inbox_id, mark)
		VALUES ($1 - `+tx.db.mark()+`, $2, $3, $4, $5, $6, `+tx.db.mark()+`)`+tx.db.tell(),
		int64(belowNotifications), conversationNoun, conv.ID, desk.ActionFollowed, micros(at), conv.InboxID)
	return wrap(err, "tell who follows conversation %s", conv.ID)
}

func setFollower(tx tx, id desk.ConversationID, user desk.UserID, follows bool) error {
	statement := `INSERT INTO followers (conversation_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`
	if !follows {
		statement = `DELETE FROM followers WHERE conversation_id = $1 AND user_id = $2`
	}
	_, err := tx.exec(statement, id, user)
	return err
}
