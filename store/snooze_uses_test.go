package store_test

import (
	"context"
	"time"

	"parley/internal/desk"
)

// snoozeUses snooze and wake one conversation; of waking them all, see systemUses.
func snoozeUses(ctx context.Context) map[string]use {
	return map[string]use{
		"SnoozeConversation": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.SnoozeConversation(ctx, a, 1, until(w.clock.Now().Add(time.Hour)))
		}),
		"WakeConversation": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.WakeConversation(ctx, a, 1, desk.ConversationWake{})
		}),
	}
}
