package cli_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/store/storetest"
)

func TestServeInvitesTheFirstAdministrator(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "parley.db")
	server := start(t, "parley", "serve", "--database", database)
	invitation := regexp.MustCompile(`http://127\.0\.0\.1:\d+/setup\?token=[A-Z2-7]{26}`)
	server.stderr.await(t, server.url+"/setup?token=")
	server.stderr.await(t, "serving") // What comes after the invitation.
	first := invitation.FindString(server.stderr.String())
	if !strings.HasPrefix(first, server.url+"/") {
		t.Fatalf("no invitation to %s in %q", server.url, server.stderr)
	}
	if answer, err := http.Get(first); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("the invitation leads to %v, %v", answer, err)
	}
	if status := server.stop(t, os.Interrupt); status != 0 {
		t.Errorf("ended with %d on Ctrl-C", status)
	}

	runWith(t, storetest.Password, "parley", "user", "add", "--database", database,
		"--name", "Ingrid Halvorsen", "--email", "ingrid@example.com", "--role", "admin", "--password-stdin")
	server = start(t, "parley", "serve", "--database", database)
	server.stop(t, os.Interrupt)
	if strings.Contains(server.stderr.String(), "setup") {
		t.Errorf("invited once more: %s", server.stderr)
	}
}

func TestServeLogsForPrograms(t *testing.T) {
	t.Parallel()
	server := start(t, "parley", "serve", "--database", filepath.Join(t.TempDir(), "parley.db"))
	server.stop(t, syscall.SIGTERM)
	var found []string
	for _, line := range strings.Split(server.stderr.String(), "\n") {
		if !strings.HasPrefix(line, "{") {
			continue
		}
		var entry struct{ Level, Msg, Version string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("%v in %s", err, line)
		}
		found = append(found, entry.Msg)
	}
	if text := strings.Join(found, ","); !strings.HasPrefix(text, "serving") || !strings.HasSuffix(text, "stopping,stopped") {
		t.Errorf("the log says %s", text)
	}
}

// TestCommandsBesideAServer runs each command while a server holds the
// database; the server must know at once.
func TestCommandsBesideAServer(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "parley.db")
	server := start(t, "parley", "serve", "--database", database)
	parley := func(args ...string) string {
		return strings.TrimSpace(runWith(t, storetest.Password, "parley", append(args, "--database", database)...))
	}
	parley("migrate")
	parley("user", "add", "--name", "Ingrid Halvorsen", "--email", "ingrid@example.com", "--role", "admin", "--password-stdin")
	parley("user", "add", "--name", "Ana Souza", "--email", "ana@example.com", "--role", "viewer", "--password-stdin")
	parley("user", "set-role", "--email", "ana@example.com", "--role", "agent")
	parley("user", "set-password", "--email", "ana@example.com", "--password-stdin")
	parley("inbox", "add", "--name", "Billing", "--channel", "email")
	parley("inbox", "add-member", "--inbox", "Billing", "--email", "ana@example.com")
	parley("inbox", "remove-member", "--inbox", "Billing", "--email", "ana@example.com")
	parley("user", "disable", "--email", "ana@example.com")
	key := parley("key", "create", "--name", "Shop", "--permissions", "read:users,read:inboxes")

	if users := ask(t, server, key, "/api/users"); !strings.Contains(users, "ana@example.com") {
		t.Errorf("the server knows the users %s", users)
	}
	if inboxes := ask(t, server, key, "/api/inboxes"); !strings.Contains(inboxes, "Billing") {
		t.Errorf("the server knows the inboxes %s", inboxes)
	}
	for list, want := range map[string]string{"user": "disabled", "inbox": "Billing", "key": "Shop"} {
		if got := parley(list, "list"); !strings.Contains(got, want) {
			t.Errorf("%s list says %s", list, got)
		}
	}
	parley("key", "revoke", "--name", "Shop")
	if refused := ask(t, server, key, "/api/users"); !strings.Contains(refused, `"status":401`) {
		t.Errorf("a revoked key got %s", refused)
	}
}

func ask(t *testing.T, server *process, key, path string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+key)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(body), `": `, `":`)
}

// TestShutdownFinishesARequest stops the server while half of a request has
// arrived; the other half must still be answered, and nobody else be let in.
func TestShutdownFinishesARequest(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "parley.db")
	key := strings.TrimSpace(run(t, "parley", "key", "create", "--database", database, "--name", "Shop", "--permissions", "write:customers"))
	server := start(t, "parley", "serve", "--database", database)
	host := strings.TrimPrefix(server.url, "http://")
	connection, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	const half, rest = `{"name":"Maya`, ` Okafor"}`
	fmt.Fprintf(connection, "POST /api/customers HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", host, key, len(half+rest), half)
	ask(t, server, key, "/healthz") // Another round trip: the first half is being read by now.

	if err := server.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(5 * time.Second); time.Now().Before(limit); time.Sleep(10 * time.Millisecond) {
		other, err := net.Dial("tcp", host)
		if err != nil {
			break
		}
		other.Close()
	}
	if _, err := net.Dial("tcp", host); err == nil {
		t.Error("a stopping server lets others in")
	}
	fmt.Fprint(connection, rest)
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil || answer.StatusCode != http.StatusCreated {
		t.Errorf("the request in flight got %v, %v", answer, err)
	}
	select {
	case <-server.done:
	case <-time.After(9 * time.Second):
		t.Error("still running although nothing is left to do")
	}
	if status := server.command.ProcessState.ExitCode(); status != 0 {
		t.Errorf("ended with %d: %s", status, server.stderr)
	}
}
