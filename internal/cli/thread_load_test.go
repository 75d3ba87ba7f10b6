package cli_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

const (
	agents = 20 // that work in one thread
	// watching is how many have the list open, in as many tabs as they may.
	watching = 100 / desk.MaxStreams
	warmUp   = 2 * time.Second
	// leastWork is how many changes each agent must get acknowledged on average: few,
	// since most of what they try comes too late.
	leastWork = 3
	// atLongest is how long after the last page has gone anybody may seem to be
	// there. It takes desk.PresenceLapses, and more where a machine is busy.
	atLongest = 10*time.Second + 10*time.Second
)

// thread is one conversation that many work in while more have the list open.
type thread struct {
	t        *testing.T
	database string
	server   *process
	working  []*caller
	writer   *caller  // says the last word
	lookers  []string // the sessions of those who have the list open
}

// TestManyInOneThread lets agents do in one thread whatever can be done there, each
// with the page open and seen to be there, beside many lists that are open. Then
// everything acknowledged was done once, nobody seems to be there any more, and the
// server costs what it did before.
func TestManyInOneThread(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		manyInOneThread(t, filepath.Join(t.TempDir(), "parley.db"))
	})
	if storetest.OnPostgres() {
		t.Run("PostgreSQL", func(t *testing.T) {
			manyInOneThread(t, storetest.NewDatabase(t))
		})
	}
}

func manyInOneThread(t *testing.T, database string) {
	t.Parallel()
	lasting := loadTime(t)
	s := newThread(t, database)
	s.live(warmUp) // What is made once and stays is no cost of theirs.
	before := s.server.untilCost(t, "those of the beginning have gone", func(c cost) bool { return c.Goroutines < 2*idleGoroutines })
	gone := s.live(lasting)
	streams := uint64(agents + watching*desk.MaxStreams)
	after := s.server.untilCost(t, "all have gone", func(c cost) bool {
		return c.Goroutines <= before.Goroutines+idleGoroutines && c.Descriptors <= before.Descriptors+idleDescriptors &&
			c.Live <= before.Live+idleBytes+streams*bytesOfDeadStream
	})
	sum := s.hold()
	t.Logf("%d agents and %d lists, %v: %d requests, of which %d changed something and %d were refused as late; nobody was there after %v; before %+v, after %+v",
		agents, watching*desk.MaxStreams, lasting, sum.requests, sum.changes, sum.conflicts, gone.Round(time.Millisecond), before, after)
}

func newThread(t *testing.T, database string) *thread {
	t.Helper()
	s := &thread{t: t, database: database, working: newCallers(t, database, agents, 1)}
	s.lookers, s.writer = newCrowd(t, database, watching)
	s.server = start(t, "measured", "serve", "--database", database, "--log-level", "warn")
	s.writer.conversations = s.working[0].conversations
	for _, c := range append(s.working, s.writer) {
		c.servers = []string{s.server.url}
	}
	return s
}

// live has them all come, work and go. It returns how long it took until nobody
// was there any more.
func (s *thread) live(lasting time.Duration) (gone time.Duration) {
	s.t.Helper()
	var sessions []string
	for _, c := range s.working {
		sessions = append(sessions, c.session)
	}
	lists := openCrowd(s.t, s.server, s.lookers, desk.MaxStreams, `"by":"Writer"`)
	threads := openCrowd(s.t, s.server, sessions, 1, `"by":"Writer"`)
	end := time.Now().Add(lasting)
	var together sync.WaitGroup
	for n, c := range s.working {
		together.Go(func() { s.attend(c, end, n%2 == 0) })
		together.Go(func() {
			for time.Now().Before(end) && len(c.faults) == 0 {
				c.work()
			}
		})
	}
	for _, session := range s.lookers {
		together.Go(func() { s.lookAround(session, end) })
	}
	together.Wait()
	s.writer.writeOnPage(s.writer.conversations[0])
	lists.hears(func() {})
	threads.hears(func() {})
	gone = s.untilNobodyIsThere(lists)
	threads.close()
	lists.close()
	for _, c := range append(s.working, s.writer) {
		c.http.CloseIdleConnections()
	}
	return gone
}

// untilNobodyIsThere waits until no list shows that somebody is at a thread.
func (s *thread) untilNobodyIsThere(lists *crowd) time.Duration {
	s.t.Helper()
	begun := time.Now()
	for lists.meetsAnybody() {
		if time.Since(begun) > atLongest {
			s.t.Fatalf("somebody still seems to be there: %v", lists.present)
		}
		time.Sleep(20 * time.Millisecond)
	}
	if lists.told == 0 {
		s.t.Error("nobody ever was there")
	}
	return time.Since(begun)
}

// attend says that somebody is at the thread, as its page does, in the end with or
// without a last word.
func (s *thread) attend(c *caller, end time.Time, says bool) {
	client := newClient()
	defer client.CloseIdleConnections()
	beat := func(doing string) {
		form := url.Values{"tab": {"one"}, "doing": {doing}}
		answer, err := s.ask(client, http.MethodPost, "/conversations/"+c.conversations[0]+"/presence", c.session, form)
		if err != nil || answer != http.StatusNoContent {
			s.t.Errorf("%s is %s: %d %v", c.name, doing, answer, err)
		}
	}
	for n := 0; time.Now().Before(end); n++ {
		beat([]string{"viewing", "replying"}[n%2])
		time.Sleep(min(desk.PresenceBeat, time.Until(end)))
	}
	if says {
		beat("left")
	}
}

// lookAround asks for the list, as the pages do that were told of a change.
func (s *thread) lookAround(session string, end time.Time) {
	client := newClient()
	defer client.CloseIdleConnections()
	for n := 0; time.Now().Before(end); n++ {
		path := []string{"/conversations", "/conversations?sort=-waiting&status=open", "/conversations/" + s.writer.conversations[0]}[n%3]
		if answer, err := s.ask(client, http.MethodGet, path, session, nil); err != nil || answer != http.StatusOK {
			s.t.Errorf("%s: %d %v", path, answer, err)
		}
		time.Sleep(250 * time.Millisecond)
	}
}

func (s *thread) ask(client *http.Client, method, path, session string, form url.Values) (int, error) {
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.server.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	request.Header = http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Cookie": {"parley=" + session}, "Sec-Fetch-Site": {"same-origin"},
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

// hold compares what the agents were told with what is there.
func (s *thread) hold() (sum tally) {
	s.t.Helper()
	for _, c := range append(s.working, s.writer) {
		sum.add(c.tally)
		for _, fault := range c.faults {
			s.t.Errorf("%s: %s", c.name, fault)
		}
	}
	if sum.changes < agents*leastWork || sum.conflicts == 0 {
		s.t.Errorf("only %+v", sum)
	}
	holdToAccount(s.t, s.database, []*process{s.server}, append(s.working, s.writer))
	s.holdUncrossed()
	s.holdDrafts()
	if log := s.server.stderr.String(); strings.Contains(log, `"level":"ERROR"`) || strings.Contains(log, `"level":"WARN"`) {
		s.t.Errorf("the server logged %s", log)
	}
	return sum
}

// holdUncrossed looks whether anybody else had written to the customer, or the
// customer to them, between a reply and the message that its writer had seen.
func (s *thread) holdUncrossed() {
	s.t.Helper()
	db := storetest.Connect(s.t, s.database)
	for _, c := range s.working {
		for _, p := range c.told {
			if p.seen == "" {
				continue
			}
			crossed := lines(s.t, db, fmt.Sprintf(`
				SELECT id, author_name FROM messages
				WHERE conversation_id = %s AND id > %s AND id < %s AND kind <> 'note' AND NOT (author_type = 'user' AND author_id = %s)`,
				p.conversation, p.seen, p.message, c.id))
			if len(crossed) > 0 {
				s.t.Errorf("%s had seen message %s and wrote %s after %v", c.name, p.seen, p.message, crossed)
			}
		}
	}
}

// holdDrafts compares the drafts with those that their writers were told are kept.
func (s *thread) holdDrafts() {
	s.t.Helper()
	db, err := store.Open(s.t.Context(), s.database, store.Options{Files: storetest.Files(s.database)})
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	for _, c := range s.working {
		id, _ := desk.ParseID[desk.ConversationID](c.conversations[0])
		session, err := db.OpenSession(s.t.Context(), c.session)
		if err != nil {
			s.t.Fatal(err)
		}
		list, err := db.ListDrafts(s.t.Context(), session.Actor, id)
		if err != nil {
			s.t.Fatal(err)
		}
		kept := map[string]draft{}
		for _, d := range list {
			kept[string(d.Kind)] = draft{fmt.Sprint(d.Version), d.Body}
		}
		if diff := cmp.Diff(c.drafts, kept, cmp.AllowUnexported(draft{})); diff != "" {
			s.t.Errorf("drafts of %s: %s", c.name, diff)
		}
	}
}
