package cli_test

import (
	"context"
	"database/sql"

	"parley/internal/desk"
	"parley/store/storetest"
)

// standing is a conversation as it lies in the database.
type standing struct {
	inbox    desk.InboxID
	assignee desk.UserID
	status   desk.Status
	version  int64
	changes  int   // in its history
	made     int64 // the version that the job says it made, or 0
	failed   bool  // as the job says
	late     bool  // It came after the job.
}

// unchanged tells whether a conversation is as it was, whatever the job says of it.
func (c standing) unchanged(before standing) bool {
	return c.assignee == before.assignee && c.status == before.status && c.version == before.version && c.changes == before.changes
}

// progress is how far the job is, as it says itself.
type progress struct {
	state                                    desk.BulkJobState
	position                                 int64
	changed, unchanged, failed, undone, kept int
}

// hold compares every conversation with what it was before, with its history and with
// what the job says: each was changed once or not yet, put back once or not yet, and
// as many as the job says.
func (j *killedJob) hold(when string) progress {
	j.t.Helper()
	all, p := j.read()
	changed, failed, undone := 0, 0, 0
	for id, c := range all {
		before, known := j.before[id]
		reached := before.inbox == j.seen.ID
		switch {
		case !known:
			j.t.Errorf("%s there is a conversation %d", when, id)
		case c.unchanged(before) && c.made == 0:
			if c.failed {
				failed++
			}
			if c.failed && (reached || !j.matches(before)) || !c.failed && j.matches(before) && p.state != desk.BulkJobRunning {
				j.t.Errorf("%s conversation %d has failed or was left out: %+v", when, id, c)
			}
		case !j.matches(before) || !reached || c.failed || c.made != before.version+1:
			j.t.Errorf("%s conversation %d was %+v and is %+v", when, id, before, c)
		case c.version == c.made && c.changes == before.changes+1 && c.assignee == j.bo.ID && c.status == desk.StatusPending:
			changed++
			if p.state == desk.BulkJobUndone {
				j.t.Errorf("%s conversation %d was not put back: %+v", when, id, c)
			}
		case c.version == c.made+1 && c.changes == before.changes+2 && c.assignee == before.assignee && c.status == before.status:
			changed++
			undone++
		default:
			j.t.Errorf("%s conversation %d is half changed: it was %+v and is %+v", when, id, before, c)
		}
	}
	if len(all) != len(j.before) || p.changed != changed || p.failed != failed || p.undone != undone || p.unchanged+p.kept != 0 {
		j.t.Errorf("%s %d of %d are there, %d changed, %d failed and %d undone; the job says %+v", when, len(all), len(j.before), changed, failed, undone, p)
	}
	return p
}

// progress returns how far the job is.
func (j *killedJob) progress() progress {
	j.t.Helper()
	db := storetest.Connect(j.t, j.database)
	defer db.Close()
	return j.readProgress(db)
}

// asked is a database or a transaction.
type asked interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (j *killedJob) readProgress(db asked) (p progress) {
	j.t.Helper()
	err := db.QueryRowContext(j.t.Context(), `SELECT state, position, changed, unchanged, failed, undone, kept FROM bulk_jobs`).
		Scan(&p.state, &p.position, &p.changed, &p.unchanged, &p.failed, &p.undone, &p.kept)
	if err != nil {
		j.t.Fatal(err)
	}
	return p
}

// read returns every conversation and the job, at one moment. It leaves no connection
// open, so that the next server is the one that finds what the last has left.
func (j *killedJob) read() (all map[int64]standing, p progress) {
	j.t.Helper()
	db := storetest.Connect(j.t, j.database)
	defer db.Close()
	tx, err := db.BeginTx(j.t.Context(), &sql.TxOptions{Isolation: sql.LevelRepeatableRead})
	if err != nil {
		j.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if j.id != "" {
		p = j.readProgress(tx)
	}
	rows, err := tx.QueryContext(j.t.Context(), `
		SELECT c.id, c.inbox_id, COALESCE(c.assigned_to, 0), c.status, c.version,
		       (SELECT COUNT(*) FROM events e WHERE e.subject = 'conversation' AND e.subject_id = c.id AND e.action = 'updated'),
		       COALESCE(r.version, 0), r.problem IS NOT NULL
		FROM conversations c LEFT JOIN bulk_job_rows r ON r.conversation_id = c.id`)
	if err != nil {
		j.t.Fatal(err)
	}
	defer rows.Close()
	all = map[int64]standing{}
	for rows.Next() {
		var id int64
		var c standing
		if err := rows.Scan(&id, &c.inbox, &c.assignee, &c.status, &c.version, &c.changes, &c.made, &c.failed); err != nil {
			j.t.Fatal(err)
		}
		all[id] = c
	}
	if err := rows.Err(); err != nil {
		j.t.Fatal(err)
	}
	return all, p
}
