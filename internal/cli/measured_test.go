package cli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/internal/cli"
)

// cost is what a server takes once its garbage has been taken away. Sizes are in
// bytes.
type cost struct {
	Heap, Stacks uint64 // that the program keeps for itself
	Live         uint64 // of the heap, what is still of use
	Resident     uint64 // as the system counts it
	Goroutines   int
	Descriptors  int // files and connections that are open
}

// measured is the command parley which, at every SIGUSR1, also writes what it costs.
func measured() int {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for n := 1; ; n++ {
			<-asked
			now, err := ownCost()
			text, failed := json.Marshal(now)
			if err := errors.Join(err, failed); err != nil {
				text = []byte(err.Error())
			}
			fmt.Printf("\ncost %d: %s\n", n, text)
		}
	}()
	return cli.Main("v9.8.7-test")
}

func ownCost() (c cost, err error) {
	runtime.GC() // Finalizers run after the first, and what they let go goes with the second.
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return c, err
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return c, err
	}
	_, resident, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.ParseUint(strings.Fields(resident + " ?")[0], 10, 64)
	return cost{
		Heap: m.HeapInuse, Stacks: m.StackInuse, Live: m.HeapAlloc, Resident: kilobytes << 10,
		Goroutines: runtime.NumGoroutine(), Descriptors: len(open),
	}, err
}

// cost asks a server that runs as measured what it costs now.
func (p *process) cost(t testing.TB) (c cost) {
	t.Helper()
	n := 1 + strings.Count(p.stdout.String(), "\ncost ")
	if err := p.command.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	mark := fmt.Sprintf("\ncost %d: ", n)
	p.stdout.await(t, mark)
	_, text, _ := strings.Cut(p.stdout.String(), mark)
	for limit := time.Now().Add(10 * time.Second); !strings.Contains(text, "\n") && time.Now().Before(limit); time.Sleep(time.Millisecond) {
		_, text, _ = strings.Cut(p.stdout.String(), mark)
	}
	text, _, _ = strings.Cut(text, "\n")
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatalf("a server says that it costs %q: %v", text, err)
	}
	return c
}

// untilCost waits until a server costs what a condition says. What it costs in the
// end is told to the log.
func (p *process) untilCost(t testing.TB, what string, enough func(cost) bool) cost {
	t.Helper()
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		now := p.cost(t)
		if enough(now) {
			return now
		}
		if time.Now().After(limit) {
			t.Fatalf("%s: still %+v", what, now)
		}
	}
}
