package handlers

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// around is the middleware around everything, the innermost first.
func (w *site) around() []echo.MiddlewareFunc {
	return []echo.MiddlewareFunc{w.secure, w.recoverPanics, w.logRequests, nameRequests}
}

// nameRequests gives every request an id of ours, which the answer carries and
// the log names. What a client sends is not taken over into the log.
func nameRequests(next echo.HandlerFunc) echo.HandlerFunc {
	named := middleware.RequestIDWithConfig(middleware.RequestIDConfig{
		Generator: requestID,
	})(next)
	return func(c echo.Context) error {
		c.Request().Header.Del(echo.HeaderXRequestID)
		return named(c)
	}
}

// logRequests writes a line for each answer. The query is left out: set-up
// tokens and addresses stand in queries.
func (w *site) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		w.logAnswer(c, start)
		return nil
	}
}

// logAnswer is apart from logRequests because streams wait in there: what this
// needs of the stack, they do not hold meanwhile.
func (w *site) logAnswer(c echo.Context, start time.Time) {
	level := slog.LevelInfo
	switch path := c.Request().URL.Path; {
	case c.Response().Status >= http.StatusInternalServerError:
		level = slog.LevelError
	case strings.HasPrefix(path, "/static/") || path == "/healthz" || path == "/readyz":
		level = slog.LevelDebug
	}
	w.log.Log(c.Request().Context(), level, "request",
		"method", c.Request().Method, "path", c.Request().URL.Path, "route", c.Path(),
		"status", c.Response().Status, "bytes", c.Response().Size, "took", time.Since(start).Round(time.Microsecond),
		"address", c.RealIP(), "requestId", c.Response().Header().Get(echo.HeaderXRequestID))
}

// recoverPanics turns a panic into an error like any other, with the stack in
// the log.
func (w *site) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
			}
		}()
		return next(c)
	}
}

// requestID returns 80 random bits, enough to be found in a log.
func requestID() string { return strings.ToLower(rand.Text()[:16]) }
