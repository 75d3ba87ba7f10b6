package api

import (
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// The headers of requests that may be sent again (draft-ietf-httpapi-idempotency-key-header).
const (
	onceHeader     = "Idempotency-Key"
	replayedHeader = "Idempotency-Replayed"
)

// takesOnce tells whether the operation can be asked for again without being done
// again. All others can be anyway.
func (op Operation) takesOnce() bool { return op.Method == http.MethodPost }

// readOnce has the request known by its key, if it has one. Of a file that is
// uploaded the store adds what it is.
func (r *request) readOnce() error {
	keys, sent := r.Request().Header[onceHeader]
	if !sent {
		return nil
	}
	if len(keys) > 1 {
		return badKey(onceHeader + " must be given once")
	}
	once, err := desk.NewOnce(onceHeader, keys[0])
	if err != nil {
		return badKey(err.Error())
	}
	once.Asks(r.Request().URL.Path, string(r.body))
	r.actor = r.actor.Making(once)
	return nil
}

func badKey(message string) error {
	var errs desk.FieldErrors
	errs.Add(onceHeader, "invalid", message)
	return badRequest(message+".", errs)
}

// tellReplayed says of an answer that it is that of an earlier request.
func (r *request) tellReplayed() {
	if once := r.actor.Once; once != nil && once.Replayed {
		r.Response().Header().Set(replayedHeader, "true")
	}
}

// onceParameter describes the header.
func onceParameter() *openapi3.Parameter {
	schema := openapi3.NewStringSchema().WithMinLength(1).WithMaxLength(desk.MaxOnceKey).WithPattern("^[ -~]+$")
	return openapi3.NewHeaderParameter(onceHeader).WithSchema(schema).
		WithDescription("Makes it safe to ask again: for a day, the same key with the same request is answered as the first time and does nothing. " +
			"With another request it is 422, and 409 while the first is under way. What is refused is not kept.")
}

// replayed describes the header of the answer.
func replayed() *openapi3.HeaderRef {
	return &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: openapi3.Parameter{
		Description: "Says true where an earlier request with the same " + onceHeader + " was done, and this is its answer.",
		Schema:      openapi3.NewStringSchema().WithEnum("true").NewRef(),
	}}}
}

// with returns the statuses and one more, unless it is among them.
func with(statuses []int, one int) []int {
	if slices.Contains(statuses, one) {
		return statuses
	}
	return append(statuses, one)
}
