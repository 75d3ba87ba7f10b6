package store_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// Nothing that a list asks reads all conversations, or sorts more of them than a
// page, one
// customer's or a tag's, whatever it is filtered and sorted by.
func TestListsAreReadInOrder(t *testing.T) {
	w := newCrowd(t, 100_000)
	w.labels()
	if !storetest.OnPostgres() {
		w.checkPlans(t) // SQLite mostly knows nothing of its data.
	}
	ok(t, store.Analyze(t.Context(), w.Store))
	w.checkPlans(t)
}

// The check itself is checked, on queries that do what must not be done.
func TestPlansAreRead(t *testing.T) {
	w := newCrowd(t, 2000)
	ok(t, store.Analyze(t.Context(), w.Store))
	for query, bad := range map[string]bool{
		`SELECT c.subject FROM conversations c WHERE c.message_count = $1`:                                                 true,
		`SELECT c.subject FROM conversations c WHERE c.version > $1 ORDER BY c.message_count, c.id LIMIT 5`:                true,
		`SELECT c.id FROM conversations c WHERE c.id > $1 ORDER BY c.subject LIMIT 5`:                                      true,
		`SELECT c.id FROM conversations c WHERE c.updated_at > $1 ORDER BY c.updated_at, c.id LIMIT 5`:                     false,
		`SELECT c.id FROM conversations c WHERE c.customer_id = $1 ORDER BY c.created_at, c.id LIMIT 5`:                    false,
		`SELECT c.inbox_id, SUM(c.n) FROM conversation_counts c WHERE c.n > $1 GROUP BY c.inbox_id ORDER BY SUM(c.n)`:      false,
		`SELECT COUNT(*) FROM (SELECT id FROM conversations c WHERE c.id > $1 ORDER BY c.updated_at DESC, c.id LIMIT 5) d`: true,
	} {
		q := asked{query, []any{1}}
		if plan := w.plan(q); (fault(q, plan) != "") != bad {
			t.Errorf("%s\nis faulty: %v\n%s", query, !bad, strings.Join(plan, "\n"))
		}
	}
}

// asked is a query that the store put to the database.
type asked struct {
	query string
	args  []any
}

func (w *world) checkPlans(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for _, q := range w.everyQuery(t) {
		key := q.query
		if !strings.Contains(q.query, "conversations c") || seen[key] {
			continue
		}
		seen[key] = true
		if plan := w.plan(q); fault(q, plan) != "" {
			t.Errorf("%s of\n%s %v\n%s", fault(q, plan), q.query, q.args, strings.Join(plan, "\n"))
		}
	}
	if len(seen) < 500 {
		t.Errorf("only %d queries were seen", len(seen))
	}
}

// everyQuery asks for lists, totals, counts and neighbours in every order and
// returns the queries that this took.
func (w *world) everyQuery(t *testing.T) (queries []asked) {
	t.Helper()
	watched := store.Watched(w.Store, func(query string, args []any) {
		queries = append(queries, asked{query, slices.Clone(args)})
	})
	ctx := t.Context()
	for _, actor := range []desk.Actor{system(), w.agent("Ana Souza")} {
		_, err := watched.CountQueues(ctx, actor)
		ok(t, err)
		for _, inboxes := range [][]desk.InboxID{nil, {2, 3}} {
			_, err := watched.ReportQueue(ctx, actor, desk.ReportFilter{Inboxes: inboxes})
			ok(t, err)
		}
		for _, f := range w.filters() {
			_, err := watched.CountStatuses(ctx, actor, f)
			ok(t, err)
			for _, word := range desk.Sorts() {
				key, descending := strings.CutPrefix(word, "-")
				f.Sort = desk.Sort{Key: desk.SortKey(key), Descending: descending}
				w.ask(ctx, watched, actor, f)
			}
		}
	}
	return queries
}

func (w *world) ask(ctx context.Context, watched *store.Store, actor desk.Actor, f desk.ConversationFilter) {
	w.t.Helper()
	listing, err := watched.ListConversations(ctx, actor, f)
	ok(w.t, err)
	if len(listing.Items) == 0 {
		w.t.Fatalf("nothing is on page %d of %v", f.Page.Number, f.Query())
	}
	middle := listing.Items[len(listing.Items)/2].ID
	_, err = watched.ConversationNeighbours(ctx, actor, middle, f)
	ok(w.t, err)
	if f.Page.Number > 1 || actor.ConversationScope().All() {
		return // An export of it asks what that of another filter does.
	}
	ended := errors.New("one lot is enough")
	if err := watched.ExportConversations(ctx, actor, f, func([]desk.Conversation) error { return ended }); !errors.Is(err, ended) {
		w.t.Fatal(err)
	}
}

// filters are each property by itself and with others, and a far page.
func (w *world) filters() []desk.ConversationFilter {
	tagged := w.rows(`
		SELECT CAST(MIN(c.customer_id) AS TEXT) FROM conversations c JOIN conversation_tags ct ON ct.conversation_id = c.id
		WHERE c.inbox_id = 2`)
	var filters []desk.ConversationFilter
	for _, query := range []string{
		"", "page=40", "status=open", "status=closed&page=40", "status=closed&page=140", "status=open,pending", "priority=urgent",
		"priority=low,urgent&status=open", "assignedTo=none", "assignedTo=none&status=open", "assignedTo=me,none&status=pending",
		"inboxId=2", "inboxId=2,3&status=closed", "channel=phone", "channel=phone&priority=urgent&status=closed",
		"source=api", "source=api&channel=email&assignedTo=none", "customerId=7", "customerId=7,8&status=closed",
		"snoozed=true", "snoozed=true&page=2&limit=5", "snoozed=true&status=pending&priority=high", "snoozed=true&assignedTo=none,me&inboxId=2,3",
		"snoozed=false", "snoozed=false&page=40", "snoozed=false&status=pending", "snoozed=false&tag=refund", "snoozed=false&customerId=7",
		"tag=refund", "tag=refund&status=closed&page=2&limit=2", "tag=refund,login&priority=medium", "tag=refund,login&customerId=" + tagged[0],
	} {
		values, errs := desk.ParseQuery(query)
		ok(w.t, errs.Err())
		f, errs := desk.ParseConversationFilter(values, w.agent("Ana Souza"))
		ok(w.t, errs.Err())
		filters = append(filters, f)
	}
	return filters
}

// plan returns how the database is going to answer a query: on SQLite lines of
// "id | parent | … | what is done", on PostgreSQL an indented tree.
func (w *world) plan(q asked) []string {
	w.t.Helper()
	if storetest.OnPostgres() {
		return w.rows("EXPLAIN (COSTS OFF) "+q.query, q.args...)
	}
	return w.rows("EXPLAIN QUERY PLAN "+q.query, q.args...)
}

// fault says what is wrong with a plan.
func fault(q asked, plan []string) string {
	if storetest.OnPostgres() {
		return postgresFault(plan)
	}
	if !strings.Contains(q.query, "conversations c") {
		return ""
	}
	return sqliteFault(plan)
}

var (
	// Many conversations are read by any index but the primary key and the customer's,
	// or of that of waking more than its beginning.
	manyOnSQLite    = regexp.MustCompile(`^(SCAN|SEARCH) c\b`)
	fewOnSQLite     = regexp.MustCompile(`^SEARCH c USING (INTEGER PRIMARY KEY \(rowid=\?\)|(COVERING )?INDEX conversations_customer \(customer_id=\?|(COVERING )?INDEX conversations_snoozed \(<expr><\?\)$)`)
	wholeOnPostgres = regexp.MustCompile(`Seq Scan on conversations\b`)
	sortOnPostgres  = regexp.MustCompile(`^(-> +)?(Incremental )?Sort$`)
	indexOnPostgres = regexp.MustCompile(`\bconversations_(\w+)`)
	awakeOnPostgres = regexp.MustCompile(`^Index Cond: .*COALESCE\(snoozed_until, '9223372036854775807'::bigint\)+ < '9223372036854775807'::bigint\)`)
	fewOnPostgres   = []string{"pkey", "customer"}
)

func sqliteFault(plan []string) string {
	many := map[string]bool{} // the SELECTs that read many conversations
	for _, line := range plan {
		columns := strings.SplitN(line, " | ", 4)
		parent, does := columns[1], columns[3]
		switch {
		case does == "SCAN c":
			return "a scan"
		case manyOnSQLite.MatchString(does) && !fewOnSQLite.MatchString(does):
			many[parent] = true
		case strings.HasPrefix(does, "USE TEMP B-TREE") && many[parent]:
			return "a sort"
		}
	}
	return ""
}

func postgresFault(plan []string) string {
	for i, line := range plan {
		if wholeOnPostgres.MatchString(line) {
			return "a scan"
		}
		if !sortOnPostgres.MatchString(strings.TrimSpace(line)) {
			continue
		}
		for j, below := range plan[i+1:] {
			if depth(below) <= depth(line) || strings.HasSuffix(below, "Limit") {
				break
			}
			index := indexOnPostgres.FindStringSubmatch(below)
			if index != nil && !slices.Contains(fewOnPostgres, index[1]) && !beginning(plan[i+1+j:]) {
				return "a sort"
			}
		}
	}
	return ""
}

// beginning tells whether an index is read for what is snoozed, and no further.
func beginning(plan []string) bool {
	return len(plan) > 1 && strings.Contains(plan[0], "conversations_snoozed") && awakeOnPostgres.MatchString(strings.TrimSpace(plan[1]))
}

func depth(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// agent returns the actor of a user with three inboxes.
func (w *world) agent(name string) desk.Actor {
	w.t.Helper()
	var id desk.UserID
	_, err := fmt.Sscan(w.rows(`SELECT id FROM users WHERE name = $1`, name)[0], &id)
	ok(w.t, err)
	user := desk.User{ID: id, Name: name, Role: desk.RoleAgent, Active: true}
	return desk.UserActor(user, []desk.InboxID{2, 3, 30}, desk.ViaPage)
}
