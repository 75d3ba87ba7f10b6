//go:build linux

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"parley/store/storetest"
)

// terminal is a pseudo-terminal: what is written to keyboard is typed, and
// screen gathers what a person would see.
type terminal struct {
	keyboard *os.File
	line     *os.File
	screen   *output
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keyboard.Close() })
	fd := int(keyboard.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	line, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	screen := &output{}
	go func() {
		buffer := make([]byte, 1024)
		for {
			n, err := keyboard.Read(buffer)
			if err != nil {
				return
			}
			_, _ = screen.Write(buffer[:n])
		}
	}()
	return &terminal{keyboard: keyboard, line: line, screen: screen}
}

// run starts a command that has the terminal to itself.
func (x *terminal) run(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.Command("parley", args...)
	command.Stdin, command.Stdout, command.Stderr = x.line, x.line, x.line
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	return command
}

// answer types text once the screen shows the question and echo is off.
func (x *terminal) answer(t *testing.T, question, text string) {
	t.Helper()
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if strings.Contains(x.screen.String(), question) && !x.echoes(t) {
			break
		}
		if time.Now().After(limit) {
			t.Fatalf("%q was not asked: %s", question, x.screen)
		}
	}
	if _, err := x.keyboard.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func (x *terminal) echoes(t *testing.T) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(x.line.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

func TestPromptShowsNoPassword(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "parley.db")
	x := newTerminal(t)
	command := x.run(t, "user", "add", "--database", database, "--name", "Ana Souza", "--email", "ana@example.com", "--role", "agent")
	x.answer(t, "Password: ", storetest.Password+"\n")
	x.answer(t, "The same again: ", storetest.Password+"\n")
	if err := command.Wait(); err != nil {
		t.Fatalf("%v: %s", err, x.screen)
	}
	x.screen.await(t, "Added Ana Souza")
	if strings.Contains(x.screen.String(), storetest.Password) {
		t.Errorf("the password is on the screen: %s", x.screen)
	}
	if users := run(t, "parley", "user", "list", "--database", database); !strings.Contains(users, "ana@example.com") {
		t.Errorf("the users are %s", users)
	}
}

func TestPromptGivesTheEchoBackOnInterrupt(t *testing.T) {
	t.Parallel()
	x := newTerminal(t)
	command := x.run(t, "user", "set-password", "--database", filepath.Join(t.TempDir(), "parley.db"), "--email", "ana@example.com")
	x.answer(t, "Password: ", "half a pass\x03")
	if err := command.Wait(); err == nil || command.ProcessState.ExitCode() != 1 {
		t.Errorf("ended with %v, want 1: %s", err, x.screen)
	}
	if !x.echoes(t) {
		t.Error("the terminal was left without echo")
	}
	x.screen.await(t, "nothing was changed")
}
