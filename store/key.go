package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/desk"
)

const keyNoun = "key"

const keyColumns = `k.id, k.name, k.permissions, k.all_inboxes, k.expires_at, k.last_used_at, k.revoked_at, k.created_at`

func scanKey(row scanner) (desk.Key, error) {
	var k desk.Key
	var permissions string
	var all bool
	var expires, used, revoked *int64
	var created int64
	err := row.Scan(&k.ID, &k.Name, &permissions, &all, &expires, &used, &revoked, &created)
	if err != nil {
		return k, err
	}
	if all {
		k.Reach = desk.Everything()
	}
	k.ExpiresAt, k.LastUsedAt, k.RevokedAt = fromMicrosOrNil(expires), fromMicrosOrNil(used), fromMicrosOrNil(revoked)
	k.CreatedAt = fromMicros(created)
	k.Permissions, err = desk.ParsePermissions(permissions)
	return k, err
}

// loadKeyReach fills in the inboxes of a key that does not reach them all.
func loadKeyReach(tx tx, k *desk.Key) error {
	if k.Reach.All() {
		return nil
	}
	inboxes, err := collect(tx, scanInbox, `
		SELECT `+inboxColumns+` FROM key_inboxes ki JOIN inboxes i ON i.id = ki.inbox_id
		WHERE ki.key_id = $1 ORDER BY i.name_key`, k.ID)
	ids := make([]desk.InboxID, len(inboxes))
	for n, i := range inboxes {
		ids[n] = i.ID
		k.InboxNames = append(k.InboxNames, i.Name)
	}
	k.Reach = desk.Inboxes(ids...)
	return err
}

// ActorByKey returns the actor of a request that carries the secret. It notes
// when the key was last used, at most once a minute.
func (s *Store) ActorByKey(ctx context.Context, secret string) (actor desk.Actor, err error) {
	now := s.now()
	var key desk.Key
	err = s.read(ctx, func(tx tx) error {
		key, err = scanKey(tx.row(`SELECT `+keyColumns+` FROM api_keys k WHERE k.secret_hash = $1`, hashSecret(secret)))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return loadKeyReach(tx, &key)
	})
	if err != nil {
		return actor, wrap(err, "find key")
	}
	actor = key.Actor(now)
	if key.ID == 0 || actor.Kind == "" {
		return desk.Actor{}, &desk.Error{Code: desk.CodeUnauthenticated, Message: "The key is unknown, revoked or has ended."}
	}
	if key.LastUsedAt == nil || now.Sub(*key.LastUsedAt) >= desk.KeyLastUseEvery {
		s.noteKeyUse(ctx, key.ID, now)
	}
	return actor, nil
}

// noteKeyUse only logs a failure: whether the request may be served does not
// hang on it. Of many requests at once, the first one's time stands.
func (s *Store) noteKeyUse(ctx context.Context, id desk.KeyID, now time.Time) {
	err := s.write(ctx, func(tx tx) error {
		_, err := tx.exec(`
			UPDATE api_keys SET last_used_at = $1
			WHERE id = $2 AND (last_used_at IS NULL OR last_used_at <= $3)`,
			micros(now), id, micros(now.Add(-desk.KeyLastUseEvery)))
		return err
	})
	if err != nil {
		s.log.WarnContext(ctx, "note use of key", "key", id, "error", err)
	}
}

// CreateKey adds a key and returns its secret, which is not kept and cannot be
// shown again.
func (s *Store) CreateKey(ctx context.Context, actor desk.Actor, in desk.KeyCreate) (k desk.Key, secret string, err error) {
	if err := actor.Require(desk.WriteKeys); err != nil {
		return k, "", err
	}
	if err := in.Validate().Err(); err != nil {
		return k, "", err
	}
	secret = keyPrefix + newSecret()
	err = s.write(ctx, func(tx tx) error {
		k, err = createKey(tx, actor, in, hashSecret(secret), s.now())
		return err
	})
	if err != nil {
		return k, "", wrap(err, "create key")
	}
	return k, secret, nil
}

func createKey(tx tx, actor desk.Actor, in desk.KeyCreate, hash string, now time.Time) (desk.Key, error) {
	k := desk.Key{Name: in.Name.Value, Permissions: in.Permissions, CreatedAt: now, ExpiresAt: in.ExpiresAt}
	if len(in.Inboxes) == 0 {
		k.Reach = desk.Everything()
	}
	err := tx.row(`
		INSERT INTO api_keys (name, name_key, secret_hash, permissions, all_inboxes, expires_at, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)
		RETURNING id`,
		k.Name, nameKey(k.Name), hash, k.Permissions.String(), k.Reach.All(), microsOrNil(k.ExpiresAt), micros(now)).Scan(&k.ID)
	if isDuplicate(err) {
		var errs desk.FieldErrors
		errs.Add("name", "taken", "another key has this name")
		return k, errs.Err()
	}
	if err != nil {
		return k, err
	}
	for _, name := range in.Inboxes {
		inbox, err := loadInboxByName(tx, name)
		if desk.Is(err, desk.CodeNotFound) {
			var errs desk.FieldErrors
			errs.Add("inbox", "not_found", "there is no inbox named "+name)
			return k, errs.Err()
		}
		if err != nil {
			return k, err
		}
		if _, err := tx.exec(`INSERT INTO key_inboxes (key_id, inbox_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, k.ID, inbox.ID); err != nil {
			return k, err
		}
	}
	if err := loadKeyReach(tx, &k); err != nil {
		return k, err
	}
	return k, record(tx, actor, change{keyNoun, int64(k.ID), desk.ActionCreated, []desk.Change{
		{Field: "name", After: k.Name}, {Field: "permissions", After: k.Permissions.String()},
	}, now})
}

// ListKeys returns all keys by name, the revoked ones too.
func (s *Store) ListKeys(ctx context.Context, actor desk.Actor) (keys []desk.Key, err error) {
	if err := actor.Require(desk.ReadKeys); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx tx) error {
		if keys, err = collect(tx, scanKey, `SELECT `+keyColumns+` FROM api_keys k ORDER BY k.name_key`); err != nil {
			return err
		}
		for n := range keys {
			if err := loadKeyReach(tx, &keys[n]); err != nil {
				return err
			}
		}
		return nil
	})
	return keys, wrap(err, "list keys")
}

// RevokeKey ends a key for good; requests with it are refused from then on.
func (s *Store) RevokeKey(ctx context.Context, actor desk.Actor, name string) error {
	if err := actor.Require(desk.WriteKeys); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		k, err := scanKey(tx.row(`SELECT `+keyColumns+` FROM api_keys k WHERE k.name_key = $1`, nameKey(name)))
		if errors.Is(err, sql.ErrNoRows) {
			return desk.NotFound(keyNoun)
		}
		if err != nil || k.RevokedAt != nil {
			return err
		}
		now := s.now()
		_, err = tx.exec(`UPDATE api_keys SET revoked_at = $1, updated_at = $1, version = version + 1 WHERE id = $2`, micros(now), k.ID)
		if err != nil {
			return err
		}
		return record(tx, actor, change{keyNoun, int64(k.ID), desk.ActionUpdated, []desk.Change{{Field: "revoked", After: "true"}}, now})
	})
	return wrap(err, "revoke key %s", name)
}
