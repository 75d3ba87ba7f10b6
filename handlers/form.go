package handlers

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// form is what a page's form sent. An empty field of a property that may be
// nothing means nothing; it decodes into the same request types as JSON does.
type form struct{ url.Values }

// readForm reads the body; the query is not part of it. A body that cannot be
// understood as a whole is refused as a whole.
func (r *request) readForm() (form, error) {
	media, _, err := mime.ParseMediaType(r.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationForm {
		return form{}, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	body, err := io.ReadAll(http.MaxBytesReader(r.Response(), r.Request().Body, desk.MaxRequestBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return form{}, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	case err != nil:
		return form{}, echo.NewHTTPError(http.StatusBadRequest)
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return form{}, echo.NewHTTPError(http.StatusBadRequest)
	}
	return form{values}, nil
}

// text returns a field as it was sent.
func (f form) text(name string) desk.Field[string] {
	if !f.Has(name) {
		return desk.Field[string]{}
	}
	return desk.Value(f.Get(name))
}

// textOrNull returns a field in which empty means that there is none.
func (f form) textOrNull(name string) desk.Field[string] {
	if f.Has(name) && f.Get(name) == "" {
		return desk.Null[string]()
	}
	return f.text(name)
}

// word returns a field that is one of a vocabulary; whether it is, Validate says.
func word[T ~string](f form, name string) desk.Field[T] {
	if !f.Has(name) {
		return desk.Field[T]{}
	}
	return desk.Value(T(f.Get(name)))
}

// id returns a field that is an id; empty is left out.
func id[T ~int64](f form, name string, problems *desk.FieldErrors) desk.Field[T] {
	if f.Get(name) == "" {
		return desk.Field[T]{}
	}
	return idOrNull[T](f, name, problems)
}

// idOrNull returns a field that is an id; empty means that there is none.
func idOrNull[T ~int64](f form, name string, problems *desk.FieldErrors) desk.Field[T] {
	switch value, ok := desk.ParseID[T](f.Get(name)); {
	case !f.Has(name):
		return desk.Field[T]{}
	case f.Get(name) == "":
		return desk.Null[T]()
	case !ok:
		problems.Add(name, "invalid", name+" must be chosen from the list")
		return desk.Field[T]{}
	default:
		return desk.Value(value)
	}
}

// versions returns the version that a form was drawn from, for IfVersions.
func (f form) versions(problems *desk.FieldErrors) []int64 {
	if !f.Has("version") {
		return nil
	}
	version, ok := desk.ParseID[int64](f.Get("version"))
	if !ok {
		problems.Add("version", "invalid", "version must be the number that the form came with; open the page again")
		return nil
	}
	return []int64{version}
}
