package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
)

func (w *world) undoJob(actor desk.Actor, id desk.BulkJobID) desk.BulkJob {
	w.t.Helper()
	job, err := w.UndoBulkJob(w.t.Context(), actor, id)
	ok(w.t, err)
	return job
}

// Undoing a job puts back what each row had before, but for those that somebody has
// changed since, which are listed.
func TestUndoBulkJob(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing")
	var rows []desk.Conversation
	for range 4 {
		rows = append(rows, w.conversation("Refund", w.billing))
	}
	rows[1] = w.update(rows[1].ID, func(in *update) { in.AssignedTo = desk.Value(bo.ID) })
	rows[3] = w.update(rows[3].ID, func(in *update) { in.AssignedTo = desk.Value(ana.ID) })
	job := w.job(agent, "status=open", 4, desk.BulkChange{AssignedTo: desk.Value(ana.ID)})
	wantEqual(t, "done", "done 4: 3 changed, 1 so already, 0 failed, 0 undone, 0 kept, 0 gone", jobLine(job))
	w.clock.Advance(desk.BulkUndo - time.Second)
	meanwhile := w.update(rows[2].ID, to(desk.StatusPending))
	job = w.undoJob(agent, job.ID)
	wantEqual(t, "undone", "undone 4: 3 changed, 1 so already, 0 failed, 2 undone, 1 kept, 0 gone", jobLine(job))
	if len(job.KeptBack) != 1 || job.KeptBack[0].ID != rows[2].ID || job.KeptBack[0].Err.Code != desk.CodeStale || len(job.Failures) > 0 {
		t.Errorf("kept: %+v, failures: %+v", job.KeptBack, job.Failures)
	}
	wantEqual(t, "who had it before", rows[1].AssignedTo, w.get(rows[1].ID).AssignedTo)
	if now := w.get(rows[0].ID); now.AssignedTo != nil || now.Version != 3 {
		t.Errorf("nobody had it before: %+v", now)
	}
	wantEqual(t, "changed since", meanwhile, w.get(rows[2].ID))
	wantEqual(t, "so already", rows[3], w.get(rows[3].ID))
	before := w.dump()
	wantEqual(t, "asked for again", job, w.undoJob(agent, job.ID))
	wantEqual(t, "asked for again changed", before, w.dump())
	w.inStep()
}

func TestUndoBulkJobRefused(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	w.conversation("Refund", w.billing)
	undo := func(job desk.BulkJob) func() error {
		return func() error { _, err := w.UndoBulkJob(t.Context(), agent, job.ID); return err }
	}
	closing := w.job(agent, "", 1, setStatus(desk.StatusClosed))
	again := w.job(agent, "", 1, setStatus(desk.StatusClosed))
	w.refused("what changed nothing", desk.CodeConflict, undo(again))
	w.refused("none there is", desk.CodeNotFound, undo(desk.BulkJob{ID: 4711}))
	w.clock.Advance(desk.BulkUndo)
	w.refused("too late", desk.CodeConflict, undo(closing))
}

// A large job is undone in chunks, once, by sixteen at once as by one.
func TestUndoLargeBulkJob(t *testing.T) {
	w, agent := crowded(t)
	job := w.job(agent, "status=open", many, setStatus(desk.StatusPending))
	w.runJobs()
	w.jobIs(agent, job.ID, "done 450: 450 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	for _, err := range together(16, func(int) error { _, err := w.UndoBulkJob(t.Context(), agent, job.ID); return err }) {
		ok(t, err)
	}
	w.jobIs(agent, job.ID, "undoing 450: 450 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	w.chunk(job.ID)
	for _, err := range together(16, func(int) error { _, err := w.RunBulkJobs(t.Context(), system()); return err }) {
		ok(t, err)
	}
	w.runJobs()
	w.jobIs(agent, job.ID, "undone 450: 450 changed, 0 so already, 0 failed, 450 undone, 0 kept, 0 gone")
	wantEqual(t, "rows as before", []string{"450"}, w.rows(`SELECT COUNT(*) FROM conversations WHERE status = 'open' AND version = 3`))
	wantEqual(t, "events", []string{"900"}, w.rows(`SELECT COUNT(*) FROM events WHERE subject = 'conversation' AND action = 'updated'`))
	w.inStep()
}
