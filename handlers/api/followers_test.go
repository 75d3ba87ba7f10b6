package api_test

import (
	"net/http"
	"strings"
	"testing"
)

const refundFollowers = "/api/conversations/{refund}/followers"

func TestFollowers(t *testing.T) {
	w := newWorld(t)
	set := func(method, user, key string) reply {
		return w.do(call{method, refundFollowers + "/" + user, key, "", nil})
	}
	w.do(call{"GET", refundFollowers, "reader", "", nil}).is(200).has("pagination.total", 0.0)
	if got := set("PUT", "{ana}", "writer").is(200).Body.String(); got != `{"success":true}` {
		t.Errorf("it answers %s", got)
	}
	set("PUT", "{ana}", "writer").is(200)
	r := w.do(call{"GET", refundFollowers + "?limit=1", "reader", "", nil}).is(200)
	r.has("pagination.total", 1.0).has("data.0.name", "Ana Souza")
	wantFields(t, r.at("data.0"), "_id", "name", "email")
	set("DELETE", "{ana}", "writer").is(200)
	set("DELETE", "{ana}", "writer").is(200)
	w.do(call{"GET", refundFollowers, "reader", "", nil}).is(200).has("pagination.total", 0.0)

	set("PUT", "{ana}", "reader").is(403).has("required", "write:conversations")
	w.do(call{"GET", refundFollowers, "writer", "", nil}).is(403).has("required", "read:conversations")
	for _, user := range []string{"999999", "0", "ana", "-1"} {
		set("PUT", user, "writer").is(404)
		set("DELETE", user, "writer").is(404)
	}
	for _, method := range []string{"PUT", "DELETE"} {
		unseen := w.do(call{method, "/api/conversations/{invoice}/followers/{ana}", "support", "", nil}).is(404)
		absent := w.do(call{method, "/api/conversations/999999/followers/{ana}", "support", "", nil}).is(404)
		if unseen.at("detail") != absent.at("detail") || unseen.at("title") != absent.at("title") {
			t.Errorf("%s tells them apart: %s %s", method, unseen.Body, absent.Body)
		}
	}
	w.do(call{"GET", "/api/conversations/{invoice}/followers", "support", "", nil}).is(404)
	w.do(call{"POST", refundFollowers, "all", "{}", nil}).is(http.StatusMethodNotAllowed)
}

// Who does not see a conversation cannot follow it, whoever says so.
func TestFollowersSeeTheConversation(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"PUT", "/api/conversations/{invoice}/followers/{ana}", "all", "", nil})
	if r.is(422).complaints() != "userId:not_eligible" {
		t.Errorf("refused with %s", r.complaints())
	}
}

// A note that comes in over the API names people as one from a page does.
func TestNotesMention(t *testing.T) {
	w := newWorld(t)
	w.do(call{"POST", "/api/conversations/{refund}/messages", "all", `{"kind":"note","body":"@ana souza, please"}`, nil}).is(201)
	w.do(call{"POST", "/api/conversations/{invoice}/messages", "all", `{"kind":"note","body":"@Ana Souza, in vain"}`, nil}).is(201)
	w.do(call{"GET", refundFollowers, "reader", "", nil}).is(200).has("data.0.name", "Ana Souza")
	if got := w.do(call{"GET", "/api/conversations/{invoice}/followers", "reader", "", nil}).is(200).Body.String(); !strings.Contains(got, `"data":[]`) {
		t.Errorf("followed by %s", got)
	}
}
