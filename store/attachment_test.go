package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// dot is a PNG of one black pixel.
const dot = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

func (w *world) open(ctx context.Context, a desk.Actor, id desk.AttachmentID) (string, error) {
	file, err := w.OpenAttachment(ctx, a, id)
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(file.Content)
	return string(content), errors.Join(err, file.Content.Close())
}

func (w *world) close(file store.File, err error) error {
	if err == nil {
		err = file.Content.Close()
	}
	return err
}

// remove uploads a file and removes it.
func (w *world) remove(ctx context.Context, a desk.Actor) error {
	upload, err := w.UploadAttachment(ctx, a, 1, desk.AttachmentCreate{Name: "a.txt", Content: strings.NewReader("Hello")})
	if err == nil {
		_, err = w.RemoveAttachment(ctx, a, upload.ID)
	}
	return err
}

// onDisk returns the files of the workspace, those that are coming in included.
func (w *world) onDisk() (names []string) {
	w.t.Helper()
	ok(w.t, filepath.WalkDir(store.FolderOf(w.Store), func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && !entry.IsDir() && entry.Name() != "lock" {
			names = append(names, entry.Name())
		}
		return err
	}))
	return names
}

func hashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func TestAttachmentsAreSentWithAMessage(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, vic := w.user("Vic Noor", desk.RoleViewer, "Support")
	conv := w.conversation("Refund", w.support)
	picture := storetest.Upload(t, w.Store, ana, conv.ID, `C:\tmp\the dot.png`, dot)
	text := storetest.Upload(t, w.Store, ana, conv.ID, "Grüße 🎉.txt", "Hello")
	want := desk.Attachment{ID: text.ID, ConversationID: conv.ID, Name: "Grüße 🎉.txt", MediaType: "text/plain", Size: 5, Hash: hashOf("Hello"), CreatedAt: w.clock.Now()}
	wantEqual(t, "the text", want, text)
	want = desk.Attachment{
		ID: picture.ID, ConversationID: conv.ID, Name: "the dot.png", MediaType: "image/png", Size: int64(len(dot)), Hash: hashOf(dot),
		Thumbnail: &desk.Thumbnail{Width: 1, Height: 1}, CreatedAt: w.clock.Now(),
	}
	wantEqual(t, "the picture", want, picture)
	unsent, err := w.ListUnsent(t.Context(), ana, conv.ID)
	ok(t, err)
	wantEqual(t, "what is unsent", []desk.Attachment{picture, text}, unsent)

	first := storetest.AddFiles(t, w.Store, ana, conv.ID, picture, text)
	storetest.AddMessage(t, w.Store, ana, conv.ID, desk.KindNote, "Without files")
	last := storetest.AddFiles(t, w.Store, ana, conv.ID, storetest.Upload(t, w.Store, ana, conv.ID, "again.txt", "Hello"))
	picture.MessageID, text.MessageID = first.ID, first.ID
	wantEqual(t, "the answer", []desk.Attachment{picture, text}, first.Attachments)
	listing, err := w.ListMessages(t.Context(), vic, conv.ID, page(1, 10))
	ok(t, err)
	timeline, err := w.ConversationTimeline(t.Context(), vic, conv.ID, 10)
	ok(t, err)
	for what, messages := range map[string][]desk.Message{"the list": listing.Items, "the thread": timeline.Messages} {
		wantEqual(t, what, [][]desk.Attachment{{picture, text}, nil, last.Attachments}, [][]desk.Attachment{messages[0].Attachments, messages[1].Attachments, messages[2].Attachments})
	}
	unsent, err = w.ListUnsent(t.Context(), ana, conv.ID)
	ok(t, err)
	wantEqual(t, "what is unsent afterwards", []desk.Attachment{}, unsent)
	if content, err := w.open(t.Context(), vic, text.ID); err != nil || content != "Hello" {
		t.Errorf("%q, %v", content, err)
	}
	wantEqual(t, "files on the disk: the two, and a thumbnail", 3, len(w.onDisk()))
}

func TestThumbnails(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	picture := storetest.Upload(t, w.Store, system(), conv.ID, "dot.txt", dot)
	file, err := w.OpenThumbnail(t.Context(), system(), picture.ID)
	ok(t, err)
	content, err := io.ReadAll(file.Content)
	ok(t, errors.Join(err, file.Content.Close()))
	if file.MediaType != "image/jpeg" || file.Hash != hashOf(string(content)) || file.Hash == picture.Hash {
		t.Errorf("%+v", file.Attachment)
	}
	text := storetest.Upload(t, w.Store, system(), conv.ID, "text.png", "<script>alert(1)</script>")
	if text.MediaType == "image/png" || text.Thumbnail != nil {
		t.Errorf("a text is taken for an image: %+v", text)
	}
	w.refused("a thumbnail of a text", desk.CodeNotFound, func() error { return w.close(w.OpenThumbnail(t.Context(), system(), text.ID)) })
}

// What is not sent yet is its uploader's alone.
func TestUploadsAreTheirUploaders(t *testing.T) {
	w := newWorld(t)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, eve := w.user("Eve Lund", desk.RoleAdmin)
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	upload := storetest.Upload(t, w.Store, ana, conv.ID, "a.png", dot)
	program := desk.Actor{Kind: desk.ActorKey, ID: ana.ID, Name: "sync", Via: desk.ViaAPI, Permissions: ana.Permissions, Reach: ana.Reach}
	send := func(a desk.Actor, id desk.ConversationID, attachments ...desk.AttachmentID) func() error {
		return func() error {
			_, err := w.AddMessage(t.Context(), a, id, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("x"), AttachmentIDs: desk.Value(attachments)})
			return err
		}
	}
	for name, actor := range map[string]desk.Actor{"an administrator": eve, "a key with her number": program, "the system": system()} {
		absent := w.refused(name+": absent", desk.CodeNotFound, func() error { _, err := w.open(t.Context(), actor, 999); return err })
		for what, look := range map[string]func() error{
			"open":      func() error { _, err := w.open(t.Context(), actor, upload.ID); return err },
			"thumbnail": func() error { return w.close(w.OpenThumbnail(t.Context(), actor, upload.ID)) },
			"remove":    func() error { _, err := w.RemoveAttachment(t.Context(), actor, upload.ID); return err },
		} {
			wantEqual(t, name+": "+what, absent, w.refused(name+": "+what, desk.CodeNotFound, look))
		}
		list, err := w.ListUnsent(t.Context(), actor, conv.ID)
		ok(t, err)
		wantEqual(t, name+" is listed", []desk.Attachment{}, list)
		w.invalid(name+" sends it", "attachmentIds", "not_found", send(actor, conv.ID, upload.ID))
	}
	w.invalid("to another conversation", "attachmentIds", "not_found", send(ana, other.ID, upload.ID))
	w.invalid("beside one that is absent", "attachmentIds", "not_found", send(ana, conv.ID, upload.ID, 999))
	w.invalid("twice at once", "attachmentIds", "duplicate", send(ana, conv.ID, upload.ID, upload.ID))
	ok(t, send(ana, conv.ID, upload.ID)())
	w.invalid("twice", "attachmentIds", "not_found", send(ana, conv.ID, upload.ID))
	_, err := w.open(t.Context(), eve, upload.ID)
	ok(t, err)
	w.refused("remove what is sent", desk.CodeNotFound, func() error { _, err := w.RemoveAttachment(t.Context(), ana, upload.ID); return err })
}

// A file of a conversation out of reach is answered for, word for word, like one
// that does not exist.
func TestScopeOfAttachments(t *testing.T) {
	b := newBorders(t)
	hidden := storetest.Upload(t, b.Store, system(), b.hidden.ID, "hidden.png", dot)
	seen := storetest.Upload(t, b.Store, system(), b.seen.ID, "seen.png", dot)
	storetest.AddFiles(t, b.Store, system(), b.hidden.ID, hidden)
	storetest.AddFiles(t, b.Store, system(), b.seen.ID, seen)
	lookUps := map[string]func(desk.Actor, desk.AttachmentID) error{
		"open":      func(a desk.Actor, id desk.AttachmentID) error { _, err := b.open(t.Context(), a, id); return err },
		"thumbnail": func(a desk.Actor, id desk.AttachmentID) error { return b.close(b.OpenThumbnail(t.Context(), a, id)) },
		"remove": func(a desk.Actor, id desk.AttachmentID) error {
			_, err := b.RemoveAttachment(t.Context(), a, id)
			return err
		},
	}
	for name, actor := range b.actors {
		for what, lookUp := range lookUps {
			unseen := b.refused(name+": "+what, desk.CodeNotFound, func() error { return lookUp(actor, hidden.ID) })
			absent := b.refused(name+": absent "+what, desk.CodeNotFound, func() error { return lookUp(actor, 999) })
			wantEqual(t, what, absent, unseen)
		}
		ok(t, lookUps["open"](actor, seen.ID))
		ok(t, lookUps["thumbnail"](actor, seen.ID))
	}
}
