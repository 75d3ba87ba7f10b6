package api_test

import (
	"testing"
)

func TestUpdateConversationsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{"priority":"high"}`, nil}).is(200)
	r := w.do(call{"POST", bulkPath, "writer", `{"conversations":[{"_id":"{refund}","version":2},{"_id":"{invoice}"}],"priority":"high","assignedTo":null}`, nil}).is(200)
	r.has("success", true).has("data.unchanged.0._id", "1").has("data.changed.0._id", "2").has("data.changed.0.version", 2.0)
	wantFields(t, r.at("data"), "changed", "unchanged", "failed")
	for _, object := range []any{r.at("data.changed.0"), r.at("data.unchanged.0")} {
		wantFields(t, object, conversationFields...)
	}
	if failed := r.at("data.failed").([]any); len(failed) > 0 {
		t.Errorf("failed %v", failed)
	}
	w.do(call{"GET", "/api/conversations/{invoice}", "all", "", nil}).is(200).has("data.priority", "high")
}

func TestUpdateConversationsNamesWhatFailed(t *testing.T) {
	w := newWorld(t)
	w.do(call{"PUT", "/api/conversations/{refund}", "all", `{"status":"pending"}`, nil}).is(200)
	r := w.do(call{"POST", bulkPath, "all", `{"conversations":[{"_id":"{refund}","version":1},{"_id":"{invoice}","version":1},{"_id":"{absent}"}],"status":"closed"}`, nil}).is(200)
	r.has("data.changed.0._id", "2").
		has("data.failed.0._id", "1").has("data.failed.0.code", "stale").has("data.failed.0.data.status", "pending").has("data.failed.0.data.version", 2.0).
		has("data.failed.1._id", "987654").has("data.failed.1.code", "not_found")
	w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200).has("data.status", "pending")
	r = w.do(call{"POST", bulkPath, "all", `{"conversations":[{"_id":"{refund}"}],"assignedTo":"{ivo}"}`, nil}).is(200)
	r.has("data.failed.0.code", "validation_failed").has("data.failed.0.errors.0.field", "assignedTo")
}

// What is out of reach is told from what is absent by nothing.
func TestUpdateConversationsOutOfReach(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", bulkPath, "support", `{"conversations":[{"_id":"{invoice}","version":1},{"_id":"{absent}","version":1}],"status":"closed"}`, nil}).is(200)
	if hidden, absent := r.at("data.failed.0").(map[string]any), r.at("data.failed.1").(map[string]any); hidden["message"] != absent["message"] || hidden["code"] != absent["code"] || len(hidden) != len(absent) {
		t.Errorf("%v is told from %v", hidden, absent)
	}
	w.do(call{"GET", "/api/conversations/{invoice}", "all", "", nil}).is(200).has("data.status", "open")
}

func TestUpdateConversationsRefused(t *testing.T) {
	w := newWorld(t)
	const one = `"conversations":[{"_id":"{refund}"}]`
	for body, want := range map[string]string{
		`{"status":"closed"}`:                                                         "conversations:required",
		`{"conversations":null,"status":"closed"}`:                                    "conversations:null",
		`{"conversations":[],"status":"closed"}`:                                      "conversations:required",
		`{"conversations":{},"status":"closed"}`:                                      "conversations:wrong_type",
		`{"conversations":"1","status":"closed"}`:                                     "conversations:wrong_type",
		`{"conversations":["1"],"status":"closed"}`:                                   "conversations[0]:wrong_type",
		`{"conversations":[null],"status":"closed"}`:                                  "conversations[0]:wrong_type",
		`{"conversations":[{}],"status":"closed"}`:                                    "conversations[0]._id:required",
		`{"conversations":[{"_id":1}],"status":"closed"}`:                             "conversations[0]._id:wrong_type",
		`{"conversations":[{"_id":""}],"status":"closed"}`:                            "conversations[0]._id:invalid",
		`{"conversations":[{"_id":"{refund}"},{"_id":"{refund}"}],"status":"closed"}`: "conversations[1]._id:duplicate",
		`{"conversations":[{"_id":"{refund}","version":0}],"status":"closed"}`:        "conversations[0].version:wrong_type",
		`{"conversations":[{"_id":"{refund}","version":"1"}],"status":"closed"}`:      "conversations[0].version:wrong_type",
		`{"conversations":[{"_id":"{refund}","version":1.5}],"status":"closed"}`:      "conversations[0].version:wrong_type",
		`{"conversations":[{"_id":"{refund}","version":null}],"status":"closed"}`:     "conversations[0].version:null",
		`{"conversations":[{"_id":"{refund}","subject":"x"}],"status":"closed"}`:      "conversations[0].subject:unknown_field",
		`{"conversations":[{"_id":"{refund}","_id":"{refund}"}],"status":"closed"}`:   "conversations[0]:invalid",
		`{` + one + `}`:                                          "assignedTo:required",
		`{` + one + `,"status":"odd"}`:                           "status:not_in_list",
		`{` + one + `,"priority":null}`:                          "priority:null",
		`{` + one + `,"subject":"All the same"}`:                 "subject:unknown_field assignedTo:required",
		`{` + one + `,"assignedTo":"{absent}"}`:                  "assignedTo:not_found",
		`{` + one + `,"assignedTo":7}`:                           "assignedTo:wrong_type",
		`{"conversations":[` + ids(101) + `],"status":"closed"}`: "conversations:too_many",
	} {
		before := w.state()
		r := w.do(call{"POST", bulkPath, "all", body, nil})
		if r.Code != 422 || r.complaints() != want || w.state() != before {
			t.Errorf("%.90s: %d %s, want %s", body, r.Code, r.complaints(), want)
		}
	}
	w.do(call{"POST", bulkPath, "reader", `{`, nil}).is(403)
	w.do(call{"POST", bulkPath, "", `{`, nil}).is(401)
	w.do(call{"POST", bulkPath, "all", `{`, nil}).is(400)
}

// ids returns n objects, separated by commas.
func ids(n int) string {
	text := `{"_id":"{refund}"}`
	for range n - 1 {
		text += `,{"_id":"{refund}"}`
	}
	return text
}
