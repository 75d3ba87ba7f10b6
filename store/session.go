package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/desk"
)

// Session is a browser that has signed in. Data is the pages' own, such as the
// notices to show next.
type Session struct {
	Actor       desk.Actor
	User        desk.User
	Preferences desk.Preferences
	Keys        map[string]string // the user's own, by the usual ones
	Data        string
}

// BeginSession starts a session of a user who has proved who they are, and
// returns its token for the cookie; only the token's hash is kept.
func (s *Store) BeginSession(ctx context.Context, id desk.UserID, data string) (token string, err error) {
	token = newSecret()
	now := s.now()
	err = s.write(ctx, func(tx tx) error {
		if _, err := tx.exec(`DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2`,
			micros(now), micros(now.Add(-desk.SessionIdle))); err != nil {
			return err
		}
		_, err := tx.exec(`
			INSERT INTO sessions (token_hash, user_id, data, created_at, seen_at, expires_at)
			VALUES ($1, $2, $3, $4, $4, $5)`,
			hashSecret(token), id, data, micros(now), micros(now.Add(desk.SessionLife)))
		return err
	})
	return token, wrap(err, "begin session")
}

// SessionByToken returns the session that a cookie names, with the actor as
// their rights are now. CodeUnauthenticated where it has ended.
func (s *Store) SessionByToken(ctx context.Context, token string) (Session, error) {
	now := s.now()
	session, seen, err := s.findSession(ctx, token, now)
	if err == nil && now.Sub(seen) >= desk.SessionSeenEvery {
		s.noteSessionSeen(ctx, token, now)
	}
	return session, err
}

// OpenSession is SessionByToken for a page that is merely open: nobody uses the
// session by that.
func (s *Store) OpenSession(ctx context.Context, token string) (Session, error) {
	session, _, err := s.findSession(ctx, token, s.now())
	return session, err
}

func (s *Store) findSession(ctx context.Context, token string, now time.Time) (session Session, seen time.Time, err error) {
	err = s.read(ctx, func(tx tx) error {
		session, seen, err = loadSession(tx, token, now)
		return err
	})
	if err != nil {
		return Session{}, seen, wrap(err, "find session")
	}
	return session, seen, nil
}

func loadSession(tx tx, token string, now time.Time) (session Session, seen time.Time, err error) {
	ended := &desk.Error{Code: desk.CodeUnauthenticated, Message: "Your session has ended. Sign in again."}
	var id desk.UserID
	var seenAt, expires int64
	var keys string
	err = tx.row(`
		SELECT s.user_id, s.data, s.seen_at, s.expires_at, u.own_keys, `+preferenceColumns+`
		FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1`, hashSecret(token)).
		Scan(append([]any{&id, &session.Data, &seenAt, &expires, &keys}, preferenceTargets(&session.Preferences)...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return session, seen, ended
	}
	if err != nil {
		return session, seen, err
	}
	seen = fromMicros(seenAt)
	if !now.Before(fromMicros(expires)) || now.Sub(seen) >= desk.SessionIdle {
		return session, seen, ended
	}
	if session.Keys, err = ownKeys(keys); err != nil {
		return session, seen, err
	}
	user, member, err := loadUserWithInboxes(tx, id)
	if err != nil {
		return session, seen, err
	}
	if !user.Active {
		return session, seen, ended
	}
	session.User, session.Actor = user, desk.UserActor(user, member, desk.ViaPage)
	return session, seen, nil
}

func (s *Store) noteSessionSeen(ctx context.Context, token string, now time.Time) {
	err := s.write(ctx, func(tx tx) error {
		_, err := tx.exec(`UPDATE sessions SET seen_at = $1 WHERE token_hash = $2`, micros(now), hashSecret(token))
		return err
	})
	if err != nil {
		s.log.WarnContext(ctx, "note use of session", "error", err)
	}
}

// ChangeSessionData changes the pages' own data of a session: change gets what it is and
// returns what it is to be. Of two requests at once the second gets what the first has
// made of it. It may be called more than once, and is not where the session has ended.
func (s *Store) ChangeSessionData(ctx context.Context, token string, change func(data string) (string, error)) error {
	err := s.write(ctx, func(tx tx) error {
		var data string
		err := tx.row(`SELECT s.data FROM sessions s WHERE s.token_hash = $1`+tx.forUpdate("s"), hashSecret(token)).Scan(&data)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if data, err = change(data); err != nil {
			return err
		}
		_, err = tx.exec(`UPDATE sessions SET data = $1 WHERE token_hash = $2`, data, hashSecret(token))
		return err
	})
	return wrap(err, "change data of session")
}

// EndSession signs a browser out; its token is worth nothing from then on.
func (s *Store) EndSession(ctx context.Context, token string) error {
	err := s.write(ctx, func(tx tx) error {
		_, err := tx.exec(`DELETE FROM sessions WHERE token_hash = $1`, hashSecret(token))
		return err
	})
	return wrap(err, "end session")
}

func endSessions(tx tx, id desk.UserID) error {
	_, err := tx.exec(`DELETE FROM sessions WHERE user_id = $1`, id)
	return wrap(err, "end sessions of user %s", id)
}
