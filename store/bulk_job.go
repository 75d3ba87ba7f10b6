package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"parley/internal/desk"
)

const bulkJobNoun = "job"

// bulkJob is a job with what nobody sees of it.
type bulkJob struct {
	desk.BulkJob
	kind     desk.ActorKind
	actor    int64
	via      desk.Via
	position desk.ConversationID // up to which it has come
	last     desk.ConversationID // with which it ends
}

const bulkJobColumns = `
	j.id, j.actor_type, j.actor_id, j.via, j.state, j.filter, j.change, j.total, j.position, j.last_id,
	j.changed, j.unchanged, j.failed, j.undone, j.kept, j.created_at, j.ended_at, j.undo_until`

func scanBulkJob(row scanner) (j bulkJob, err error) {
	var filter, change string
	var created int64
	var ended, until *int64
	err = row.Scan(&j.ID, &j.kind, &j.actor, &j.via, &j.State, &filter, &change, &j.Total, &j.position, &j.last,
		&j.Changed, &j.Unchanged, &j.Failed, &j.Undone, &j.Kept, &created, &ended, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return j, desk.NotFound(bulkJobNoun)
	}
	if err != nil {
		return j, err
	}
	j.CreatedAt, j.EndedAt, j.UndoUntil = fromMicros(created), fromMicrosOrNil(ended), fromMicrosOrNil(until)
	if j.Filter, err = url.ParseQuery(filter); err != nil {
		return j, fmt.Errorf("read filter: %w", err)
	}
	return j, wrap(json.Unmarshal([]byte(change), &j.BulkChange), "read change")
}

// StartBulkJob changes every conversation that matches a filter and that the actor
// may see, by a job of which GetBulkJob tells:
//   - what is wrong with the request itself refuses it as a whole;
//   - where another number matches than the actor was told, nothing is done;
//   - a small one is done when this returns, and a larger one by RunBulkJobs.
func (s *Store) StartBulkJob(ctx context.Context, actor desk.Actor, in desk.BulkJobCreate) (job desk.BulkJob, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return job, err
	}
	filter, errs := in.Validate(actor)
	if err := errs.Err(); err != nil {
		return job, err
	}
	err = s.once(ctx, actor, &job, func(tx tx) error {
		if err := findAssignee(tx, in.AssignedTo); err != nil {
			return err
		}
		now := s.now()
		started, err := createBulkJob(tx, actor, in, filter, now)
		if err != nil {
			return err
		}
		if actor.Once != nil {
			actor.Once.Place = started.ID.String()
		}
		if started.Total <= desk.BulkChunk {
			if err := finishBulkJob(tx, &started, now); err != nil {
				return err
			}
		}
		job, err = showBulkJob(tx, actor, started, now)
		return err
	})
	return job, wrap(err, "start job")
}

func createBulkJob(tx tx, actor desk.Actor, in desk.BulkJobCreate, filter desk.ConversationFilter, now time.Time) (j bulkJob, err error) {
	all := counting(actor, filter)
	if err := tx.row(`SELECT `+all.all+` FROM `+all.from, all.args...).Scan(&j.Total); err != nil {
		return j, err
	}
	if int64(j.Total) != in.Expected.Value {
		return j, desk.Drifted(in.Expected.Value, j.Total)
	}
	if err := tx.row(`SELECT COALESCE(MAX(c.id), 0) FROM conversations c`).Scan(&j.last); err != nil {
		return j, err
	}
	change, err := json.Marshal(in.BulkChange)
	if err != nil {
		return j, fmt.Errorf("encode change: %w", err)
	}
	j.BulkChange, j.Filter, j.State, j.CreatedAt = in.BulkChange, filter.BulkFilter(), desk.BulkJobRunning, now
	j.kind, j.actor, j.via = actor.Kind, actor.ID, actor.Via
	err = tx.row(`
		INSERT INTO bulk_jobs (actor_type, actor_id, via, state, filter, change, total, position, last_id,
		                       changed, unchanged, failed, undone, kept, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, 0, 0, 0, 0, $9, $9)
		RETURNING id`,
		j.kind, j.actor, j.via, j.State, j.Filter.Encode(), string(change), j.Total, j.last, micros(now)).Scan(&j.ID)
	return j, err
}

// GetBulkJob returns one of the actor's own jobs.
func (s *Store) GetBulkJob(ctx context.Context, actor desk.Actor, id desk.BulkJobID) (job desk.BulkJob, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return job, err
	}
	err = s.read(ctx, func(tx tx) error {
		found, err := loadOwnBulkJob(tx, actor, id)
		if err != nil {
			return err
		}
		job, err = showBulkJob(tx, actor, found, s.now())
		return err
	})
	return job, wrap(err, "get job %s", id)
}

// UndoBulkJob puts back what each conversation of the actor's job had before, except
// those that somebody has changed since. It can be asked for until BulkUndo after the
// end; asked for again it does nothing. Like StartBulkJob it is done at once where it
// is small.
func (s *Store) UndoBulkJob(ctx context.Context, actor desk.Actor, id desk.BulkJobID) (job desk.BulkJob, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return job, err
	}
	err = s.once(ctx, actor, &job, func(tx tx) error {
		found, err := loadOwnBulkJob(tx, actor, id)
		if err != nil {
			return err
		}
		now := s.now()
		if found.State != desk.BulkJobUndoing && found.State != desk.BulkJobUndone {
			if err := found.MayUndo(now); err != nil {
				return err
			}
			found.State, found.position, found.EndedAt = desk.BulkJobUndoing, 0, nil
			if err := saveBulkJob(tx, found, now); err != nil {
				return err
			}
			if found.Changed <= desk.BulkChunk {
				if err := finishBulkJob(tx, &found, now); err != nil {
					return err
				}
			}
		}
		job, err = showBulkJob(tx, actor, found, now)
		return err
	})
	return job, wrap(err, "undo job %s", id)
}

// loadOwnBulkJob returns a job of the actor's own. Anybody else's is like none.
func loadOwnBulkJob(tx tx, actor desk.Actor, id desk.BulkJobID) (bulkJob, error) {
	return scanBulkJob(tx.row(`
		SELECT `+bulkJobColumns+` FROM bulk_jobs j
		WHERE j.id = $1 AND j.actor_type = $2 AND j.actor_id = $3`+tx.forUpdate("j"), id, actor.Kind, actor.ID))
}

// showBulkJob returns what the actor sees of a job.
func showBulkJob(tx tx, actor desk.Actor, j bulkJob, now time.Time) (desk.BulkJob, error) {
	j.Undoable = j.MayUndo(now) == nil
	if j.AssignedTo.Set && !j.AssignedTo.Null {
		user, err := loadUser(tx, j.AssignedTo.Value, "")
		if err != nil {
			return j.BulkJob, err
		}
		ref := user.Ref()
		j.Assignee = &ref
	}
	var err error
	if j.Failures, err = bulkFailures(tx, actor, j.ID, `r.version IS NULL`); err != nil {
		return j.BulkJob, err
	}
	j.KeptBack, err = bulkFailures(tx, actor, j.ID, `r.version IS NOT NULL`)
	return j.BulkJob, err
}

// bulkFailures returns the first of the conversations of a job that stood against it,
// and why. Of one that the actor cannot see by now it says no more than of one that
// does not exist.
func bulkFailures(tx tx, actor desk.Actor, id desk.BulkJobID, which string) ([]desk.BulkFailure, error) {
	w := &where{}
	seen := w.scope(actor.ConversationScope(), "c.inbox_id")
	return collect(tx, scanBulkFailure, `
		SELECT r.conversation_id, r.problem, c.id IS NOT NULL
		FROM bulk_job_rows r LEFT JOIN conversations c ON c.id = r.conversation_id AND `+seen+`
		WHERE r.problem IS NOT NULL AND r.job_id = `+w.arg(id)+` AND `+which+`
		ORDER BY r.conversation_id LIMIT `+w.arg(desk.MaxBulkFailures), w.args...)
}

func scanBulkFailure(row scanner) (f desk.BulkFailure, err error) {
	var problem string
	var seen bool
	if err := row.Scan(&f.ID, &problem, &seen); err != nil {
		return f, err
	}
	if !seen {
		f.Err = desk.As(desk.NotFound(conversationNoun))
		return f, nil
	}
	f.Err = &desk.Error{}
	return f, json.Unmarshal([]byte(problem), f.Err)
}
