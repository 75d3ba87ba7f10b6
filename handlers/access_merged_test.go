package handlers

import (
	"net/http"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// Nothing names a conversation that is out of reach to who reaches the one that was
// merged into it, split off it, or that it was merged into.
func TestMergesNameNothingUnseen(t *testing.T) {
	w := newWorld(t)
	merge := func(source, into string) {
		t.Helper()
		_, err := w.store.MergeConversation(t.Context(), storetest.System(), w.conversationID(source), desk.ConversationMerge{
			Into: desk.Value(w.conversationID(into)), Confirm: desk.Value(desk.Words(desk.MergeDifferences())),
		})
		w.must(err)
	}
	merge("kettle", "invoice")
	merge("dunning", "refund")
	const note = "kind=note&body=Hello"
	for _, target := range []struct{ method, path, body string }{
		{"GET", "/conversations?limit=100", ""},
		{"GET", "/conversations/{kettle}", ""},
		{"GET", "/conversations/{kettle}?show=events", ""},
		{"GET", "/conversations/{kettle}/delete", ""},
		{"GET", "/conversations/{kettle}/edit", ""},
		{"GET", "/conversations/{kettle}/merge", ""},
		{"GET", "/conversations/{kettle}/split?message=1", ""},
		{"POST", "/conversations/{kettle}/messages", note},
		{"POST", "/conversations/{kettle}/drafts", note},
		{"POST", "/conversations/{kettle}/status", "status=open&was=closed"},
		{"POST", "/conversations/{kettle}/status", "status=open&was=pending"},
		{"POST", "/conversations/{kettle}/merge", "into={refund}"},
		{"POST", "/conversations/{kettle}/unmerge", ""},
		{"POST", "/conversations/{kettle}/tags", "tags=new"},
		{"POST", "/conversations/bulk", "conversation={kettle}&status=open"},
		{"GET", "/conversations/{refund}/merge?into={kettle}", ""},
		{"GET", "/conversations/{refund}", ""},
		{"GET", "/conversations/{refund}/delete", ""},
		{"GET", "/customers/{maya}", ""},
		{"GET", "/api/conversations", ""},
		{"GET", "/api/conversations/{kettle}", ""},
		{"GET", "/api/conversations/{refund}", ""},
		{"PUT", "/api/conversations/{kettle}", `{"status":"open"}`},
		{"POST", "/api/conversations/{kettle}/messages", `{"kind":"note","body":"x"}`},
		{"POST", "/api/conversations/{refund}/merge", `{"into":"{kettle}"}`},
		{"POST", "/api/conversations/bulk", `{"conversations":[{"_id":"{kettle}"}],"status":"open"}`},
		{"DELETE", "/api/conversations/{kettle}/merge", ""},
	} {
		for _, unseen := range []string{"invoice", "dunning"} {
			answer := w.asSupport(target.method, target.path, target.body)
			if number := w.conversationID(unseen).String(); strings.Contains(answer.body, number) || strings.Contains(answer.Header.Get("Location"), number) {
				t.Errorf("%s %s (%d) names %s, which is out of reach: %s", target.method, target.path, answer.StatusCode, unseen, answer.excerpt())
			}
		}
	}
	ana, max := w.as("ana"), w.as("max")
	ana.open("/conversations/{kettle}").shows("Merged into a conversation that you have no access to", "merged this into another conversation").hides("Undo merge")
	ana.open("/conversations/{refund}").shows("merged another conversation into this")
	ana.open("/conversations/{refund}/delete").shows("The messages of others, merged into this one, go with it.")
	w.asSupport("GET", "/api/conversations/{kettle}", "").is(200).shows(`"mergedInto":null`, `"status":"closed"`)
	max.open("/conversations/{kettle}").shows("Merged into #{invoice}", "merged this into #{invoice}", "Undo merge")
	max.open("/conversations/{refund}/delete").shows("The messages of #{dunning}, merged into this one, go with it.")
}

// asSupport asks as who reaches Support alone: a person, or under /api a key.
func (w *world) asSupport(method, path, body string) *page {
	w.t.Helper()
	if !strings.HasPrefix(path, "/api/") {
		return w.as("ana").do(method, path, w.expand(body), nil)
	}
	header := map[string]string{"Authorization": "Bearer " + w.keys["support"], "Origin": "", "Sec-Fetch-Site": ""}
	if method != http.MethodGet && body != "" {
		header["Content-Type"] = "application/json"
	}
	return w.visitor().do(method, path, w.expand(body), header)
}
