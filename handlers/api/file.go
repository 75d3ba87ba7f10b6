package api

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
	"parley/store"
)

// SendFile answers with the content of a file, or the range of it that was asked
// for (RFC 9110, 14), and closes it. An image is shown in place; anything else is
// sent to be saved (RFC 6266), as bytes of no type, so that nothing in it can become
// a page, a script or a style of ours. Pages and the API send files alike.
func SendFile(c echo.Context, file store.File) error {
	defer file.Content.Close()
	manner, mediaType := "attachment", echo.MIMEOctetStream
	if file.Inline {
		manner, mediaType = "inline", file.MediaType
	}
	h := c.Response().Header()
	policy := h.Get(echo.HeaderContentSecurityPolicy)
	h.Set(echo.HeaderContentType, mediaType)
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType(manner, map[string]string{"filename": file.Name}))
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("ETag", `"`+file.Hash+`"`)
	if err := allowTime(c, http.NewResponseController(c.Response()).SetWriteDeadline); err != nil {
		return err
	}
	w := &rangeWriter{ResponseWriter: c.Response()}
	http.ServeContent(w, c.Request(), "", time.Time{}, file.Content)
	if w.refused {
		h.Del(echo.HeaderContentType)
		h.Del(echo.HeaderContentDisposition)
		h.Set(echo.HeaderContentSecurityPolicy, policy)
		h.Set(echo.HeaderCacheControl, "no-store") // ServeContent has taken it away.
		return echo.NewHTTPError(http.StatusRequestedRangeNotSatisfiable)
	}
	return nil
}

// rangeWriter keeps back the answer to a range that a file does not have, so that it
// is refused in the words of all refusals.
type rangeWriter struct {
	http.ResponseWriter
	refused bool
}

// WriteHeader passes on every status but that one.
func (w *rangeWriter) WriteHeader(status int) {
	if w.refused = status == http.StatusRequestedRangeNotSatisfiable; !w.refused {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write passes on everything but what goes with that status.
func (w *rangeWriter) Write(text []byte) (int, error) {
	if w.refused {
		return len(text), nil
	}
	return w.ResponseWriter.Write(text)
}

// allowTime lets a request take as long as files may. Servers without deadlines, as
// tests have them, need none.
func allowTime(_ echo.Context, set func(time.Time) error) error {
	if err := set(time.Now().Add(desk.UploadTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// Parts returns a reader of the request's multipart/form-data (RFC 7578), of at most
// max bytes, which may take as long as files may. Where it is anything else, or
// longer, the error is an *echo.HTTPError.
func Parts(c echo.Context, max int64) (*multipart.Reader, error) {
	req := c.Request()
	types := req.Header.Values(echo.HeaderContentType)
	if len(types) != 1 {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	mediaType, params, err := mime.ParseMediaType(types[0])
	if err != nil || mediaType != echo.MIMEMultipartForm || params["boundary"] == "" || !plain(req.Header) {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if req.ContentLength > max {
		return nil, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	control := http.NewResponseController(c.Response())
	if err := errors.Join(allowTime(c, control.SetReadDeadline), allowTime(c, control.SetWriteDeadline)); err != nil {
		return nil, err
	}
	return multipart.NewReader(http.MaxBytesReader(c.Response(), req.Body, max), params["boundary"]), nil
}

func plain(h http.Header) bool {
	encoding := h.Get(echo.HeaderContentEncoding)
	return encoding == "" || strings.EqualFold(encoding, "identity")
}

// Cut says of an error of reading a body what it is to the caller: one that is too
// long, ends too early or has no parts. A refusal stays what it is.
func Cut(err error) error {
	var over *http.MaxBytesError
	switch {
	case desk.As(err) != nil:
		return err
	case errors.As(err, &over):
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	return echo.NewHTTPError(http.StatusBadRequest)
}

// Unread tells whether an error is of reading the content that was to be uploaded,
// and not of keeping it.
func Unread(err error) bool {
	var over *http.MaxBytesError
	return errors.As(err, &over) || errors.Is(err, io.ErrUnexpectedEOF)
}

// MaxUploadBytes bounds a request that carries one file.
const MaxUploadBytes = desk.MaxAttachmentBytes + desk.MaxRequestBytes

// FilePart returns the part of a request that carries its one file, which must be
// its first and called "file".
func FilePart(parts *multipart.Reader) (desk.AttachmentCreate, error) {
	part, err := parts.NextPart()
	switch {
	case errors.Is(err, io.EOF):
	case err != nil:
		return desk.AttachmentCreate{}, Cut(err)
	case part.FormName() == "file" && part.FileName() != "":
		return desk.AttachmentCreate{Name: part.FileName(), Content: part}, nil
	}
	var errs desk.FieldErrors
	errs.Add("file", "required", "file is required")
	return desk.AttachmentCreate{}, errs.Err()
}
