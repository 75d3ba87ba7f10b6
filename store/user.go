package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/desk"
)

const userNoun = "user"

const userColumns = `u.id, u.name, u.email, u.role, u.active, u.created_at, u.version`

func scanUser(row scanner) (desk.User, error) {
	var u desk.User
	var created int64
	err := row.Scan(&u.ID, &u.Name, &u.Email, &u.Role, &u.Active, &created, &u.Version)
	u.CreatedAt = fromMicros(created)
	return u, err
}

func loadUser(tx tx, id desk.UserID, lock string) (desk.User, error) {
	return foundUser(scanUser(tx.row(`SELECT `+userColumns+` FROM users u WHERE u.id = $1`+lock, id)))
}

// loadUserByEmail finds a user by what somebody typed. Text that is no text, which
// PostgreSQL would refuse to compare, is nobody's address.
func loadUserByEmail(tx tx, address string) (desk.User, error) {
	if !utf8.ValidString(address) || strings.ContainsRune(address, 0) {
		return desk.User{}, desk.NotFound(userNoun)
	}
	return foundUser(scanUser(tx.row(`
		SELECT `+userColumns+` FROM users u WHERE u.email_key = $1`+tx.forUpdate("u"), desk.EmailKey(address))))
}

func foundUser(u desk.User, err error) (desk.User, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return u, desk.NotFound(userNoun)
	}
	return u, err
}

// loadUserWithInboxes returns a user and the inboxes they are a member of.
func loadUserWithInboxes(tx tx, id desk.UserID) (desk.User, []desk.InboxID, error) {
	user, err := loadUser(tx, id, tx.forShare("u"))
	if err != nil {
		return user, nil, err
	}
	member, err := collect(tx, scanOne[desk.InboxID],
		`SELECT inbox_id FROM inbox_members WHERE user_id = $1 ORDER BY inbox_id`, id)
	return user, member, err
}

// ListUsers returns one page of the users by name.
func (s *Store) ListUsers(ctx context.Context, actor desk.Actor, page desk.Page) (desk.Listing[desk.User], error) {
	listing := desk.Listing[desk.User]{Page: page}
	if err := actor.Require(desk.ReadUsers); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		if err := tx.row(`SELECT COUNT(*) FROM users`).Scan(&listing.Total); err != nil {
			return err
		}
		var err error
		listing.Items, err = collect(tx, scanUser, `
			SELECT `+userColumns+` FROM users u
			ORDER BY u.name, u.id LIMIT $1 OFFSET $2`, page.Limit, page.Offset())
		return err
	})
	return listing, wrap(err, "list users")
}

// GetUser returns one user.
func (s *Store) GetUser(ctx context.Context, actor desk.Actor, id desk.UserID) (u desk.User, err error) {
	if err := actor.Require(desk.ReadUsers); err != nil {
		return u, err
	}
	err = s.read(ctx, func(tx tx) error {
		u, err = loadUser(tx, id, "")
		return err
	})
	return u, wrap(err, "get user %s", id)
}

// ListAssignees returns the users, by name, to whom conversations of the inbox
// can be assigned, or of any inbox that the actor reaches where inbox is 0. Who
// works in an inbox out of reach is not told.
func (s *Store) ListAssignees(ctx context.Context, actor desk.Actor, inbox desk.InboxID) ([]desk.UserRef, error) {
	if err := actor.Require(desk.ReadUsers); err != nil {
		return nil, err
	}
	if inbox != 0 && !actor.Reach.Reaches(inbox) {
		return nil, desk.NotFound(inboxNoun)
	}
	var refs []desk.UserRef
	err := s.read(ctx, func(tx tx) error {
		users, err := collect(tx, scanUser, `SELECT `+userColumns+` FROM users u WHERE u.active ORDER BY u.name, u.id`)
		if err != nil {
			return err
		}
		inboxes := []desk.InboxID{inbox}
		if inbox == 0 {
			if inboxes, err = reachedInboxes(tx, actor); err != nil {
				return err
			}
		}
		members, err := inboxMembers(tx)
		for _, u := range users {
			for _, id := range inboxes {
				if desk.CanBeAssigned(u, members[u.ID], id) {
					refs = append(refs, u.Ref())
					break
				}
			}
		}
		return err
	})
	return refs, wrap(err, "list assignees")
}

// AddUser adds a user who can sign in with the given password.
func (s *Store) AddUser(ctx context.Context, actor desk.Actor, in desk.UserCreate) (u desk.User, err error) {
	if err := actor.Require(desk.WriteUsers); err != nil {
		return u, err
	}
	hash, err := s.newUserPassword(ctx, &in)
	if err != nil {
		return u, err
	}
	err = s.write(ctx, func(tx tx) error {
		u, err = addUser(tx, actor, in, hash, s.now())
		return err
	})
	return u, wrap(err, "add user")
}

// newUserPassword validates the request and hashes its password, which takes
// too long to do inside a transaction.
func (s *Store) newUserPassword(ctx context.Context, in *desk.UserCreate) (string, error) {
	errs := in.Validate()
	refuseCommon(&errs, "password", in.Password.Value, in.Name.Value, in.Email.Value)
	if err := errs.Err(); err != nil {
		return "", err
	}
	return s.hashPassword(ctx, in.Password.Value)
}

func addUser(tx tx, actor desk.Actor, in desk.UserCreate, hash string, now time.Time) (desk.User, error) {
	u := desk.User{Name: in.Name.Value, Email: in.Email.Value, Role: in.Role.Value, Active: true, CreatedAt: now, Version: 1}
	err := tx.row(`
		INSERT INTO users (name, email, email_key, role, password_hash, active, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, TRUE, $6, $6, 1)
		RETURNING id`,
		u.Name, u.Email, desk.EmailKey(u.Email), u.Role, hash, micros(now)).Scan(&u.ID)
	if isDuplicate(err) {
		return u, addressTaken(userNoun)
	}
	if err != nil {
		return u, err
	}
	if err := closeSetup(tx, u.Role, now); err != nil {
		return u, err
	}
	return u, record(tx, actor, change{userNoun, int64(u.ID), desk.ActionCreated, []desk.Change{
		{Field: "name", After: u.Name}, {Field: "email", After: u.Email}, {Field: "role", After: string(u.Role)},
	}, now})
}
