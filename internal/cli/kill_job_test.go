package cli_test

import (
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

const (
	// seeded is how many conversations there are, which are many chunks of a job.
	seeded = 2400
	// How often a server is killed while it does the job, and while it undoes it.
	killsDoing, killsUndoing = 3, 2
)

// TestKilledServersDoAJobOnce kills server after server in the middle of a job, and of
// its undoing. What is done of it after each is done as a whole, and in the end every
// conversation that matched was changed once, and put back once.
func TestKilledServersDoAJobOnce(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		killedServersDoAJobOnce(t, filepath.Join(t.TempDir(), "parley.db"))
	})
	if storetest.OnPostgres() {
		t.Run("PostgreSQL", func(t *testing.T) {
			killedServersDoAJobOnce(t, storetest.NewDatabase(t))
		})
	}
}

func killedServersDoAJobOnce(t *testing.T, database string) {
	t.Parallel()
	j := newKilledJob(t, database)
	j.begin(http.MethodPost, "/api/conversations/bulk-jobs", map[string]any{
		"filter": map[string]string{"inboxId": j.seen.ID.String() + "," + j.beyond.ID.String()}, "expected": j.matching(),
		"assignedTo": j.bo.ID.String(), "status": desk.StatusPending,
	})
	done := j.killed(killsDoing, desk.BulkJobRunning, desk.BulkJobDone)
	if done.changed == 0 || done.failed == 0 || done.changed+done.failed != j.matching() || done.unchanged != 0 {
		t.Errorf("of %d that matched the job says %+v", j.matching(), done)
	}
	j.begin(http.MethodPost, "/api/bulk-jobs/"+j.id+"/undo", nil)
	undone := j.killed(killsUndoing, desk.BulkJobUndoing, desk.BulkJobUndone)
	if undone.undone != done.changed || undone.kept != 0 {
		t.Errorf("of %d that were changed the job says %+v", done.changed, undone)
	}
	if !strings.Contains(database, "://") {
		if verdict := storetest.Ask(t, database, `PRAGMA integrity_check`); verdict != "ok" {
			t.Errorf("integrity check says %q", verdict)
		}
	}
}

// killedJob is a job whose servers are killed, and what it is to be held to.
type killedJob struct {
	t            *testing.T
	database, id string
	key          string
	seen, beyond desk.Inbox // which match: one that Bo works in, and one that he does not
	bo           desk.User
	customer     string
	server       *process
	before       map[int64]standing // each conversation at the start, and those that came later when they did
}

// newKilledJob fills a workspace: of ten conversations one does not match.
func newKilledJob(t *testing.T, database string) *killedJob {
	t.Helper()
	s, err := store.Open(t.Context(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	j := &killedJob{t: t, database: database, seen: storetest.AddInbox(t, s, "Billing"), beyond: storetest.AddInbox(t, s, "Sales")}
	j.bo = storetest.AddUser(t, s, "Bo Lind", desk.RoleAgent, "Billing")
	j.key = storetest.AddKey(t, s, "Sync", "read:conversations,write:conversations")
	maya := storetest.AddCustomer(t, s, "Maya Okafor").ID
	j.customer = maya.String()
	all := make([]desk.ConversationImport, seeded)
	for n := range all {
		inbox := j.seen.ID
		switch n % 10 {
		case 3:
			inbox = j.beyond.ID
		case 7:
			inbox = 1 // Support, there from the start
		}
		all[n] = desk.ConversationImport{
			Subject: fmt.Sprintf("Refund %d", n), Status: desk.StatusOpen, Priority: desk.PriorityMedium, Channel: desk.ChannelEmail,
			Source: desk.SourceAPI, CustomerID: maya, InboxID: inbox, CreatedAt: time.Now().UTC(), UpdatedAt: time.Now().UTC(),
		}
	}
	if err := errors.Join(s.ImportConversations(t.Context(), storetest.System(), all), s.Close()); err != nil {
		t.Fatal(err)
	}
	j.before, _ = j.read()
	return j
}

// matches tells whether the job is to change a conversation, or to try.
func (j *killedJob) matches(c standing) bool {
	return !c.late && (c.inbox == j.seen.ID || c.inbox == j.beyond.ID)
}

func (j *killedJob) matching() (n int) {
	for _, c := range j.before {
		if j.matches(c) {
			n++
		}
	}
	return n
}

// begin starts a server, unless one runs, and asks it for the job or for its undoing.
func (j *killedJob) begin(method, path string, body any) {
	j.t.Helper()
	if j.server == nil {
		j.server = start(j.t, "parley", "serve", "--database", j.database, "--log-level", "warn")
	}
	answer, err := j.api().call(j.t, method, path, body)
	if err != nil {
		j.t.Fatal(err)
	}
	j.id = answer.ID
}

func (j *killedJob) api() *client {
	return &client{base: j.server.url, key: j.key, http: &http.Client{}}
}

// killed kills each server some time after it has begun to work, so many times, and
// lets the last one do what is left. It holds the database to account after each.
func (j *killedJob) killed(times int, under, ends desk.BulkJobState) progress {
	j.t.Helper()
	j.comesLate() // The server waits a moment before it looks for jobs.
	from := j.progress()
	for n := range times {
		j.untilMoved(from)
		time.Sleep(time.Duration(n*7%20) * time.Millisecond)
		j.server.stop(j.t, syscall.SIGKILL)
		if from = j.hold(fmt.Sprintf("after %d kills", n+1)); from.state != under {
			j.t.Fatalf("after %d kills of %d it has ended already: %+v", n+1, times, from)
		}
		j.server = start(j.t, "parley", "serve", "--database", j.database, "--log-level", "warn")
	}
	for limit := time.Now().Add(time.Minute); j.progress().state == under; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			j.t.Fatalf("it does not end: %+v; %s", j.progress(), j.server.stderr)
		}
	}
	p := j.hold("in the end")
	if p.state != ends {
		j.t.Errorf("it ended as %s", p.state)
	}
	return p
}

// untilMoved waits until the job is further than it was.
func (j *killedJob) untilMoved(from progress) {
	j.t.Helper()
	db := storetest.Connect(j.t, j.database)
	defer db.Close()
	for limit := time.Now().Add(time.Minute); j.readProgress(db) == from; time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			j.t.Fatalf("it goes no further than %+v: %s", from, j.server.stderr)
		}
	}
}

// comesLate adds a conversation like those that match, which the job is to leave alone.
func (j *killedJob) comesLate() {
	j.t.Helper()
	created, err := j.api().call(j.t, http.MethodPost, "/api/conversations", map[string]any{
		"subject": "Came later", "customerId": j.customer, "inboxId": j.seen.ID.String(), "message": "first",
	})
	if err != nil {
		j.t.Fatal(err)
	}
	id, _ := desk.ParseID[int64](created.ID)
	all, _ := j.read()
	came := all[id]
	came.late = true
	j.before[id] = came
}
