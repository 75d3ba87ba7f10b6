package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/files"
	"parley/store"
	"parley/store/storetest"
)

// TestServeSweepsFiles: what a process left that was killed between a file and its
// row, the next one removes.
func TestServeSweepsFiles(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "parley.db")
	folder := files.In(store.FilesOf(database))
	staged, err := folder.Stage(strings.NewReader("orphan"), 100)
	if err == nil {
		err = staged.Place()
	}
	if err != nil {
		t.Fatal(err)
	}
	server := start(t, "parley", "serve", "--database", database)
	left := []string{"unknown"}
	for limit := time.Now().Add(20 * time.Second); len(left) > 0 && time.Now().Before(limit); time.Sleep(10 * time.Millisecond) {
		if left, err = folder.Hashes(); err != nil {
			t.Fatal(err)
		}
	}
	if len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if status := server.stop(t, os.Interrupt); status != 0 {
		t.Errorf("ended with %d: %s", status, server.stderr)
	}
}

// TestBackupOfFiles, which the database keeps where it is told to.
func TestBackupOfFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	database, kept, copied := filepath.Join(folder, "parley.db"), filepath.Join(folder, "elsewhere"), filepath.Join(folder, "copy.db")
	run(t, "parley", "migrate", "--database", database)
	s := storetest.Open(t, database, store.Options{Files: kept})
	conv := storetest.AddConversation(t, s, "Refund", storetest.AddCustomer(t, s, "Maya Okafor").ID, 1)
	a := storetest.Upload(t, s, storetest.System(), conv.ID, "a.txt", "Hello")
	said := run(t, "parley", "backup", "--database", database, "--files", kept, copied)
	if !strings.Contains(said, copied+".files holds its attachments") {
		t.Errorf("it said %s", said)
	}
	content, err := os.ReadFile(filepath.Join(copied+".files", a.Hash[:2], a.Hash))
	if err != nil || string(content) != "Hello" {
		t.Errorf("%q, %v", content, err)
	}
}
