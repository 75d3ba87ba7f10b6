package store_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

func TestUploadIsRefused(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	conv := w.conversation("Refund", w.support)
	upload := func(content io.Reader) func() error {
		return func() error {
			_, err := w.UploadAttachment(t.Context(), ana, conv.ID, desk.AttachmentCreate{Name: "a", Content: content})
			return err
		}
	}
	zeros := func(n int64) io.Reader { return io.LimitReader(zero{}, n) }
	ok(t, upload(zeros(desk.MaxAttachmentBytes))())
	before := w.onDisk()
	w.invalid("too large", "file", "too_large", upload(zeros(desk.MaxAttachmentBytes+1)))
	w.invalid("empty", "file", "empty", upload(strings.NewReader("")))
	cut := upload(io.MultiReader(strings.NewReader("begun"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	if err := cut(); !errors.Is(err, io.ErrUnexpectedEOF) || desk.As(err) != nil {
		t.Errorf("cut off: %v", err)
	}
	wantEqual(t, "files on the disk", before, w.onDisk())
	rows := w.rows(`SELECT size FROM attachments`)
	wantEqual(t, "rows", []string{fmt.Sprint(desk.MaxAttachmentBytes)}, rows)
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// On a full disk a message says so, and nothing is left; it needs no restart once
// there is room again. What stands for the disk is the largest file that the process
// may write.
func TestUploadsToAFullDisk(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var usual syscall.Rlimit
	ok(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &usual))
	upload := func() error {
		_, err := w.UploadAttachment(t.Context(), system(), conv.ID, desk.AttachmentCreate{Name: "a", Content: io.LimitReader(zero{}, desk.MaxAttachmentBytes)})
		return err
	}
	ok(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: desk.MaxAttachmentBytes / 2, Max: usual.Max}))
	err := upload()
	ok(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &usual))
	if !desk.Is(err, desk.CodeNoRoom) {
		t.Errorf("%v", err)
	}
	wantEqual(t, "files", []string(nil), w.onDisk())
	wantEqual(t, "rows", []string(nil), w.rows(`SELECT id FROM attachments`))
	ok(t, upload())
}

func TestWhereFilesAre(t *testing.T) {
	for name, want := range map[string]string{
		"parley.db": "parley.db.files", "/var/lib/desk": "/var/lib/desk.files", "postgres://parley@db/parley": "parley.files",
	} {
		wantEqual(t, name, want, store.FilesOf(name))
	}
}

// Where the folder cannot be written there is no row either.
func TestUploadsWithoutFolder(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	folder := store.FolderOf(w.Store)
	upload := func() error {
		_, err := w.UploadAttachment(t.Context(), system(), conv.ID, desk.AttachmentCreate{Name: "a", Content: strings.NewReader("Hello")})
		return err
	}
	ok(t, os.WriteFile(folder, nil, 0o600)) // No folder can be made here.
	if err := upload(); err == nil || desk.As(err) != nil {
		t.Errorf("%v", err)
	}
	wantEqual(t, "rows", []string(nil), w.rows(`SELECT id FROM attachments`))
	ok(t, os.Remove(folder))
	ok(t, upload())
}

func TestMessagesHaveLimitsOfFiles(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	var ids []desk.AttachmentID
	for range desk.MaxAttachments + 1 {
		ids = append(ids, storetest.Upload(t, w.Store, system(), conv.ID, "a.txt", "Hello").ID)
	}
	send := func(ids []desk.AttachmentID) func() error {
		return func() error {
			_, err := w.AddMessage(t.Context(), system(), conv.ID, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("x"), AttachmentIDs: desk.Value(ids)})
			return err
		}
	}
	w.invalid("too many", "attachmentIds", "too_many", send(ids))
	w.exec(`UPDATE attachments SET size = $1 WHERE id = $2`, desk.MaxAttachmentsBytes-4, ids[0])
	w.invalid("too large together", "attachmentIds", "too_large", send(ids[:2]))
	w.exec(`UPDATE attachments SET size = $1 WHERE id = $2`, desk.MaxAttachmentsBytes-5*(desk.MaxAttachments-1), ids[0])
	ok(t, send(ids[:desk.MaxAttachments])())
	for range desk.MaxUnsent - 1 {
		storetest.Upload(t, w.Store, system(), conv.ID, "a.txt", "Hello")
	}
	w.invalid("too many unsent", "file", "too_many", func() error {
		_, err := w.UploadAttachment(t.Context(), system(), conv.ID, desk.AttachmentCreate{Name: "a", Content: strings.NewReader("Hello")})
		return err
	})
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, err := w.UploadAttachment(t.Context(), ana, conv.ID, desk.AttachmentCreate{Name: "a", Content: strings.NewReader("Hello")})
	ok(t, err) // Somebody else still may.
}
