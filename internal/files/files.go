// Package files keeps content in a folder under the name of its SHA-256, so that
// the same content is kept once and whoever names it knows what they get. What a
// name may be is decided here: 64 hexadecimal digits, and nothing that a user wrote.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"
)

// ErrTooLarge is content of more bytes than it may have, ErrNoRoom a disk that
// takes no more.
var (
	ErrTooLarge = errors.New("the content is too large")
	ErrNoRoom   = errors.New("there is no room on the disk")
)

// Folder is a folder of files. It is made when the first file comes; until then it
// is an empty one. Several processes may use the same.
type Folder struct{ name string }

// In returns the folder at the path.
func In(name string) Folder { return Folder{filepath.Clean(name)} }

// String returns the folder's path.
func (f Folder) String() string { return f.name }

// incoming is where content is written until all of it is there.
const incoming = "incoming"

// root opens the folder, below which everything else is opened: no name leads out
// of it, links in it included.
func (f Folder) root() (*os.Root, error) { return os.OpenRoot(f.name) }

// place returns where the content of a hash is, relative to the folder.
func place(hash string) (string, error) {
	if len(hash) != 64 {
		return "", fmt.Errorf("%q is no hash", hash)
	}
	for _, c := range []byte(hash) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", fmt.Errorf("%q is no hash", hash)
		}
	}
	return path.Join(hash[:2], hash), nil
}

// Open opens the content of a hash.
func (f Folder) Open(hash string) (*os.File, error) {
	name, err := place(hash)
	if err != nil {
		return nil, err
	}
	root, err := f.root()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(name)
}

// Remove removes the content of a hash. It is no error where there is none.
func (f Folder) Remove(hash string) error {
	name, err := place(hash)
	if err != nil {
		return err
	}
	root, err := f.root()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Hashes returns the hashes of everything in the folder.
func (f Folder) Hashes() (hashes []string, err error) {
	root, err := f.root()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // Somebody has just removed it.
		}
		if err != nil || entry.IsDir() {
			return err
		}
		if at, err := place(entry.Name()); err == nil && at == name {
			hashes = append(hashes, entry.Name())
		}
		return nil
	})
	return hashes, err
}

// noRoom says of an error that the disk is full where it is that.
func noRoom(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("%w: %w", ErrNoRoom, err)
	}
	return err
}

// syncFolder puts on the disk which files a folder below root has.
func syncFolder(root *os.Root, name string) error {
	folder, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
