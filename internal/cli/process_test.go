package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// process is a server that runs on its own, as it would for its users.
type process struct {
	command *exec.Cmd
	url     string
	stdout  *output
	stderr  *output
	done    chan struct{} // closed when it has ended
}

// output gathers what a process writes while others read it.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// await waits until the text has been written.
func (o *output) await(t testing.TB, text string) {
	t.Helper()
	for limit := time.Now().Add(30 * time.Second); !strings.Contains(o.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("%q was not written: %s", text, o)
		}
	}
}

const serving = "Parley serves at "

// start runs a server on a port of its own choosing and waits until it says its
// address. One that still runs when the test ends is killed.
func start(t testing.TB, binary string, args ...string) *process {
	t.Helper()
	p := &process{
		command: exec.Command(binary, append(args, "--listen", "127.0.0.1:0")...),
		stdout:  &output{}, stderr: &output{}, done: make(chan struct{}),
	}
	p.command.Stderr = p.stderr
	pipe, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		<-p.done
	})
	address := make(chan string, 1)
	go p.listen(pipe, address)
	select {
	case p.url = <-address:
	case <-p.done:
		t.Fatalf("%v did not serve: %s", args, p.stderr)
	case <-time.After(time.Minute):
		t.Fatalf("%v said no address: %s", args, p.stderr)
	}
	return p
}

// listen reads what the process writes until it ends, and passes its address on.
func (p *process) listen(pipe io.Reader, address chan<- string) {
	lines := bufio.NewScanner(io.TeeReader(pipe, p.stdout))
	for lines.Scan() {
		if rest, found := strings.CutPrefix(lines.Text(), serving); found {
			url, _, _ := strings.Cut(rest, " ")
			address <- url
		}
	}
	_ = p.command.Wait() // ProcessState tells how it ended.
	close(p.done)
}

// stop sends a signal and returns the status that the process ends with.
func (p *process) stop(t testing.TB, signal os.Signal) int {
	t.Helper()
	if err := p.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		t.Fatalf("still running after %v: %s", signal, p.stderr)
	}
	return p.command.ProcessState.ExitCode()
}

// run runs a command to its end and returns its standard output.
func run(t testing.TB, binary string, args ...string) string {
	t.Helper()
	return runWith(t, "", binary, args...)
}

func runWith(t testing.TB, stdin, binary string, args ...string) string {
	t.Helper()
	command := exec.Command(binary, args...)
	command.Stdin = strings.NewReader(stdin)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, &stderr)
	}
	return string(out)
}
