package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"parley/internal/desk"
)

const tagNoun = "tag"

const tagColumns = `t.id, t.name, t.hue, t.created_at, t.version`

func scanTag(row scanner) (desk.Tag, error) {
	var t desk.Tag
	var created int64
	err := row.Scan(&t.ID, &t.Name, &t.Hue, &created, &t.Version)
	t.CreatedAt = fromMicros(created)
	return t, err
}

func scanTagWithCount(row scanner) (desk.Tag, error) {
	var n int
	t, err := scanTag(appended{row, []any{&n}})
	t.Conversations = n
	return t, err
}

// ListTags returns one page of the tags by name, each with how many conversations
// have it that the actor may see.
func (s *Store) ListTags(ctx context.Context, actor desk.Actor, page desk.Page) (desk.Listing[desk.Tag], error) {
	listing := desk.Listing[desk.Tag]{Page: page}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		if err := tx.row(`SELECT COUNT(*) FROM tags`).Scan(&listing.Total); err != nil {
			return err
		}
		w := &where{}
		seen := taggedAndSeen(w, actor)
		var err error
		listing.Items, err = collect(tx, scanTagWithCount, `
			SELECT `+tagColumns+`, (`+seen+`)
			FROM tags t
			ORDER BY t.name_key LIMIT `+w.arg(page.Limit)+` OFFSET `+w.arg(page.Offset()), w.args...)
		return err
	})
	return listing, wrap(err, "list tags")
}

// taggedAndSeen returns the query that counts the conversations with the tag t
// that the actor may see. Who sees them all needs not look at them.
func taggedAndSeen(w *where, actor desk.Actor) string {
	if actor.ConversationScope().All() {
		return `SELECT COUNT(*) FROM conversation_tags ct WHERE ct.tag_id = t.id`
	}
	return `SELECT COUNT(*) FROM conversation_tags ct JOIN conversations c ON c.id = ct.conversation_id
	        WHERE ct.tag_id = t.id AND ` + w.scope(actor.ConversationScope(), "c.inbox_id")
}

// OfferedTags returns the tags to choose from, by name, and no more of them than
// a page can hold.
func (s *Store) OfferedTags(ctx context.Context, actor desk.Actor) (tags []desk.TagRef, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx tx) error {
		tags, err = collect(tx, scanTagRef, `
			SELECT t.id, t.name, t.hue FROM tags t
			ORDER BY t.name_key LIMIT $1`, desk.MaxOffered)
		return err
	})
	return tags, wrap(err, "offer tags")
}

// GetTag returns one tag, with how many conversations have it that the actor may
// see.
func (s *Store) GetTag(ctx context.Context, actor desk.Actor, id desk.TagID) (t desk.Tag, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return t, err
	}
	err = s.read(ctx, func(tx tx) error {
		w := &where{}
		seen := taggedAndSeen(w, actor)
		t, err = foundTag(scanTagWithCount(tx.row(`
			SELECT `+tagColumns+`, (`+seen+`)
			FROM tags t WHERE t.id = `+w.arg(id), w.args...)))
		return err
	})
	return t, wrap(err, "get tag %s", id)
}

func foundTag(t desk.Tag, err error) (desk.Tag, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return t, desk.NotFound(tagNoun)
	}
	return t, err
}

// CreateTag adds a tag. No two tags share a name, whatever its case.
func (s *Store) CreateTag(ctx context.Context, actor desk.Actor, in desk.TagCreate) (t desk.Tag, err error) {
	if err := actor.Require(desk.WriteTags); err != nil {
		return t, err
	}
	err = s.once(ctx, actor, &t, func(tx tx) error {
		t, err = createTag(tx, actor, in, s.now())
		return err
	})
	return t, wrap(err, "create tag")
}

func createTag(tx tx, actor desk.Actor, in desk.TagCreate, now time.Time) (desk.Tag, error) {
	if err := in.Validate().Err(); err != nil {
		return desk.Tag{}, err
	}
	t := desk.Tag{Name: in.Name.Value, Hue: in.Hue.Or(desk.HueOf(in.Name.Value)), CreatedAt: now, Version: 1}
	err := tx.row(`
		INSERT INTO tags (name, name_key, hue, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $4, 1)
		RETURNING id`, t.Name, desk.TagKey(t.Name), t.Hue, micros(now)).Scan(&t.ID)
	if isDuplicate(err) {
		return t, tagNameTaken()
	}
	if err != nil {
		return t, err
	}
	return t, record(tx, actor, change{tagNoun, int64(t.ID), desk.ActionCreated, []desk.Change{
		{Field: "name", After: t.Name}, {Field: "hue", After: string(t.Hue)},
	}, now})
}

func tagNameTaken() error {
	var errs desk.FieldErrors
	errs.Add("name", "taken", "another tag has this name")
	return errs.Err()
}

// UpdateTag changes a tag, and with it how every conversation shows it; their own
// versions stay. What changes nothing keeps the tag's version and writes no event.
func (s *Store) UpdateTag(ctx context.Context, actor desk.Actor, id desk.TagID, in desk.TagUpdate) (t desk.Tag, err error) {
	if err := actor.Require(desk.WriteTags); err != nil {
		return t, err
	}
	err = s.write(ctx, func(tx tx) error {
		t, err = updateTag(tx, actor, id, in, s.now())
		return err
	})
	return t, wrap(err, "update tag %s", id)
}

// lockTag returns a tag that nobody else can change or give away until the commit.
func lockTag(tx tx, id desk.TagID, ifVersions []int64) (desk.Tag, error) {
	t, err := foundTag(scanTag(tx.row(`SELECT `+tagColumns+` FROM tags t WHERE t.id = $1`+tx.forUpdate("t"), id)))
	if err == nil && ifVersions != nil && !slices.Contains(ifVersions, t.Version) {
		err = desk.Stale(tagNoun, t)
	}
	return t, err
}

func updateTag(tx tx, actor desk.Actor, id desk.TagID, in desk.TagUpdate, now time.Time) (desk.Tag, error) {
	t, err := lockTag(tx, id, in.IfVersions)
	if err != nil {
		return t, err
	}
	if err := in.Validate().Err(); err != nil {
		return t, err
	}
	next, changes := in.Apply(t)
	if len(changes) == 0 {
		return t, nil
	}
	next.Version++
	_, err = tx.exec(`
		UPDATE tags SET name = $1, name_key = $2, hue = $3, updated_at = $4, version = $5 WHERE id = $6`,
		next.Name, desk.TagKey(next.Name), next.Hue, micros(now), next.Version, id)
	if isDuplicate(err) {
		return t, tagNameTaken()
	}
	if err != nil {
		return t, err
	}
	return next, record(tx, actor, change{tagNoun, int64(id), desk.ActionUpdated, changes, now})
}

// DeleteTag removes a tag, from every conversation that has it. The conversations
// stay as they are otherwise, and their history still names it.
func (s *Store) DeleteTag(ctx context.Context, actor desk.Actor, id desk.TagID, ifVersions []int64) error {
	if err := actor.Require(desk.WriteTags); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		if _, err := lockTag(tx, id, ifVersions); err != nil {
			return err
		}
		if _, err := tx.exec(`DELETE FROM tags WHERE id = $1`, id); err != nil {
			return err
		}
		if err := forget(tx, tagNoun, int64(id)); err != nil {
			return err
		}
		return record(tx, actor, change{tagNoun, int64(id), desk.ActionDeleted, nil, s.now()})
	})
	return wrap(err, "delete tag %s", id)
}
