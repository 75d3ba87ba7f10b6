package architecture_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// The limits of what a reader is asked to take in at once.
const (
	maxFileLines     = 500
	maxFunctionLines = 80
	maxMainLines     = 100
)

func TestFilesAreShort(t *testing.T) {
	for _, name := range files(t, ".go", ".templ", ".sql", ".js", ".css") {
		if built(name) {
			continue
		}
		if n := strings.Count(read(t, name), "\n"); n > maxFileLines {
			t.Errorf("%s has %d lines, more than %d: split it by noun", name, n, maxFileLines)
		}
	}
}

// built tells whether the file is put together from those in static/src, or is
// somebody else's.
func built(name string) bool {
	return strings.HasPrefix(name, "static/") && !strings.HasPrefix(name, "static/src/") && !strings.HasSuffix(name, ".go")
}

func TestFunctionsAreShort(t *testing.T) {
	for _, name := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := positions.Position(function.End()).Line - positions.Position(function.Pos()).Line + 1
			if n > maxFunctionLines {
				t.Errorf("%s: %s has %d lines, more than %d", name, function.Name, n, maxFunctionLines)
			}
		}
	}
}

func TestMainIsShort(t *testing.T) {
	for _, name := range files(t, ".go") {
		if strings.Contains(name, "/") {
			continue
		}
		if name != "main.go" {
			t.Errorf("%s: main.go is the only Go file at the root", name)
		}
		if n := strings.Count(read(t, name), "\n"); n >= maxMainLines {
			t.Errorf("%s has %d lines, %d or more", name, n, maxMainLines)
		}
	}
}
