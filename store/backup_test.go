package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// A copy made while others write opens as a database of its own, in which every
// conversation has the messages it says it has.
func TestBackupUnderLoad(t *testing.T) {
	w := onSQLite(t)
	maya := storetest.AddCustomer(t, w.Store, "Maya Okafor")
	kept := storetest.AddConversation(t, w.Store, "Refund", maya.ID, 1)
	stop, writers := make(chan struct{}), sync.WaitGroup{}
	for range 4 {
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					storetest.AddMessage(t, w.Store, system(), kept.ID, desk.KindNote, "while it is copied")
				}
			}
		})
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	err := w.Backup(t.Context(), system(), file)
	close(stop)
	writers.Wait()
	ok(t, err)

	copied := &world{Store: storetest.Open(t, file, store.Options{}), t: t}
	conv := copied.get(kept.ID)
	messages, err := copied.ListMessages(t.Context(), system(), kept.ID, page(1, 100))
	ok(t, err)
	wantEqual(t, "messages in the copy", conv.MessageCount, messages.Total)
	wantEqual(t, "the copy is whole", []string{"ok"}, copied.rows(`PRAGMA integrity_check`))
}

func TestBackupOfQuietDatabaseIsEqual(t *testing.T) {
	w := onSQLite(t)
	storetest.AddConversation(t, w.Store, "Refund", storetest.AddCustomer(t, w.Store, "Maya Okafor").ID, 1)
	file := filepath.Join(t.TempDir(), "copy.db")
	ok(t, w.Backup(t.Context(), system(), file))
	copied := &world{Store: storetest.Open(t, file, store.Options{}), t: t}
	if storetest.OnPostgres() {
		return // dump speaks the words of the engine under test.
	}
	wantEqual(t, "rows", w.dump(), copied.dump())
}

func TestBackupIsRefused(t *testing.T) {
	w := onSQLite(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := w.Backup(t.Context(), desk.Actor{}, file); !desk.Is(err, desk.CodePermission) {
		t.Errorf("nobody made a backup: %v", err)
	}
	ok(t, os.WriteFile(file, []byte("something else"), 0o600))
	if err := w.Backup(t.Context(), system(), file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file was written over: %v", err)
	}
	text, err := os.ReadFile(file)
	ok(t, err)
	wantEqual(t, "the file that was there", "something else", string(text))
}

func TestDatabaseIsPrivate(t *testing.T) {
	folder := t.TempDir()
	storetest.Open(t, filepath.Join(folder, "parley.db"), store.Options{})
	files, err := os.ReadDir(folder)
	ok(t, err)
	for _, f := range files {
		info, err := f.Info()
		ok(t, err)
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
}
