package api_test

import (
	"strings"
	"testing"
	"time"
)

const refundSnooze = "/api/conversations/{refund}/snooze"

// inDays returns a time to come as JSON writes it.
func inDays(n int) string {
	return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) + "T09:00:00.000Z"
}

func TestSnooze(t *testing.T) {
	w := newWorld(t)
	until := inDays(2)
	r := w.do(call{"PUT", refundSnooze, "writer", `{"until":"` + until + `"}`, nil}).is(200)
	wantFields(t, r.at("data"), conversationFields...)
	r.has("data.status", "pending").has("data.snoozedUntil", until).has("data.version", 2.0)
	for path, at := range map[string]string{"/api/conversations/{refund}": "data", "/api/conversations?status=pending": "data.0"} {
		w.do(call{"GET", path, "reader", "", nil}).is(200).has(at+".snoozedUntil", until)
	}
	elsewhere := strings.Replace(inDays(3), "09:00:00.000Z", "11:00:00.123456+02:00", 1)
	w.do(call{"PUT", refundSnooze, "all", `{"until":"` + elsewhere + `"}`, map[string]string{"If-Match": r.Header().Get("ETag")}}).is(200).
		has("data.snoozedUntil", strings.Replace(inDays(3), "00.000Z", "00.123Z", 1))
	w.do(call{"DELETE", refundSnooze, "all", "", map[string]string{"If-Match": r.Header().Get("ETag")}}).is(412).has("data.version", 3.0)
	w.do(call{"DELETE", refundSnooze, "writer", "", nil}).is(200).has("data.snoozedUntil", nil).has("data.status", "open").has("data.version", 4.0)
	w.do(call{"DELETE", refundSnooze, "writer", "", nil}).is(200).has("data.version", 4.0)
	for _, body := range []string{`{"status":"closed"}`, `{"status":"open"}`} {
		w.do(call{"PUT", refundSnooze, "all", `{"until":"` + until + `"}`, nil}).is(200)
		w.do(call{"PUT", "/api/conversations/{refund}", "all", body, nil}).is(200).has("data.snoozedUntil", nil)
	}
	w.do(call{"PUT", refundSnooze, "all", `{"until":"` + until + `"}`, nil}).is(200)
	w.do(call{"POST", "/api/conversations/{refund}/messages", "all", `{"kind":"customer","body":"Hello"}`, nil}).is(201)
	w.do(call{"GET", "/api/conversations/{refund}", "reader", "", nil}).is(200).has("data.snoozedUntil", nil).has("data.status", "open")
}

// What is snoozed can be listed, the soonest first.
func TestSnoozedIsListed(t *testing.T) {
	w := newWorld(t)
	addVariety(w)
	for path, days := range map[string]int{refundSnooze: 3, "/api/conversations/{invoice}/snooze": 2} {
		w.do(call{"PUT", path, "all", `{"until":"` + inDays(days) + `"}`, nil}).is(200)
	}
	for query, want := range map[string]string{
		"snoozed=true&sort=snoozedUntil": "Invoice Refund", "snoozed=true&sort=-snoozedUntil": "Refund Invoice",
		"snoozed=true&inboxId={support}": "Refund", "snoozed=true&status=closed": "",
		"snoozed=false&sort=createdAt": "Alpha Beta Gamma", "snoozed=false&status=pending": "Beta",
		"sort=snoozedUntil": "Invoice Refund Alpha Beta Gamma",
	} {
		r := w.do(call{"GET", "/api/conversations?" + query, "reader", "", nil}).is(200)
		if got := subjects(r); got != want {
			t.Errorf("%s lists %q, want %q", query, got, want)
		}
		r.has("pagination.total", float64(len(strings.Fields(want))))
	}
	w.do(call{"GET", "/api/conversations?snoozed=true", "support", "", nil}).is(200).has("pagination.total", 1.0)
}

func TestSnoozeRefused(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	for body, code := range map[string]string{
		`{}`: "required", `{"until":null}`: "null", `{"until":7}`: "wrong_type", `{"until":""}`: "invalid", `{"until":"tomorrow"}`: "invalid",
		`{"until":"2099-01-01"}`: "invalid", `{"until":"2099-01-01T09:00"}`: "invalid", `{"until":"2099-01-01T09:00:00Z"}`: "too_late",
		`{"until":"` + inDays(-1) + `"}`: "past", `{"until":"0000-01-01T00:00:00Z"}`: "past",
	} {
		if r := w.do(call{"PUT", refundSnooze, "all", body, nil}).is(422); r.complaints() != "until:"+code {
			t.Errorf("%s: %s", body, r.complaints())
		}
	}
	tomorrow := `{"until":"` + inDays(1) + `"}`
	w.do(call{"PUT", refundSnooze, "reader", tomorrow, nil}).is(403).has("required", "write:conversations")
	w.do(call{"DELETE", refundSnooze, "reader", "", nil}).is(403)
	for _, path := range []string{"/api/conversations/{invoice}/snooze", "/api/conversations/999/snooze", "/api/conversations/x/snooze"} {
		w.do(call{"PUT", path, "support", tomorrow, nil}).is(404)
		w.do(call{"DELETE", path, "support", "", nil}).is(404)
	}
	w.do(call{"PUT", refundSnooze, "all", tomorrow, map[string]string{"If-Match": `"7-0"`}}).is(412).has("data.snoozedUntil", nil)
	if w.state() != before {
		t.Error("what was refused changed something")
	}
}
