package files_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"parley/internal/files"
)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newFolder(t *testing.T) (files.Folder, string) {
	name := filepath.Join(t.TempDir(), "desk.files")
	return files.In(name), name
}

func put(t *testing.T, f files.Folder, content string) string {
	t.Helper()
	staged, err := f.Stage(strings.NewReader(content), 1<<20)
	ok(t, err)
	ok(t, staged.Place())
	return staged.Hash
}

// left returns every file below a folder.
func left(t *testing.T, name string) (found []string) {
	t.Helper()
	ok(t, filepath.WalkDir(name, func(at string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && !entry.IsDir() {
			found = append(found, strings.TrimPrefix(at, name+"/"))
		}
		return err
	}))
	return found
}

func TestContentIsKeptByItsHash(t *testing.T) {
	f, name := newFolder(t)
	const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" // of hello
	for range 2 {                                                                   // The same content is kept once.
		if got := put(t, f, "hello"); got != hash {
			t.Fatalf("hash %s", got)
		}
	}
	if got := left(t, name); !slices.Equal(got, []string{"2c/" + hash}) {
		t.Errorf("the folder has %v", got)
	}
	file, err := f.Open(hash)
	ok(t, err)
	content, err := io.ReadAll(file)
	ok(t, errors.Join(err, file.Close()))
	if string(content) != "hello" {
		t.Errorf("content %q", content)
	}
	if info, err := os.Stat(filepath.Join(name, "2c", hash)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	ok(t, f.Remove(hash))
	ok(t, f.Remove(hash))
	if _, err := f.Open(hash); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestTheUsualNamesAreNoHashes(t *testing.T) {
	f, _ := newFolder(t)
	put(t, f, "hello")
	for _, name := range []string{"", "..", "../../etc/passwd", strings.Repeat("../", 21) + "x", strings.Repeat("A", 64), strings.Repeat("a", 65), "2c/" + strings.Repeat("a", 61)} {
		if _, err := f.Open(name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q was looked for: %v", name, err)
		}
		if err := f.Remove(name); err == nil {
			t.Errorf("%q was removed", name)
		}
	}
}

// A link in the folder does not lead out of it.
func TestLinksDoNotLeadOut(t *testing.T) {
	f, name := newFolder(t)
	hash := put(t, f, "hello")
	at := filepath.Join(name, hash[:2], hash)
	outside := filepath.Join(t.TempDir(), "secret")
	ok(t, os.WriteFile(outside, []byte("secret"), 0o600))
	ok(t, os.Remove(at))
	ok(t, os.Symlink(outside, at))
	if _, err := f.Open(hash); err == nil {
		t.Error("a link led out of the folder")
	}
}

func TestStagingLeavesNothingBehind(t *testing.T) {
	f, name := newFolder(t)
	if _, err := f.Stage(strings.NewReader("12345"), 4); !errors.Is(err, files.ErrTooLarge) {
		t.Errorf("too much: %v", err)
	}
	cut := io.MultiReader(strings.NewReader("begun"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := f.Stage(cut, 100); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %v", err)
	}
	staged, err := f.Stage(strings.NewReader("1234"), 4)
	ok(t, err)
	if staged.Size != 4 {
		t.Errorf("%d bytes", staged.Size)
	}
	ok(t, staged.Discard())
	ok(t, staged.Discard())
	if got := left(t, name); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
}

// A disk that is full says so, and is as full afterwards as it was before. What
// stands for the disk is the largest file that the process may write.
func TestAFullDisk(t *testing.T) {
	f, name := newFolder(t)
	put(t, f, "before")
	before := left(t, name)
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var usual syscall.Rlimit
	ok(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &usual))
	ok(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: usual.Max}))
	_, err := f.Stage(strings.NewReader(strings.Repeat("x", 2<<20)), 4<<20)
	ok(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &usual))
	if !errors.Is(err, files.ErrNoRoom) {
		t.Errorf("%v", err)
	}
	if got := left(t, name); !slices.Equal(got, before) {
		t.Errorf("left behind: %v", got)
	}
	put(t, f, strings.Repeat("x", 1<<19)) // There is room again, without a restart.
}

func TestWhatWasStagedLongAgoIsDiscarded(t *testing.T) {
	f, name := newFolder(t)
	ok(t, f.DiscardBefore(time.Now()))
	staged, err := f.Stage(strings.NewReader("never placed"), 100)
	ok(t, err)
	ok(t, f.DiscardBefore(time.Now().Add(-time.Hour)))
	if len(left(t, name)) != 1 {
		t.Fatal("a file that may still get its place is gone")
	}
	ok(t, f.DiscardBefore(time.Now().Add(time.Hour)))
	if got := left(t, name); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
	if err := staged.Place(); err == nil {
		t.Error("what was discarded got its place")
	}
}

func TestCopies(t *testing.T) {
	f, name := newFolder(t)
	other := filepath.Join(t.TempDir(), "copy")
	if n, err := f.CopyTo(other); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := os.Stat(other); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder was made for nothing: %v", err)
	}
	want := []string{put(t, f, "one"), put(t, f, "two"), put(t, f, "three")}
	slices.Sort(want)
	n, err := f.CopyTo(other)
	ok(t, err)
	got, err := files.In(other).Hashes()
	ok(t, err)
	if slices.Sort(got); n != 3 || !slices.Equal(got, want) {
		t.Errorf("%d copies: %v", n, got)
	}
	for _, at := range left(t, other) {
		here, err := os.ReadFile(filepath.Join(name, at))
		ok(t, err)
		there, err := os.ReadFile(filepath.Join(other, at))
		ok(t, err)
		if string(here) != string(there) {
			t.Errorf("%s differs", at)
		}
	}
	if _, err := f.CopyTo(other); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a folder was written over: %v", err)
	}
}

// Nothing is removed while the folder is copied.
func TestNothingIsRemovedWhileCopying(t *testing.T) {
	f, _ := newFolder(t)
	ok(t, f.WhileKept(func() error {
		done, err := f.WhileRemoving(func() error { t.Error("a file was removed"); return nil })
		if done {
			t.Error("it says that it was done")
		}
		return err
	}))
	done, err := f.WhileRemoving(func() error {
		again, err := f.WhileRemoving(func() error { return nil }) // Several may remove at once.
		if !again {
			t.Error("two cannot remove at once")
		}
		return err
	})
	if !done || err != nil {
		t.Errorf("%v, %v", done, err)
	}
}
