package handlers

import (
	"net/http"
	"strings"

	"parley/internal/desk"
	"parley/store/storetest"
)

// movesMessages tells whether a route is about moving messages between conversations,
// of which each request then needs some that nothing has been done to.
func movesMessages(path string) bool {
	for _, last := range []string{"/merge", "/unmerge", "/split"} {
		if strings.HasSuffix(path, last) {
			return true
		}
	}
	return false
}

// queryFor returns what a page needs to know beside its path.
func queryFor(path string) string {
	if strings.HasSuffix(path, "/split") {
		return "?message={message}"
	}
	return ""
}

// spare returns the id of a conversation that nothing has been done to, beside what it
// can be merged into; or has been merged into it, where that is to be undone.
func (w *world) spare(inbox, path, method string) string {
	w.t.Helper()
	id := w.addConversation("spare", inbox).ID
	if !movesMessages(path) {
		return id.String()
	}
	storetest.AddMessage(w.t, w.store, storetest.System(), id, desk.KindCustomer, "One")
	w.names["message"] = storetest.AddMessage(w.t, w.store, storetest.System(), id, desk.KindCustomer, "Two").ID.String()
	w.addConversation("into", inbox)
	if strings.HasSuffix(path, "/unmerge") || method == http.MethodDelete {
		_, err := w.store.MergeConversation(w.t.Context(), storetest.System(), id, desk.ConversationMerge{Into: desk.Value(w.conversationID("into"))})
		w.must(err)
	}
	return id.String()
}
