package desk

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Code classes an Error; each face maps it to its own status once.
type Code string

// The codes, in the order in which a request can meet them.
const (
	CodeTooMany         Code = "too_many_requests"
	CodeUnauthenticated Code = "unauthenticated"
	CodePermission      Code = "permission_required"
	CodeNotFound        Code = "not_found"
	CodeStale           Code = "stale"    // somebody else changed it since it was read
	CodeConflict        Code = "conflict" // the record's state does not allow it
	CodeInvalid         Code = "validation_failed"
	CodeNoRoom          Code = "no_room" // the server's disk is full
)

// Error is a refusal that may be shown to people. Any other error is internal
// and shows nothing of itself.
type Error struct {
	Code       Code
	Message    string        // a sentence for people
	Fields     FieldErrors   // with CodeInvalid: one entry per field
	Required   Permission    // with CodePermission: what is missing
	Current    any           // with CodeStale: the Conversation, Customer, Tag, SavedReply or Draft as it is now; with Unseen: []Message; with Drifted: Matching
	RetryAfter time.Duration // with CodeTooMany
}

// Error returns the message, with the fields where there are any.
func (e *Error) Error() string {
	if len(e.Fields) == 0 {
		return e.Message
	}
	text := e.Message
	for _, f := range e.Fields {
		text += " " + f.Message + "."
	}
	return text
}

// FieldError says what is wrong with one field of a request and what it
// accepts. Field is the name that the client sent.
type FieldError struct {
	Field   string   `json:"field"`
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Allowed []string `json:"allowed,omitempty"`
}

// FieldErrors holds at most one error per field, in the order found.
type FieldErrors []FieldError

// Add appends an error unless the field already has one: the first is the most
// basic, such as a wrong type.
func (e *FieldErrors) Add(field, code, message string, allowed ...string) {
	if !e.Has(field) {
		*e = append(*e, FieldError{Field: field, Code: code, Message: message, Allowed: allowed})
	}
}

// Has tells whether the field has an error.
func (e FieldErrors) Has(field string) bool {
	return slices.ContainsFunc(e, func(f FieldError) bool { return f.Field == field })
}

// On returns the message about one field, or "".
func (e FieldErrors) On(field string) string {
	for _, f := range e {
		if f.Field == field {
			return f.Message
		}
	}
	return ""
}

// Err returns nil for no errors, and otherwise one CodeInvalid Error.
func (e FieldErrors) Err() error {
	switch len(e) {
	case 0:
		return nil
	case 1:
		return &Error{Code: CodeInvalid, Message: "1 field needs attention.", Fields: e}
	}
	return &Error{Code: CodeInvalid, Message: fmt.Sprintf("%d fields need attention.", len(e)), Fields: e}
}

// Is reports whether err is, or wraps, an Error with the code.
func Is(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// As returns the Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// NotFound is the one answer for what is absent and for what the actor may not
// see, word for word, so that neither can be told from the other.
func NotFound(noun string) error {
	return &Error{Code: CodeNotFound, Message: "There is no such " + noun + ", or you may not see it."}
}

// Unseen refuses a message whose writer has not seen the messages that others have
// written since.
func Unseen(messages []Message) error {
	return &Error{
		Code: CodeConflict, Current: messages,
		Message: "Somebody else wrote in this conversation in the meantime. Nothing was sent.",
	}
}

// Stale reports that current was changed since the caller read it.
func Stale(noun string, current any) error {
	return &Error{
		Code: CodeStale, Current: current,
		Message: "This " + noun + " was changed by someone else in the meantime. Nothing was saved.",
	}
}
