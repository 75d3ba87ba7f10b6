package api

import (
	"context"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// maxParameters bounds the work that a query can ask for before it is refused.
const maxParameters = 100

// request is a call that has been admitted to its operation.
type request struct {
	echo.Context
	actor desk.Actor
	query url.Values
	body  []byte
	parts *multipart.Reader // of an operation that takes a file
}

// ctx returns the context that ends with the request.
func (r *request) ctx() context.Context { return r.Request().Context() }

// serve returns the router's handler of an operation. Errors are left to the
// router's error handler, which gives them to WriteProblem.
func (a *API) serve(op Operation) echo.HandlerFunc {
	return func(c echo.Context) error {
		setHeaders(c.Response().Header())
		c.Set(traceKey, trace{log: a.log, noun: op.noun})
		r, err := a.admit(c, op)
		if err != nil {
			return err
		}
		return op.handle(r)
	}
}

// setHeaders sets what every answer has. Answers depend on the key, so that
// nobody between here and the caller may keep one.
func setHeaders(h http.Header) {
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
}

// admit checks everything that can be refused before a record is looked at, in
// the promised order:
//
//  1. a key is missing, unknown or of no more use: 401
//  2. the key does not hold the permission: 403
//  3. the body is not declared as what the operation takes: 415; or too long: 413
//  4. the key of a request that may come again is none: 400
//  5. the query does not parse, or is one where none is taken: 400
//
// What is wrong within a query or a body is for the operation to say.
func (a *API) admit(c echo.Context, op Operation) (r *request, err error) {
	r = &request{Context: c}
	if op.Access != Public {
		if r.actor, err = a.authenticate(c.Request()); err != nil {
			return nil, err
		}
		if op.Access != AnyKey {
			if err = r.actor.Require(op.Access.Permission()); err != nil {
				return nil, err
			}
		}
	}
	if op.body != nil {
		if r.body, err = readBody(c); err != nil {
			return nil, err
		}
	}
	if op.uploads {
		if r.parts, err = Parts(c, MaxUploadBytes); err != nil {
			return nil, err
		}
	}
	if op.takesOnce() {
		if err = r.readOnce(); err != nil {
			return nil, err
		}
	}
	r.query, err = parseQuery(c.Request().URL.RawQuery, len(op.query) > 0)
	return r, err
}

func parseQuery(raw string, takesAny bool) (url.Values, error) {
	if strings.Count(raw, "&") >= maxParameters {
		return nil, badRequest("The query has too many parameters.", nil)
	}
	query, errs := desk.ParseQuery(raw)
	if !takesAny && len(errs) == 0 {
		for _, name := range slices.Sorted(maps.Keys(query)) {
			errs.Add(name, "unknown_parameter", strconv.Quote(name)+" is not a parameter here; it takes none")
		}
	}
	return query, badQuery(errs)
}

// badQuery returns nil for no errors, and otherwise a 400 with an entry for each
// parameter.
func badQuery(errs desk.FieldErrors) error {
	if len(errs) == 0 {
		return nil
	}
	messages := make([]string, len(errs))
	for i, e := range errs {
		messages[i] = e.Message
	}
	return badRequest("The query is not understood: "+strings.Join(messages, "; ")+".", errs)
}

// pathID returns the id in the path. What is no id becomes 0, which no record
// has, so that the store answers for it in the very words it has for the absent.
func pathID[T ~int64](r *request) T {
	id, _ := desk.ParseID[T](r.Param("id"))
	return id
}
