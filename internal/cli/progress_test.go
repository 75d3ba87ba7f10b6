package cli

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// The estimate is of the latest part of the work, not of all of it.
func TestPace(t *testing.T) {
	var p pace
	at := time.Now()
	if got := p.left(1000); got != 0 {
		t.Errorf("%v are left before anything is known", got)
	}
	step := time.Second
	for done := 10; done <= 1000; done += 10 {
		if done == 500 {
			step = 3 * time.Second
		}
		at = at.Add(step)
		p.reached(done, at)
	}
	if got := p.left(2000); got != 300*time.Second {
		t.Errorf("%v are left, want 5m0s", got)
	}
	if got := p.left(1000); got != 0 {
		t.Errorf("%v are left at the end", got)
	}
}

func TestProgressInLines(t *testing.T) {
	var said strings.Builder
	i := &invocation{Program: Program{Stderr: &said, Stdout: io.Discard}}
	p := i.newProgress(100)
	p.pace.marks = []mark{{0, time.Now().Add(-2 * time.Minute)}, {10, time.Now().Add(-time.Minute)}}
	p.reached(20)
	if said.Len() > 0 {
		t.Errorf("said at once: %s", said.String())
	}
	p.told = p.told.Add(-time.Minute)
	p.reached(40)
	p.reached(41)
	p.end()
	if want := "40 of 100 conversations, about "; strings.Count(said.String(), "\n") != 1 || !strings.HasPrefix(said.String(), want) {
		t.Errorf("said %s, want one line %s…", fmt.Sprintf("%q", said.String()), want)
	}
}
