package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Once is what one request is known by, so that it is done once however often it
// comes: a page's form carries a nonce, and a program chooses a key.
type Once struct {
	Key  string // no two requests of one actor share it
	Name string // of the field or header that it came in, as refusals call it
	// Print stands for all that is asked for: another one under the same key is
	// another request, and refused.
	Print string
	// Waits says what becomes of one that comes while the first is being done: it
	// waits and is answered as the first, or else is refused.
	Waits bool
	// Place is where the first led to; the store keeps it with what was done.
	Place string
	// Replayed is set by the store where it was done before.
	Replayed bool
}

// NewOnce returns what a request is known by that came with the key in a field or
// header of the name, or what is wrong with the key.
func NewOnce(name, key string) (*Once, error) {
	if key == "" || len(key) > MaxOnceKey {
		return nil, fmt.Errorf("%s must have 1 to %d characters", name, MaxOnceKey)
	}
	for i := range len(key) {
		if key[i] < ' ' || key[i] > '~' {
			return nil, fmt.Errorf("%s must be of printable ASCII characters", name)
		}
	}
	return &Once{Key: key, Name: name}, nil
}

// Asks adds to what the request is for.
func (o *Once) Asks(parts ...string) {
	for _, part := range parts {
		sum := sha256.Sum256([]byte(o.Print + "\n" + part))
		o.Print = hex.EncodeToString(sum[:])
	}
}

// Reused refuses a request whose key another one had.
func (o *Once) Reused() error {
	var errs FieldErrors
	if o.Name == OnceField {
		errs.Add(o.Name, "sent_already", "this form was sent already, with something else in it, and that is done; send it again if this is to be done as well")
	} else {
		errs.Add(o.Name, "reused", o.Name+" must be a new one: another request had it")
	}
	return errs.Err()
}

// OnceField is the field of forms that carries their nonce.
const OnceField = "nonce"

// StillUnderWay refuses a request that is being done at this moment.
func StillUnderWay() error {
	return &Error{Code: CodeConflict, Message: "The first request with this key is still under way. Ask again in a moment."}
}

// NoLongerThere answers a request that was done before, where what it did cannot be
// shown any more: it is gone, or out of the actor's reach.
func NoLongerThere() error {
	return &Error{Code: CodeConflict, Message: "This was done before, and what came of it is gone, or you may not see it any more. Nothing was done again."}
}
