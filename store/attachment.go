package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/desk"
	"parley/internal/files"
	"parley/internal/media"
)

const attachmentNoun = "attachment"

const attachmentColumns = `
	a.id, a.conversation_id, COALESCE(a.message_id, 0), a.name, a.media_type, a.size, a.hash,
	a.thumbnail_width, a.thumbnail_height, a.created_at`

func scanAttachment(row scanner) (desk.Attachment, error) {
	var a desk.Attachment
	var small desk.Thumbnail
	var created int64
	err := row.Scan(&a.ID, &a.ConversationID, &a.MessageID, &a.Name, &a.MediaType, &a.Size, &a.Hash,
		&small.Width, &small.Height, &created)
	if small.Width > 0 {
		a.Thumbnail = &small
	}
	a.CreatedAt = fromMicros(created)
	return a, err
}

// UploadAttachment adds a file to a conversation, for a message that the same actor
// adds afterwards. Who uploads is all who sees it until then. What a file is, its
// content says. It is whole and on the disk before there is a row of it.
func (s *Store) UploadAttachment(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.AttachmentCreate) (a desk.Attachment, err error) {
	if err := actor.Require(desk.WriteConversations); err != nil {
		return a, err
	}
	err = s.read(ctx, func(tx tx) error { // Before anything of it is read.
		conv, err := loadConversation(tx, actor, id)
		return cmp.Or(err, conv.MayChange())
	})
	if err == nil {
		a, err = s.upload(ctx, actor, id, in)
	}
	if errors.Is(err, files.ErrNoRoom) {
		s.log.ErrorContext(ctx, "there is no room for a file", "error", err)
		err = &desk.Error{Code: desk.CodeNoRoom, Message: "The server has no room left for files. Nothing was kept of this one; tell whoever runs it."}
	}
	return a, wrap(err, "upload to conversation %s", id)
}

func (s *Store) upload(ctx context.Context, actor desk.Actor, id desk.ConversationID, in desk.AttachmentCreate) (a desk.Attachment, err error) {
	staged, err := s.stage(in)
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, staged.discard()) }()
	a, err = s.describe(ctx, staged)
	if err != nil {
		return a, err
	}
	a.ConversationID, a.Name, a.CreatedAt = id, desk.FileName(in.Name), s.now()
	if actor.Once != nil {
		actor.Once.Asks(a.Name, a.Hash)
	}
	err = s.once(ctx, actor, &a, func(tx tx) error {
		conv, err := loadConversation(tx, actor, id)
		if err := cmp.Or(err, conv.MayChange()); err != nil {
			return err
		}
		if err := checkUnsent(tx, actor); err != nil {
			return err
		}
		if err := staged.place(tx); err != nil {
			return err
		}
		return insertAttachment(tx, actor, &a, staged.thumbnail)
	})
	return a, err
}

// upload is what comes of one file: its content and, of an image, its thumbnail.
type upload struct{ content, thumbnail *files.Staged }

func (s *Store) stage(in desk.AttachmentCreate) (*upload, error) {
	var errs desk.FieldErrors
	staged, err := s.files.Stage(in.Content, desk.MaxAttachmentBytes)
	switch {
	case errors.Is(err, files.ErrTooLarge):
		errs.Add("file", "too_large", fmt.Sprintf("file must not be larger than %d MiB", desk.MaxAttachmentBytes>>20))
		return nil, errs.Err()
	case err != nil:
		return nil, err
	case staged.Size == 0:
		errs.Add("file", "empty", "file must not be empty")
		return nil, errors.Join(errs.Err(), staged.Discard())
	}
	return &upload{content: staged}, nil
}

// describe looks at the content, and draws the thumbnail of an image.
func (s *Store) describe(ctx context.Context, u *upload) (a desk.Attachment, err error) {
	file, err := u.content.Open()
	if err != nil {
		return a, err
	}
	defer file.Close()
	a.Size, a.Hash = u.content.Size, u.content.Hash
	if a.MediaType, err = media.TypeOf(file); err != nil || !media.IsRaster(a.MediaType) {
		return a, err
	}
	select {
	case s.drawing <- struct{}{}:
	case <-ctx.Done():
		return a, ctx.Err()
	}
	defer func() { <-s.drawing }()
	if _, err := file.Seek(0, 0); err != nil {
		return a, err
	}
	picture := media.Draw(file, media.Bounds{Width: desk.ThumbnailWidth, Height: desk.ThumbnailHeight, Pixels: desk.MaxImagePixels})
	if picture == nil {
		return a, nil
	}
	a.Thumbnail = &desk.Thumbnail{Width: picture.Width, Height: picture.Height}
	var small bytes.Buffer
	if err := picture.Encode(&small); err != nil {
		return a, err
	}
	u.thumbnail, err = s.files.Stage(&small, desk.MaxAttachmentBytes)
	return a, err
}

func (u *upload) parts() []*files.Staged {
	if u.thumbnail == nil {
		return []*files.Staged{u.content}
	}
	return []*files.Staged{u.content, u.thumbnail}
}

// place puts the files under their hashes, from where nobody removes them before
// the row that names them is there: who removes one waits for the same lock. All
// take several locks in the same order.
func (u *upload) place(tx tx) error {
	parts := u.parts()
	slices.SortFunc(parts, func(a, b *files.Staged) int { return bytes.Compare([]byte(a.Hash), []byte(b.Hash)) })
	for _, part := range parts {
		if err := lockFile(tx, part.Hash); err != nil {
			return err
		}
		if err := part.Place(); err != nil {
			return err
		}
	}
	return nil
}

func (u *upload) discard() (err error) {
	for _, part := range u.parts() {
		err = errors.Join(err, part.Discard())
	}
	return err
}

// lockFile makes whoever names a file and whoever removes it wait for each other.
func lockFile(tx tx, hash string) error { return tx.alone("file " + hash) }

// checkUnsent bounds what somebody can put on the disk without anybody seeing it.
func checkUnsent(tx tx, actor desk.Actor) error {
	if err := tx.alone(fmt.Sprint("uploads of ", actor.Kind, actor.ID)); err != nil {
		return err
	}
	var unsent int
	err := tx.row(`
		SELECT COUNT(*) FROM attachments
		WHERE message_id IS NULL AND uploader_type = $1 AND uploader_id = $2`, actor.Kind, actor.ID).Scan(&unsent)
	if err != nil || unsent < desk.MaxUnsent {
		return err
	}
	var errs desk.FieldErrors
	errs.Add("file", "too_many", fmt.Sprintf("file must wait until some of your %d uploads that are not sent yet are sent or removed", desk.MaxUnsent))
	return errs.Err()
}

func insertAttachment(tx tx, actor desk.Actor, a *desk.Attachment, thumbnail *files.Staged) error {
	var small desk.Thumbnail
	var hash *string
	if thumbnail != nil {
		small, hash = *a.Thumbnail, &thumbnail.Hash
	}
	return tx.row(`
		INSERT INTO attachments (conversation_id, uploader_type, uploader_id, name, media_type, size, hash,
			thumbnail, thumbnail_width, thumbnail_height, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		RETURNING id`,
		a.ConversationID, actor.Kind, actor.ID, a.Name, a.MediaType, a.Size, a.Hash,
		hash, small.Width, small.Height, micros(a.CreatedAt)).Scan(&a.ID)
}

// unsentBefore returns the time before which uploads that were not sent are removed.
func (s *Store) unsentBefore() time.Time { return s.now().Add(-desk.UnsentLife) }
