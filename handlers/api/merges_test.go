package api_test

import "testing"

const (
	mergePath = "/api/conversations/{refund}/merge"
	splitPath = "/api/conversations/{refund}/split"
)

// another adds a conversation of Maya's and returns its id.
func (w *world) another(t *testing.T) string {
	t.Helper()
	id, _ := w.do(call{"POST", "/api/conversations", "all", `{"subject":"Refund?","customerId":"{maya}","message":"It is late."}`, nil}).is(201).at("data._id").(string)
	return id
}

func TestMergeAndUndo(t *testing.T) {
	w := newWorld(t)
	other := w.another(t)
	r := w.do(call{"POST", mergePath, "writer", `{"into":"` + other + `","lastSeenMessageId":"1","intoLastSeenMessageId":"999"}`, map[string]string{"If-Match": `"1-0"`}}).is(200)
	r.has("data._id", other).has("data.messageCount", 2.0).has("data.version", 2.0).has("data.mergedInto", nil)
	wantFields(t, r.at("data"), conversationFields...)
	merged := w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200)
	merged.has("data.mergedInto", other).has("data.status", "closed").has("data.messageCount", 0.0)
	refusal := "#1 was merged into #" + other + " and can no longer be changed. Nothing was saved; go on in #" + other + "."
	for _, c := range []call{
		{"PUT", "/api/conversations/{refund}", "all", `{"status":"open"}`, nil},
		{"POST", "/api/conversations/{refund}/messages", "all", `{"kind":"note","body":"x"}`, nil},
		{"PUT", "/api/conversations/{refund}/tags", "all", `{"tags":[]}`, nil},
		{"POST", mergePath, "all", `{"into":"` + other + `"}`, nil},
		{"POST", splitPath, "all", `{"messageIds":["1"],"subject":"x"}`, nil},
	} {
		w.do(c).is(409).has("code", "conflict").has("detail", refusal)
	}
	w.do(call{"POST", bulkPath, "all", `{"conversations":[{"_id":"{refund}"}],"status":"open"}`, nil}).is(200).has("data.failed.0.code", "conflict").has("data.failed.0.message", refusal)
	w.do(call{"DELETE", mergePath, "all", "", map[string]string{"If-Match": `"1-0"`}}).is(412).has("data.mergedInto", other)
	back := w.do(call{"DELETE", mergePath, "all", "", map[string]string{"If-Match": `"2-0"`}}).is(200)
	back.has("data._id", "1").has("data.mergedInto", nil).has("data.status", "open").has("data.messageCount", 1.0)
	w.do(call{"DELETE", mergePath, "all", "", nil}).is(409).has("code", "conflict").has("detail", "#1 is not merged into another conversation.")
}

func TestMergeRefused(t *testing.T) {
	w := newWorld(t)
	other := w.another(t)
	for body, want := range map[string]string{
		`{}`:                   "into:required",
		`{"into":"{refund}"}`:  "into:itself",
		`{"into":"{invoice}"}`: "confirm:required",
		`{"into":"{invoice}","confirm":["customer"]}`:       "confirm:required",
		`{"into":"` + other + `","confirm":["colour"]}`:     "confirm:not_in_list",
		`{"into":"` + other + `","confirm":null}`:           "confirm:null",
		`{"into":"` + other + `","lastSeenMessageId":null}`: "lastSeenMessageId:null",
	} {
		before := w.state()
		r := w.do(call{"POST", mergePath, "all", body, nil})
		if r.Code != 422 || r.complaints() != want || w.state() != before {
			t.Errorf("%s: %d %s, want %s", body, r.Code, r.complaints(), want)
		}
	}
	w.do(call{"POST", mergePath, "all", `{"into":"` + other + `"}`, map[string]string{"If-Match": `"7-0"`}}).is(412).has("data._id", "1")
	absent := w.do(call{"POST", mergePath, "support", `{"into":"{absent}"}`, nil}).is(404)
	hidden := w.do(call{"POST", mergePath, "support", `{"into":"{invoice}"}`, nil}).is(404)
	hidden.has("detail", absent.at("detail"))
	w.do(call{"POST", "/api/conversations/{refund}/messages", "writer", `{"kind":"note","body":"New."}`, nil}).is(201)
	w.do(call{"POST", mergePath, "all", `{"into":"` + other + `","lastSeenMessageId":"1"}`, nil}).is(409).has("detail", "Somebody wrote in one of the two conversations in the meantime. Nothing was merged.")
	w.do(call{"POST", mergePath, "all", `{"into":"{invoice}","confirm":["customer","inbox"]}`, nil}).is(200).has("data.messageCount", 2.0)
}

func TestSplitOff(t *testing.T) {
	w := newWorld(t)
	note, _ := w.do(call{"POST", "/api/conversations/{refund}/messages", "all", `{"kind":"note","body":"Apart."}`, nil}).is(201).at("data._id").(string)
	w.do(call{"POST", splitPath, "all", `{"messageIds":["` + note + `"],"subject":"x"}`, map[string]string{"If-Match": `"7-0"`}}).is(412)
	r := w.do(call{"POST", splitPath, "writer", `{"messageIds":["` + note + `"],"subject":"Another thing"}`, nil}).is(201)
	r.has("data.subject", "Another thing").has("data.messageCount", 1.0).has("data.version", 1.0)
	wantFields(t, r.at("data"), conversationFields...)
	id, _ := r.at("data._id").(string)
	if r.Header().Get("Location") != "/api/conversations/"+id {
		t.Errorf("it is at %s", r.Header().Get("Location"))
	}
	w.do(call{"GET", "/api/conversations/{refund}", "all", "", nil}).is(200).has("data.messageCount", 1.0).has("data.version", 2.0)
	for body, want := range map[string]string{
		`{"subject":"x"}`: "messageIds:required", `{"messageIds":["1"]}`: "subject:required", `{"messageIds":[],"subject":"x"}`: "messageIds:required",
		`{"messageIds":["1"],"subject":"x"}`: "messageIds:all", `{"messageIds":["` + note + `"],"subject":"x"}`: "messageIds:not_found",
	} {
		if r := w.do(call{"POST", splitPath, "all", body, nil}); r.Code != 422 || r.complaints() != want {
			t.Errorf("%s: %d %s, want %s", body, r.Code, r.complaints(), want)
		}
	}
}
