package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"parley/internal/desk"
)

// bulkJobRetry is how long a process waits that finds every job being done by others.
const bulkJobRetry = 5 * time.Second

// RunBulkJobs does what there is to do of all jobs, each in turn a chunk, and returns
// when to look again, or nil. A chunk is one transaction with the place that the job
// has come to, and nobody else has the job until it ends: so each conversation is
// changed once, by whichever processes run, and wherever one of them stops. Only the
// system does.
func (s *Store) RunBulkJobs(ctx context.Context, actor desk.Actor) (next *time.Time, err error) {
	if err := requireSystem(actor, "Jobs are done by the server."); err != nil {
		return nil, err
	}
	for {
		ids, err := s.bulkJobsDue(ctx)
		if err != nil || len(ids) == 0 {
			return nil, wrap(err, "look for jobs")
		}
		ran, errs := false, error(nil)
		for _, id := range ids {
			did, err := s.runBulkJob(ctx, id)
			ran, errs = ran || did, errors.Join(errs, wrap(err, "do job %s", id))
		}
		if errs != nil || !ran { // One that fails keeps the others back for no longer than this.
			soon := s.now().Add(bulkJobRetry)
			return &soon, errs
		}
	}
}

// bulkJobsDue returns jobs that have something to do, those first that have waited
// longest.
func (s *Store) bulkJobsDue(ctx context.Context) (ids []desk.BulkJobID, err error) {
	err = s.read(ctx, func(tx tx) error {
		ids, err = collect(tx, scanOne[desk.BulkJobID], `
			SELECT j.id FROM bulk_jobs j WHERE j.ended_at IS NULL
			ORDER BY j.updated_at, j.id LIMIT 20`)
		return err
	})
	return ids, err
}

// runBulkJob does one chunk of a job, unless somebody else is at it.
func (s *Store) runBulkJob(ctx context.Context, id desk.BulkJobID) (ran bool, err error) {
	err = s.write(ctx, func(tx tx) error {
		free, err := tx.aloneNow(fmt.Sprintf("job %d", id))
		if err != nil || !free {
			return err
		}
		job, err := scanBulkJob(tx.row(`SELECT `+bulkJobColumns+` FROM bulk_jobs j WHERE j.id = $1`+tx.forUpdate("j"), id))
		if desk.Is(err, desk.CodeNotFound) || job.EndedAt != nil {
			return nil
		}
		if err != nil {
			return err
		}
		ran = true
		return advanceBulkJob(tx, &job, s.now())
	})
	return ran, err
}

// finishBulkJob does all of a small job.
func finishBulkJob(tx tx, job *bulkJob, now time.Time) error {
	for job.EndedAt == nil {
		if err := advanceBulkJob(tx, job, now); err != nil {
			return err
		}
	}
	return nil
}

// advanceBulkJob does one chunk of a job, under the rights that its maker has at this
// moment. Without them it ends where it is.
func advanceBulkJob(tx tx, job *bulkJob, now time.Time) error {
	actor, err := bulkActor(tx, job, now)
	if err != nil {
		return err
	}
	ends := desk.BulkJobDone
	switch {
	case actor.Require(desk.WriteConversations) != nil:
		ends, job.EndedAt = desk.BulkJobStopped, &now
	case job.State == desk.BulkJobUndoing:
		ends = desk.BulkJobUndone
		err = undoChunk(tx, actor, job, now)
	default:
		err = changeChunk(tx, actor, job, now)
	}
	if err != nil {
		return err
	}
	if job.EndedAt != nil {
		if job.UndoUntil == nil {
			until := now.Add(desk.BulkUndo)
			job.UndoUntil = &until
		}
		job.State = ends
	}
	return saveBulkJob(tx, *job, now)
}

// bulkActor returns the maker of a job as their rights are now; nobody where there is
// no such user or key any more.
func bulkActor(tx tx, job *bulkJob, now time.Time) (desk.Actor, error) {
	if job.kind == desk.ActorKey {
		key, err := scanKey(tx.row(`SELECT `+keyColumns+` FROM api_keys k WHERE k.id = $1`, job.actor))
		if err != nil {
			return desk.Actor{}, err
		}
		err = loadKeyReach(tx, &key)
		return key.Actor(now), err
	}
	user, member, err := loadUserWithInboxes(tx, desk.UserID(job.actor))
	if desk.Is(err, desk.CodeNotFound) {
		return desk.Actor{}, nil
	}
	return desk.UserActor(user, member, job.via), err
}

// changeChunk changes the next conversations that match.
func changeChunk(tx tx, actor desk.Actor, job *bulkJob, now time.Time) error {
	ids, err := nextMatches(tx, actor, job)
	if err != nil {
		return err
	}
	loaded, err := loadHeld(tx, actor, ids)
	if err != nil {
		return err
	}
	rows := make([]desk.BulkRow, len(ids))
	for i, id := range ids {
		rows[i].ID = desk.Value(id)
	}
	outcome, err := eachRow(rows, func(row desk.BulkRow) (desk.Conversation, bool, error) {
		return updateLoaded(tx, actor, loaded[row.ID.Value], job.Update(), now)
	})
	if err != nil {
		return err
	}
	job.Changed += len(outcome.Changed)
	job.Unchanged += len(outcome.Unchanged)
	job.Failed += len(outcome.Failed)
	job.moveOn(rows, now)
	kept := newRows("bulk_job_rows", "job_id", "conversation_id", "version", "problem")
	for _, c := range outcome.Changed {
		kept.add(job.ID, c.ID, c.Version, nil)
	}
	for _, f := range outcome.Failed {
		problem, err := problemText(f)
		if err != nil {
			return err
		}
		kept.add(job.ID, f.ID, nil, problem)
	}
	return kept.insert(tx)
}

// nextMatches returns the next conversations of a job, by ascending id, and locks
// them: one that has changed while it was waited for and does not match any more is
// not among them.
func nextMatches(tx tx, actor desk.Actor, job *bulkJob) ([]desk.ConversationID, error) {
	filter, errs := desk.ParseConversationFilter(job.Filter, actor)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	w, order := matching(actor, filter), "c.id"
	place := "c.id > " + w.arg(job.position) + " AND c.id <= " + w.arg(job.last)
	if foundFirst(filter) { // They are found by what they are, and sorted.
		w.test(place)
		order = "+c.id"
	} else {
		w.tests = append(w.tests, w.conditions...)
		w.conditions = []string{place}
	}
	return collect(tx, scanOne[desk.ConversationID], `
		SELECT c.id FROM conversations c
		WHERE `+w.guided()+`
		ORDER BY `+order+` LIMIT `+w.arg(desk.BulkChunk)+tx.forUpdate("c"), w.args...)
}

// loadHeld is loadConversation for conversations that this transaction has found within
// the actor's scope and has locked, a few statements for all of them.
func loadHeld(tx tx, actor desk.Actor, ids []desk.ConversationID) (map[desk.ConversationID]desk.Conversation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w := &where{}
	w.add(in(w, "c.id", ids))
	loaded, err := conversationsBy(tx, actor, w.String(), w.args)
	for id := range loaded {
		tx.about(conversationNoun, int64(id))
	}
	return loaded, err
}

// undoChunk takes the job's change of the next conversations back.
func undoChunk(tx tx, actor desk.Actor, job *bulkJob, now time.Time) error {
	rows, err := collect(tx, scanBulkRow, `
		SELECT r.conversation_id, r.version FROM bulk_job_rows r
		WHERE r.job_id = $1 AND r.conversation_id > $2 AND r.version IS NOT NULL
		ORDER BY r.conversation_id LIMIT $3`, job.ID, job.position, desk.BulkChunk)
	if err != nil {
		return err
	}
	outcome, err := eachRow(rows, func(row desk.BulkRow) (desk.Conversation, bool, error) {
		return undoConversation(tx, actor, row, now)
	})
	if err != nil {
		return err
	}
	job.Undone += len(outcome.Changed) + len(outcome.Unchanged)
	job.Kept += len(outcome.Failed)
	job.moveOn(rows, now)
	for _, f := range outcome.Failed {
		problem, err := problemText(f)
		if err != nil {
			return err
		}
		if _, err := tx.exec(`UPDATE bulk_job_rows SET problem = $1 WHERE job_id = $2 AND conversation_id = $3`, problem, job.ID, f.ID); err != nil {
			return err
		}
	}
	return nil
}

func scanBulkRow(row scanner) (r desk.BulkRow, err error) {
	var id desk.ConversationID
	var version int64
	err = row.Scan(&id, &version)
	return desk.BulkRow{ID: desk.Value(id), Version: desk.Value(version)}, err
}

// moveOn notes up to where the job has come. Fewer than a chunk are the last.
func (j *bulkJob) moveOn(rows []desk.BulkRow, now time.Time) {
	if len(rows) < desk.BulkChunk {
		j.EndedAt = &now
		return
	}
	j.position = rows[len(rows)-1].ID.Value
}

// problemText returns why a conversation stood against a job, without what others
// have made of it.
func problemText(f desk.BulkFailure) (string, error) {
	plain := *f.Err
	plain.Current = nil
	text, err := json.Marshal(plain)
	return string(text), wrap(err, "encode problem")
}

func saveBulkJob(tx tx, j bulkJob, now time.Time) error {
	_, err := tx.exec(`
		UPDATE bulk_jobs
		SET state = $1, position = $2, changed = $3, unchanged = $4, failed = $5, undone = $6, kept = $7,
		    updated_at = $8, ended_at = $9, undo_until = $10
		WHERE id = $11`,
		j.State, j.position, j.Changed, j.Unchanged, j.Failed, j.Undone, j.Kept,
		micros(now), microsOrNil(j.EndedAt), microsOrNil(j.UndoUntil), j.ID)
	return wrap(err, "save job %s", j.ID)
}

// SweepBulkJobs forgets jobs that nobody looks at any more. Only the system does.
func (s *Store) SweepBulkJobs(ctx context.Context, actor desk.Actor) error {
	if err := requireSystem(actor, "Jobs are swept by the server."); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		_, err := tx.exec(`DELETE FROM bulk_jobs WHERE created_at <= $1 AND ended_at IS NOT NULL`, micros(s.now().Add(-desk.BulkJobLife)))
		return err
	})
	return wrap(err, "sweep jobs")
}
