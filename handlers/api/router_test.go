package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"parley/handlers/api"
)

func TestPathsThatDoNotExist(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/api", "/api/", "/api/nope", "/api/conversations/1/nope", "/api/conversations/1/messages/1", "/api/Conversations", "/api/me/x", "/api/openapi.yaml"} {
		for _, method := range []string{"GET", "POST", "DELETE", "OPTIONS"} {
			w.do(call{method, path, "", "", nil}).is(404).has("code", "not_found").has("success", false)
		}
	}
}

const bulkPath, bulkJobsPath, onePath = "/api/conversations/bulk", "/api/conversations/bulk-jobs", "/api/conversations/{id}"

func TestMethodsThatAPathDoesNotTake(t *testing.T) {
	w := newWorld(t)
	allow := map[string][]string{}
	for _, op := range w.api.Operations() {
		allow[op.Path] = append(allow[op.Path], op.Method)
	}
	for path, methods := range allow {
		methods = append(methods, "OPTIONS")
		if slices.Contains(methods, "GET") {
			methods = append(methods, "HEAD")
		}
		slices.Sort(methods)
		at := strings.Replace(path, "{id}", "1", 1)
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "CONNECT", "PROPFIND", "QUERY", "get"} {
			if slices.Contains(methods, method) || (at == bulkPath || at == bulkJobsPath) && (method == "HEAD" || slices.Contains(allow[onePath], method)) {
				continue // or it takes "bulk" for an id, as any other word
			}
			r := w.do(call{method, at, "all", "", nil})
			if r.Code != 405 || !slices.Equal(allowed(r), methods) {
				t.Errorf("%s %s: %d, Allow %v, want %v", method, at, r.Code, allowed(r), methods)
			}
		}
		options := w.do(call{"OPTIONS", at, "", "", nil}).is(204)
		if !slices.Equal(allowed(options), methods) || options.Body.Len() > 0 {
			t.Errorf("OPTIONS %s: Allow %v, want %v", at, allowed(options), methods)
		}
	}
}

func allowed(r reply) []string {
	list := strings.Split(r.Header().Get("Allow"), ", ")
	slices.Sort(list)
	return list
}

// TestHeadIsGetWithoutBody goes through a real connection, where the server cuts
// the body off.
func TestHeadIsGetWithoutBody(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w.echo)
	defer server.Close()
	for _, op := range w.api.Operations() {
		if op.Method != "GET" {
			continue
		}
		for _, id := range []string{"1", "987654"} {
			got, _ := fetch(t, w, "GET", server.URL+strings.Replace(op.Path, "{id}", id, 1))
			head, text := fetch(t, w, "HEAD", server.URL+strings.Replace(op.Path, "{id}", id, 1))
			if head.StatusCode != got.StatusCode || text != "" || head.Header.Get("Content-Type") != got.Header.Get("Content-Type") {
				t.Errorf("HEAD %s: %d %q, GET: %d", op.Path, head.StatusCode, text, got.StatusCode)
			}
		}
	}
}

func fetch(t *testing.T, w *world, method, url string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	w.must(err)
	req.Header.Set("Authorization", "Bearer "+w.keys["all"])
	response, err := http.DefaultClient.Do(req)
	w.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	w.must(err)
	return response, string(text)
}

// TestRouterHasTheTableAndNothingElse keeps routes from being added past it.
func TestRouterHasTheTableAndNothingElse(t *testing.T) {
	w := newWorld(t)
	e := echo.New()
	w.api.Register(e)
	want := map[string]bool{}
	for _, op := range w.api.Operations() {
		path := strings.NewReplacer("{", ":", "}", "").Replace(op.Path)
		want[op.Method+" "+path] = true
		if op.Method == "GET" {
			want["HEAD "+path] = true
		}
		if op.Access == "" || op.Name == "" || op.Summary == "" || !api.Owns(op.Path) {
			t.Errorf("%s %s is not fully described", op.Method, op.Path)
		}
	}
	for _, route := range e.Routes() {
		if !want[route.Method+" "+route.Path] {
			t.Errorf("%s %s is not in the table", route.Method, route.Path)
		}
		delete(want, route.Method+" "+route.Path)
	}
	if len(want) > 0 {
		t.Errorf("not served: %v", want)
	}
}

func TestOwns(t *testing.T) {
	for path, want := range map[string]bool{"/api": true, "/api/": true, "/api/x": true, "/": false, "/apis": false, "/API": false, "/conversations/api/": false} {
		if api.Owns(path) != want {
			t.Errorf("%s: %v", path, !want)
		}
	}
}
