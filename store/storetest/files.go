package storetest

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"parley/internal/desk"
	"parley/store"
)

// Files returns the folder of a database's attachments.
func Files(database string) string {
	if !strings.Contains(database, "://") {
		return store.FilesOf(database)
	}
	name, _, _ := strings.Cut(database, "?")
	return filepath.Join(os.TempDir(), path.Base(name)+".files")
}

// Upload uploads a file to a conversation as the actor.
func Upload(t testing.TB, s *store.Store, actor desk.Actor, id desk.ConversationID, name, content string) desk.Attachment {
	t.Helper()
	a, err := s.UploadAttachment(t.Context(), actor, id, desk.AttachmentCreate{Name: name, Content: strings.NewReader(content)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// AddFiles adds a note with files to a conversation as the actor.
func AddFiles(t testing.TB, s *store.Store, actor desk.Actor, id desk.ConversationID, files ...desk.Attachment) desk.Message {
	t.Helper()
	in := desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("See the files"), AttachmentIDs: desk.Value([]desk.AttachmentID{})}
	for _, f := range files {
		in.AttachmentIDs.Value = append(in.AttachmentIDs.Value, f.ID)
	}
	message, err := s.AddMessage(t.Context(), actor, id, in)
	if err != nil {
		t.Fatal(err)
	}
	return message
}

// readFiles returns the files of a database, and none where it has no folder.
func readFiles(database string) (fstest.MapFS, error) {
	all := fstest.MapFS{}
	folder := os.DirFS(Files(database))
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(folder, name)
		all[name] = &fstest.MapFile{Data: content, Mode: 0o600}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return all, err
}

func (from Template) copyFiles(t testing.TB, database string) {
	t.Helper()
	if len(from.files) == 0 {
		return
	}
	if err := os.CopyFS(Files(database), from.files); err != nil {
		t.Fatal(err)
	}
}
