package files

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// Staged is content that is on the disk, whole, and in the folder under no hash yet.
type Staged struct {
	Hash string
	Size int64

	folder Folder
	name   string // relative to the folder; empty once it has its place
}

// Stage writes content to a temporary file and returns once it is on the disk. More
// than limit bytes are ErrTooLarge. Whatever the error, nothing stays behind.
func (f Folder) Stage(content io.Reader, limit int64) (staged *Staged, err error) {
	root, err := f.make()
	if err != nil {
		return nil, noRoom(err)
	}
	defer root.Close()
	name := path.Join(incoming, rand.Text())
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, noRoom(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(noRoom(err), root.Remove(name))
		}
	}()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(content, limit+1))
	if err == nil && size > limit {
		err = ErrTooLarge
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return &Staged{Hash: hex.EncodeToString(sum.Sum(nil)), Size: size, folder: f, name: name}, nil
}

// make opens the folder, and makes it where there is none.
func (f Folder) make() (*os.Root, error) {
	switch err := os.Mkdir(f.name, 0o700); {
	case err == nil:
		parent, err := os.Open(filepath.Dir(f.name))
		if err != nil {
			return nil, err
		}
		if err := errors.Join(parent.Sync(), parent.Close()); err != nil {
			return nil, fmt.Errorf("sync the folder around the files: %w", err)
		}
	case !errors.Is(err, fs.ErrExist):
		return nil, err
	}
	root, err := f.root()
	if err != nil {
		return nil, err
	}
	if err := makeFolder(root, incoming); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// makeFolder makes a folder below root, where there is none, and has the disk
// remember it.
func makeFolder(root *os.Root, name string) error {
	err := root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncFolder(root, ".")
}

// Open opens the content to be read.
func (s *Staged) Open() (*os.File, error) {
	root, err := s.folder.root()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(s.name)
}

// Place gives the content its place under its hash, over what may be there, and
// returns once the disk has it there.
func (s *Staged) Place() error {
	name, err := place(s.Hash)
	if err != nil {
		return err
	}
	root, err := s.folder.root()
	if err != nil {
		return err
	}
	defer root.Close()
	if err := makeFolder(root, path.Dir(name)); err != nil {
		return noRoom(err)
	}
	if err := root.Rename(s.name, name); err != nil {
		return noRoom(err)
	}
	s.name = ""
	return noRoom(syncFolder(root, path.Dir(name)))
}

// Discard removes the content unless it has its place.
func (s *Staged) Discard() error {
	if s.name == "" {
		return nil
	}
	root, err := s.folder.root()
	if err != nil {
		return err
	}
	defer root.Close()
	name := s.name
	s.name = ""
	return root.Remove(name)
}

// DiscardBefore removes the content that was staged before a time and never got
// its place: the process ended first.
func (f Folder) DiscardBefore(before time.Time) error {
	root, err := f.root()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	left, err := fs.ReadDir(root.FS(), incoming)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var failed []error
	for _, entry := range left {
		info, err := entry.Info()
		if err != nil || !info.ModTime().Before(before) {
			continue // It has just got its place, or still may.
		}
		if err := root.Remove(path.Join(incoming, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
