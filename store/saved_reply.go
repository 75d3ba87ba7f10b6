package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"parley/internal/desk"
)

const savedReplyNoun = "saved reply"

// savedReplySubject is what the history of shared ones is kept under. Of personal
// ones there is none, since others read history.
const savedReplySubject = "savedReply"

const savedReplyColumns = `sr.id, COALESCE(sr.owner_id, 0), sr.name, sr.body, sr.created_at, sr.updated_at, sr.version`

func scanSavedReply(row scanner) (desk.SavedReply, error) {
	var r desk.SavedReply
	var created, updated int64
	err := row.Scan(&r.ID, &r.Owner, &r.Name, &r.Body, &created, &updated, &r.Version)
	r.CreatedAt, r.UpdatedAt = fromMicros(created), fromMicros(updated)
	return r, err
}

// readable returns the condition that a saved reply is everybody's or the actor's.
func readable(w *where, actor desk.Actor) string {
	return "(sr.owner_id IS NULL OR sr.owner_id = " + w.arg(actor.SavedReplyOwner()) + ")"
}

// savedRepliesOf returns the condition that the actor may read a saved reply and
// that its name or text contains every word.
func savedRepliesOf(actor desk.Actor, words string) *where {
	w := &where{}
	w.add(readable(w, actor))
	for _, word := range strings.Fields(strings.ToLower(words)) {
		w.add("sr.search LIKE " + w.arg("%"+escapeLike(word)+"%") + ` ESCAPE '\'`)
	}
	return w
}

// ListSavedReplies returns one page of the shared saved replies and the actor's own,
// by name.
func (s *Store) ListSavedReplies(ctx context.Context, actor desk.Actor, f desk.SavedReplyFilter) (desk.Listing[desk.SavedReply], error) {
	listing := desk.Listing[desk.SavedReply]{Page: f.Page}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		w := savedRepliesOf(actor, f.Search)
		if err := tx.row(`SELECT COUNT(*) FROM saved_replies sr WHERE `+w.String(), w.args...).Scan(&listing.Total); err != nil {
			return err
		}
		var err error
		listing.Items, err = collect(tx, scanSavedReply, `
			SELECT `+savedReplyColumns+`
			FROM saved_replies sr
			WHERE `+w.String()+`
			ORDER BY sr.name_key, COALESCE(sr.owner_id, 0) LIMIT `+w.arg(f.Page.Limit)+` OFFSET `+w.arg(f.Page.Offset()), w.args...)
		return err
	})
	return listing, wrap(err, "list saved replies")
}

// OfferedSavedReplies returns the saved replies to choose from by name, without their
// texts, and no more of them than a page can hold.
func (s *Store) OfferedSavedReplies(ctx context.Context, actor desk.Actor) (list []desk.SavedReply, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(tx tx) error {
		w := &where{}
		list, err = collect(tx, scanSavedReplyName, `
			SELECT sr.id, COALESCE(sr.owner_id, 0), sr.name
			FROM saved_replies sr
			WHERE `+readable(w, actor)+`
			ORDER BY sr.name_key, COALESCE(sr.owner_id, 0) LIMIT `+w.arg(desk.MaxOffered), w.args...)
		return err
	})
	return list, wrap(err, "offer saved replies")
}

func scanSavedReplyName(row scanner) (r desk.SavedReply, err error) {
	err = row.Scan(&r.ID, &r.Owner, &r.Name)
	return r, err
}

// GetSavedReply returns one saved reply. Others' are NotFound.
func (s *Store) GetSavedReply(ctx context.Context, actor desk.Actor, id desk.SavedReplyID) (r desk.SavedReply, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return r, err
	}
	err = s.read(ctx, func(tx tx) error {
		r, err = loadSavedReply(tx, actor, id, "")
		return err
	})
	return r, wrap(err, "get saved reply %s", id)
}

// loadSavedReply returns a saved reply that the actor may read, whose row lock, as
// forUpdate returns it, holds for the rest of the transaction.
func loadSavedReply(tx tx, actor desk.Actor, id desk.SavedReplyID, lock string) (desk.SavedReply, error) {
	w := &where{}
	r, err := scanSavedReply(tx.row(`
		SELECT `+savedReplyColumns+`
		FROM saved_replies sr
		WHERE `+readable(w, actor)+` AND sr.id = `+w.arg(id)+lock, w.args...))
	if errors.Is(err, sql.ErrNoRows) {
		return r, desk.NotFound(savedReplyNoun)
	}
	return r, err
}

// CreateSavedReply adds a saved reply, shared or the actor's own. No two of one owner
// share a name, whatever its case.
func (s *Store) CreateSavedReply(ctx context.Context, actor desk.Actor, in desk.SavedReplyCreate) (r desk.SavedReply, err error) {
	owner, err := actor.OwnerOfNewSavedReply(in.Personal)
	if err != nil {
		return r, err
	}
	err = s.once(ctx, actor, &r, func(tx tx) error {
		r, err = createSavedReply(tx, actor, owner, in, s.now())
		return err
	})
	return r, wrap(err, "create saved reply")
}

func createSavedReply(tx tx, actor desk.Actor, owner desk.UserID, in desk.SavedReplyCreate, now time.Time) (desk.SavedReply, error) {
	if err := in.Validate().Err(); err != nil {
		return desk.SavedReply{}, err
	}
	r := desk.SavedReply{Owner: owner, Name: in.Name.Value, Body: in.Body.Value, CreatedAt: now, UpdatedAt: now, Version: 1}
	err := tx.row(`
		INSERT INTO saved_replies (owner_id, name, name_key, body, search, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
		RETURNING id`, ownerOrNil(owner), r.Name, desk.SavedReplyKey(r.Name), r.Body, savedReplySearch(r), micros(now)).Scan(&r.ID)
	if isDuplicate(err) {
		return r, savedReplyNameTaken()
	}
	if err != nil {
		return r, err
	}
	return r, recordSavedReply(tx, actor, r, desk.ActionCreated, []desk.Change{{Field: "name", After: r.Name}, {Field: "body", After: r.Body}}, now)
}

func ownerOrNil(owner desk.UserID) *int64 {
	if owner == 0 {
		return nil
	}
	id := int64(owner)
	return &id
}

func savedReplyNameTaken() error {
	var errs desk.FieldErrors
	errs.Add("name", "taken", "another saved reply has this name")
	return errs.Err()
}

func savedReplySearch(r desk.SavedReply) string { return strings.ToLower(r.Name + "\n" + r.Body) }

func recordSavedReply(tx tx, actor desk.Actor, r desk.SavedReply, action desk.Action, changes []desk.Change, now time.Time) error {
	if !r.Shared() {
		return nil
	}
	return record(tx, actor, change{savedReplySubject, int64(r.ID), action, changes, now})
}

// lockSavedReply returns a saved reply that the actor may write, and nobody else can
// until the commit.
func lockSavedReply(tx tx, actor desk.Actor, id desk.SavedReplyID, ifVersions []int64) (desk.SavedReply, error) {
	r, err := loadSavedReply(tx, actor, id, tx.forUpdate("sr"))
	if err != nil {
		return r, err
	}
	if err := actor.RequireSavedReply(r.Owner); err != nil {
		return r, err
	}
	if ifVersions != nil && !slices.Contains(ifVersions, r.Version) {
		return r, desk.Stale(savedReplyNoun, r)
	}
	return r, nil
}

// UpdateSavedReply changes a saved reply; what changes nothing keeps the version and
// writes no event.
func (s *Store) UpdateSavedReply(ctx context.Context, actor desk.Actor, id desk.SavedReplyID, in desk.SavedReplyUpdate) (r desk.SavedReply, err error) {
	if err := actor.RequireSavedReplies(); err != nil {
		return r, err
	}
	err = s.write(ctx, func(tx tx) error {
		r, err = updateSavedReply(tx, actor, id, in, s.now())
		return err
	})
	return r, wrap(err, "update saved reply %s", id)
}

func updateSavedReply(tx tx, actor desk.Actor, id desk.SavedReplyID, in desk.SavedReplyUpdate, now time.Time) (desk.SavedReply, error) {
	r, err := lockSavedReply(tx, actor, id, in.IfVersions)
	if err != nil {
		return r, err
	}
	if err := in.Validate().Err(); err != nil {
		return r, err
	}
	next, changes := in.Apply(r)
	if len(changes) == 0 {
		return r, nil
	}
	next.UpdatedAt, next.Version = now, r.Version+1
	_, err = tx.exec(`
		UPDATE saved_replies SET name = $1, name_key = $2, body = $3, search = $4, updated_at = $5, version = $6 WHERE id = $7`,
		next.Name, desk.SavedReplyKey(next.Name), next.Body, savedReplySearch(next), micros(now), next.Version, id)
	if isDuplicate(err) {
		return r, savedReplyNameTaken()
	}
	if err != nil {
		return r, err
	}
	return next, recordSavedReply(tx, actor, next, desk.ActionUpdated, changes, now)
}

// DeleteSavedReply removes a saved reply. What was sent with it stays.
func (s *Store) DeleteSavedReply(ctx context.Context, actor desk.Actor, id desk.SavedReplyID, ifVersions []int64) error {
	if err := actor.RequireSavedReplies(); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		r, err := lockSavedReply(tx, actor, id, ifVersions)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`DELETE FROM saved_replies WHERE id = $1`, id); err != nil {
			return err
		}
		if err := forget(tx, savedReplySubject, int64(id)); err != nil {
			return err
		}
		return recordSavedReply(tx, actor, r, desk.ActionDeleted, nil, s.now())
	})
	return wrap(err, "delete saved reply %s", id)
}
