package handlers

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// exported returns the rows of an export, the names of the columns first.
func (p *page) exported() [][]string {
	p.w.t.Helper()
	p.is(200)
	for name, want := range map[string]string{
		"Content-Type": "text/csv; charset=utf-8; header=present", "Content-Disposition": "attachment; filename=conversations-2026-11-22.csv", "Cache-Control": "no-store",
	} {
		if got := p.Header.Get(name); got != want {
			p.w.t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.body, byteOrderMark))).ReadAll()
	p.w.must(err)
	return lines
}

func TestExport(t *testing.T) {
	w := newWorld(t)
	w.snooze("parcel", 24*time.Hour)
	parcel, refund := w.conversation("parcel"), w.conversation("refund")
	stamp := func(at *time.Time) string { return at.Format("2006-01-02T15:04:05Z") }
	p := w.as("ana").open("/conversations?limit=1&priority=medium,high&sort=-priority&status=open,pending").is(200).click("Export CSV")
	want := [][]string{
		{"id", "subject", "status", "priority", "channel", "inbox", "customerName", "customerEmail", "assignee", "tags", "createdAt", "updatedAt", "waitingSince", "snoozedUntil"},
		{w.names["parcel"], "Parcel is late", "pending", "high", "email", "Support", "Leo Brandt", parcel.Customer.Email, "", "", stamp(&parcel.CreatedAt), stamp(&parcel.UpdatedAt), "", stamp(parcel.SnoozedUntil)},
		{w.names["refund"], "Refund for order 8812", "open", "medium", "email", "Support", "Maya Okafor", refund.Customer.Email, "Ana Souza", "money", stamp(&refund.CreatedAt), stamp(&refund.UpdatedAt), stamp(refund.WaitingSince), ""},
	}
	got := p.exported()
	if kettle := got[len(got)-1]; kettle[0] != w.names["kettle"] || !slices.EqualFunc(got[:len(got)-1], want, slices.Equal) {
		t.Errorf("%q", got)
	}
	if !strings.HasPrefix(p.body, byteOrderMark+"id,subject,") || strings.Count(p.body, "\r\n") != 4 || strings.Count(p.body, "\n") != 4 {
		t.Errorf("the lines end otherwise: %q", p.body)
	}
}

// Everybody is given what their list has on all its pages, in its order.
func TestExportIsWhatTheListShows(t *testing.T) {
	w := newWorld(t)
	for i := range 60 {
		w.addConversation(fmt.Sprint("more ", i), "support")
	}
	for user, want := range map[string]int{"vic": 64, "bo": 2, "mona": 66, "nia": 0} {
		for _, query := range []string{"", "?sort=createdAt", "?inboxId={support}&sort=-waiting", "?assignedTo=none&status=open"} {
			var listed []string
			for p := w.as(user).open("/conversations" + query).is(200); p != nil; {
				for _, row := range all(p.tree, tag("tr")) {
					if id, isRow := strings.CutPrefix(attr(row, "id"), "c-"); isRow {
						listed = append(listed, id)
					}
				}
				if p.link("Next") == "" {
					break
				}
				p = p.click("Next").is(200)
			}
			var exported []string
			for _, line := range w.as(user).open("/conversations.csv" + query).exported()[1:] {
				exported = append(exported, line[0])
			}
			if !slices.Equal(exported, listed) || query == "" && len(listed) != want {
				t.Errorf("%s%s: %d listed, %d exported, want %d of all\n%v\n%v", user, query, len(listed), len(exported), want, listed, exported)
			}
		}
	}
}

// What customers and colleagues write is a text in a spreadsheet, and no formula.
func TestExportsHaveNoFormulas(t *testing.T) {
	w := newWorld(t)
	for subject, want := range map[string]string{
		`=HYPERLINK("http://evil.example","Click")`: `'=HYPERLINK("http://evil.example","Click")`,
		"+1 for this": "'+1 for this", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)",
		"1=1, 2": "1=1, 2", "it's; \"fine\"": "it's; \"fine\"", "Größe 漢字 ليلى": "Größe 漢字 ليلى",
	} {
		customer, err := w.store.CreateCustomer(t.Context(), storetest.System(), desk.CustomerCreate{Name: desk.Value(subject)})
		w.must(err)
		support, _ := desk.ParseID[desk.InboxID](w.names["support"])
		storetest.AddConversation(t, w.store, subject, customer.ID, support)
		line := w.as("ana").open("/conversations.csv?customerId=" + customer.ID.String()).exported()[1]
		if line[1] != want || line[6] != want {
			t.Errorf("%q is %q and %q, want %q", subject, line[1], line[6], want)
		}
	}
	for text, want := range map[string]string{"\t=1": "'\t=1", "\r=1": "'\r=1", "": "", "'": "'"} {
		if got := cells(text)[0]; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestExportRefused(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{name: "may not", open: "/conversations.csv", status: 303},
		{name: "asks for what is none", as: "ana", open: "/conversations.csv?status=opened", status: 400, shows: []string{"Status must be"}},
		{name: "asks only whether", as: "ana", method: http.MethodHead, open: "/conversations.csv", status: 200},
	})
}

// An export that fails on its way is no file: the connection breaks off, and browsers
// say so, where the end of a shorter file would look like any other.
func TestExportsThatFailAreNoFiles(t *testing.T) {
	w := newWorld(t)
	for i := range 501 { // The second lot is read after the first is sent.
		w.addConversation(fmt.Sprint("more ", i), "support")
	}
	ana := w.as("ana")
	site := w.server.Config.Handler
	w.server.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		site.ServeHTTP(&interrupted{ResponseWriter: rw, interrupt: func() {
			_, err := w.db.ExecContext(t.Context(), `ALTER TABLE conversation_tags RENAME TO gone`)
			w.must(err)
		}}, req)
	})
	answer, err := ana.client.Get(ana.resolve("/conversations.csv"))
	w.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(string(body), byteOrderMark+"id,") {
		t.Errorf("%v after %d bytes", err, len(body))
	}
	if said := w.log.String(); !strings.Contains(said, "export conversations") {
		t.Errorf("the log says %s", said)
	}
}

// interrupted is an answer during which something happens.
type interrupted struct {
	http.ResponseWriter
	once      sync.Once
	interrupt func()
}

// Write writes, after what happens.
func (i *interrupted) Write(text []byte) (int, error) {
	i.once.Do(i.interrupt)
	return i.ResponseWriter.Write(text)
}

// Unwrap gives way to what this is around.
func (i *interrupted) Unwrap() http.ResponseWriter { return i.ResponseWriter }
