package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/desk"
)

// SignIn returns the user with the address and the password. address is the
// network address that the attempt comes from. Known and unknown accounts get
// the same answer in the same time; too many failures of an account or of an
// address, of IPv6 of its network, are CodeTooMany until the oldest is a quarter of an hour old.
func (s *Store) SignIn(ctx context.Context, email, password, address string) (desk.User, error) {
	user, err := s.verify(ctx, email, password, address)
	return user, wrap(err, "sign in")
}

func (s *Store) verify(ctx context.Context, email, password, address string) (desk.User, error) {
	account := hashSecret(desk.EmailKey(email))
	attempt, err := s.reserveAttempt(ctx, account, address)
	if err != nil {
		return desk.User{}, err
	}
	user, hash, err := s.credentials(ctx, email)
	if err != nil {
		return user, err
	}
	match, err := s.checkPassword(ctx, password, hash)
	if err != nil {
		return user, err
	}
	if !match || !user.Active {
		return desk.User{}, &desk.Error{Code: desk.CodeUnauthenticated, Message: "The email address or the password is not right."}
	}
	return user, s.forgetAttempts(ctx, account, attempt)
}

// credentials returns the user with the address and their hash; for an unknown
// address a hash that matches nothing but takes as long to check.
func (s *Store) credentials(ctx context.Context, email string) (user desk.User, hash string, err error) {
	err = s.read(ctx, func(tx tx) error {
		user, err = loadUserByEmail(tx, email)
		if err != nil {
			return err
		}
		return tx.row(`SELECT password_hash FROM users WHERE id = $1`, user.ID).Scan(&hash)
	})
	if desk.Is(err, desk.CodeNotFound) {
		return desk.User{}, nobodysHash, nil
	}
	return user, hash, err
}

// nobodysHash has the cost of passwordParams and is of a random password.
var nobodysHash = "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5a25vd3N0aGlz$7pVIhVbqnqN9IYzxFNbGQrUXvXlhbtlKqjO0u1uVfnE"

// reserveAttempt counts the attempt as a failure before it is known to be one,
// so that many at once cannot pass the limit together.
func (s *Store) reserveAttempt(ctx context.Context, account, address string) (attempt int64, err error) {
	now, address := s.now(), desk.ClientNetwork(address)
	err = s.write(ctx, func(tx tx) error {
		if err := tx.alone("sign-in"); err != nil {
			return err
		}
		if _, err := tx.exec(`DELETE FROM sign_in_failures WHERE at <= $1`, micros(now.Add(-desk.SignInWindow))); err != nil {
			return err
		}
		if err := refuseOver(tx, "account", account, desk.MaxFailuresPerAccount, now); err != nil {
			return err
		}
		if err := refuseOver(tx, "address", address, desk.MaxFailuresPerAddress, now); err != nil {
			return err
		}
		return tx.row(`INSERT INTO sign_in_failures (account, address, at) VALUES ($1, $2, $3) RETURNING id`,
			account, address, micros(now)).Scan(&attempt)
	})
	return attempt, err
}

// refuseOver refuses where column has the value in limit rows or more, until
// there is one less.
func refuseOver(tx tx, column, value string, limit int, now time.Time) error {
	var at int64
	err := tx.row(`SELECT at FROM sign_in_failures WHERE `+column+` = $1 ORDER BY at DESC LIMIT 1 OFFSET $2`, value, limit-1).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &desk.Error{
		Code: desk.CodeTooMany, RetryAfter: fromMicros(at).Add(desk.SignInWindow).Sub(now),
		Message: "There were too many failed attempts to sign in. Wait a while and try again.",
	}
}

// forgetAttempts clears the account after a success, and of the address only
// this attempt: a success with one account must not let one go on guessing at
// others.
func (s *Store) forgetAttempts(ctx context.Context, account string, attempt int64) error {
	return s.write(ctx, func(tx tx) error {
		_, err := tx.exec(`DELETE FROM sign_in_failures WHERE id = $1`, attempt)
		if err != nil {
			return err
		}
		_, err = tx.exec(`UPDATE sign_in_failures SET account = '' WHERE account = $1`, account)
		return err
	})
}
