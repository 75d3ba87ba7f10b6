package desk

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Attachment is a file in a conversation: part of a message or, before that, an
// upload that only its uploader sees.
type Attachment struct {
	ID             AttachmentID
	ConversationID ConversationID
	MessageID      MessageID // 0: not sent yet
	Name           string    // as its uploader called it, cleaned
	MediaType      string    // as its content says
	Size           int64     // in bytes
	Hash           string    // of the content: SHA-256, in hexadecimal
	Thumbnail      *Thumbnail
	CreatedAt      time.Time
}

// Thumbnail is the size of an image's small picture, in pixels.
type Thumbnail struct{ Width, Height int }

// AttachmentCreate asks for a file to be added to a conversation. Content is read
// once, to its end at most.
type AttachmentCreate struct {
	Name    string
	Content io.Reader
}

// FileName returns the name of a file as it may be shown and offered for saving:
// without a path, without line breaks and other characters that nobody sees, some
// of which turn the direction of the text round and so hide what a name ends with,
// and not longer than MaxFileName, its extension kept.
func FileName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, name)
	name = strings.TrimRightFunc(strings.TrimSpace(name), func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
	if !visible(name) {
		return "file"
	}
	if utf8.RuneCountInString(name) <= MaxFileName {
		return name
	}
	extension := []rune(path.Ext(name))
	if len(extension) > MaxExtension {
		extension = nil
	}
	return string([]rune(name)[:MaxFileName-len(extension)]) + string(extension)
}

// CheckAttachments refuses what one message cannot have, under the field of the
// request that names its files.
func CheckAttachments(errs *FieldErrors, list []Attachment) {
	total := int64(0)
	for _, a := range list {
		total += a.Size
	}
	if total > MaxAttachmentsBytes {
		errs.Add(attachmentIDs, "too_large", fmt.Sprintf("%s must not be larger than %d MiB together", attachmentIDs, MaxAttachmentsBytes>>20))
	}
}

const attachmentIDs = "attachmentIds"

// validateAttachments checks the ids by themselves: each once, and not too many.
func (in *MessageCreate) validateAttachments(errs *FieldErrors) {
	ids := in.AttachmentIDs.Value
	switch {
	case in.AttachmentIDs.Null:
		errs.Add(attachmentIDs, "null", attachmentIDs+" must not be null")
	case len(ids) > MaxAttachments:
		errs.Add(attachmentIDs, "too_many", fmt.Sprintf("%s must be at most %d", attachmentIDs, MaxAttachments))
	case len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids):
		errs.Add(attachmentIDs, "duplicate", attachmentIDs+" must name no file twice")
	}
}
