package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// keyPrefix lets people and secret scanners recognise an API key.
const keyPrefix = "parley_"

// newSecret returns 130 random bits as text that needs no escaping anywhere.
func newSecret() string { return rand.Text() }

// hashSecret returns what is kept of a random secret. A plain hash is enough,
// since nobody can guess 128 bits.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
