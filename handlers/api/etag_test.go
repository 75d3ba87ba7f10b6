package api_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestETagIsVersionAndHash(t *testing.T) {
	w := newWorld(t)
	shape := regexp.MustCompile(`^"1-[0-9a-f]{16}"$`)
	for _, path := range []string{refundPath, "/api/customers/{maya}"} {
		tag := w.do(call{"GET", path, "all", "", nil}).is(200).Header().Get("ETag")
		if !shape.MatchString(tag) {
			t.Errorf("%s has ETag %s", path, tag)
		}
		if other := w.do(call{"GET", path, "reader", "", nil}).Header().Get("ETag"); other != tag {
			t.Errorf("%s has another ETag for another key: %s", path, other)
		}
		if head := w.do(call{"HEAD", path, "all", "", nil}).is(200).Header().Get("ETag"); head != tag {
			t.Errorf("HEAD %s has ETag %s", path, head)
		}
	}
	before := w.do(call{"GET", refundPath, "all", "", nil}).Header().Get("ETag")
	storetest.AddMessage(t, w.store, storetest.System(), 1, desk.KindNote, "Looking into it.")
	after := w.do(call{"GET", refundPath, "all", "", nil}).Header().Get("ETag")
	if before == after || !strings.HasPrefix(after, `"1-`) {
		t.Errorf("a message makes %s of %s", after, before)
	}
	changed := w.do(call{"PUT", refundPath, "all", `{"status":"closed"}`, nil}).is(200).Header().Get("ETag")
	if again := w.do(call{"GET", refundPath, "all", "", nil}).Header().Get("ETag"); again != changed || !strings.HasPrefix(changed, `"2-`) {
		t.Errorf("PUT answers %s, GET %s", changed, again)
	}
}

func TestIfNoneMatch(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{refundPath, "/api/customers/{maya}"} {
		tag := w.do(call{"GET", path, "all", "", nil}).Header().Get("ETag")
		for value, status := range map[string]int{
			tag: 304, "W/" + tag: 304, "*": 304, `"x", ` + tag: 304, `"x",W/"y" , ` + tag + ` , "z"`: 304, "  *  ": 304, `"a,b",` + tag: 304,
			`"x"`: 200, `"1-0000000000000000"`: 200, strings.Trim(tag, `"`): 200, tag[:len(tag)-1]: 200, " ": 200, "*, *": 200, `w/` + tag: 200, tag + `;`: 200,
		} {
			for _, method := range []string{"GET", "HEAD"} {
				r := w.do(call{method, path, "all", "", map[string]string{"If-None-Match": value}})
				if r.Code != status || r.Header().Get("ETag") != tag {
					t.Errorf("%s %s with %s: %d", method, path, value, r.Code)
				}
				if status == 304 && (r.Body.Len() > 0 || r.Header().Get("Cache-Control") != "no-store") {
					t.Errorf("304 with %q and headers %v", r.Body, r.Header())
				}
			}
		}
		w.do(call{"GET", path, "", "", map[string]string{"If-None-Match": "*"}}).is(401)
	}
	w.do(call{"GET", absentPath, "all", "", map[string]string{"If-None-Match": "*"}}).is(404)
	w.do(call{"PUT", refundPath, "all", `{}`, map[string]string{"If-None-Match": "*"}}).is(200)
}

func TestIfMatch(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{refundPath, "/api/customers/{maya}"} {
		tag := w.do(call{"GET", path, "all", "", nil}).Header().Get("ETag")
		for value, status := range map[string]int{
			tag: 200, `"1-any"`: 200, "*": 200, `"7-x", "1-y"`: 200, `"1-x","2-y"`: 200, ` "1-x" `: 200, `, "1-x",,`: 200,
			"W/" + tag: 412, `"2-x"`: 412, `"1"`: 412, `"1-"`: 412, `"-x"`: 412, `"01-x"`: 412, `1-x`: 412, "1": 412, `"1-x`: 412, " ": 412, `""`: 412,
			`"*"`: 412, `"1-x", *`: 412, `*, "1-x"`: 412, `"1-x" "1-x"`: 412, `W/"1-x", "2-x"`: 412, `"99999999999999999999-x"`: 412, `"1-x", nonsense`: 412,
		} {
			before := w.state()
			r := w.do(call{"PUT", path, "all", `{}`, map[string]string{"If-Match": value}})
			if r.Code != status {
				t.Errorf("PUT %s with %s: %d, want %d", path, value, r.Code, status)
			}
			if status == 412 {
				w.do(call{"DELETE", path, "all", "", map[string]string{"If-Match": value}}).is(412).has("code", "stale").has("data.version", 1.0)
			}
			if w.state() != before {
				t.Errorf("%s changed something", value)
			}
		}
	}
}

func TestStaleAnswersWithWhatThereIsNow(t *testing.T) {
	w := newWorld(t)
	old := w.do(call{"GET", refundPath, "all", "", nil}).Header().Get("ETag")
	mine := map[string]string{"If-Match": old}
	now := w.do(call{"PUT", refundPath, "all", `{"priority":"urgent"}`, mine}).is(200)
	before := w.state()
	r := w.do(call{"PUT", refundPath, "all", `{"priority":"low"}`, mine}).is(412)
	r.has("type", "/problems/stale").has("data.priority", "urgent").has("data.version", 2.0)
	wantFields(t, r.at("data"), conversationFields...)
	if !strings.Contains(now.Body.String(), `"data":`+rawData(r)) {
		t.Errorf("the problem shows %s, the record is %s", rawData(r), now.Body)
	}
	w.do(call{"DELETE", refundPath, "all", "", mine}).is(412).has("data.version", 2.0)
	if w.state() != before {
		t.Error("something changed")
	}
	w.do(call{"DELETE", refundPath, "all", "", map[string]string{"If-Match": now.Header().Get("ETag")}}).is(200)

	person := w.do(call{"PUT", "/api/customers/{lone}", "all", `{"name":"Not Lone"}`, nil}).is(200).has("data.version", 2.0)
	stale := w.do(call{"PUT", "/api/customers/{lone}", "all", `{"name":"X"}`, map[string]string{"If-Match": `"1-x"`}}).is(412)
	stale.has("data.name", "Not Lone")
	w.do(call{"DELETE", "/api/customers/{lone}", "all", "", map[string]string{"If-Match": person.Header().Get("ETag")}}).is(200)
}

func rawData(r reply) string {
	_, data, _ := strings.Cut(r.Body.String(), `"data":`)
	return strings.TrimSuffix(data, "}")
}

// TestIfMatchInSeveralHeaders is what a proxy may make of one list.
func TestIfMatchInSeveralHeaders(t *testing.T) {
	w := newWorld(t)
	for _, row := range []struct {
		values []string
		status int
	}{{[]string{`"7-x"`, `"1-x"`}, 200}, {[]string{`"7-x"`, `"8-x"`}, 412}, {[]string{""}, 412}, {[]string{"*", "*"}, 412}} {
		req := httptest.NewRequest("PUT", "/api/conversations/1", strings.NewReader(`{}`))
		req.Header.Set("Authorization", "Bearer "+w.keys["all"])
		req.Header.Set("Content-Type", "application/json")
		req.Header["If-Match"] = row.values
		w.send(req).is(row.status)
	}
}
