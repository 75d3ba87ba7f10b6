package cli

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress tells on the standard error how far a long piece of work is: as a bar
// on a terminal, and as a line now and then elsewhere.
type progress struct {
	total int
	bar   *progressbar.ProgressBar // nil where there is no terminal
	note  func(format string, args ...any)
	pace  pace
	told  time.Time
}

// tellEvery is the time between two lines.
const tellEvery = 10 * time.Second

func (i *invocation) newProgress(total int) *progress {
	p := &progress{total: total, note: i.note, told: time.Now()}
	if file, ok := i.Stderr.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(file), progressbar.OptionShowCount(),
			progressbar.OptionSetDescription("Conversations"), progressbar.OptionSetWidth(30),
			progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(time.Second/10))
	}
	return p
}

// reached says how much of the work is done by now.
func (p *progress) reached(done int) {
	now := time.Now()
	p.pace.reached(done, now)
	left := p.pace.left(p.total)
	switch {
	case p.bar != nil:
		if left > 0 {
			p.bar.Describe("Conversations, about " + left.String() + " left")
		}
		_ = p.bar.Set(done) // It fails only past its end.
	case left > 0 && now.Sub(p.told) >= tellEvery:
		p.told = now
		p.note("%d of %d conversations, about %s left", done, p.total, left)
	}
}

// end leaves the bar as it stands.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Exit() // It only ends its line.
	}
}

// pace estimates the time that is left from the latest part of the work, since a
// database becomes slower as it grows.
type pace struct{ marks []mark }

type mark struct {
	done int
	at   time.Time
}

// paceMarks is how many marks are looked back at.
const paceMarks = 50

func (p *pace) reached(done int, at time.Time) {
	p.marks = append(p.marks, mark{done, at})
	if len(p.marks) > paceMarks {
		p.marks = p.marks[1:]
	}
}

// left returns the estimate in whole seconds, or 0 as long as there is none.
func (p *pace) left(total int) time.Duration {
	const enough = 3
	if len(p.marks) < enough {
		return 0
	}
	first, last := p.marks[0], p.marks[len(p.marks)-1]
	each := float64(last.at.Sub(first.at)) / float64(last.done-first.done)
	return time.Duration(each * float64(total-last.done)).Round(time.Second)
}
