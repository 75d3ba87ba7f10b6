package store

import (
	"context"

	"parley/internal/desk"
)

// Profile returns the user that the actor is.
func (s *Store) Profile(ctx context.Context, actor desk.Actor) (u desk.User, err error) {
	err = s.read(ctx, func(tx tx) error {
		u, err = loadSelf(tx, actor)
		return err
	})
	return u, wrap(err, "read profile")
}

// loadSelf returns the user that the actor is; only people have a profile, and
// only while they are active.
func loadSelf(tx tx, actor desk.Actor) (desk.User, error) {
	nobody := desk.Actor{}.RequireSomeone()
	if actor.Kind != desk.ActorUser {
		return desk.User{}, nobody
	}
	u, err := loadUser(tx, actor.UserID(), tx.forUpdate("u"))
	if err == nil && !u.Active {
		return desk.User{}, nobody
	}
	return u, err
}

// UpdateProfile changes the actor's own account.
func (s *Store) UpdateProfile(ctx context.Context, actor desk.Actor, in desk.ProfileUpdate) (u desk.User, err error) {
	err = s.write(ctx, func(tx tx) error {
		if u, err = loadSelf(tx, actor); err != nil {
			return err
		}
		if err := in.Validate().Err(); err != nil {
			return err
		}
		rename := userChange{apply: func(u *desk.User) []desk.Change {
			before := u.Name
			u.Name = in.Name.Value
			return []desk.Change{{Field: "name", Before: before, After: u.Name}}
		}}
		u, err = saveUser(tx, actor, u, rename, s.now())
		return err
	})
	return u, wrap(err, "update profile")
}

// ChangePassword gives the actor another password and ends all their sessions,
// the one that asks included: the caller begins a new one. Wrong guesses at the
// current password count like failures to sign in.
func (s *Store) ChangePassword(ctx context.Context, actor desk.Actor, address string, in desk.PasswordChange) error {
	user, err := s.Profile(ctx, actor)
	if err != nil {
		return err
	}
	errs := in.Validate()
	if err := errs.Err(); err != nil {
		return err
	}
	if _, err := s.verify(ctx, user.Email, in.Current, address); err != nil {
		if desk.Is(err, desk.CodeUnauthenticated) {
			errs.Add("current", "wrong", "the current password is not right")
			return errs.Err()
		}
		return err
	}
	refuseCommon(&errs, "new", in.New, user.Name, user.Email)
	if err := errs.Err(); err != nil {
		return err
	}
	hash, err := s.hashPassword(ctx, in.New)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx tx) error {
		user, err := loadSelf(tx, actor)
		if err != nil {
			return err
		}
		_, err = saveUser(tx, actor, user, userChange{
			passwordHash: hash, endSessions: true,
			apply: func(*desk.User) []desk.Change {
				return []desk.Change{{Field: "password", Before: "…", After: "another"}}
			},
		}, s.now())
		return err
	})
}

// SignOutEverywhere ends all of the actor's sessions.
func (s *Store) SignOutEverywhere(ctx context.Context, actor desk.Actor) error {
	err := s.write(ctx, func(tx tx) error {
		user, err := loadSelf(tx, actor)
		if err != nil {
			return err
		}
		return endSessions(tx, user.ID)
	})
	return wrap(err, "sign out everywhere")
}
