package api

import (
	"net/http"
	"strconv"

	"parley/internal/desk"
)

// statusOf returns the status of a refusal by the desk or the store.
func statusOf(code desk.Code) int {
	switch code {
	case desk.CodeTooMany:
		return http.StatusTooManyRequests
	case desk.CodeUnauthenticated:
		return http.StatusUnauthorized
	case desk.CodePermission:
		return http.StatusForbidden
	case desk.CodeNotFound:
		return http.StatusNotFound
	case desk.CodeStale:
		return http.StatusPreconditionFailed
	case desk.CodeConflict:
		return http.StatusConflict
	case desk.CodeInvalid:
		return http.StatusUnprocessableEntity
	case desk.CodeNoRoom:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// kind returns how problems of a status are named: in their type, for programs
// and for people.
func kind(status int) (slug, code, title string) {
	switch status {
	case http.StatusBadRequest:
		return "bad-request", "bad_request", "Bad request"
	case http.StatusUnauthorized:
		return "unauthenticated", string(desk.CodeUnauthenticated), "Key required"
	case http.StatusForbidden:
		return "permission-required", string(desk.CodePermission), "Permission required"
	case http.StatusNotFound:
		return "not-found", string(desk.CodeNotFound), "Not found"
	case http.StatusMethodNotAllowed:
		return "method-not-allowed", "method_not_allowed", "Method not allowed"
	case http.StatusConflict:
		return "conflict", string(desk.CodeConflict), "Conflict"
	case http.StatusPreconditionFailed:
		return "stale", string(desk.CodeStale), "Changed in the meantime"
	case http.StatusRequestEntityTooLarge:
		return "too-large", "too_large", "Body too large"
	case http.StatusUnsupportedMediaType:
		return "unsupported-media-type", "unsupported_media_type", "Another content type required"
	case http.StatusUnprocessableEntity:
		return "validation", string(desk.CodeInvalid), "Invalid request"
	case http.StatusTooManyRequests:
		return "too-many-requests", string(desk.CodeTooMany), "Too many requests"
	case http.StatusServiceUnavailable:
		return "unavailable", "unavailable", "Not available now"
	case http.StatusInsufficientStorage:
		return "no-room", string(desk.CodeNoRoom), "No room left"
	case http.StatusInternalServerError:
		return "internal", "internal_error", "Internal error"
	}
	number := strconv.Itoa(status)
	return "status-" + number, "status_" + number, http.StatusText(status)
}

// detail returns the sentence for a refusal that comes with none of its own, or
// with one that is not for people.
func detail(status int) string {
	switch status {
	case http.StatusNotFound:
		return "There is nothing at this path."
	case http.StatusMethodNotAllowed:
		return "This path does not take this method; the header Allow has those that it takes."
	case http.StatusRequestEntityTooLarge:
		return "The body is too long."
	case http.StatusUnsupportedMediaType:
		return "Send the file as multipart/form-data, in a part called file."
	case http.StatusBadRequest:
		return "The body ended before it was complete, or is not what its content type says."
	case http.StatusServiceUnavailable:
		return "This could not be answered in time. Try again later."
	case http.StatusInternalServerError:
		return "Something went wrong on our side. The request id finds it in our log."
	}
	return http.StatusText(status) + "."
}
