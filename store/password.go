package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/alexedwards/argon2id"
	zxcvbn "github.com/ccojocar/zxcvbn-go"

	"parley/internal/desk"
)

// passwordParams are the second recommended option of RFC 9106, section 4: 64
// MiB and tens of milliseconds a password.
var passwordParams = argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 4, SaltLength: 16, KeyLength: 32}

// minPasswordScore is zxcvbn's "safely unguessable" threshold: 10⁸ guesses.
const minPasswordScore = 3

// judgedRunes is how much of a password is looked at.
const judgedRunes = 64

func newHashingSlots() chan struct{} { return make(chan struct{}, desk.MaxConcurrentHashes) }

// hashPassword returns what is kept of a password. It waits while as many are
// being hashed as the machine's memory allows.
func (s *Store) hashPassword(ctx context.Context, password string) (hash string, err error) {
	err = s.hashSlot(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &passwordParams)
		return err
	})
	return hash, wrap(err, "hash password")
}

// checkPassword tells whether the password is the one that hash was made of.
func (s *Store) checkPassword(ctx context.Context, password, hash string) (match bool, err error) {
	err = s.hashSlot(ctx, func() error {
		match, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	return match, wrap(err, "check password")
}

func (s *Store) hashSlot(ctx context.Context, fn func() error) error {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
		return fn()
	case <-ctx.Done():
		return fmt.Errorf("wait for a hashing slot: %w", ctx.Err())
	}
}

// refuseCommon adds an error for a password that is on the lists of common ones
// or quickly guessed from them and from what is known of the user.
func refuseCommon(errs *desk.FieldErrors, field, password string, about ...string) {
	if errs.Has(field) || password == "" {
		return
	}
	var known []string
	for _, text := range about {
		known = append(known, text)
		known = append(known, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" @.-_", r) })...)
	}
	// What the beginning of a long password is worth is enough to know, and the
	// estimate takes ever longer with the length.
	if beginning := []rune(password); len(beginning) > judgedRunes {
		password = string(beginning[:judgedRunes])
	}
	if zxcvbn.PasswordStrength(password, known).Score < minPasswordScore {
		errs.Add(field, "too_common", "this password is easily guessed; use several unrelated words, or let a password manager make one")
	}
}
