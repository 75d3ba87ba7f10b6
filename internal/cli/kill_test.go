package cli_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	writers = 4
	// leastWrites is what each life of the server must acknowledge on average,
	// on the slowest machine that this is meant for; without a floor the test
	// could pass by never writing anything.
	leastWrites = 20
)

// kills is how often the server is killed. PARLEY_TEST_KILLS asks for a longer
// run.
func kills(t *testing.T) int {
	text, set := os.LookupEnv("PARLEY_TEST_KILLS")
	if !set {
		return 50
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("PARLEY_TEST_KILLS is %q, want a number", text)
	}
	return n
}

// TestKilledServerLosesNothing kills a server with SIGKILL again and again while
// clients write, and holds each next one to everything that was acknowledged.
func TestKilledServerLosesNothing(t *testing.T) {
	folder := t.TempDir()
	binary, database := filepath.Join(folder, "parley"), filepath.Join(folder, "parley.db")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "parley").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	key := strings.TrimSpace(run(t, binary, "key", "create", "--database", database, "--name", "Writers",
		"--permissions", "read:conversations,write:conversations,write:customers"))
	book := &ledger{written: map[string]promise{}}
	customer := ""
	begun, cycles := time.Now(), kills(t)
	for cycle := range cycles + 1 {
		server := start(t, binary, "serve", "--database", database, "--log-level", "warn")
		api := &client{base: server.url, key: key, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: writers}}}
		if cycle == 0 {
			customer = api.addCustomer(t)
		}
		book.hold(t, database)
		book.holdNewest(t, api)
		if t.Failed() {
			t.Fatalf("after %d kills: %s", cycle, server.stderr)
		}
		if cycle == cycles {
			break // The last one only had to be held to account.
		}
		lifetime := time.Duration(40+cycle*67%240) * time.Millisecond
		writeUntilKilled(t, server, api, book, customer, lifetime)
	}
	t.Logf("%d kills, %d acknowledged writes of %d conversations, none lost, in %v",
		cycles, book.writes, len(book.written), time.Since(begun).Round(time.Second))
	if book.writes < cycles*leastWrites {
		t.Errorf("only %d writes were acknowledged, want %d or more", book.writes, cycles*leastWrites)
	}
}

// writeUntilKilled lets the writers work for a while and then kills the server
// in the middle of it.
func writeUntilKilled(t *testing.T, server *process, api *client, book *ledger, customer string, lifetime time.Duration) {
	var working sync.WaitGroup
	for range writers {
		working.Go(func() {
			for api.converse(t, book, customer) {
			}
		})
	}
	time.Sleep(lifetime)
	server.stop(t, syscall.SIGKILL)
	working.Wait()
	api.http.CloseIdleConnections()
}
