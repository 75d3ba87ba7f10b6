package store_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func bulkJobUses(ctx context.Context) map[string]use {
	return map[string]use{
		"StartBulkJob": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) {
			return w.StartBulkJob(ctx, a, jobFor("status=open", 2, setStatus(desk.StatusClosed)))
		}),
		"GetBulkJob":  needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.GetBulkJob(ctx, a, 1) }),
		"UndoBulkJob": needs(desk.WriteConversations, func(w *world, a desk.Actor) (any, error) { return w.UndoBulkJob(ctx, a, 1) }),
	}
}

func setStatus(s desk.Status) desk.BulkChange { return desk.BulkChange{Status: desk.Value(s)} }

func jobFor(filter string, expected int, change desk.BulkChange) desk.BulkJobCreate {
	query, err := url.ParseQuery(filter)
	if err != nil {
		panic(err)
	}
	return desk.BulkJobCreate{BulkChange: change, Filter: desk.Value(query), Expected: desk.Value(int64(expected))}
}

// job starts a job.
func (w *world) job(actor desk.Actor, filter string, expected int, change desk.BulkChange) desk.BulkJob {
	w.t.Helper()
	job, err := w.StartBulkJob(w.t.Context(), actor, jobFor(filter, expected, change))
	ok(w.t, err)
	return job
}

func (w *world) readJob(actor desk.Actor, id desk.BulkJobID) desk.BulkJob {
	w.t.Helper()
	job, err := w.GetBulkJob(w.t.Context(), actor, id)
	ok(w.t, err)
	return job
}

// runJobs does all that there is to do. PostgreSQL may still be letting go of what a
// process held that has ended, which is for the next look.
func (w *world) runJobs() {
	w.t.Helper()
	for limit := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		next, err := w.RunBulkJobs(w.t.Context(), system())
		ok(w.t, err)
		if next == nil || time.Now().After(limit) {
			return
		}
	}
}

// jobLine is how a job stands, in few words.
func jobLine(j desk.BulkJob) string {
	return fmt.Sprintf("%s %d: %d changed, %d so already, %d failed, %d undone, %d kept, %d gone",
		j.State, j.Total, j.Changed, j.Unchanged, j.Failed, j.Undone, j.Kept, j.Gone())
}

func (w *world) jobIs(actor desk.Actor, id desk.BulkJobID, want string) {
	w.t.Helper()
	wantEqual(w.t, "the job", want, jobLine(w.readJob(actor, id)))
}

// A small job is done when it has been started: every row as if it had been changed
// by itself, those out of reach not at all.
func TestBulkJob(t *testing.T) {
	w := newWorld(t)
	ana, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing", "Support")
	var rows []desk.Conversation
	for range 3 {
		rows = append(rows, w.conversation("Refund", w.billing))
	}
	closed := w.update(w.conversation("Closed", w.billing).ID, to(desk.StatusClosed))
	hidden := w.conversation("Hidden", w.sales)
	rows[2] = w.update(rows[2].ID, func(in *update) { in.AssignedTo = desk.Value(bo.ID) })
	assigned := desk.Change{Field: "assignedTo", After: text(bo.ID), AfterName: bo.Name}
	var job desk.BulkJob
	w.recorded("three at once", agent, func() (err error) {
		job, err = w.StartBulkJob(t.Context(), agent, jobFor("status=open", 3, desk.BulkChange{AssignedTo: desk.Value(bo.ID)}))
		return err
	}, event("conversation", int64(rows[0].ID), desk.ActionUpdated, assigned), event("conversation", int64(rows[1].ID), desk.ActionUpdated, assigned))
	wantEqual(t, "the answer", "done 3: 2 changed, 1 so already, 0 failed, 0 undone, 0 kept, 0 gone", jobLine(job))
	ref := bo.Ref()
	wantEqual(t, "the assignee", &ref, job.Assignee)
	wantEqual(t, "read again", job, w.readJob(agent, job.ID))
	for _, c := range rows[:2] {
		c.AssignedTo, c.Version, c.UpdatedAt = &ref, 2, w.clock.Now()
		wantEqual(t, "a row", c, w.get(c.ID))
	}
	for _, c := range []desk.Conversation{rows[2], closed, hidden} {
		wantEqual(t, "left alone", c, w.get(c.ID))
	}
	w.inStep()
	_, admin := w.user("Ada Quist", desk.RoleAdmin)
	namesake := w.key("sync", "write:conversations")
	namesake.ID = int64(ana.ID)
	for name, other := range map[string]desk.Actor{"an administrator": admin, "a key of the same number": namesake} {
		w.refused("seen by "+name, desk.CodeNotFound, func() error { _, err := w.GetBulkJob(t.Context(), other, job.ID); return err })
		w.refused("undone by "+name, desk.CodeNotFound, func() error { _, err := w.UndoBulkJob(t.Context(), other, job.ID); return err })
	}
}

func TestBulkJobRefused(t *testing.T) {
	w := newWorld(t)
	w.conversation("Refund", w.billing)
	w.conversation("Refund", w.billing)
	w.conversation("Hidden", w.sales)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	_, viewer := w.user("Vic Noor", desk.RoleViewer, "Billing")
	closing := setStatus(desk.StatusClosed)
	call := func(actor desk.Actor, in desk.BulkJobCreate) func() error {
		return func() error { _, err := w.StartBulkJob(t.Context(), actor, in); return err }
	}
	w.refused("nobody", desk.CodeUnauthenticated, call(desk.Actor{}, jobFor("", 2, closing)))
	w.refused("a viewer", desk.CodePermission, call(viewer, jobFor("", 2, closing)))
	w.invalid("nothing to change", "assignedTo", "required", call(agent, jobFor("", 2, desk.BulkChange{})))
	w.invalid("an odd status", "status", "not_in_list", call(agent, jobFor("", 2, setStatus("odd"))))
	w.invalid("an assignee there is not", "assignedTo", "not_found", call(agent, jobFor("", 2, desk.BulkChange{AssignedTo: desk.Value(desk.UserID(4711))})))
	w.invalid("an odd filter", "filter.status", "not_in_list", call(agent, jobFor("status=odd", 2, closing)))
	w.invalid("a page", "filter.page", "unknown_parameter", call(agent, jobFor("page=2", 2, closing)))
	w.invalid("me, to a key", "filter.assignedTo", "invalid", call(w.key("sync", "write:conversations"), jobFor("assignedTo=me", 2, closing)))
	w.invalid("none expected", "expected", "invalid", call(agent, jobFor("", 0, closing)))
	w.invalid("no filter", "filter", "required", call(agent, desk.BulkJobCreate{BulkChange: closing, Expected: desk.Value(int64(2))}))
	e := w.refused("more than expected", desk.CodeConflict, call(agent, jobFor("", 1, closing)))
	wantEqual(t, "what matches", any(desk.Matching(2)), e.Current)
	e = w.refused("fewer than expected", desk.CodeConflict, call(agent, jobFor("inboxId="+w.sales.ID.String(), 1, closing)))
	wantEqual(t, "what of it can be seen", any(desk.Matching(0)), e.Current)
}

// What stands against some of the rows is listed with the reason, and keeps no others
// back.
func TestBulkJobFailures(t *testing.T) {
	w := newWorld(t)
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing")
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing", "Support")
	w.conversation("Refund", w.billing)
	beyond := w.conversation("Beyond Bo's inboxes", w.support)
	job := w.job(agent, "", 2, desk.BulkChange{AssignedTo: desk.Value(bo.ID), Priority: desk.Value(desk.PriorityHigh)})
	wantEqual(t, "the job", "done 2: 1 changed, 0 so already, 1 failed, 0 undone, 0 kept, 0 gone", jobLine(job))
	if len(job.Failures) != 1 || job.Failures[0].ID != beyond.ID || job.Failures[0].Err.Fields.On("assignedTo") == "" {
		t.Errorf("failures: %+v", job.Failures)
	}
	wantEqual(t, "left as it was", beyond, w.get(beyond.ID))
}

// Why a row was not changed is told to who can see the row, and to others what is
// told of a row that does not exist.
func TestScopeOfBulkFailures(t *testing.T) {
	w := newWorld(t)
	bo, _ := w.user("Bo Lind", desk.RoleAgent, "Billing")
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing", "Support")
	w.conversation("Beyond Bo's inboxes", w.support)
	job := w.job(agent, "", 1, desk.BulkChange{AssignedTo: desk.Value(bo.ID)})
	wantEqual(t, "seen", desk.CodeInvalid, job.Failures[0].Err.Code)
	ok(t, w.RemoveMember(t.Context(), system(), "Support", storetest.Email("Ana Souza")))
	agent.Reach = desk.Inboxes(w.billing.ID)
	absent := desk.As(desk.NotFound("conversation"))
	wantEqual(t, "out of reach", absent, w.readJob(agent, job.ID).Failures[0].Err)
	ok(t, w.DeleteConversation(t.Context(), system(), job.Failures[0].ID, desk.ConversationDelete{}))
	wantEqual(t, "deleted", absent, w.readJob(agent, job.ID).Failures[0].Err)
}

// Whatever the filter, what a job changes is what the list shows.
func TestBulkJobChangesWhatIsListed(t *testing.T) {
	w := newCrowd(t, 1500)
	w.labels()
	_, manager := w.user("Max Ohm", desk.RoleManager)
	for n, filter := range []string{
		"", "status=open", "status=open,pending&priority=medium", "assignedTo=none", "inboxId=2,3&status=closed", "channel=phone",
		"source=api&channel=email", "customerId=7,8", "tag=refund", "tag=refund,login&priority=medium", "tag=refund&customerId=22",
	} {
		query, err := url.ParseQuery(filter)
		ok(t, err)
		parsed, errs := desk.ParseConversationFilter(query, manager)
		ok(t, errs.Err())
		want := w.listedIDs(manager, parsed)
		w.exec(`UPDATE conversations SET subject = 'before'`)
		w.exec(`DELETE FROM events`)
		change := desk.BulkChange{Priority: desk.Value(desk.Priorities()[n%4]), Status: desk.Value(desk.Statuses()[n%3])}
		if len(want) == 0 {
			continue
		}
		job := w.job(manager, filter, len(want), change)
		w.runJobs()
		job = w.readJob(manager, job.ID)
		if job.State != desk.BulkJobDone || job.Changed+job.Unchanged != len(want) {
			t.Errorf("%q: %s, want %d", filter, jobLine(job), len(want))
		}
		for _, id := range w.rows(`SELECT subject_id FROM events WHERE subject = 'conversation'`) {
			if !slices.Contains(want, id) {
				t.Errorf("%q changed %s", filter, id)
			}
		}
	}
	w.inStep()
}

// listedIDs returns the numbers of all that a list has on its pages.
func (w *world) listedIDs(actor desk.Actor, f desk.ConversationFilter) (ids []string) {
	w.t.Helper()
	for f.Page = page(1, 100); ; f.Page.Number++ {
		listing, err := w.ListConversations(w.t.Context(), actor, f)
		ok(w.t, err)
		for _, c := range listing.Items {
			ids = append(ids, c.ID.String())
		}
		if f.Page.Number >= listing.Pages() {
			return ids
		}
	}
}

// Nobody looks at a job after a month.
func TestSweepBulkJobs(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	w.conversation("Refund", w.billing)
	job := w.job(agent, "", 1, setStatus(desk.StatusClosed))
	w.clock.Advance(desk.BulkJobLife - time.Second)
	ok(t, w.SweepBulkJobs(t.Context(), system()))
	w.readJob(agent, job.ID)
	w.clock.Advance(time.Second)
	ok(t, w.SweepBulkJobs(t.Context(), system()))
	if _, err := w.GetBulkJob(t.Context(), agent, job.ID); !desk.Is(err, desk.CodeNotFound) {
		t.Errorf("after a month: %v", err)
	}
	wantEqual(t, "rows", []string{"0"}, w.rows(`SELECT COUNT(*) FROM bulk_job_rows`))
	if left := strings.Join(w.rows(`SELECT COUNT(*) FROM bulk_jobs`), ""); left != "0" {
		t.Errorf("%s jobs are left", left)
	}
}
