package api_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// failing adds a path outside the table whose handler returns, or panics with,
// the error.
func (w *world) failing(path string, err error, panics bool) {
	w.echo.GET(path, func(echo.Context) error {
		if panics {
			panic(err)
		}
		return err
	})
}

func TestInternalErrorsShowNothing(t *testing.T) {
	w := newWorld(t)
	secret := errors.New("SELECT secret_hash FROM api_keys at /var/lib")
	w.failing("/api/plain", secret, false)
	w.failing("/api/wrapped", fmt.Errorf("list: %w", secret), false)
	w.failing("/api/panic", secret, true)
	w.failing("/api/http", echo.NewHTTPError(500, secret.Error()).SetInternal(secret), false)
	w.failing("/api/odd", echo.NewHTTPError(200, secret.Error()), false)
	for _, path := range []string{"/api/plain", "/api/wrapped", "/api/panic", "/api/http", "/api/odd"} {
		r := w.do(call{"GET", path, "", "", nil}).is(500).has("code", "internal_error").has("type", "/problems/internal")
		if strings.Contains(r.Body.String(), "secret") || strings.Contains(r.Body.String(), "goroutine") {
			t.Errorf("%s shows %s", path, r.Body)
		}
		if r.at("requestId") != r.Header().Get("X-Request-Id") {
			t.Errorf("requestId is not that of the header: %s", r.Body)
		}
	}
}

// TestInternalErrorsAreLogged closes the database under an operation.
func TestInternalErrorsAreLogged(t *testing.T) {
	w := newWorld(t)
	w.must(w.store.Close())
	r := w.do(call{"GET", "/api/conversations", "all", "", nil}).is(500)
	entry := w.log.String()
	for _, part := range []string{"level=ERROR", "find key", "requestId=" + r.Header().Get("X-Request-Id"), "method=GET", "route=/api/conversations"} {
		if !strings.Contains(entry, part) {
			t.Errorf("the log lacks %q: %s", part, entry)
		}
	}
	if strings.Contains(r.Body.String(), "database") || strings.Contains(entry, w.keys["all"]) {
		t.Errorf("shown or logged too much: %s %s", r.Body, entry)
	}
}

func TestCallerWhoHangsUpIsNoError(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	req := newRequest(ctx, "GET", "/api/conversations", w.keys["all"])
	cancel()
	w.send(req).is(500)
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Errorf("logged as %s", w.log)
	}
}

func TestErrorsBecomeProblems(t *testing.T) {
	w := newWorld(t)
	for i, row := range []struct {
		err    error
		status int
		code   string
	}{
		{&desk.Error{Code: desk.CodeTooMany, Message: "Wait.", RetryAfter: 1500 * time.Millisecond}, 429, "too_many_requests"},
		{fmt.Errorf("outer: %w", desk.NotFound("tag")), 404, "not_found"},
		{&desk.Error{Code: desk.CodeConflict, Message: "No."}, 409, "conflict"},
		{&desk.Error{Code: "new_code", Message: "?"}, 500, "internal_error"},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "unavailable"},
		{echo.ErrServiceUnavailable, 503, "unavailable"},
		{echo.ErrStatusRequestEntityTooLarge, 413, "too_large"},
		{echo.NewHTTPError(418, "short and stout"), 418, "status_418"},
	} {
		path := fmt.Sprintf("/api/failing/%d", i)
		w.failing(path, row.err, false)
		r := w.do(call{"GET", path, "", "", nil}).is(row.status).has("code", row.code).has("status", float64(row.status))
		if got := r.Header().Get("Retry-After"); (row.status == 429) != (got == "2") {
			t.Errorf("%v: Retry-After %q", row.err, got)
		}
		for _, field := range []string{"type", "title", "detail"} {
			if r.at(field) == "" || strings.Contains(r.at("detail").(string), "stout") {
				t.Errorf("%v: %s", row.err, r.Body)
			}
		}
	}
}

func TestProblemAfterTheAnswerHasBegun(t *testing.T) {
	w := newWorld(t)
	w.echo.GET("/api/begun", func(c echo.Context) error {
		_ = c.String(200, `{"success":true}`)
		return errors.New("too late")
	})
	if r := w.do(call{"GET", "/api/begun", "", "", nil}).is(200); r.Body.String() != `{"success":true}` {
		t.Errorf("answer is %s", r.Body)
	}
}

// TestProblemsHaveTheEnvelope checks the fields of api.md, and that fields which
// mean nothing for a status stay away.
func TestProblemsHaveTheEnvelope(t *testing.T) {
	w := newWorld(t)
	base := []string{"success", "type", "title", "status", "code", "detail", "requestId"}
	for _, row := range []struct {
		call
		more []string
	}{
		{call{"GET", "/api/me", "", "", nil}, nil},
		{call{"GET", "/api/customers", "writer", "", nil}, []string{"required"}},
		{call{"GET", absentPath, "all", "", nil}, nil},
		{call{"PATCH", "/api/me", "all", "", nil}, nil},
		{call{"GET", "/api/users?page=0", "all", "", nil}, []string{"errors"}},
		{call{"PUT", refundPath, "all", `{`, nil}, nil},
		{call{"PUT", refundPath, "all", `{"x":1}`, nil}, []string{"errors"}},
		{call{"PUT", refundPath, "all", `{}`, map[string]string{"If-Match": `"9-x"`}}, []string{"data"}},
		{call{"DELETE", "/api/customers/{maya}", "all", "", nil}, nil},
	} {
		r := w.do(row.call)
		wantFields(t, any(r.json), append(row.more, base...)...)
		r.has("success", false)
		if r.Header().Get("Content-Type") != "application/problem+json" || r.Header().Get("Cache-Control") != "no-store" ||
			r.Header().Get("X-Content-Type-Options") != "nosniff" || r.Header().Get("ETag") != "" {
			t.Errorf("%s %s: headers %v", row.method, row.path, r.Header())
		}
	}
}
