package store

import (
	"context"

	"parley/internal/desk"
)

const preferenceColumns = `u.theme, u.density, u.time_zone, u.page_size, u.after_send, u.hold_seconds`

// preferenceTargets are what preferenceColumns scan into.
func preferenceTargets(p *desk.Preferences) []any {
	return []any{&p.Theme, &p.Density, &p.TimeZone, &p.PageSize, &p.AfterSend, &p.HoldSeconds}
}

// Preferences returns how the actor likes to see pages.
func (s *Store) Preferences(ctx context.Context, actor desk.Actor) (p desk.Preferences, err error) {
	err = s.read(ctx, func(tx tx) error {
		p, err = loadPreferences(tx, actor)
		return err
	})
	return p, wrap(err, "read preferences")
}

func loadPreferences(tx tx, actor desk.Actor) (p desk.Preferences, err error) {
	user, err := loadSelf(tx, actor)
	if err != nil {
		return p, err
	}
	err = tx.row(`SELECT `+preferenceColumns+` FROM users u WHERE u.id = $1`, user.ID).Scan(preferenceTargets(&p)...)
	return p, err
}

// UpdatePreferences changes how the actor likes to see pages. The last one to
// write wins, and history keeps none of it: it concerns nobody else, and the
// user's version stays what others have read.
func (s *Store) UpdatePreferences(ctx context.Context, actor desk.Actor, in desk.PreferencesUpdate) (p desk.Preferences, err error) {
	err = s.write(ctx, func(tx tx) error {
		if p, err = loadPreferences(tx, actor); err != nil {
			return err
		}
		if err := in.Validate().Err(); err != nil {
			return err
		}
		p = in.Apply(p)
		_, err := tx.exec(`UPDATE users SET theme = $1, density = $2, time_zone = $3, page_size = $4, after_send = $5, hold_seconds = $6 WHERE id = $7`,
			p.Theme, p.Density, p.TimeZone, p.PageSize, p.AfterSend, p.HoldSeconds, actor.UserID())
		return err
	})
	return p, wrap(err, "update preferences")
}
