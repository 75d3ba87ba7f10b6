package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"parley/internal/desk"
)

const inboxNoun = "inbox"

const inboxColumns = `i.id, i.name, i.channel, i.is_default, i.created_at, i.version`

func scanInbox(row scanner) (desk.Inbox, error) {
	var i desk.Inbox
	var created int64
	err := row.Scan(&i.ID, &i.Name, &i.Channel, &i.Default, &created, &i.Version)
	i.CreatedAt = fromMicros(created)
	return i, err
}

// ListInboxes returns one page of the inboxes within the actor's reach, by name.
func (s *Store) ListInboxes(ctx context.Context, actor desk.Actor, page desk.Page) (desk.Listing[desk.Inbox], error) {
	listing := desk.Listing[desk.Inbox]{Page: page}
	if err := actor.Require(desk.ReadInboxes); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		w := &where{}
		w.add(w.scope(actor.InboxScope(), "i.id"))
		if err := tx.row(`SELECT COUNT(*) FROM inboxes i WHERE `+w.String(), w.args...).Scan(&listing.Total); err != nil {
			return err
		}
		query := `
			SELECT ` + inboxColumns + ` FROM inboxes i
			WHERE ` + w.String() + `
			ORDER BY i.name_key, i.id LIMIT ` + w.arg(page.Limit) + ` OFFSET ` + w.arg(page.Offset())
		var err error
		listing.Items, err = collect(tx, scanInbox, query, w.args...)
		return err
	})
	return listing, wrap(err, "list inboxes")
}

// GetInbox returns one inbox within the actor's reach.
func (s *Store) GetInbox(ctx context.Context, actor desk.Actor, id desk.InboxID) (i desk.Inbox, err error) {
	if err := actor.Require(desk.ReadInboxes); err != nil {
		return i, err
	}
	err = s.read(ctx, func(tx tx) error {
		w := &where{}
		w.add("i.id = " + w.arg(id))
		w.add(w.scope(actor.InboxScope(), "i.id"))
		i, err = foundInbox(scanInbox(tx.row(`SELECT `+inboxColumns+` FROM inboxes i WHERE `+w.String(), w.args...)))
		return err
	})
	return i, wrap(err, "get inbox %s", id)
}

func foundInbox(i desk.Inbox, err error) (desk.Inbox, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return i, desk.NotFound(inboxNoun)
	}
	return i, err
}

func loadInboxByName(tx tx, name string) (desk.Inbox, error) {
	return foundInbox(scanInbox(tx.row(`SELECT `+inboxColumns+` FROM inboxes i WHERE i.name_key = $1`, nameKey(name))))
}

// ActorInboxes returns the inboxes that the actor reaches, by name: what an
// actor is may always be told to them.
func (s *Store) ActorInboxes(ctx context.Context, actor desk.Actor) (inboxes []desk.Inbox, err error) {
	if err := actor.RequireSomeone(); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx tx) error {
		w := &where{}
		w.add(w.scope(actor.Reach, "i.id"))
		inboxes, err = collect(tx, scanInbox, `
			SELECT `+inboxColumns+` FROM inboxes i
			WHERE `+w.String()+`
			ORDER BY i.name_key, i.id`, w.args...)
		return err
	})
	return inboxes, wrap(err, "list the actor's inboxes")
}

func reachedInboxes(tx tx, actor desk.Actor) ([]desk.InboxID, error) {
	w := &where{}
	w.add(w.scope(actor.Reach, "i.id"))
	return collect(tx, scanOne[desk.InboxID], `SELECT i.id FROM inboxes i WHERE `+w.String(), w.args...)
}

// inboxMembers returns the inboxes that each user is a member of.
func inboxMembers(tx tx) (map[desk.UserID][]desk.InboxID, error) {
	type membership struct {
		user  desk.UserID
		inbox desk.InboxID
	}
	all, err := collect(tx, func(row scanner) (m membership, err error) {
		return m, row.Scan(&m.user, &m.inbox)
	}, `SELECT user_id, inbox_id FROM inbox_members`)
	members := map[desk.UserID][]desk.InboxID{}
	for _, m := range all {
		members[m.user] = append(members[m.user], m.inbox)
	}
	return members, err
}

// AddInbox adds an inbox. No two inboxes share a name.
func (s *Store) AddInbox(ctx context.Context, actor desk.Actor, in desk.InboxCreate) (i desk.Inbox, err error) {
	if err := actor.Require(desk.WriteInboxes); err != nil {
		return i, err
	}
	if err := in.Validate().Err(); err != nil {
		return i, err
	}
	err = s.write(ctx, func(tx tx) error {
		i, err = addInbox(tx, actor, in, s.now())
		return err
	})
	return i, wrap(err, "add inbox")
}

func addInbox(tx tx, actor desk.Actor, in desk.InboxCreate, now time.Time) (desk.Inbox, error) {
	i := desk.Inbox{Name: in.Name.Value, Channel: in.Channel.Value, CreatedAt: now, Version: 1}
	err := tx.row(`
		INSERT INTO inboxes (name, name_key, channel, is_default, created_at, updated_at, version)
		VALUES ($1, $2, $3, FALSE, $4, $4, 1)
		RETURNING id`, i.Name, nameKey(i.Name), i.Channel, micros(now)).Scan(&i.ID)
	if isDuplicate(err) {
		var errs desk.FieldErrors
		errs.Add("name", "taken", "another inbox has this name")
		return i, errs.Err()
	}
	if err != nil {
		return i, err
	}
	return i, record(tx, actor, change{inboxNoun, int64(i.ID), desk.ActionCreated, []desk.Change{
		{Field: "name", After: i.Name}, {Field: "channel", After: string(i.Channel)},
	}, now})
}

// AddMember makes a user a member of an inbox; one who is already stays so.
func (s *Store) AddMember(ctx context.Context, actor desk.Actor, inbox, email string) error {
	return s.changeMember(ctx, actor, inbox, email, `
		INSERT INTO inbox_members (inbox_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, desk.Change{Field: "member"})
}

// RemoveMember ends a user's membership. What is assigned to them stays so.
func (s *Store) RemoveMember(ctx context.Context, actor desk.Actor, inbox, email string) error {
	return s.changeMember(ctx, actor, inbox, email, `
		DELETE FROM inbox_members WHERE inbox_id = $1 AND user_id = $2`, desk.Change{Field: "noMember"})
}

func (s *Store) changeMember(ctx context.Context, actor desk.Actor, inbox, email, statement string, c desk.Change) error {
	if err := actor.Require(desk.WriteInboxes); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		i, err := loadInboxByName(tx, inbox)
		if err == nil && !actor.Reach.Reaches(i.ID) {
			err = desk.NotFound(inboxNoun)
		}
		if err != nil {
			return err
		}
		u, err := loadUserByEmail(tx, email)
		if err != nil {
			return err
		}
		n, err := tx.exec(statement, i.ID, u.ID)
		if err != nil || n == 0 {
			return err
		}
		now := s.now()
		if _, err := tx.exec(`UPDATE inboxes SET version = version + 1, updated_at = $1 WHERE id = $2`, micros(now), i.ID); err != nil {
			return err
		}
		c.After, c.AfterName = u.ID.String(), u.Name
		return record(tx, actor, change{inboxNoun, int64(i.ID), desk.ActionUpdated, []desk.Change{c}, now})
	})
	return wrap(err, "change members of inbox %s", inbox)
}

// nameKey is the form in which two names that people would confuse are equal.
func nameKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
