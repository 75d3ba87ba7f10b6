package api_test

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"parley/handlers/api"
)

// withFile returns the call with a file for its body where the operation takes one.
func (c call) withFile(op api.Operation) call {
	if strings.HasSuffix(op.Path, "/attachments") {
		c.body, c.header = fileBody("a.txt", "Hello"), fileForm()
	}
	return c
}

// hangingUp is a body that breaks off.
type hangingUp struct {
	rest io.Reader
	left int
}

func (h *hangingUp) Read(p []byte) (int, error) {
	if h.left <= 0 {
		return 0, errors.New("hung up")
	}
	n, err := h.rest.Read(p[:min(len(p), h.left)])
	h.left -= n
	return n, err
}

// files returns every file that the workspace keeps, those that come in included.
func (w *world) files() (names []string) {
	w.t.Helper()
	err := filepath.WalkDir(w.folder, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && !entry.IsDir() {
			names = append(names, entry.Name())
		}
		return err
	})
	w.must(err)
	return names
}
