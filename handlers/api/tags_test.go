package api_test

import (
	"strings"
	"testing"
)

const refundTags = "/api/conversations/{refund}/tags"

func TestTags(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", "/api/tags", "all", `{"name":" Refund ","hue":"teal"}`, nil}).is(201)
	wantFields(t, r.at("data"), "_id", "name", "hue", "createdAt", "version")
	r.has("data.name", "Refund").has("data.hue", "teal").has("data.version", 1.0)
	at := r.Header().Get("Location")
	got := w.do(call{"GET", at, "reader", "", nil}).is(200)
	if got.Body.String() != r.Body.String() || got.Header().Get("ETag") != r.Header().Get("ETag") {
		t.Errorf("create and get differ: %s %s", r.Body, got.Body)
	}
	w.do(call{"POST", "/api/tags", "all", `{"name":"rEFUND"}`, nil}).is(422).has("errors.0.code", "taken").has("title", "Invalid tag")
	w.do(call{"POST", "/api/tags", "writer", `{"name":"x"}`, nil}).is(403).has("required", "write:tags")
	w.do(call{"POST", "/api/tags", "all", `{"name":"bug"}`, nil}).is(201)
	w.do(call{"GET", "/api/tags", "reader", "", nil}).is(200).has("pagination.total", 2.0).has("data.0.name", "bug").has("data.1.name", "Refund")

	w.do(call{"PUT", at, "all", `{"hue":"red"}`, map[string]string{"If-Match": `"7-0"`}}).is(412).has("data.name", "Refund")
	w.do(call{"PUT", at, "all", `{"hue":"red"}`, map[string]string{"If-Match": r.Header().Get("ETag")}}).is(200).has("data.hue", "red").has("data.version", 2.0)
	w.do(call{"DELETE", at, "reader", "", nil}).is(403)
	w.do(call{"DELETE", at, "all", "", nil}).is(200)
	w.do(call{"GET", at, "all", "", nil}).is(404)
}

func TestTagsOfAConversation(t *testing.T) {
	w := newWorld(t)
	w.do(call{"POST", "/api/tags", "all", `{"name":"refund"}`, nil}).is(201)
	r := w.do(call{"PUT", refundTags, "all", `{"tags":["Zebra"," REFUND ","refund"]}`, nil}).is(200)
	wantFields(t, r.at("data"), conversationFields...)
	r.has("data.tags.0", "refund").has("data.tags.1", "Zebra").has("data.version", 2.0)
	for _, path := range []string{"/api/conversations/{refund}", "/api/conversations?tag=ZEBRA"} {
		got := w.do(call{"GET", path, "reader", "", nil}).is(200).Body.String()
		if !strings.Contains(got, `"tags":["refund","Zebra"]`) {
			t.Errorf("%s: %s", path, got)
		}
	}
	w.do(call{"PUT", refundTags, "writer", `{"tags":["refund","new"]}`, nil}).is(422).has("errors.0.code", "not_found")
	w.do(call{"PUT", refundTags, "all", `{"tags":[]}`, map[string]string{"If-Match": `"1-0"`}}).is(412).has("data.tags.1", "Zebra")
	w.do(call{"PUT", "/api/conversations/{invoice}/tags", "support", `{"tags":[]}`, nil}).is(404)
	for body, code := range map[string]string{
		`{"tags":"refund"}`: "wrong_type", `{"tags":[7]}`: "wrong_type", `{"tags":[null]}`: "wrong_type", `{"tags":{}}`: "wrong_type",
		`{"tags":null}`: "null", `{}`: "required", `{"tags":[""]}`: "empty", `{"tags":["a,b"]}`: "comma", `{"tags":["a\u0000"]}`: "control_character",
	} {
		if r := w.do(call{"PUT", refundTags, "all", body, nil}).is(422); r.complaints() != "tags:"+code {
			t.Errorf("%s: %s", body, r.complaints())
		}
	}
	w.do(call{"PUT", refundTags, "writer", `{"tags":[]}`, nil}).is(200).has("data.version", 3.0)
	if got := w.do(call{"GET", "/api/conversations/{refund}", "reader", "", nil}).Body.String(); !strings.Contains(got, `"tags":[]`) {
		t.Errorf("without tags: %s", got)
	}
}

func TestListByTag(t *testing.T) {
	w := newWorld(t)
	addVariety(w)
	w.do(call{"PUT", refundTags, "all", `{"tags":["money","slow"]}`, nil}).is(200)
	w.do(call{"PUT", "/api/conversations/{invoice}/tags", "all", `{"tags":["Money"]}`, nil}).is(200)
	for query, want := range map[string]string{
		"tag=money": "Refund Invoice", "tag=slow": "Refund", "tag=slow,MONEY": "Refund Invoice", "tag=none": "",
		"tag=money&inboxId={billing}": "Invoice", "tag=money&customerId={maya}": "Refund", "tag=money&status=closed": "",
	} {
		r := w.do(call{"GET", "/api/conversations?sort=createdAt&" + query, "reader", "", nil}).is(200)
		if got := subjects(r); got != want || r.at("pagination.total") != float64(len(strings.Fields(want))) {
			t.Errorf("%s: %s of %v", query, got, r.at("pagination.total"))
		}
	}
}
