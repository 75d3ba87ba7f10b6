package views

import (
	"slices"
	"strconv"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// BulkJob is the page of a change of everything that matches a filter.
type BulkJob struct {
	Shell layout.Shell
	Job   desk.BulkJob
	List  ConversationList // what the filter is, in words
	Now   time.Time
	// Refused says why it was not undone.
	Refused string
}

// JobURL returns the address of a job's page.
func JobURL(id desk.BulkJobID) string { return "/bulk-jobs/" + id.String() }

func (m BulkJob) shell() layout.Shell {
	s := titled(m.Shell, m.title())
	s.Announce = m.title() + ". " + m.progress()
	if m.Refused != "" {
		s.Announce = m.Refused
	}
	return s
}

func (m BulkJob) title() string {
	count := func(n int) string { return ui.Count(n, "conversation", "conversations") }
	switch m.Job.State {
	case desk.BulkJobRunning:
		return "Changing " + count(m.Job.Total)
	case desk.BulkJobStopped:
		return "Stopped after " + count(m.Job.Changed)
	case desk.BulkJobUndoing:
		return "Undoing the change of " + count(m.Job.Changed)
	case desk.BulkJobUndone:
		return "Undone for " + count(m.Job.Undone)
	}
	if m.Job.Changed == 0 {
		return "Nothing was changed"
	}
	return "Changed " + count(m.Job.Changed)
}

// done returns how far the job is, and of how many.
func (m BulkJob) done() (done, total int) {
	if m.Job.State == desk.BulkJobUndoing {
		return m.Job.Undone + m.Job.Kept, m.Job.Changed
	}
	return m.Job.Changed + m.Job.Unchanged + m.Job.Failed, m.Job.Total
}

func (m BulkJob) progress() string {
	if !m.Job.UnderWay() {
		return ""
	}
	done, total := m.done()
	return ui.Number(min(done, total)) + " of " + ui.Number(total) + " are done."
}

func (m BulkJob) doneText() string  { done, total := m.done(); return strconv.Itoa(min(done, total)) }
func (m BulkJob) totalText() string { _, total := m.done(); return strconv.Itoa(total) }

// changes says what becomes of each conversation.
func (m BulkJob) changes() []string {
	var words []string
	if m.Job.AssignedTo.Set {
		words = append(words, fieldLabel("assignedTo")+": "+assigneeName(m.Job.Assignee))
	}
	if m.Job.Status.Set {
		words = append(words, fieldLabel("status")+": "+StatusName(m.Job.Status.Value))
	}
	if m.Job.Priority.Set {
		words = append(words, fieldLabel("priority")+": "+PriorityName(m.Job.Priority.Value))
	}
	return words
}

// results says what became of them.
func (m BulkJob) results() []string {
	if m.Job.UnderWay() {
		return nil
	}
	var lines []string
	say := func(n int, one, many string) {
		if n > 0 {
			lines = append(lines, ui.Count(n, one, many))
		}
	}
	say(m.Job.Changed, "conversation was changed.", "conversations were changed.")
	say(m.Job.Unchanged, "was like that already.", "were like that already.")
	say(m.Job.Failed, "could not be changed.", "could not be changed.")
	say(m.Job.Gone(), "did not match any more when its turn came.", "did not match any more when their turn came.")
	say(m.Job.Undone, "is as it was before.", "are as they were before.")
	say(m.Job.Kept, "was left as it is.", "were left as they are.")
	return lines
}

// bulkReason says why one conversation was not changed, or not undone.
func bulkReason(f desk.BulkFailure) string {
	if f.Err.Code == desk.CodeStale {
		return "Somebody has changed it since."
	}
	if f.Err.Fields.Has("assignedTo") {
		return said(f.Err.Fields, "assignedTo")
	}
	return f.Err.Message
}

// reasonGroup is those that one reason stands against.
type reasonGroup struct {
	reason   string
	failures []desk.BulkFailure
}

// byReason puts those together that the same stands against, which mostly are many.
func byReason(failures []desk.BulkFailure) []reasonGroup {
	var groups []reasonGroup
	for _, f := range failures {
		reason := bulkReason(f)
		at := slices.IndexFunc(groups, func(g reasonGroup) bool { return g.reason == reason })
		if at < 0 {
			at, groups = len(groups), append(groups, reasonGroup{reason: reason})
		}
		groups[at].failures = append(groups[at].failures, f)
	}
	return groups
}

func failureURL(f desk.BulkFailure) string {
	if f.Err.Code == desk.CodeNotFound {
		return ""
	}
	return threadURL(f.ID, "")
}
