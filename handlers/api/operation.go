package api

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// Access says who may call an operation: everybody, whoever has a key, or those
// whose key holds the permission of this name. The empty Access is nobody.
type Access string

// The ways in that are no permission.
const (
	Public Access = "public"
	AnyKey Access = "any key"
)

// Permission returns the permission that callers need, or "" where none is.
func (a Access) Permission() desk.Permission {
	if a == Public || a == AnyKey {
		return ""
	}
	return desk.Permission(a)
}

// Operation is one endpoint: everything that the router, the document and the
// tests know about it.
type Operation struct {
	Method  string
	Path    string // as OpenAPI writes it: /api/conversations/{id}
	Name    string // the document's operationId
	Summary string
	Access  Access

	noun      string // what it is about, as messages name it
	query     []*openapi3.Parameter
	body      *body // nil: takes none, and ignores one that is sent
	uploads   bool  // takes a file as multipart/form-data instead
	answer    answer
	versioned bool  // takes If-None-Match (GET) or If-Match (PUT, DELETE)
	refuses   []int // statuses beyond those that follow from the above
	handle    func(*request) error
}

// answer describes what an operation answers when all is well.
type answer struct {
	status   int
	data     any // a zero value of what stands in "data"; nil: there is no data
	list     bool
	etag     bool
	location bool
	file     bool // the bytes of a file, without envelope
	document bool // the OpenAPI document, the one answer without envelope
}

func answersOne(data any) answer  { return answer{status: http.StatusOK, data: data} }
func answersList(data any) answer { return answer{status: http.StatusOK, data: data, list: true} }
func answersDone() answer         { return answer{status: http.StatusOK} }

func answersTagged(data any) answer {
	return answer{status: http.StatusOK, data: data, etag: true}
}

func answersCreated(data any) answer {
	return answer{status: http.StatusCreated, data: data, etag: true, location: true}
}

// statuses returns every refusal the operation can answer with, in the order in
// which a request meets them.
func (op Operation) statuses() []int {
	var list []int
	if op.Access != Public {
		list = append(list, http.StatusUnauthorized)
	}
	if op.Access.Permission() != "" {
		list = append(list, http.StatusForbidden)
	}
	if op.body != nil || op.uploads {
		list = append(list, http.StatusUnsupportedMediaType, http.StatusRequestEntityTooLarge)
	}
	list = append(list, http.StatusBadRequest)
	if op.hasID() {
		list = append(list, http.StatusNotFound)
	}
	if op.versioned && op.Method != http.MethodGet {
		list = append(list, http.StatusPreconditionFailed)
	}
	if op.body != nil || op.uploads {
		list = append(list, http.StatusUnprocessableEntity)
	}
	list = append(list, op.refuses...)
	if op.takesOnce() {
		list = with(with(list, http.StatusUnprocessableEntity), http.StatusConflict)
	}
	return append(list, http.StatusInternalServerError, http.StatusServiceUnavailable)
}
