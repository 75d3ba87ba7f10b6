package store

import (
	"context"

	"parley/internal/desk"
)

// WakeDue wakes those of some conversations that are due, as when they have been
// found to be due a moment ago.
func WakeDue(ctx context.Context, s *Store, actor desk.Actor, found ...desk.ConversationID) error {
	return s.write(ctx, func(tx tx) error { return wakeDue(tx, actor, found, s.now()) })
}
