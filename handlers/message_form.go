package handlers

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"parley/handlers/api"
	"parley/internal/desk"
	"parley/views"
)

// readComposer reads the composer's form. Where it brings files, which it does
// without scripts, they are uploaded as they come and named among the attachments;
// those that are refused are told of under "files". What was uploaded stays, whatever
// becomes of the message.
func (r *request) readComposer(id desk.ConversationID) (sent form, refused desk.FieldErrors, err error) {
	media, _, err := mime.ParseMediaType(r.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEMultipartForm {
		sent, err = r.readForm()
		return sent, nil, err
	}
	parts, err := api.Parts(r.Context, desk.MaxAttachmentsBytes+desk.MaxRequestBytes)
	if err != nil {
		return sent, nil, err
	}
	sent = form{url.Values{}}
	text := int64(desk.MaxRequestBytes) // what is left for fields that are no files
	for files := 0; ; {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return sent, refused, nil
		case err != nil:
			return sent, nil, api.Cut(err)
		case part.FileName() != "":
			files++
			err = r.uploadPart(id, upload{part, files}, sent, &refused)
		case part.FormName() != "files": // without a name it is no file but an empty control
			err = readField(part, sent, &text)
		}
		if err != nil {
			return sent, nil, err
		}
	}
}

// upload is one of the files that a form brings, counted from 1.
type upload struct {
	*multipart.Part
	number int
}

func (r *request) uploadPart(id desk.ConversationID, part upload, sent form, refused *desk.FieldErrors) error {
	actor, err := r.makingFile(sent, part.number)
	if err != nil {
		return err
	}
	uploaded, err := r.store.UploadAttachment(r.Request().Context(), actor, id, desk.AttachmentCreate{Name: part.FileName(), Content: part})
	switch fault := desk.As(err); {
	case err == nil:
		sent.Add("attachmentIds", uploaded.ID.String())
	case fault != nil && fault.Code == desk.CodeInvalid:
		message := strings.TrimPrefix(fault.Fields[0].Message, "file ")
		refused.Add("files", fault.Fields[0].Code, "“"+desk.FileName(part.FileName())+"” "+message)
		_, err = io.Copy(io.Discard, part)
		if err != nil {
			return api.Cut(err)
		}
	case api.Unread(err):
		return api.Cut(err)
	default:
		return err
	}
	return nil
}

func readField(part *multipart.Part, sent form, left *int64) error {
	value, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil {
		return api.Cut(err)
	}
	if *left -= int64(len(value)); *left < 0 {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	sent.Add(part.FormName(), string(value))
	return nil
}

// ids returns a field that has as many ids as were chosen.
func ids[T ~int64](f form, name string, problems *desk.FieldErrors) desk.Field[[]T] {
	if !f.Has(name) {
		return desk.Field[[]T]{}
	}
	var list []T
	for _, text := range f.Values[name] {
		id, ok := desk.ParseID[T](text)
		if !ok {
			problems.Add(name, "invalid", name+" must be chosen from the list")
			return desk.Field[[]T]{}
		}
		list = append(list, id)
	}
	return desk.Value(list)
}

// unsent returns the files that the composer offers to send with the message.
func (r *request) unsent(id desk.ConversationID) ([]views.Upload, error) {
	if !r.actor.Can(desk.WriteConversations) {
		return nil, nil
	}
	list, err := r.store.ListUnsent(r.Request().Context(), r.actor, id)
	uploads := make([]views.Upload, len(list))
	for i, a := range list {
		uploads[i] = views.Upload{Attachment: a, Chosen: true}
	}
	return uploads, err
}

// choose marks those of the uploads that were chosen when the message was refused.
func choose(uploads []views.Upload, chosen []desk.AttachmentID) {
	for i := range uploads {
		uploads[i].Chosen = slices.Contains(chosen, uploads[i].ID)
	}
}
