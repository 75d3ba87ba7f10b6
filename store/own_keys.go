package store

import (
	"context"
	"encoding/json"

	"parley/internal/desk"
)

// ownKeys reads what somebody has chosen instead of the usual keys.
func ownKeys(text string) (map[string]string, error) {
	if text == "" {
		return nil, nil
	}
	var keys map[string]string
	err := json.Unmarshal([]byte(text), &keys)
	return keys, err
}

// UpdateKeys changes which keys do what on the actor's pages, and returns those that
// are not the usual ones. Like other preferences it leaves no trace in history.
func (s *Store) UpdateKeys(ctx context.Context, actor desk.Actor, in desk.KeysUpdate) (keys map[string]string, err error) {
	err = s.write(ctx, func(tx tx) error {
		user, err := loadSelf(tx, actor)
		if err != nil {
			return err
		}
		if err := in.Validate().Err(); err != nil {
			return err
		}
		text := []byte{}
		if len(in.Keys) > 0 {
			if text, err = json.Marshal(in.Keys); err != nil {
				return err
			}
		}
		keys = in.Keys
		_, err = tx.exec(`UPDATE users SET own_keys = $1 WHERE id = $2`, string(text), user.ID)
		return err
	})
	return keys, wrap(err, "update keys")
}
