package store

import (
	"context"
	"errors"
	"slices"

	"parley/internal/desk"
)

// sweepBatch is how many files one transaction of a sweep looks after.
const sweepBatch = 100

// SweepAttachments removes what nobody will ask for any more: uploads that were not
// sent for a day, files that no row names, because the process ended between the
// two, and content that never came in whole. Only the system does.
func (s *Store) SweepAttachments(ctx context.Context, actor desk.Actor) error {
	if err := requireSystem(actor, "Files are swept by the server."); err != nil {
		return err
	}
	for more := true; more; {
		gone, err := s.removeUnsent(ctx)
		if err != nil {
			return wrap(err, "sweep uploads")
		}
		s.removeFiles(ctx, gone)
		more = len(gone) > 0
	}
	if err := s.removeOrphans(ctx); err != nil {
		return wrap(err, "sweep files")
	}
	return wrap(s.files.DiscardBefore(s.unsentBefore()), "sweep what came in")
}

// removeUnsent removes some of the uploads that are too old, and returns the files
// that they named.
func (s *Store) removeUnsent(ctx context.Context) (gone []string, err error) {
	err = s.write(ctx, func(tx tx) error {
		gone, err = collectHashes(tx, `
			DELETE FROM attachments
			WHERE id IN (SELECT id FROM attachments WHERE message_id IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2)
			RETURNING hash, thumbnail`, micros(s.unsentBefore()), sweepBatch)
		return err
	})
	return gone, err
}

// collectHashes reads rows of a hash and of one that may be none.
func collectHashes(tx tx, query string, args ...any) ([]string, error) {
	rows, err := collect(tx, func(row scanner) ([]string, error) {
		var content string
		var thumbnail *string
		err := row.Scan(&content, &thumbnail)
		return hashes(content, thumbnail), err
	}, query, args...)
	return slices.Concat(rows...), err
}

// removeOrphans removes the files that no row names.
func (s *Store) removeOrphans(ctx context.Context) error {
	all, err := s.files.Hashes()
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(all, sweepBatch) {
		var named []string
		err := s.read(ctx, func(tx tx) error {
			w := &where{}
			query := `SELECT hash, thumbnail FROM attachments WHERE ` + in(w, "hash", batch) + ` OR ` + in(w, "thumbnail", batch)
			named, err = collectHashes(tx, query, w.args...)
			return err
		})
		if err != nil {
			return err
		}
		s.removeFiles(ctx, slices.DeleteFunc(slices.Clone(batch), func(hash string) bool { return slices.Contains(named, hash) }))
	}
	return nil
}

// removeFiles removes the files that no row names any more. What was asked for is
// done by then and does not depend on it: where it fails, or the folder is being
// copied, the next sweep has them.
func (s *Store) removeFiles(ctx context.Context, hashes []string) {
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	if len(hashes) == 0 {
		return
	}
	ctx = context.WithoutCancel(ctx)
	_, err := s.files.WhileRemoving(func() (failed error) {
		for batch := range slices.Chunk(hashes, sweepBatch) {
			failed = errors.Join(failed, s.write(ctx, func(tx tx) error { return s.removeUnnamed(tx, batch) }))
		}
		return failed
	})
	if err != nil {
		s.log.ErrorContext(ctx, "files were not removed", "error", err)
	}
}

// removeUnnamed removes those of the files that no row names. The lock keeps them
// from being named meanwhile.
func (s *Store) removeUnnamed(tx tx, hashes []string) error {
	for _, hash := range hashes {
		if err := lockFile(tx, hash); err != nil {
			return err
		}
		var named bool
		err := tx.row(`
			SELECT EXISTS (SELECT 1 FROM attachments WHERE hash = $1)
			OR EXISTS (SELECT 1 FROM attachments WHERE thumbnail = $1)`, hash).Scan(&named)
		if err == nil && !named {
			err = s.files.Remove(hash)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
