// Package architecture holds the tests that keep the house in order: who may
// import whom, how long things get, what lies where, and whether the store's tests
// notice when a rule about visibility is taken out.
package architecture_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the module's folder, seen from here.
const root = "../.."

// notOurs are folders of other people's files.
var notOurs = []string{"node_modules", "vendor", "testdata", "bin"}

// files returns the slash-separated paths, below the root, of the files that we
// wrote and that have one of the extensions.
func files(t *testing.T, extensions ...string) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || slices.Contains(notOurs, name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if slices.Contains(extensions, filepath.Ext(name)) && !generated(name) {
			below, err := filepath.Rel(root, path)
			paths = append(paths, filepath.ToSlash(below))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatalf("no %v files were found", extensions)
	}
	return paths
}

// generated tells whether a tool wrote the file.
func generated(name string) bool { return strings.HasSuffix(name, "_templ.go") }

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
