package api_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

const repliesPath = "/api/saved-replies"

func TestSavedReplies(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", repliesPath, "all", `{"name":" Refund ","body":"Dear {{customer.name}},\r\nbye "}`, nil}).is(201)
	wantFields(t, r.at("data"), "_id", "name", "body", "createdAt", "updatedAt", "version")
	r.has("data.name", "Refund").has("data.body", "Dear {{customer.name}},\nbye").has("data.version", 1.0)
	at := r.Header().Get("Location")
	got := w.do(call{"GET", at, "reader", "", nil}).is(200)
	if got.Body.String() != r.Body.String() || got.Header().Get("ETag") != r.Header().Get("ETag") {
		t.Errorf("create and get differ: %s %s", r.Body, got.Body)
	}
	w.do(call{"POST", repliesPath, "all", `{"name":"rEFUND","body":"x"}`, nil}).is(422).has("errors.0.code", "taken").has("title", "Invalid saved reply")
	unknown := w.do(call{"POST", repliesPath, "all", `{"name":"x","body":"{{customer.age}}"}`, nil}).is(422).has("errors.0.code", "unknown_variable").has("errors.0.field", "body")
	if allowed := unknown.at("errors.0.allowed").([]any); len(allowed) != len(desk.Variables()) || allowed[0] != "{{customer.name}}" {
		t.Errorf("it takes %v", allowed)
	}
	w.do(call{"POST", repliesPath, "all", `{"name":"x","body":"x","personal":true}`, nil}).is(422).has("errors.0.code", "unknown_field")
	w.do(call{"POST", repliesPath, "writer", `{"name":"x","body":"x"}`, nil}).is(403).has("required", "write:saved-replies")
	w.do(call{"POST", repliesPath, "all", `{"name":"bug","body":"We look into it."}`, nil}).is(201)
	w.do(call{"GET", repliesPath, "reader", "", nil}).is(200).has("pagination.total", 2.0).has("data.0.name", "bug").has("data.1.name", "Refund")
	w.do(call{"GET", repliesPath + "?q=DEAR", "reader", "", nil}).is(200).has("pagination.total", 1.0).has("data.0.name", "Refund")

	w.do(call{"PUT", at, "all", `{"body":"y"}`, map[string]string{"If-Match": `"7-0"`}}).is(412).has("data.name", "Refund")
	w.do(call{"PUT", at, "all", `{"body":"y"}`, map[string]string{"If-Match": r.Header().Get("ETag")}}).is(200).has("data.body", "y").has("data.version", 2.0)
	w.do(call{"DELETE", at, "reader", "", nil}).is(403)
	w.do(call{"DELETE", at, "all", "", nil}).is(200)
	w.do(call{"GET", at, "all", "", nil}).is(404)
}

func TestBodiesOfSavedReplies(t *testing.T) {
	w := newWorld(t)
	for body, complaints := range map[string]string{
		`{}`: "name:required body:required", `{"name":null,"body":null}`: "name:null body:null", `{"name":7,"body":[]}`: "name:wrong_type body:wrong_type",
		`{"name":" ","body":" \n"}`: "name:empty body:empty", `{"name":"a\nb","body":"a\u0000"}`: "name:control_character body:control_character",
		`{"name":"` + strings.Repeat("é", 81) + `","body":"` + strings.Repeat("é", 10001) + `"}`: "name:too_long body:too_long",
	} {
		if r := w.do(call{"POST", repliesPath, "all", body, nil}).is(422); r.complaints() != complaints {
			t.Errorf("%.60s: %s, want %s", body, r.complaints(), complaints)
		}
	}
}
