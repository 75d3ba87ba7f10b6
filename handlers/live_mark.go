package handlers

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"parley/internal/desk"
)

// A mark counts what happens in the whole workspace. Two of them side by side would
// tell how much has happened where somebody does not reach, so each is sealed for
// the session that gets it: nobody else reads it, and no two look alike. Any process
// can open it, since the session's token comes with the request.

// sealMark returns the id of what has been told up to a mark, for coming back with;
// "" for none.
func (r *request) sealMark(mark desk.Mark) string {
	seal, err := r.seal()
	if mark == 0 || err != nil {
		return "" // Without one a page reads anew when it comes back.
	}
	var plain [16]byte
	binary.BigEndian.PutUint64(plain[:8], uint64(mark))
	binary.BigEndian.PutUint64(plain[8:], uint64(time.Now().Unix()))
	return base64.RawURLEncoding.EncodeToString(seal.Seal(nil, nil, plain[:], nil))
}

// unsealMark returns what sealMark was given, and when.
func (r *request) unsealMark(id string) (mark desk.Mark, at time.Time, ok bool) {
	seal, err := r.seal()
	sealed, malformed := base64.RawURLEncoding.DecodeString(id)
	if err != nil || malformed != nil {
		return 0, at, false
	}
	plain, err := seal.Open(nil, nil, sealed, nil)
	if err != nil || len(plain) != 16 {
		return 0, at, false
	}
	seconds := int64(binary.BigEndian.Uint64(plain[8:]))
	return desk.Mark(binary.BigEndian.Uint64(plain[:8])), time.Unix(seconds, 0), true
}

func (r *request) seal() (cipher.AEAD, error) {
	key := sha256.Sum256([]byte("what a page follows " + r.session.ID))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
