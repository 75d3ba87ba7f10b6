package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"parley/internal/desk"
)

// known is a call with a key that it is known by.
func known(c call, key string) call {
	header := map[string]string{"Idempotency-Key": key}
	for name, value := range c.header {
		header[name] = value
	}
	c.header = header
	return c
}

// posts are a call of every POST there is, and one of the same that asks for
// something else. {refund} has enough messages then for one to leave it.
func (w *world) posts(t *testing.T) map[string][2]call {
	t.Helper()
	duplicate := w.another(t)
	w.do(call{"POST", refundPath + "/messages", "all", `{"kind":"note","body":"It stays."}`, nil}).is(201)
	return map[string][2]call{
		"createConversation": {
			{"POST", conversationsPath, "all", `{"subject":"Once","customerId":"{maya}","message":"Hello"}`, nil},
			{"POST", conversationsPath, "all", `{"subject":"Twice","customerId":"{maya}"}`, nil},
		},
		"updateConversations": {
			{"POST", bulkPath, "all", `{"conversations":[{"_id":"{refund}","version":1},{"_id":"{invoice}","version":9},{"_id":"{absent}"}],"priority":"high"}`, nil},
			{"POST", bulkPath, "all", `{"conversations":[{"_id":"{refund}"}],"priority":"low"}`, nil},
		},
		"startBulkJob": {
			{"POST", bulkJobsPath, "all", `{"filter":{"customerId":"{leo}"},"expected":1,"status":"pending"}`, nil},
			{"POST", bulkJobsPath, "all", `{"filter":{"customerId":"{leo}"},"expected":1,"status":"closed"}`, nil},
		},
		"undoBulkJob": {{"POST", w.job(`"priority":"urgent"`) + "/undo", "all", "", nil}, {"POST", w.job(`"priority":"low"`) + "/undo", "all", "", nil}},
		"addMessage": {
			{"POST", refundPath + "/messages", "all", `{"kind":"reply","body":"Once"}`, nil},
			{"POST", "/api/conversations/{invoice}/messages", "all", `{"kind":"reply","body":"Once"}`, nil},
		},
		"uploadAttachment": {
			{"POST", refundPath + "/attachments", "all", fileBody("once.txt", "Hello"), fileForm()},
			{"POST", refundPath + "/attachments", "all", fileBody("once.txt", "Hello?"), fileForm()},
		},
		"createCustomer": {
			{"POST", "/api/customers", "all", `{"name":"Once Only","email":"once@example.com"}`, nil},
			{"POST", "/api/customers", "all", `{"name":"Once Only","email":"twice@example.com"}`, nil},
		},
		"mergeConversation": {
			{"POST", "/api/conversations/" + duplicate + "/merge", "all", `{"into":"{refund}"}`, nil},
			{"POST", "/api/conversations/" + duplicate + "/merge", "all", `{"into":"{refund}","lastSeenMessageId":"1"}`, nil},
		},
		"splitConversation": {
			{"POST", splitPath, "all", `{"messageIds":["1"],"subject":"Once"}`, nil},
			{"POST", splitPath, "all", `{"messageIds":["1"],"subject":"Twice"}`, nil},
		},
		"createSavedReply": {
			{"POST", "/api/saved-replies", "all", `{"name":"once","body":"Hello"}`, nil},
			{"POST", "/api/saved-replies", "all", `{"name":"twice","body":"Hello"}`, nil},
		},
		"createTag": {{"POST", "/api/tags", "all", `{"name":"once"}`, nil}, {"POST", "/api/tags", "all", `{"name":"twice"}`, nil}},
	}
}

// Every POST can be sent again: it is answered as it was, whatever has happened
// since, and changes nothing.
func TestEveryPostIsDoneOnce(t *testing.T) {
	w := newWorld(t)
	calls := w.posts(t)
	for _, op := range w.api.Operations() {
		if op.Method != http.MethodPost {
			continue
		}
		pair, listed := calls[op.Name]
		if !listed {
			t.Errorf("%s is not tried", op.Name)
			continue
		}
		done := w.do(known(pair[0], op.Name))
		if done.Code > 299 || done.Header().Get("Idempotency-Replayed") != "" {
			t.Fatalf("%s: %d %s", op.Name, done.Code, done.Body)
		}
		w.do(call{"PUT", refundPath, "all", `{"subject":"After ` + op.Name + `"}`, nil}).is(200)
		before := w.everything()
		again := w.do(known(pair[0], op.Name)).is(done.Code)
		if again.Body.String() != done.Body.String() {
			t.Errorf("%s again: %s, and was %s", op.Name, again.Body, done.Body)
		}
		for _, name := range []string{"ETag", "Location", "Content-Type"} {
			if again.Header().Get(name) != done.Header().Get(name) {
				t.Errorf("%s again: %s is %q, and was %q", op.Name, name, again.Header().Get(name), done.Header().Get(name))
			}
		}
		if again.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("%s again: it does not say so", op.Name)
		}
		if r := w.do(known(pair[1], op.Name)).is(422); r.complaints() != "Idempotency-Key:reused" {
			t.Errorf("%s with something else: %s", op.Name, r.Body)
		}
		if w.everything() != before {
			t.Errorf("%s again changed something", op.Name)
		}
		if described := document(t).Paths.Value(op.Path).Post; described.Parameters.GetByInAndName("header", "Idempotency-Key") == nil {
			t.Errorf("%s: the document does not say that it takes a key", op.Name)
		}
	}
}

// everything is state with the uploads, tags and saved replies that there are.
func (w *world) everything() string {
	w.t.Helper()
	return w.state() + w.do(call{"GET", "/api/tags", "all", "", nil}).is(200).Body.String() +
		w.do(call{"GET", "/api/saved-replies", "all", "", nil}).is(200).Body.String() + strings.Join(w.files(), " ")
}

// A key is a key's own, and another path's request is another request.
func TestKeysOfRequestsAreTheKeysOwn(t *testing.T) {
	w := newWorld(t)
	note := call{"POST", refundPath + "/messages", "all", `{"kind":"note","body":"x"}`, nil}
	w.do(known(note, "k")).is(201)
	note.key = "writer"
	if r := w.do(known(note, "k")).is(201); r.Header().Get("Idempotency-Replayed") != "" {
		t.Error("another key is answered with what it did not do")
	}
	w.do(known(call{"POST", "/api/conversations/{invoice}/messages", "all", note.body, nil}, "k")).is(422)
	w.do(known(call{"POST", absentPath + "/messages", "all", note.body, nil}, "new")).is(404)
	w.do(known(call{"POST", refundPath + "/messages", "all", `{"kind":"note","body":" "}`, nil}, "new")).is(422)
	w.do(known(call{"POST", refundPath + "/messages", "all", note.body, nil}, "new")).is(201)
	w.do(known(call{"PUT", refundPath, "all", `{"priority":"low"}`, nil}, "k")).is(200)
}

func TestKeysOfRequestsThatAreNone(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	for _, keys := range [][]string{{""}, {strings.Repeat("k", desk.MaxOnceKey+1)}, {"schlüssel"}, {"a\tb"}, {"a", "b"}} {
		req := newRequest(t.Context(), http.MethodPost, "/api/customers", w.keys["all"])
		req.Body, req.Header["Idempotency-Key"] = http.NoBody, keys
		req.Header.Set("Content-Type", "application/json")
		if r := w.send(req).is(400); r.complaints() != "Idempotency-Key:invalid" || !strings.Contains(r.at("detail").(string), "Idempotency-Key") {
			t.Errorf("%q: %s", keys, r.Body)
		}
	}
	if w.state() != before {
		t.Error("something changed")
	}
	w.do(known(call{"POST", "/api/customers", "all", `{"name":"Longest"}`, nil}, strings.Repeat("k", desk.MaxOnceKey))).is(201)
	w.do(known(call{"POST", "/api/customers", "all", `{`, map[string]string{"Content-Type": "text/plain"}}, "ü")).is(415)
}

// Sixteen at once make one: the others are told to ask again, or answered alike.
func TestSixteenAtOnceMakeOne(t *testing.T) {
	w := newWorld(t)
	for name, pair := range w.posts(t) {
		answers := make([]reply, 16)
		var group sync.WaitGroup
		for i := range answers {
			group.Go(func() { answers[i] = w.do(known(pair[0], name)) })
		}
		group.Wait()
		done := w.do(known(pair[0], name))
		first := 0
		for _, r := range answers {
			switch {
			case r.Code == http.StatusConflict:
			case r.Code != done.Code || r.Body.String() != done.Body.String():
				t.Errorf("%s: %d %s, and then %s", name, r.Code, r.Body, done.Body)
			case r.Header().Get("Idempotency-Replayed") == "":
				first++
			}
		}
		if first != 1 || done.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("%s was done %d times", name, first)
		}
	}
}
