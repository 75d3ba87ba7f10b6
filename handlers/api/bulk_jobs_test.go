package api_test

import (
	"fmt"
	"strings"
	"testing"
)

// job changes Leo's one conversation by a job of the key "all", and returns its path.
func (w *world) job(change string) string {
	w.t.Helper()
	r := w.do(call{"POST", bulkJobsPath, "all", `{"filter":{"customerId":"{leo}"},"expected":1,` + change + `}`, nil}).is(202)
	return r.Header().Get("Location")
}

func TestBulkJobs(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", bulkJobsPath, "writer", `{"filter":{"status":"open","inboxId":"{support}"},"expected":1,"priority":"high","assignedTo":"{ana}"}`, nil}).is(202)
	r.has("data.state", "done").has("data.total", 1.0).has("data.changed", 1.0).has("data.failed", 0.0).
		has("data.changes.0.field", "priority").has("data.changes.0.value", "high").
		has("data.filter.0.name", "status").has("data.filter.0.value", "open")
	path := r.Header().Get("Location")
	w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200).has("data.priority", "high").has("data.assignedTo.name", "Ana Souza")
	w.do(call{"GET", path, "writer", "", nil}).is(200).has("data.state", "done").has("data.undone", 0.0)
	absent := strings.TrimSuffix(w.do(call{"GET", "/api/bulk-jobs/4711", "all", "", nil}).is(404).Body.String(), "\n")
	for _, key := range []string{"all", "support"} {
		seen := w.do(call{"GET", path, key, "", nil}).is(404)
		if lessItsID(seen.Body.String()) != lessItsID(absent) {
			t.Errorf("somebody else's job is told from none:\n%s\n%s", seen.Body, absent)
		}
		w.do(call{"POST", path + "/undo", key, "", nil}).is(404)
	}
	w.do(call{"GET", path, "reader", "", nil}).is(403)
	w.do(call{"POST", path + "/undo", "writer", "", nil}).is(202).has("data.state", "undone").has("data.undone", 1.0)
	w.do(call{"POST", path + "/undo", "writer", "", nil}).is(202).has("data.state", "undone").has("data.undone", 1.0)
	w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200).has("data.priority", "medium").has("data.assignedTo", nil)
}

// lessItsID leaves out what differs between any two answers.
func lessItsID(body string) string {
	before, after, _ := strings.Cut(body, `"requestId":"`)
	_, after, _ = strings.Cut(after, `"`)
	return before + after
}

// What stands against the change of one is told, and what has been changed since is
// not undone.
func TestBulkJobsThatFail(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", bulkJobsPath, "all", `{"filter":{},"expected":2,"assignedTo":"{ana}"}`, nil}).is(202)
	r.has("data.changed", 1.0).has("data.failed", 1.0).has("data.failures.0.code", "validation_failed").has("data.failures.0.errors.0.field", "assignedTo")
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{"subject":"Changed since"}`, nil}).is(200)
	w.do(call{"POST", r.Header().Get("Location") + "/undo", "all", "", nil}).is(202).
		has("data.undone", 0.0).has("data.kept", 1.0).has("data.keptBack.0.code", "stale")
	w.do(call{"POST", bulkJobsPath, "all", `{"filter":{},"expected":3,"assignedTo":"{ana}"}`, nil}).is(409).has("data.matching", 2.0)
	w.do(call{"POST", bulkJobsPath, "support", `{"filter":{},"expected":2,"assignedTo":"{ana}"}`, nil}).is(409).has("data.matching", 1.0)
	r = w.do(call{"POST", bulkJobsPath, "all", `{"filter":{"assignedTo":"{ana}"},"expected":1,"assignedTo":"{ana}"}`, nil}).is(202).has("data.unchanged", 1.0)
	w.do(call{"POST", r.Header().Get("Location") + "/undo", "all", "", nil}).is(409)
}

func TestBulkJobsRefused(t *testing.T) {
	w := newWorld(t)
	for body, field := range map[string]string{
		`{"expected":2,"status":"open"}`:                                "filter",
		`{"filter":null,"expected":2,"status":"open"}`:                  "filter",
		`{"filter":"status=open","expected":2,"status":"open"}`:         "filter",
		`{"filter":{"status":"odd"},"expected":2,"status":"open"}`:      "filter.status",
		`{"filter":{"status":["open"]},"expected":2,"status":"open"}`:   "filter.status",
		`{"filter":{"status":null},"expected":2,"status":"open"}`:       "filter.status",
		`{"filter":{"status":""},"expected":2,"status":"open"}`:         "filter.status",
		`{"filter":{"Status":"open"},"expected":2,"status":"open"}`:     "filter.Status",
		`{"filter":{"page":"2"},"expected":2,"status":"open"}`:          "filter.page",
		`{"filter":{"sort":"priority"},"expected":2,"status":"open"}`:   "filter.sort",
		`{"filter":{"assignedTo":"me"},"expected":2,"status":"open"}`:   "filter.assignedTo",
		`{"filter":{},"status":"open"}`:                                 "expected",
		`{"filter":{},"expected":null,"status":"open"}`:                 "expected",
		`{"filter":{},"expected":"2","status":"open"}`:                  "expected",
		`{"filter":{},"expected":0,"status":"open"}`:                    "expected",
		`{"filter":{},"expected":2}`:                                    "assignedTo",
		`{"filter":{},"expected":2,"status":null}`:                      "status",
		`{"filter":{},"expected":2,"status":"odd"}`:                     "status",
		`{"filter":{},"expected":2,"priority":"odd"}`:                   "priority",
		`{"filter":{},"expected":2,"assignedTo":"{absent}"}`:            "assignedTo",
		`{"filter":{},"expected":2,"status":"open","subject":"Hello"}`:  "subject",
		`{"filter":{},"expected":2,"status":"open","Expected":2}`:       "Expected",
		`{"filter":{"q":"x"},"expected":2,"status":"open"}`:             "filter.q",
		`{"filter":{"customerId":"x"},"expected":2,"status":"open"}`:    "filter.customerId",
		`{"filter":{"tag":"a\u0000b"},"expected":2,"status":"pending"}`: "filter.tag",
	} {
		r := w.do(call{"POST", bulkJobsPath, "all", body, nil}).is(422)
		if got := fmt.Sprint(r.at("errors.0.field")); got != field {
			t.Errorf("%s: %q is wrong, want %q", body, got, field)
		}
	}
	w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200).has("data.version", 1.0)
	w.do(call{"POST", bulkJobsPath, "reader", `{`, nil}).is(403)
	w.do(call{"POST", bulkJobsPath, "all", `{`, nil}).is(400)
}
