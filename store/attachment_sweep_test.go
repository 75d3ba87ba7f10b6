package store_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/internal/files"
	"parley/store"
	"parley/store/storetest"
)

// orphan puts a file where files are that no row names, as a process leaves it that
// ends between the two.
func (w *world) orphan(content string) string {
	w.t.Helper()
	staged, err := files.In(store.FolderOf(w.Store)).Stage(strings.NewReader(content), 1<<20)
	ok(w.t, err)
	ok(w.t, staged.Place())
	return staged.Hash
}

func TestDeletingAConversationDeletesItsFiles(t *testing.T) {
	w := newWorld(t)
	conv, other := w.conversation("Refund", w.support), w.conversation("Other", w.support)
	storetest.AddFiles(t, w.Store, system(), conv.ID, storetest.Upload(t, w.Store, system(), conv.ID, "a.png", dot), storetest.Upload(t, w.Store, system(), conv.ID, "b.txt", "shared"))
	storetest.Upload(t, w.Store, system(), conv.ID, "c.txt", "not sent")
	storetest.AddFiles(t, w.Store, system(), other.ID, storetest.Upload(t, w.Store, system(), other.ID, "d.txt", "shared"))
	wantEqual(t, "files", 4, len(w.onDisk()))
	ok(t, w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{}))
	wantEqual(t, "what the other conversation has too", []string{hashOf("shared")}, w.onDisk())
	wantEqual(t, "rows", []string{other.ID.String()}, w.rows(`SELECT conversation_id FROM attachments`))
	ok(t, w.DeleteConversation(t.Context(), system(), other.ID, desk.ConversationDelete{}))
	wantEqual(t, "what is left", []string(nil), w.onDisk())
}

func TestRemovingAnUploadRemovesItsFile(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	first, second := storetest.Upload(t, w.Store, system(), conv.ID, "a.png", dot), storetest.Upload(t, w.Store, system(), conv.ID, "b.png", dot)
	for i, upload := range []desk.Attachment{first, second} {
		gone, err := w.RemoveAttachment(t.Context(), system(), upload.ID)
		ok(t, err)
		wantEqual(t, "what it was", upload, gone)
		wantEqual(t, "files", 2*(1-i), len(w.onDisk()))
	}
}

func TestSweep(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	old := storetest.Upload(t, w.Store, system(), conv.ID, "old.txt", "old")
	sent := storetest.AddFiles(t, w.Store, system(), conv.ID, storetest.Upload(t, w.Store, system(), conv.ID, "sent.png", dot))
	w.clock.Advance(desk.UnsentLife)
	fresh := storetest.Upload(t, w.Store, system(), conv.ID, "fresh.txt", "fresh")
	w.orphan("orphan")
	w.orphan("fresh") // A row names it.
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "files a day after the upload", 4, len(w.onDisk()))
	w.clock.Advance(time.Microsecond)
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "files when the day is over", 3, len(w.onDisk()))
	wantEqual(t, "rows", []string{sent.Attachments[0].ID.String(), fresh.ID.String()}, w.rows(`SELECT id FROM attachments ORDER BY id`))
	w.refused("what was swept", desk.CodeNotFound, func() error { _, err := w.open(t.Context(), system(), old.ID); return err })
	for _, a := range []desk.Attachment{sent.Attachments[0], fresh} {
		_, err := w.open(t.Context(), system(), a.ID)
		ok(t, err)
	}
}

// More than one batch of everything.
func TestSweepOfMany(t *testing.T) {
	w := newWorld(t)
	for n := range 230 {
		w.orphan(strconv.Itoa(n))
	}
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	for n := range 90 {
		storetest.Upload(t, w.Store, system(), conv.ID, "a.txt", strconv.Itoa(n))
		storetest.Upload(t, w.Store, ana, conv.ID, "a.txt", strconv.Itoa(n))
	}
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "files that rows name", 90, len(w.onDisk()))
	w.clock.Advance(desk.UnsentLife + time.Second)
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "files", []string(nil), w.onDisk())
	wantEqual(t, "rows", []string(nil), w.rows(`SELECT id FROM attachments`))
}

func TestSweepOfWhatNeverCameInWhole(t *testing.T) {
	w := newWorld(t)
	w.Store = w.WithClock(time.Now)
	ok(t, w.SweepAttachments(t.Context(), system())) // There is no folder yet.
	_, err := files.In(store.FolderOf(w.Store)).Stage(strings.NewReader("x"), 10)
	ok(t, err)
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "what may still come in", 1, len(w.onDisk()))
	w.Store = w.WithClock(func() time.Time { return time.Now().Add(desk.UnsentLife + time.Hour) })
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "what is left", []string(nil), w.onDisk())
}

// A row whose file somebody else removed from the disk is an error, and no refusal.
func TestAFileThatIsMissing(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	a := storetest.Upload(t, w.Store, system(), conv.ID, "a.png", dot)
	ok(t, os.RemoveAll(filepath.Join(store.FolderOf(w.Store), a.Hash[:2])))
	if _, err := w.open(t.Context(), system(), a.ID); err == nil || desk.As(err) != nil {
		t.Errorf("%v", err)
	}
}

// Many upload, send, remove, delete and sweep the same few contents at once, in two
// processes: every row that is left has its file, and every file a row.
func TestUploadsAndSweepsAtOnce(t *testing.T) {
	first, second := twoProcesses(t)
	maya := storetest.AddCustomer(t, first.Store, "Maya Okafor")
	errs := together(8, func(client int) error {
		w, random := []*world{first, second}[client%2], rand.New(rand.NewPCG(uint64(client), 3))
		actor := desk.Actor{Kind: desk.ActorKey, ID: int64(client + 1), Permissions: desk.NewPermissionSet(desk.Permissions()...), Reach: desk.Everything()}
		for range 25 {
			conv := storetest.AddConversation(t, w.Store, "Refund", maya.ID, 1)
			a := storetest.Upload(t, w.Store, actor, conv.ID, "a.txt", strconv.Itoa(random.IntN(3)))
			b := storetest.Upload(t, w.Store, actor, conv.ID, "b.png", dot)
			content, err := w.open(t.Context(), actor, a.ID)
			if err != nil || hashOf(content) != a.Hash {
				t.Errorf("an upload is not there: %v", err)
			}
			switch random.IntN(4) {
			case 0:
				_, err = w.RemoveAttachment(t.Context(), actor, a.ID)
			case 1:
				err = w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{})
			case 2:
				err = w.SweepAttachments(t.Context(), system())
			default:
				storetest.AddFiles(t, w.Store, actor, conv.ID, a, b)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	ok(t, errors.Join(errs...))
	named := slices.Concat(first.rows(`SELECT hash FROM attachments`), first.rows(`SELECT thumbnail FROM attachments WHERE thumbnail IS NOT NULL`))
	slices.Sort(named)
	wantEqual(t, "files and the rows that name them", slices.Compact(named), sorted(first.onDisk()))
}

func sorted(list []string) []string { slices.Sort(list); return list }

// A backup under load has, for every row, the file, whatever is deleted meanwhile;
// and what it kept from being removed the next sweep removes.
func TestBackupHasTheFiles(t *testing.T) {
	w := onSQLite(t)
	maya := storetest.AddCustomer(t, w.Store, "Maya Okafor")
	kept := storetest.AddConversation(t, w.Store, "Refund", maya.ID, 1)
	storetest.AddFiles(t, w.Store, system(), kept.ID, storetest.Upload(t, w.Store, system(), kept.ID, "kept.png", dot))
	stop, ready, writers := make(chan struct{}), make(chan struct{}), sync.WaitGroup{}
	for writer := range 4 {
		writers.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				conv := storetest.AddConversation(t, w.Store, "Load", maya.ID, 1)
				storetest.AddFiles(t, w.Store, system(), conv.ID, storetest.Upload(t, w.Store, system(), conv.ID, "a", strconv.Itoa(writer)+" "+strconv.Itoa(n)))
				if n%2 == 0 {
					if err := w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{}); err != nil {
						t.Error(err)
					}
				}
				if n == 20 {
					ready <- struct{}{}
				}
			}
		})
	}
	for range 4 {
		<-ready
	}
	file := filepath.Join(t.TempDir(), "copy.db")
	err := w.Backup(t.Context(), system(), file)
	close(stop)
	writers.Wait()
	ok(t, err)

	copied := &world{Store: storetest.Open(t, file, store.Options{}), t: t}
	rows := copied.rows(`SELECT id, hash FROM attachments`)
	if len(rows) < 40 {
		t.Fatalf("only %d rows were copied", len(rows))
	}
	for _, row := range rows {
		number, hash, _ := strings.Cut(row, " | ")
		id, _ := desk.ParseID[desk.AttachmentID](number)
		content, err := copied.open(t.Context(), system(), id)
		if err != nil || hashOf(content) != hash {
			t.Errorf("attachment %s: %v", number, err)
		}
	}
	for _, swept := range []*world{w, copied} {
		ok(t, swept.SweepAttachments(t.Context(), system()))
		named := slices.Concat(swept.rows(`SELECT hash FROM attachments`), swept.rows(`SELECT thumbnail FROM attachments WHERE thumbnail IS NOT NULL`))
		wantEqual(t, "files and the rows that name them", sorted(named), sorted(swept.onDisk()))
	}
}

// While a backup is made nothing is removed, and nobody who deletes waits for it.
func TestBackupKeepsFiles(t *testing.T) {
	w := onSQLite(t)
	conv := storetest.AddConversation(t, w.Store, "Refund", storetest.AddCustomer(t, w.Store, "Maya Okafor").ID, 1)
	storetest.Upload(t, w.Store, system(), conv.ID, "a.txt", "kept")
	ok(t, store.WhileBackingUp(w.Store, func() error {
		ok(t, w.DeleteConversation(t.Context(), system(), conv.ID, desk.ConversationDelete{}))
		return w.SweepAttachments(t.Context(), system())
	}))
	wantEqual(t, "files after the backup", 1, len(w.onDisk()))
	ok(t, w.SweepAttachments(t.Context(), system()))
	wantEqual(t, "files after the sweep", 0, len(w.onDisk()))
}

func TestBackupOfNoFilesMakesNoFolder(t *testing.T) {
	w := onSQLite(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	ok(t, w.Backup(t.Context(), system(), file))
	if _, err := os.Stat(store.FilesOf(file)); !os.IsNotExist(err) {
		t.Errorf("%v", err)
	}
	conv := storetest.AddConversation(t, w.Store, "Refund", storetest.AddCustomer(t, w.Store, "Maya Okafor").ID, 1)
	storetest.Upload(t, w.Store, system(), conv.ID, "a.txt", "x")
	other := filepath.Join(t.TempDir(), "other.db")
	ok(t, os.Mkdir(store.FilesOf(other), 0o700))
	if err := w.Backup(t.Context(), system(), other); !os.IsExist(err) && !strings.Contains(err.Error(), "exists") {
		t.Errorf("a folder was written over: %v", err)
	}
	if _, err := os.Stat(other); !os.IsNotExist(err) {
		t.Errorf("half a backup is left: %v", err)
	}
}

// Uploading and removing one and the same content, again and again: who has uploaded
// it finds it.
func TestUploadsAndRemovalsOfOneContent(t *testing.T) {
	first, second := twoProcesses(t)
	conv := storetest.AddConversation(t, first.Store, "Refund", storetest.AddCustomer(t, first.Store, "Maya Okafor").ID, 1)
	ok(t, errors.Join(together(8, func(client int) error {
		w, actor := []*world{first, second}[client%2], system()
		actor.ID = int64(client)
		for range 40 {
			a := storetest.Upload(t, w.Store, actor, conv.ID, "a.txt", "the same")
			if _, err := w.open(t.Context(), actor, a.ID); err != nil {
				return err
			}
			if _, err := w.RemoveAttachment(t.Context(), actor, a.ID); err != nil {
				return err
			}
		}
		return nil
	})...))
	wantEqual(t, "files", []string(nil), first.onDisk())
}
