package files

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/gofrs/flock"
)

// lock is where those who remove files and those who copy the folder stay out of
// each other's way, whatever process they are in.
func (f Folder) lock() *flock.Flock {
	return flock.New(filepath.Join(f.name, "lock"), flock.SetPermissions(0o600))
}

// WhileRemoving runs fn, which removes files, unless the folder is being copied;
// then it does nothing and says so.
func (f Folder) WhileRemoving(fn func() error) (done bool, err error) {
	lock := f.lock()
	if _, err := os.Stat(f.name); errors.Is(err, os.ErrNotExist) {
		return true, fn() // There is nothing to copy.
	}
	free, err := lock.TryRLock()
	if err != nil {
		return false, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	if !free {
		return false, lock.Close()
	}
	return true, errors.Join(fn(), lock.Unlock())
}

// WhileKept runs fn, during which no file is removed.
func (f Folder) WhileKept(fn func() error) error {
	if _, err := os.Stat(f.name); errors.Is(err, os.ErrNotExist) {
		root, err := f.make() // One may come, and go, while fn runs.
		if err != nil {
			return err
		}
		if err := root.Close(); err != nil {
			return err
		}
	}
	lock := f.lock()
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	return errors.Join(fn(), lock.Unlock())
}

// CopyTo copies every file to another folder, which must not exist yet, and returns
// how many there were once the disk has them. Without files no folder is made.
func (f Folder) CopyTo(other string) (n int, err error) {
	hashes, err := f.Hashes()
	if err != nil || len(hashes) == 0 {
		return 0, err
	}
	if err := os.Mkdir(other, 0o700); err != nil {
		return 0, err
	}
	to, err := os.OpenRoot(other)
	if err != nil {
		return 0, err
	}
	defer to.Close()
	for _, hash := range hashes {
		if err := f.copyOne(to, hash); err != nil {
			return 0, fmt.Errorf("copy file %s: %w", hash, err)
		}
	}
	return len(hashes), syncFolder(to, ".")
}

func (f Folder) copyOne(to *os.Root, hash string) error {
	from, err := f.Open(hash)
	if err != nil {
		return err
	}
	defer from.Close()
	name, err := place(hash)
	if err != nil {
		return err
	}
	if err := makeFolder(to, path.Dir(name)); err != nil {
		return noRoom(err)
	}
	file, err := to.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return noRoom(err)
	}
	_, err = io.Copy(file, from)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return noRoom(err)
	}
	return syncFolder(to, path.Dir(name))
}
