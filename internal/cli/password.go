package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"golang.org/x/term"

	"parley/internal/desk"
)

// passwordFlag lets a program hand a password over. There is no flag for the
// password itself: arguments are for all to see in the list of processes.
type passwordFlag struct {
	PasswordStdin bool `help:"Read the password from the standard input instead of asking for it."`
}

// readPassword returns the password from the standard input, or asks for it
// twice without showing it.
func (i *invocation) readPassword(flag passwordFlag) (string, error) {
	if flag.PasswordStdin {
		return passwordFrom(i.Stdin)
	}
	terminal, ok := i.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", advise(errors.New("there is no terminal to ask for the password on"),
			"Give --password-stdin and pipe the password in.")
	}
	first, err := i.ask(terminal, "Password: ")
	if err != nil {
		return "", err
	}
	if err := desk.ValidatePassword(first).Err(); err != nil {
		return "", err
	}
	second, err := i.ask(terminal, "The same again: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", errors.New("the two passwords differ; nothing was changed")
	}
	return first, nil
}

// passwordFrom reads one line; its end is not part of the password.
func passwordFrom(r io.Reader) (string, error) {
	const enough = 8 * desk.MaxPassword // bytes; the longest password has fewer
	text, err := io.ReadAll(io.LimitReader(r, enough))
	if err != nil {
		return "", fmt.Errorf("read the password from the standard input: %w", err)
	}
	password := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if strings.ContainsAny(password, "\r\n") {
		return "", errors.New("the password on the standard input must be a single line")
	}
	return password, nil
}

// ask reads a line without echo. The echo must come back even when the answer
// is Ctrl-C, which would otherwise end the process at once.
func (i *invocation) ask(terminal *os.File, prompt string) (string, error) {
	fd := int(terminal.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("ask for the password: %w", err)
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)

	fmt.Fprint(i.Stderr, prompt)
	defer fmt.Fprintln(i.Stderr)
	type answer struct {
		text []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		answers <- answer{text, err}
	}()
	select {
	case <-interrupted:
		return "", errors.Join(errors.New("interrupted; nothing was changed"), term.Restore(fd, before))
	case a := <-answers:
		if a.err != nil {
			return "", fmt.Errorf("read the password: %w", a.err)
		}
		return string(a.text), nil
	}
}
