package handlers

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"parley/handlers/api"
	"parley/internal/desk"
	"parley/views"
)

// queryError is an address whose query cannot be understood.
type queryError struct{ fields desk.FieldErrors }

func badQuery(fields desk.FieldErrors) error { return &queryError{fields} }

// Error returns one sentence for each parameter.
func (e *queryError) Error() string {
	var text strings.Builder
	for i, f := range e.fields {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(strings.ToUpper(f.Message[:1]) + f.Message[1:] + ".")
	}
	return text.String()
}

// renderError is the one place that turns an error into an answer: a problem
// for the API, and for everything else a page that says what happened and what
// to do.
func (w *site) renderError(cause error, c echo.Context) {
	if ownedByAPI(c) {
		api.WriteProblem(c, cause)
		return
	}
	if c.Response().Committed {
		w.logFailure(c, cause)
		return
	}
	r, err := w.visit(c)
	if err != nil {
		r = &request{Context: c, site: w}
	}
	if desk.Is(cause, desk.CodeUnauthenticated) {
		err = r.askToSignIn()
	} else {
		err = r.renderProblem(problemOf(cause), cause)
	}
	if err != nil {
		w.logFailure(c, errors.Join(cause, err))
	}
}

func (w *site) logFailure(c echo.Context, cause error) {
	w.log.ErrorContext(c.Request().Context(), "request failed", "error", cause,
		"method", c.Request().Method, "path", c.Request().URL.Path,
		"requestId", c.Response().Header().Get(echo.HeaderXRequestID))
}

// problemOf says what an error is to people. Of one that is not meant for them
// it shows nothing.
func problemOf(cause error) views.Problem {
	var query *queryError
	var routed *echo.HTTPError
	refused := desk.As(cause)
	switch {
	case errors.As(cause, &query):
		return views.Problem{Status: http.StatusBadRequest, Detail: query.Error()}
	case errors.As(cause, &routed):
		return views.Problem{Status: routed.Code}
	case refused == nil:
		return views.Problem{Status: http.StatusInternalServerError}
	}
	problem := views.Problem{Detail: refused.Error(), RetryAfter: refused.RetryAfter}
	switch refused.Code {
	case desk.CodePermission:
		problem.Status = http.StatusForbidden
	case desk.CodeNotFound:
		problem.Status = http.StatusNotFound
	case desk.CodeStale, desk.CodeConflict:
		problem.Status = http.StatusConflict
	case desk.CodeInvalid:
		problem.Status = http.StatusUnprocessableEntity
	case desk.CodeNoRoom:
		problem.Status = http.StatusInsufficientStorage
	case desk.CodeTooMany:
		problem.Status = http.StatusTooManyRequests
	default:
		problem.Status = http.StatusInternalServerError
	}
	return problem
}

func (r *request) renderProblem(problem views.Problem, cause error) error {
	problem.RequestID = r.Response().Header().Get(echo.HeaderXRequestID)
	if problem.Status >= http.StatusInternalServerError {
		problem.Detail = ""
		r.logFailure(r.Context, cause)
	}
	if problem.RetryAfter > 0 {
		r.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(problem.RetryAfter.Seconds()))))
	}
	if r.actor.Kind != "" {
		// Where the frame cannot be drawn the page stands without it.
		if shell, err := r.shell(); err == nil {
			problem.Shell = &shell
		}
	}
	return r.render(problem.Status, problem.Page())
}
