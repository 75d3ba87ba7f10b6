package store

import (
	"context"
	"database/sql"
	"errors"
	"io"

	"parley/internal/desk"
	"parley/internal/media"
)

// File is the content of an attachment, to be read and closed.
type File struct {
	desk.Attachment
	Content io.ReadSeekCloser
	Inline  bool // an image that may be shown in place: there is no script in it
}

// OpenAttachment opens a file: one of a message for everyone who may read the
// conversation, and an upload that is not sent yet for its uploader. Any other is
// the same NotFound as one that does not exist.
func (s *Store) OpenAttachment(ctx context.Context, actor desk.Actor, id desk.AttachmentID) (File, error) {
	return s.openAttachment(ctx, actor, id, func(file *File, _ *string) error {
		content, err := s.files.Open(file.Hash)
		file.Content = content
		return err
	})
}

// OpenThumbnail opens the small picture of an image, under the same rules; its media
// type and hash are its own. A file without one is NotFound too.
func (s *Store) OpenThumbnail(ctx context.Context, actor desk.Actor, id desk.AttachmentID) (File, error) {
	return s.openAttachment(ctx, actor, id, func(file *File, thumbnail *string) error {
		if thumbnail == nil {
			return desk.NotFound(attachmentNoun)
		}
		content, err := s.files.Open(*thumbnail)
		if err != nil {
			return err
		}
		file.Hash, file.Content = *thumbnail, content
		if file.MediaType, err = media.TypeOf(content); err == nil {
			_, err = content.Seek(0, io.SeekStart)
		}
		if err != nil {
			return errors.Join(err, content.Close())
		}
		return nil
	})
}

// openAttachment opens the content while the row is there that names it.
func (s *Store) openAttachment(ctx context.Context, actor desk.Actor, id desk.AttachmentID, open func(*File, *string) error) (file File, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return file, err
	}
	err = s.read(ctx, func(tx tx) error {
		thumbnail, err := findAttachment(tx, actor, id, &file.Attachment)
		if err != nil {
			return err
		}
		return open(&file, thumbnail)
	})
	file.Inline = media.IsRaster(file.MediaType)
	return file, wrap(err, "open attachment %s", id)
}

// findAttachment reads one attachment within the actor's scope, and returns the hash
// of its thumbnail.
func findAttachment(tx tx, actor desk.Actor, id desk.AttachmentID, a *desk.Attachment) (thumbnail *string, err error) {
	w := &where{}
	w.add("a.id = " + w.arg(id))
	w.add("(a.message_id IS NOT NULL OR a.uploader_type = " + w.arg(actor.Kind) + " AND a.uploader_id = " + w.arg(actor.ID) + ")")
	w.add(w.scope(actor.ConversationScope(), "c.inbox_id"))
	row := tx.row(`
		SELECT `+attachmentColumns+`, a.thumbnail
		FROM attachments a
		JOIN conversations c ON c.id = a.conversation_id
		WHERE `+w.String(), w.args...)
	*a, err = scanAttachment(alsoScan{row, &thumbnail})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, desk.NotFound(attachmentNoun)
	}
	return thumbnail, err
}

// alsoScan is a row with one more column than its scan function knows.
type alsoScan struct {
	scanner
	last any
}

// Scan reads the columns that are known, and the last one.
func (a alsoScan) Scan(dest ...any) error { return a.scanner.Scan(append(dest, a.last)...) }

// RemoveAttachment removes an upload of the actor's that is not sent yet, and returns
// it as it was.
func (s *Store) RemoveAttachment(ctx context.Context, actor desk.Actor, id desk.AttachmentID) (a desk.Attachment, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return a, err
	}
	var thumbnail *string
	err = s.write(ctx, func(tx tx) error {
		thumbnail, err = findAttachment(tx, actor, id, &a)
		if err != nil {
			return err
		}
		w := &where{}
		w.add("id = " + w.arg(id))
		w.add(ofUploader(w, actor))
		n, err := tx.exec(`DELETE FROM attachments WHERE `+w.String(), w.args...)
		if err == nil && n == 0 {
			err = desk.NotFound(attachmentNoun) // What was sent stays with its message.
		}
		return err
	})
	if err == nil {
		s.removeFiles(ctx, hashes(a.Hash, thumbnail))
	}
	return a, wrap(err, "remove attachment %s", id)
}

func hashes(content string, thumbnail *string) []string {
	if thumbnail == nil {
		return []string{content}
	}
	return []string{content, *thumbnail}
}
