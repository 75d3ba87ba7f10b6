package store

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"time"

	"parley/internal/desk"
)

// The settings that set-up leaves behind.
const (
	settingSetupToken = "setup_token_hash"
	settingHasAdmin   = "administrator_since"
)

// SetupOpen tells whether the workspace still waits for its first
// administrator. Once there has been one it never does again.
func (s *Store) SetupOpen(ctx context.Context) (open bool, err error) {
	err = s.read(ctx, func(tx tx) error {
		closed, err := setting(tx, settingHasAdmin)
		open = closed == ""
		return err
	})
	return open, wrap(err, "look for an administrator")
}

// BeginSetup returns a new token for the set-up page, which replaces any
// earlier one, or "" where there has been an administrator.
func (s *Store) BeginSetup(ctx context.Context) (token string, err error) {
	err = s.write(ctx, func(tx tx) error {
		closed, err := setting(tx, settingHasAdmin)
		if err != nil || closed != "" {
			return err
		}
		token = newSecret()
		return setSetting(tx, settingSetupToken, hashSecret(token), s.now())
	})
	return token, wrap(err, "begin set-up")
}

// SetUp makes the first administrator for who knows the token that the server
// printed. Afterwards it is NotFound for good.
func (s *Store) SetUp(ctx context.Context, token string, in desk.UserCreate) (u desk.User, err error) {
	in.Role = desk.Value(desk.RoleAdmin)
	if err := s.read(ctx, func(tx tx) error { return checkSetupToken(tx, token) }); err != nil {
		return u, wrap(err, "set up")
	}
	hash, err := s.newUserPassword(ctx, &in)
	if err != nil {
		return u, wrap(err, "set up")
	}
	err = s.write(ctx, func(tx tx) error {
		if err := tx.alone("set-up"); err != nil {
			return err
		}
		if err := checkSetupToken(tx, token); err != nil {
			return err
		}
		u, err = addUser(tx, desk.System("set-up", desk.ViaPage), in, hash, s.now())
		return err
	})
	return u, wrap(err, "set up")
}

func checkSetupToken(tx tx, token string) error {
	closed, err := setting(tx, settingHasAdmin)
	if err != nil {
		return err
	}
	if closed != "" {
		return desk.NotFound("page")
	}
	want, err := setting(tx, settingSetupToken)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(hashSecret(token))) != 1 {
		var errs desk.FieldErrors
		errs.Add("token", "wrong", "this is not the set-up token that the server printed when it last started")
		return errs.Err()
	}
	return nil
}

// closeSetup ends set-up for good as soon as there is an administrator,
// whichever way they came.
func closeSetup(tx tx, role desk.Role, now time.Time) error {
	if role != desk.RoleAdmin {
		return nil
	}
	since, err := setting(tx, settingHasAdmin)
	if err != nil || since != "" {
		return err
	}
	if _, err := tx.exec(`DELETE FROM settings WHERE name = $1`, settingSetupToken); err != nil {
		return err
	}
	return setSetting(tx, settingHasAdmin, now.Format(time.RFC3339), now)
}

func setting(tx tx, name string) (value string, err error) {
	err = tx.row(`SELECT value FROM settings WHERE name = $1`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func setSetting(tx tx, name, value string, now time.Time) error {
	_, err := tx.exec(`
		INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
		name, value, micros(now))
	return wrap(err, "keep setting %s", name)
}
