package store

import (
	"context"
	"time"

	"parley/internal/desk"
)

// userChange is a change of a user's row, found by address: what it sets, and
// whether it ends the user's sessions.
type userChange struct {
	apply        func(*desk.User) []desk.Change
	passwordHash string // kept where empty
	endSessions  bool
}

// SetRole gives a user another role and ends their sessions, since the tokens
// were handed out under other rights.
func (s *Store) SetRole(ctx context.Context, actor desk.Actor, email string, role desk.Role) (desk.User, error) {
	if err := actor.Require(desk.WriteUsers); err != nil {
		return desk.User{}, err
	}
	if err := desk.ValidateRole(role).Err(); err != nil {
		return desk.User{}, err
	}
	return s.changeUser(ctx, actor, email, userChange{
		endSessions: true,
		apply: func(u *desk.User) []desk.Change {
			before := u.Role
			u.Role = role
			return []desk.Change{{Field: "role", Before: string(before), After: string(role)}}
		},
	})
}

// DisableUser ends a user's sessions and lets them sign in no more. What they
// wrote, and what is assigned to them, stays.
func (s *Store) DisableUser(ctx context.Context, actor desk.Actor, email string) (desk.User, error) {
	return s.changeUser(ctx, actor, email, userChange{
		endSessions: true,
		apply: func(u *desk.User) []desk.Change {
			before := u.Active
			u.Active = false
			return []desk.Change{{Field: "active", Before: truth(before), After: truth(false)}}
		},
	})
}

// SetPassword gives a user another password and ends their sessions.
func (s *Store) SetPassword(ctx context.Context, actor desk.Actor, email, password string) (desk.User, error) {
	if err := actor.Require(desk.WriteUsers); err != nil {
		return desk.User{}, err
	}
	errs := desk.ValidatePassword(password)
	refuseCommon(&errs, "password", password, email)
	if err := errs.Err(); err != nil {
		return desk.User{}, err
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return desk.User{}, err
	}
	return s.changeUser(ctx, actor, email, userChange{
		passwordHash: hash, endSessions: true,
		apply: func(*desk.User) []desk.Change {
			return []desk.Change{{Field: "password", Before: "…", After: "another"}}
		},
	})
}

func (s *Store) changeUser(ctx context.Context, actor desk.Actor, email string, c userChange) (u desk.User, err error) {
	if err := actor.Require(desk.WriteUsers); err != nil {
		return u, err
	}
	err = s.write(ctx, func(tx tx) error {
		u, err = loadUserByEmail(tx, email)
		if err != nil {
			return err
		}
		u, err = saveUser(tx, actor, u, c, s.now())
		return err
	})
	return u, wrap(err, "change user %s", email)
}

func saveUser(tx tx, actor desk.Actor, u desk.User, c userChange, now time.Time) (desk.User, error) {
	before := u
	changes := c.apply(&u)
	if changed := u != before || c.passwordHash != ""; !changed {
		return u, nil
	}
	if err := keepOneAdmin(tx, before, u); err != nil {
		return before, err
	}
	u.Version++
	n, err := tx.exec(`
		UPDATE users
		SET name = $1, role = $2, active = $3, updated_at = $4, version = $5,
		    password_hash = CASE WHEN $6 = '' THEN password_hash ELSE $6 END
		WHERE id = $7 AND version = $8`,
		u.Name, u.Role, u.Active, micros(now), u.Version, c.passwordHash, u.ID, before.Version)
	if err == nil && n == 0 {
		err = desk.Stale(userNoun, nil)
	}
	if err != nil {
		return before, err
	}
	if c.endSessions {
		if err := endSessions(tx, u.ID); err != nil {
			return before, err
		}
	}
	if err := closeSetup(tx, u.Role, now); err != nil {
		return before, err
	}
	return u, record(tx, actor, change{userNoun, int64(u.ID), desk.ActionUpdated, changes, now})
}

// keepOneAdmin refuses to take the rights of the last active administrator.
func keepOneAdmin(tx tx, before, after desk.User) error {
	isAdmin := func(u desk.User) bool { return u.Active && u.Role == desk.RoleAdmin }
	if !isAdmin(before) || isAdmin(after) {
		return nil
	}
	if err := tx.alone("administrators"); err != nil {
		return err
	}
	var others int
	err := tx.row(`SELECT COUNT(*) FROM users WHERE active AND role = $1 AND id <> $2`, desk.RoleAdmin, before.ID).Scan(&others)
	if err != nil || others > 0 {
		return err
	}
	return &desk.Error{Code: desk.CodeConflict, Message: "This is the last active administrator. Make another user an administrator first."}
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
