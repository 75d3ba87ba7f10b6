package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// many are more than two chunks of conversations.
const many = 2*desk.BulkChunk + 50

// crowded is a world with many conversations, all of them open and Maya's, in Billing,
// and an agent there.
func crowded(t *testing.T) (*world, desk.Actor) {
	w := newWorld(t)
	w.billingCrowd()
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	return w, agent
}

// billingCrowd adds the conversations past all rules, since so many take a while.
func (w *world) billingCrowd() {
	w.t.Helper()
	first := w.conversation("Refund", w.billing)
	w.exec(`
		INSERT INTO conversations (subject, status, priority, channel, source, customer_id, inbox_id, preview, message_count, created_at, updated_at, version)
		WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1)
		SELECT c.subject, c.status, c.priority, c.channel, c.source, c.customer_id, c.inbox_id, '', 0, c.created_at, c.updated_at, 1
		FROM n, conversations c WHERE c.id = $2`, many-1, first.ID)
	w.exec(`UPDATE conversation_counts SET n = $1`, many)
}

// chunk does one chunk of the job and leaves the rest to whoever comes.
func (w *world) chunk(id desk.BulkJobID) {
	w.t.Helper()
	ran, err := store.RunBulkChunk(w.t.Context(), w.Store, id)
	if err != nil || !ran {
		w.t.Fatalf("one chunk: %v, %v", ran, err)
	}
}

// changedOnce checks that so many conversations have been changed, each of them once,
// and that history, the outbox and the job's own rows say the same.
func (w *world) changedOnce(want int) {
	w.t.Helper()
	number := fmt.Sprint(want)
	wantEqual(w.t, "conversations of the second version", []string{number}, w.rows(`SELECT COUNT(*) FROM conversations WHERE version = 2`))
	wantEqual(w.t, "conversations of later ones", []string{"0"}, w.rows(`SELECT COUNT(*) FROM conversations WHERE version > 2`))
	wantEqual(w.t, "events", []string{number + " | " + number},
		w.rows(`SELECT COUNT(*), COUNT(DISTINCT subject_id) FROM events WHERE subject = 'conversation' AND action = 'updated'`))
	wantEqual(w.t, "outbox", []string{number}, w.rows(`SELECT COUNT(*) FROM outbox WHERE subject = 'conversation' AND action = 'updated'`))
	wantEqual(w.t, "rows of the job", []string{number}, w.rows(`SELECT COUNT(*) FROM bulk_job_rows WHERE version = 2`))
	w.inStep()
}

// A large job is done in chunks, by whoever runs them.
func TestBulkJobInChunks(t *testing.T) {
	w, agent := crowded(t)
	job := w.job(agent, "status=open", many, setStatus(desk.StatusPending))
	wantEqual(t, "at first", "running 450: 0 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone", jobLine(job))
	later := w.conversation("Came later", w.billing)
	w.chunk(job.ID)
	w.jobIs(agent, job.ID, "running 450: 200 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	w.update(many-1, to(desk.StatusClosed)) // Now it does not match any more.
	w.refused("undo under way", desk.CodeConflict, func() error { _, err := w.UndoBulkJob(t.Context(), agent, job.ID); return err })
	w.runJobs()
	w.jobIs(agent, job.ID, "done 450: 449 changed, 0 so already, 0 failed, 0 undone, 0 kept, 1 gone")
	wantEqual(t, "what came later", later, w.get(later.ID))
	next, err := w.RunBulkJobs(t.Context(), system())
	if err != nil || next != nil {
		t.Errorf("with nothing to do: %v, %v", next, err)
	}
}

// What comes to match until its turn is changed too, but nothing that is newer than
// the job, and nothing whose turn is over.
func TestBulkJobAndWhatComesToMatch(t *testing.T) {
	w, agent := crowded(t)
	const passed, ahead = 1, many - 1
	w.update(passed, to(desk.StatusClosed))
	w.update(ahead, to(desk.StatusClosed))
	job := w.job(agent, "status=open", many-2, setStatus(desk.StatusPending))
	w.chunk(job.ID)
	left := []desk.Conversation{w.update(passed, to(desk.StatusOpen)), w.conversation("Came later", w.billing)}
	w.update(ahead, to(desk.StatusOpen))
	w.runJobs()
	w.jobIs(agent, job.ID, "done 448: 449 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	wantEqual(t, "what was ahead", desk.StatusPending, w.get(ahead).Status)
	for _, c := range left {
		wantEqual(t, "left alone", c, w.get(c.ID))
	}
}

// A process that ends in the middle of a chunk leaves what is done, and the next one
// goes on from there: each conversation is changed once.
func TestBulkJobIsTakenUpAgain(t *testing.T) {
	w, agent := crowded(t)
	job := w.job(agent, "status=open", many, setStatus(desk.StatusPending))
	w.chunk(job.ID)
	ctx, end := context.WithCancel(t.Context())
	changed := 0
	dying := store.Watched(w.Store, func(query string, _ []any) {
		if strings.Contains(query, "INSERT INTO events") {
			if changed++; changed == desk.BulkChunk/2 {
				end()
			}
		}
	})
	if _, err := dying.RunBulkJobs(ctx, system()); err == nil || changed != desk.BulkChunk/2 {
		t.Fatalf("it ended after %d conversations: %v", changed, err)
	}
	w.jobIs(agent, job.ID, "running 450: 200 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	w.changedOnce(desk.BulkChunk)
	w.runJobs()
	w.jobIs(agent, job.ID, "done 450: 450 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	w.changedOnce(many)
}

// Sixteen at once, of two processes, do a job once.
func TestBulkJobBySixteen(t *testing.T) {
	first, second := twoProcesses(t)
	w := first
	w.billing = storetest.AddInbox(t, w.Store, "Billing")
	w.maya = storetest.AddCustomer(t, w.Store, "Maya Okafor")
	w.billingCrowd()
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	job := w.job(agent, "status=open", many, setStatus(desk.StatusPending))
	for _, err := range together(16, func(i int) error {
		_, err := []*world{first, second}[i%2].RunBulkJobs(t.Context(), system())
		return err
	}) {
		ok(t, err)
	}
	w.runJobs()
	w.jobIs(agent, job.ID, "done 450: 450 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	w.changedOnce(many)
}

// Whose rights end in the middle changes nothing more, and whose reach shrinks nothing
// that is out of it.
func TestBulkJobStopsWithTheRights(t *testing.T) {
	email := storetest.Email("Ana Souza")
	const stopped = "stopped 450: 200 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone"
	for name, lose := range map[string]struct {
		what string
		call func(w *world) error
	}{
		"another role": {stopped, func(w *world) error {
			_, err := w.SetRole(t.Context(), system(), email, desk.RoleViewer)
			return err
		}},
		"disabled": {stopped, func(w *world) error { _, err := w.DisableUser(t.Context(), system(), email); return err }},
		"no member any more": {"done 450: 200 changed, 0 so already, 0 failed, 0 undone, 0 kept, 250 gone", func(w *world) error {
			return w.RemoveMember(t.Context(), system(), "Billing", email)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w, agent := crowded(t)
			job := w.job(agent, "status=open", many, setStatus(desk.StatusPending))
			w.chunk(job.ID)
			ok(t, lose.call(w))
			w.runJobs()
			w.jobIs(agent, job.ID, lose.what)
			w.changedOnce(desk.BulkChunk)
		})
	}
	t.Run("a key that is revoked", func(t *testing.T) {
		w, _ := crowded(t)
		key := w.key("sync", "write:conversations", "Billing")
		job := w.job(key, "status=open", many, setStatus(desk.StatusPending))
		w.chunk(job.ID)
		ok(t, w.RevokeKey(t.Context(), system(), "sync"))
		w.runJobs()
		w.jobIs(key, job.ID, stopped)
		w.changedOnce(desk.BulkChunk)
	})
}

// A job of a key reaches what the key reaches, and no more.
func TestScopeOfBulkJobs(t *testing.T) {
	for name := range newBorders(t).actors {
		t.Run(name, func(t *testing.T) {
			b := newBorders(t)
			actor := b.actors[name]
			_, err := b.StartBulkJob(t.Context(), actor, jobFor("", 2, setStatus(desk.StatusPending)))
			wantCode(t, "all there are", desk.CodeConflict, err)
			b.job(actor, "", 1, setStatus(desk.StatusPending))
			wantEqual(t, "seen", desk.StatusPending, b.get(b.seen.ID).Status)
			wantEqual(t, "hidden", b.hidden, b.get(b.hidden.ID))
		})
	}
}

// One job that cannot be done keeps no others back.
func TestBulkJobsBesideABrokenOne(t *testing.T) {
	w, agent := crowded(t)
	broken := w.job(agent, "status=open", many, setStatus(desk.StatusPending))
	w.exec(`UPDATE bulk_jobs SET filter = 'status=odd' WHERE id = $1`, broken.ID)
	sound := w.job(agent, "status=open", many, setStatus(desk.StatusClosed))
	for range 3 {
		if next, err := w.RunBulkJobs(t.Context(), system()); err == nil || next == nil {
			t.Errorf("the broken one: %v, %v", next, err)
		}
	}
	w.jobIs(agent, sound.ID, "done 450: 450 changed, 0 so already, 0 failed, 0 undone, 0 kept, 0 gone")
	w.changedOnce(many)
}

// The same request, sixteen times at once and again later, is one job.
func TestBulkJobIsStartedOnce(t *testing.T) {
	w, agent := crowded(t)
	in := jobFor("status=open", many, setStatus(desk.StatusPending))
	ids := make([]desk.BulkJobID, 16)
	for _, err := range together(16, func(i int) error {
		job, err := w.StartBulkJob(t.Context(), known(agent, "k", "this"), in)
		ids[i] = job.ID
		return err
	}) {
		ok(t, err)
	}
	w.runJobs()
	before := w.dump()
	again := known(agent, "k", "this")
	job, err := w.StartBulkJob(t.Context(), again, in)
	ok(t, err)
	wantEqual(t, "asked for again changed", before, w.dump())
	wantEqual(t, "where it led", ids[0].String(), again.Once.Place)
	for _, id := range append(ids, job.ID) {
		wantEqual(t, "the job", ids[0], id)
	}
	w.changedOnce(many)
}
