package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

const (
	callers = 16
	// contested is how many conversations they all work on: few, so that they
	// meet.
	contested = 8
	// leastChanges is what each caller must get acknowledged on average, on the
	// slowest machine that this is meant for: without a floor the test could pass by
	// never writing anything.
	leastChanges = 10
)

// loadTime is how long the callers work. PARLEY_TEST_LOAD asks for a longer run.
func loadTime(t *testing.T) time.Duration {
	text, set := os.LookupEnv("PARLEY_TEST_LOAD")
	if !set {
		return 10 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		t.Fatalf("PARLEY_TEST_LOAD is %q, want a duration", text)
	}
	return d
}

// TestNoUpdateIsLostUnderLoad lets many callers change the same few conversations
// at random, on pages and over the API, and then holds the database to what each
// was told: everything acknowledged was done once, and nothing else was done. On
// PostgreSQL two servers share the database; SQLite is for one.
func TestNoUpdateIsLostUnderLoad(t *testing.T) {
	t.Parallel()
	lasting := loadTime(t)
	database := storetest.NewDatabase(t)
	working := newCallers(t, database, callers, contested)
	processes := 1
	if storetest.OnPostgres() {
		processes = 2
	}
	var servers []*process
	for range processes {
		servers = append(servers, start(t, "parley", "serve", "--database", database, "--log-level", "warn"))
	}
	var together sync.WaitGroup
	end := time.Now().Add(lasting)
	for _, c := range working {
		for _, s := range servers {
			c.servers = append(c.servers, s.url)
		}
		together.Go(func() {
			for time.Now().Before(end) && len(c.faults) == 0 {
				c.act()
			}
		})
	}
	together.Wait()
	var sum tally
	for _, c := range working {
		sum.add(c.tally)
		for _, fault := range c.faults {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
	if sum.changes < callers*leastChanges || sum.conflicts == 0 {
		t.Errorf("only %+v", sum)
	}
	holdToAccount(t, database, servers, working)
	for _, s := range servers {
		if log := s.stderr.String(); strings.Contains(log, `"level":"ERROR"`) || strings.Contains(log, `"level":"WARN"`) {
			t.Errorf("a server logged %s", log)
		}
	}
	t.Logf("%d processes, %d callers, %v: %d requests, of which %d changed something and %d were refused as late",
		processes, callers, lasting, sum.requests, sum.changes, sum.conflicts)
}

// newCallers fills the workspace that they share: so many of them, on so many
// conversations.
func newCallers(t *testing.T, database string, callers, contested int) (all []*caller) {
	t.Helper()
	s, err := store.Open(t.Context(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const support = desk.InboxID(1) // there from the start
	maya := storetest.AddCustomer(t, s, "Maya Okafor")
	for _, name := range []string{"bank", "late", "refund"} {
		storetest.AddTag(t, s, name)
	}
	var conversations []string
	for n := range contested {
		conv := storetest.AddConversation(t, s, fmt.Sprintf("Refund %d", n), maya.ID, support)
		conversations = append(conversations, conv.ID.String())
	}
	assignees := []string{""}
	for n := range callers {
		name := fmt.Sprintf("Caller %02d", n)
		user := storetest.AddUser(t, s, name, desk.RoleAgent, "Support")
		assignees = append(assignees, user.ID.String())
		all = append(all, &caller{
			id: user.ID.String(), name: name, random: rand.New(rand.NewPCG(uint64(n), 11)),
			key:           storetest.AddKey(t, s, name, "read:conversations,write:conversations"),
			session:       storetest.Token(t, s, user),
			conversations: conversations,
			drafts:        map[string]draft{},
			http:          newClient(),
		})
	}
	for _, c := range all {
		c.words = map[string][]string{
			"status": desk.Words(desk.Statuses()), "priority": desk.Words(desk.Priorities()), "assignedTo": assignees,
			"tags": {"", "bank", "bank, refund", "late", "late, refund", "refund"},
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return all
}
