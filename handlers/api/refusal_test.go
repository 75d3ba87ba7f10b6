package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parley/internal/desk"
)

const conversationsPath, refundPath, absentPath = "/api/conversations", "/api/conversations/{refund}", "/api/conversations/{absent}"

func TestOrderOfRefusals(t *testing.T) {
	w := newWorld(t)
	text := map[string]string{"Content-Type": "text/plain"}
	stale := map[string]string{"If-Match": `"99-abc"`}
	staleText := map[string]string{"If-Match": `"99-abc"`, "Content-Type": "text/plain"}
	long := `{"subject":"` + strings.Repeat("a", desk.MaxRequestBytes) + `"}`
	for _, row := range []struct {
		what string
		call
		status int
	}{
		{"no key before everything", call{"PUT", absentPath + "?x=1", "", `{`, staleText}, 401},
		{"unknown key before the body", call{"POST", conversationsPath, "unknown", `{`, text}, 401},
		{"permission before the content type", call{"PUT", refundPath, "reader", `{`, text}, 403},
		{"permission before the length", call{"POST", conversationsPath, "reader", long, nil}, 403},
		{"permission before the query", call{"GET", conversationsPath + "?page=0", "writer", "", nil}, 403},
		{"permission before the id", call{"DELETE", absentPath, "reader", "", nil}, 403},
		{"content type before the length", call{"PUT", refundPath, "all", long, text}, 415},
		{"content type before the query", call{"PUT", refundPath + "?x=1", "all", `{}`, text}, 415},
		{"content type before the id", call{"PUT", absentPath, "all", `{}`, text}, 415},
		{"length before the id", call{"PUT", absentPath, "all", long, nil}, 413},
		{"malformed before the id", call{"PUT", absentPath, "all", `{"subject":`, stale}, 400},
		{"query before the id", call{"GET", absentPath + "?x=1", "all", "", nil}, 400},
		{"page before the id", call{"GET", absentPath + "/messages?page=0", "all", "", nil}, 400},
		{"the id before the fields", call{"PUT", absentPath, "all", `{"subject":7,"x":1}`, nil}, 404},
		{"the id before the version", call{"PUT", absentPath, "all", `{"status":"x"}`, stale}, 404},
		{"the id before the version, deleting", call{"DELETE", absentPath, "all", "", stale}, 404},
		{"the id before the message", call{"POST", absentPath + "/messages", "all", `{"kind":1}`, nil}, 404},
		{"the version before the fields", call{"PUT", refundPath, "all", `{"subject":7,"x":1,"assignedTo":"x"}`, stale}, 412},
		{"the version, deleting", call{"DELETE", refundPath, "all", "", stale}, 412},
		{"the customer before the fields", call{"PUT", "/api/customers/{absent}", "all", `{"name":7}`, stale}, 404},
		{"the customer's version before the fields", call{"PUT", "/api/customers/{maya}", "all", `{"name":7}`, stale}, 412},
		{"the customer's version before the conflict", call{"DELETE", "/api/customers/{maya}", "all", "", stale}, 412},
		{"the conflict", call{"DELETE", "/api/customers/{maya}", "all", "", nil}, 409},
		{"the fields last", call{"PUT", refundPath, "all", `{"subject":7}`, map[string]string{"If-Match": `"1-abc"`}}, 422},
	} {
		t.Run(row.what, func(t *testing.T) {
			before := w.state()
			w.do(row.call).is(row.status).has("success", false).has("status", float64(row.status))
			if w.state() != before {
				t.Error("something changed")
			}
		})
	}
}

func TestKeysThatDoNotCount(t *testing.T) {
	w := newWorld(t)
	good := w.keys["all"]
	for what, headers := range map[string][]string{
		"none": {}, "empty": {""}, "scheme only": {"Bearer"}, "no secret": {"Bearer "}, "bare": {good}, "basic": {"Basic " + good},
		"twice": {"Bearer " + good, "Bearer " + good}, "two in one": {"Bearer " + good + ", Bearer " + good}, "with more": {"Bearer " + good + " x"},
		"cut": {"Bearer " + good[:len(good)-1]}, "longer": {"Bearer " + good + "a"}, "other case": {"Bearer " + strings.ToUpper(good)}, "token": {"Token " + good},
	} {
		t.Run(what, func(t *testing.T) {
			req := httptest.NewRequest("GET", "/api/conversations?api_key="+good+"&access_token="+good, nil)
			req.Header["Authorization"] = headers
			req.Header.Set("Cookie", "session="+good+"; key="+good)
			req.Header.Set("X-Api-Key", good)
			r := w.send(req)
			r.t = t
			r.is(401).has("code", "unauthenticated")
			if got := r.Header().Values("WWW-Authenticate"); len(got) != 1 || got[0] != "Bearer" {
				t.Errorf("WWW-Authenticate is %q", got)
			}
		})
	}
	for _, scheme := range []string{"Bearer ", "bearer ", "BEARER ", "Bearer   "} {
		req := httptest.NewRequest("GET", "/api/me", nil)
		req.Header.Set("Authorization", scheme+good)
		w.send(req).is(200)
	}
}

func TestRevokedKeyIsNobody(t *testing.T) {
	w := newWorld(t)
	w.do(call{"GET", "/api/me", "all", "", nil}).is(200)
	w.must(w.store.RevokeKey(t.Context(), desk.System("test", desk.ViaSystem), "All"))
	w.do(call{"GET", "/api/me", "all", "", nil}).is(401)
}

// TestEveryOperationAsksForItsPermission walks the whole table with a key for
// each permission: the one that an operation declares opens it, and no other.
func TestEveryOperationAsksForItsPermission(t *testing.T) {
	w := newWorld(t)
	for i, p := range desk.Permissions() {
		key := fmt.Sprintf("only %d", i)
		w.keys[key] = addKey(w, key, string(p))
		for _, op := range w.api.Operations() {
			c := call{method: op.Method, path: strings.Replace(op.Path, "{id}", "987654", 1), key: key}
			if c.body = ""; op.Method == "POST" || op.Method == "PUT" {
				c.body = `{"x":1}`
			}
			r := w.do(c)
			open := op.Access.Permission() == p || op.Access == "public" || op.Access == "any key"
			switch {
			case open && (r.Code == 401 || r.Code == 403):
				t.Errorf("%s %s refuses %s: %s", op.Method, op.Path, p, r.Body)
			case !open:
				if r.Code != 403 {
					t.Errorf("%s %s lets %s in: %d", op.Method, op.Path, p, r.Code)
					continue
				}
				r.has("code", "permission_required").has("required", string(op.Access.Permission()))
			}
			if c.key = ""; op.Access != "public" {
				w.do(c).is(401)
			}
		}
	}
}

func TestContentTypes(t *testing.T) {
	w := newWorld(t)
	for value, status := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "Application/JSON;charset=UTF-8": 200, `application/json; charset="utf-8"`: 200,
		"application/json;x=y": 200, "": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415,
		"text/json": 415, "application/merge-patch+json": 415, "application/json, text/plain": 415, "application/json; charset=latin1": 415,
		"application/json;;": 415, "json": 415, "*/*": 415, "application/jsonp": 415,
	} {
		r := w.do(call{"PUT", refundPath, "all", `{}`, map[string]string{"Content-Type": value}})
		if r.Code != status {
			t.Errorf("%q: %d, want %d", value, r.Code, status)
		}
	}
	w.do(call{"PUT", refundPath, "all", `{}`, map[string]string{"Content-Encoding": "gzip"}}).is(415)
	w.do(call{"PUT", refundPath, "all", "", nil}).is(415)
	req := httptest.NewRequest("PUT", "/api/conversations/1", strings.NewReader(`{}`))
	req.Header = http.Header{"Authorization": {"Bearer " + w.keys["all"]}, "Content-Type": {"application/json", "application/json"}}
	w.send(req).is(415)
}

func TestBodiesThatAreNotOneObject(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	for what, text := range map[string]string{
		"blank": " \n", "cut": `{"subject":"a"`, "bare": `subject`, "trailing": `{} x`, "two": `{}{}`, "comma": `{"subject":"a",}`,
		"comment": `{} // x`, "array": `[]`, "string": `"x"`, "number": `7`, "null": `null`, "true": `true`, "single quotes": `{'subject':'a'}`,
		"bare name": `{subject:"a"}`, "NaN": `{"subject":NaN}`, "hex": `{"subject":0x1}`, "raw newline": "{\"subject\":\"a\nb\"}", "BOM": "\ufeff{}",
		"not UTF-8": "{\"subject\":\"\xff\"}", "latin1": "{\"subject\":\"caf\xe9\"}", "lone high": `{"subject":"\ud83d"}`, "lone low": `{"subject":"\ude00"}`,
		"lone in a name": `{"\ud83d":1}`, "twice": `{"subject":"a","subject":"a"}`, "twice escaped": `{"subject":"a","s\u0075bject":"b"}`,
		"unknown twice": `{"x":1,"x":1}`, "deep": strings.Repeat("[", 500_000), "deep value": `{"subject":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + `}`,
		"many names": many(5000),
	} {
		r := w.do(call{"PUT", refundPath, "all", text, nil})
		if r.Code != 400 || r.at("code") != "bad_request" {
			t.Errorf("%s: %d %s", what, r.Code, r.Body)
		}
	}
	empty := w.do(call{"PUT", refundPath, "all", "", map[string]string{"Content-Type": "application/json"}}).is(400)
	empty.has("detail", "The body is empty; it must be one JSON object.")
	w.do(call{"PUT", refundPath, "all", `{"a":1,"a":1}`, nil}).is(400).has("errors.0.field", "a").has("errors.0.code", "duplicate")
	if w.state() != before {
		t.Error("something changed")
	}
}

func many(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf(`"n%d":1`, i))
	}
	return "{" + strings.Join(names, ",") + "}"
}

func TestLengthOfBodies(t *testing.T) {
	w := newWorld(t)
	fits := func(n int) string { return `{"subject":"A"` + strings.Repeat(" ", n-len(`{"subject":"A"}`)) + `}` }
	w.do(call{"PUT", refundPath, "all", fits(desk.MaxRequestBytes), nil}).is(200)
	w.do(call{"PUT", refundPath, "all", fits(desk.MaxRequestBytes + 1), nil}).is(413).has("code", "too_large")

	req := httptest.NewRequest("PUT", "/api/conversations/1", strings.NewReader(fits(desk.MaxRequestBytes+1)))
	req.ContentLength = -1 // as with chunks, where the length is not announced
	req.Header = http.Header{"Authorization": {"Bearer " + w.keys["all"]}, "Content-Type": {"application/json"}}
	w.send(req).is(413)
}

func TestIdsThatAreNoNumberAreAbsent(t *testing.T) {
	w := newWorld(t)
	for _, op := range w.api.Operations() {
		if !strings.Contains(op.Path, "{id}") {
			continue
		}
		var absent string
		for _, id := range []string{"987654", "x", "0", "-1", "01", "1.0", "1e0", "%20", "1%20", "%00", "99999999999999999999", "1;2", "null", "%C2%B2", "..%2f1"} {
			c := call{method: op.Method, path: strings.Replace(op.Path, "{id}", id, 1), key: "all"}
			if op.Method == "POST" || op.Method == "PUT" {
				c.body = `{}`
			}
			r := w.do(c.withFile(op))
			text := strings.Replace(r.Body.String(), r.Header().Get("X-Request-Id"), "", 1)
			if absent == "" {
				absent = text
			}
			if r.Code != 404 || text != absent {
				t.Errorf("%s %s: %d %s", c.method, c.path, r.Code, text)
			}
		}
	}
}
