package views

import (
	"fmt"
	"strconv"

	"parley/internal/desk"
	"parley/views/ui"
)

// Upload is a file that the composer offers to send with the message.
type Upload struct {
	desk.Attachment
	Chosen bool
}

func attachmentURL(a desk.Attachment) string { return "/attachments/" + a.ID.String() }

func uploadID(u Upload) string { return "upload-" + u.ID.String() }

// fileSize writes a number of bytes for people, in binary units.
func fileSize(bytes int64) string {
	switch {
	case bytes < 1<<10:
		return ui.Count(int(bytes), "byte", "bytes")
	case bytes < 1<<20:
		return strconv.FormatInt((bytes+1<<9)>>10, 10) + " KiB"
	}
	return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
}

// shownSize returns how large a thumbnail is drawn, in CSS pixels: half as large as
// it may be, so that it is sharp on dense screens. Its place is kept until it is there.
func shownSize(t *desk.Thumbnail) desk.Thumbnail {
	const width, height = desk.ThumbnailWidth / 2, desk.ThumbnailHeight / 2
	shown := *t
	if shown.Width > width {
		shown = desk.Thumbnail{Width: width, Height: max(1, shown.Height*width/shown.Width)}
	}
	if shown.Height > height {
		shown = desk.Thumbnail{Width: max(1, shown.Width*height/shown.Height), Height: height}
	}
	return shown
}

// filesHint says what may be attached.
func filesHint() string {
	return fmt.Sprintf("Up to %d files of %s each.", desk.MaxAttachments, mebibytes(desk.MaxAttachmentBytes))
}

func mebibytes(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) + " MiB" }

// describedFiles names what is said about the control.
func (m Thread) describedFiles() string {
	if m.Composer.Errors.Has("files") || m.Composer.Errors.Has("attachmentIds") {
		return "files-error"
	}
	return "files-hint"
}

// filesError is what stands against the files of a message.
func (m Thread) filesError() string {
	if text := said(m.Composer.Errors, "files"); text != "" {
		return text
	}
	return said(m.Composer.Errors, "attachmentIds")
}
