package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// readBody returns the body of a request that must be JSON: 415 where it is not
// declared so, 413 where it is longer than desk.MaxRequestBytes.
func readBody(c echo.Context) ([]byte, error) {
	req := c.Request()
	if !declaresJSON(req.Header) {
		return nil, newProblem(http.StatusUnsupportedMediaType, "Send the body as Content-Type: application/json, in UTF-8 and uncompressed.")
	}
	if req.ContentLength > desk.MaxRequestBytes {
		return nil, tooLarge()
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), req.Body, desk.MaxRequestBytes))
	var over *http.MaxBytesError
	var refused *echo.HTTPError
	switch {
	case errors.As(err, &over):
		return nil, tooLarge()
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, badRequest("The body ended before it was complete.", nil)
	}
	return body, nil
}

func tooLarge() error {
	return newProblem(http.StatusRequestEntityTooLarge, "The body must not be longer than 1 MiB.")
}

// declaresJSON tells whether the headers announce plain JSON. A charset may be
// named if it is the one that JSON has (RFC 8259, 8.1).
func declaresJSON(h http.Header) bool {
	types := h.Values(echo.HeaderContentType)
	if len(types) != 1 {
		return false
	}
	media, params, err := mime.ParseMediaType(types[0])
	if err != nil || media != echo.MIMEApplicationJSON {
		return false
	}
	if charset, named := params["charset"]; named && !strings.EqualFold(charset, "utf-8") {
		return false
	}
	encoding := h.Get(echo.HeaderContentEncoding)
	return encoding == "" || strings.EqualFold(encoding, "identity")
}
