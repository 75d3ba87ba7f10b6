package cli

import (
	"errors"
	"fmt"
	"strings"

	"parley/internal/desk"
)

// advice is an error together with what to do about it.
type advice struct {
	error
	text string
}

// Unwrap returns the error that the advice is about.
func (a advice) Unwrap() error { return a.error }

func advise(err error, format string, args ...any) error {
	return advice{err, fmt.Sprintf(format, args...)}
}

// adviseMissing says where to look up what a command did not find.
func adviseMissing(err error, commands ...string) error {
	if !desk.Is(err, desk.CodeNotFound) {
		return err
	}
	return advise(err, "What there is: %s.", strings.Join(commands, ", "))
}

// report tells people what went wrong and what to do, and returns the status to
// end with. A refusal is told in its own words, one line for each field.
func (p Program) report(err error) int {
	text := err.Error()
	if refusal := desk.As(err); refusal != nil {
		text = refusal.Message
		for _, field := range refusal.Fields {
			text += "\n  " + field.Message
		}
	}
	fmt.Fprintln(p.Stderr, "parley: "+text)
	if a := (advice{}); errors.As(err, &a) {
		fmt.Fprintln(p.Stderr, a.text)
	}
	return exitRefused
}
