package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// problem is an answer that refuses (RFC 9457), in the shape of the envelope. It
// is an error too, for those refusals that only HTTP knows.
type problem struct {
	Success   bool              `json:"success"`
	Type      string            `json:"type" doc:"What kind of problem this is, as a URI reference."`
	Title     string            `json:"title"`
	Status    int               `json:"status"`
	Code      string            `json:"code" doc:"The kind, for programs."`
	Detail    string            `json:"detail" doc:"A sentence for people."`
	Errors    []desk.FieldError `json:"errors,omitempty" doc:"One entry for each field or parameter that needs attention."`
	RequestID string            `json:"requestId" doc:"Also in the header X-Request-Id; name it when you ask for help."`
	Required  desk.Permission   `json:"required,omitempty" doc:"With 403: the permission that the key lacks."`
	Data      any               `json:"data,omitempty" doc:"With 412: the record as it is now. With 409 to a message: what others have written since. With 409 to a job: how many conversations match."`

	retryAfter string
}

// Error returns the detail.
func (p *problem) Error() string { return p.Detail }

func newProblem(status int, detail string) *problem {
	slug, code, title := kind(status)
	return &problem{Type: "/problems/" + slug, Title: title, Status: status, Code: code, Detail: detail}
}

func badRequest(detail string, errs desk.FieldErrors) error {
	p := newProblem(http.StatusBadRequest, detail)
	p.Errors = errs
	return p
}

// trace is what a request's problems need to know of the request.
type trace struct {
	log  *slog.Logger
	noun string
}

const traceKey = "parley/api"

// WriteProblem answers the request with the error. It is the one writer of JSON
// errors: for what operations return, for what the router refuses by itself (an
// *echo.HTTPError) and for panics. Of an error that is none of these, and so is
// not meant for people, the answer shows nothing; the log has it, under the
// answer's request id.
func WriteProblem(c echo.Context, err error) {
	known, _ := c.Get(traceKey).(trace)
	if known.log == nil {
		known.log = slog.Default()
	}
	p := problemOf(err, known.noun)
	header := c.Response().Header()
	p.RequestID = header.Get(echo.HeaderXRequestID)
	if p.Status >= http.StatusInternalServerError {
		known.log.Log(c.Request().Context(), gravity(c.Request()), "request failed", "err", err,
			"requestId", p.RequestID, "method", c.Request().Method, "route", c.Path())
	}
	if c.Response().Committed {
		return
	}
	setHeaders(header)
	header.Del("ETag")
	header.Del(echo.HeaderLocation)
	if p.Status == http.StatusUnauthorized {
		header.Set(echo.HeaderWWWAuthenticate, "Bearer")
	}
	if p.retryAfter != "" {
		header.Set(echo.HeaderRetryAfter, p.retryAfter)
	}
	text, err := json.Marshal(p)
	if err == nil {
		err = c.Blob(p.Status, "application/problem+json", text)
	}
	if err != nil {
		known.log.WarnContext(c.Request().Context(), "problem not sent", "err", err, "requestId", p.RequestID)
	}
}

// gravity returns how a failure is logged: one that comes of the caller having
// hung up is none of ours.
func gravity(req *http.Request) slog.Level {
	if errors.Is(req.Context().Err(), context.Canceled) {
		return slog.LevelInfo
	}
	return slog.LevelError
}

// problemOf returns a fresh problem for the error.
func problemOf(err error, noun string) *problem {
	var own *problem
	var refused *desk.Error
	var routed *echo.HTTPError
	switch {
	case errors.As(err, &own):
		fresh := *own
		return &fresh
	case errors.As(err, &refused):
		return refusal(refused, noun)
	case errors.As(err, &routed) && routed.Code >= 400 && routed.Code < 600:
		return newProblem(routed.Code, detail(routed.Code))
	case errors.Is(err, context.DeadlineExceeded):
		return newProblem(http.StatusServiceUnavailable, detail(http.StatusServiceUnavailable))
	}
	return newProblem(http.StatusInternalServerError, detail(http.StatusInternalServerError))
}

func refusal(e *desk.Error, noun string) *problem {
	p := newProblem(statusOf(e.Code), e.Message)
	p.Errors, p.Required = e.Fields, e.Required
	if e.Code == desk.CodeInvalid && noun != "" {
		p.Title = "Invalid " + noun
	}
	if e.RetryAfter > 0 {
		p.retryAfter = strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds())))
	}
	switch current := e.Current.(type) {
	case desk.Conversation:
		p.Data = showConversation(current)
	case desk.Tag:
		p.Data = showTag(current)
	case desk.SavedReply:
		p.Data = showSavedReply(current)
	case desk.Customer:
		p.Data = showCustomer(current)
	case []desk.Message:
		p.Data = showAll(current, showMessage)
	case desk.Matching:
		p.Data = matchingJSON{int(current)}
	}
	return p
}
