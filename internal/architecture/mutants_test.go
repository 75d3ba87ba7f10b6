package architecture_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// scopeClause is where the store turns an actor's scope into a condition.
var scopeClause = regexp.MustCompile(`\bw\.scope\(.*?"[a-z_.]+"\)`)

// fewestClauses is how many of them there are at least: if the pattern above
// should ever miss some, this notices.
const fewestClauses = 15

// replacements are other rules and what they become when they are taken out.
var replacements = []struct{ name, file, old, new, notice string }{
	{"a power cut may lose writes", "store/dialect.go", "_synchronous=FULL", "_synchronous=NORMAL", "^TestDurability$"},
	{"what is deleted stays in the file", "store/dialect.go", "&_secure_delete=on", "", "^TestDeleteLeavesNothingInTheFile$"},
	{"history outlives the conversation", "store/event.go", "DELETE FROM events WHERE", "DELETE FROM events WHERE FALSE AND", "^TestDelete"},
	{"a change is told to nobody", "store/event.go", "c.id = $3), `+tx.db.mark()+`)`+tx.db.tell(),", "c.id = $3), `+tx.db.mark()+`) ON CONFLICT DO NOTHING; DELETE FROM outbox`,", "^TestEvents"},
	{"nobody is notified", "store/event.go", "return notify(tx, actor, c)", "return nil", "^TestMentions$"},
	{"an update overwrites what it has not seen", "store/conversation.go", "if in.StaleFor(conv) {\n\t\treturn conv,", "if false {\n\t\treturn conv,", "^TestOneUpdateOfAVersionIsMade$"},
	{"guesses at once pass the limit", "store/sign_in.go", "limit-1).Scan", "limit+5).Scan", "^TestParallelGuesses"},
	{"a draft overwrites what it has not seen", "store/draft.go", "in.Version != current.Version ||", "false ||", "^TestDrafts"},
	{"a request is done twice", "store/once.go", "if found != nil {", "if false {", "^TestRequestsAreDoneOnce$"},
	{"what is deleted is shown again", "store/event.go", "return forgetResults(tx, subject, id)", "return nil", "^TestDeleteTakesResultsAway$"},
	{"a draft comes back after the sending", "store/draft.go", " || sent != nil ||", " ||", "^TestSavesThatCome"},
	{"a draft comes back after it was discarded", "store/draft.go", "sent != nil || discarded:", "sent != nil || discarded && false:", "^TestDiscards"},
	{"discarding takes what somebody wrote elsewhere", "store/draft_discard.go", "if !in.Knows(current) {", "if false {", "^TestDiscards"},
	{"sending takes what somebody wrote elsewhere", "store/draft.go", "!seen.Knows(current) && !strings.Contains(", "!seen.Knows(current) && false && !strings.Contains(", "^TestSendingKeeps"},
	{"what was sent is offered again", "store/message.go", "return dropSent(tx, actor, id, m.Kind, in)", "return nil", "^TestSending"},
	{"a reply crosses another", "store/message_meanwhile.go", "len(messages) == 0", "true", "^TestUnseen"},
	{"what is held is told to the outside", "store/outgoing.go", "t.held = &held{m.ID, m.HeldUntil}", "", "^TestOutgoing"},
	{"what is held is passed over", "store/outgoing.go", "next = min(next, *first)", "", "^TestOutgoing"},
	{"a reply is taken back too late", "store/message_undo.go", "return m, m.MayUndo(actor, now)", "return m, nil", "^TestUndoReply"},
	{"set-up opens again", "store/setup.go", "open = closed == \"\"", "open = closed == \"\" || true", "^TestSetUp"},
	{"an upload is seen by others", "store/attachment_open.go", "a.message_id IS NOT NULL OR", "TRUE OR", "^TestUploadsAreTheirUploaders$"},
	{"a backup forgets the attachments", "store/backup.go", "s.files.CopyTo(FilesOf(file))", "0, error(nil)", "^TestBackupHasTheFiles$"},
	{"files are removed under a backup", "store/attachment_sweep.go", "s.files.WhileRemoving(func() (failed error) {", "true, error(nil)\n\terr = (func(fn func() error) error { return fn() })(func() (failed error) {", "^TestBackupKeepsFiles$"},
	{"files outlive their conversation", "store/conversation.go", "s.removeFiles(ctx, gone)", "_ = gone", "^TestDeletingAConversationDeletesItsFiles$"},
	{"somebody else's saved replies are seen", "store/saved_reply.go", `"(sr.owner_id IS NULL OR`, `"(TRUE OR`, "^TestSavedRepliesAreTheirOwners$"},
	{"files stay where their message was", "store/conversation_unmerge.go", "UPDATE attachments SET conversation_id = $1\n\t\tWHERE ", "UPDATE attachments SET conversation_id = $1\n\t\tWHERE FALSE AND ", "^TestMovingLosesNothing$"},
	{"a merge crosses a message", "store/conversation_merge.go", "len(unseen) > 0", "false", "^TestMergeGoesByWhatWasSeen$"},
	{"what a merge brought counts as seen", "store/message_meanwhile.go", "OR m.moved_version > $3", "OR m.moved_version > $3 AND FALSE", "^TestUnseenByAMerge$"},
	{"what is merged can be changed", "store/message.go", "if err := conv.MayChange(); err != nil {", "if err := error(nil); err != nil {", "^TestMerged"},
	{"a merge forgets what was unread", "store/conversation_move.go", "THEN m.id END) - 1, MAX(m.id))", "THEN NULL END) - 1, MAX(m.id))", "^TestMergeKeeps"},
	{"a job outlives its maker's rights", "store/bulk_job_run.go", "case actor.Require(desk.WriteConversations) != nil:", "case actor.Kind == \"none\":", "^TestBulkJobStops"},
	{"a job is seen by others", "store/bulk_job.go", "AND j.actor_type = $2 AND j.actor_id = $3", "AND (TRUE OR j.actor_type = $2 AND j.actor_id = $3)", "^TestBulkJob$"},
	{"a job changes what has drifted", "store/bulk_job.go", "if int64(j.Total) != in.Expected.Value {", "if false {", "^TestBulkJobRefused$"},
	{"rights outlive a change of role", "store/user_change.go", "if c.endSessions {", "if false {", "^TestSessionsEnd"},
}

// A rule that is taken out must be noticed by a test, whichever it is.
func TestEveryRuleIsNeeded(t *testing.T) {
	faults := slices.Concat(withoutClauses(t), withoutRules(t))
	binary := buildWith(t, faults)
	t.Run("nothing is taken out", func(t *testing.T) {
		t.Parallel()
		var patterns []string
		for _, f := range faults {
			patterns = append(patterns, f.notice)
		}
		slices.Sort(patterns)
		if output, err := run(t, binary, "", strings.Join(slices.Compact(patterns), "|")); err != nil {
			t.Errorf("the tests fail over nothing (%v):\n%s", err, output)
		}
	})
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			mustNotice(t, binary, f)
		})
	}
}

// withoutClauses takes every clause about scopes out: nobody sees what they may not
// because of every single one of them.
func withoutClauses(t *testing.T) (faults []fault) {
	t.Helper()
	for _, name := range files(t, ".go") {
		if !strings.HasPrefix(name, "store/") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		text := read(t, name)
		for _, place := range scopeClause.FindAllStringIndex(text, -1) {
			line := 1 + strings.Count(text[:place[0]], "\n")
			faults = append(faults, fault{strings.TrimPrefix(name, "store/") + ":" + strconv.Itoa(line), name, place[0], place[1], `"TRUE"`, "^TestScope"})
		}
	}
	if len(faults) < fewestClauses {
		t.Errorf("%d clauses were found, want at least %d", len(faults), fewestClauses)
	}
	return faults
}

// withoutRules takes the other rules out.
func withoutRules(t *testing.T) (faults []fault) {
	t.Helper()
	for _, r := range replacements {
		text := read(t, r.file)
		if n := strings.Count(text, r.old); n != 1 {
			t.Errorf("%s: %q is in %s %d times", r.name, r.old, r.file, n)
			continue
		}
		from := strings.Index(text, r.old)
		faults = append(faults, fault{r.name, r.file, from, from + len(r.old), r.new, r.notice})
	}
	return faults
}

// mustNotice runs the tests of a fault over it; they must fail.
func mustNotice(t *testing.T, binary string, f fault) {
	t.Helper()
	output, err := run(t, binary, f.name, f.notice)
	failed := regexp.MustCompile(`(?m)^--- FAIL: (\S+)`).FindAllStringSubmatch(output, -1)
	if err == nil || len(failed) == 0 {
		t.Fatalf("no test notices (%v):\n%s", err, output)
	}
	var names []string
	for _, match := range failed {
		names = append(names, match[1])
	}
	slices.Sort(names)
	t.Logf("%s is noticed by %s", f.file, strings.Join(names, ", "))
}
