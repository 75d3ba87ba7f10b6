package architecture_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fault is a rule taken out of a function: what is in a place of its file, and what
// is there instead.
type fault struct {
	name, file string
	from, to   int
	text       string
	notice     string // the tests that must notice
}

// faultEnv names the fault that is in force.
const faultEnv = "PARLEY_FAULT"

// faultInForce is a file that the store is built with, beside its own.
const faultInForce = `package store

import "os"

var faultInForce = os.Getenv("` + faultEnv + `")
`

// buildWith builds the store's tests with all the faults, none of which is in force
// unless the environment names it, and returns the program's path. It is built once,
// because building takes longer than most of its runs.
func buildWith(t *testing.T, faults []fault) string {
	t.Helper()
	folder, replace := t.TempDir(), map[string]string{}
	put := func(name, text string) {
		original, err := filepath.Abs(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		replace[original] = write(t, filepath.Join(folder, path.Base(name)), text)
	}
	put("store/fault_in_force.go", faultInForce)
	byFile, names := map[string][]fault{}, map[string]bool{}
	for _, f := range faults {
		if names[f.name] {
			t.Errorf("two faults are called %s and would be in force together", f.name)
		}
		names[f.name] = true
		byFile[f.file] = append(byFile[f.file], f)
	}
	for name, faults := range byFile {
		put(name, withFaults(t, name, faults))
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay, binary := write(t, filepath.Join(folder, "overlay.json"), string(list)), filepath.Join(folder, "store.test")
	output, err := exec.CommandContext(t.Context(), "go", "test", "-C", root, "-c", "-vet=off", "-ldflags=-s -w",
		"-overlay", overlay, "-o", binary, "./store").CombinedOutput()
	if err != nil {
		t.Fatalf("it does not compile (%v):\n%s", err, output)
	}
	return binary
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// withFaults returns the text of a file in which each fault is in a copy of its
// function. The function itself stays as it is, but for calling the copy when that
// is what is in force. The copies are at the end, so that every line stays where it
// was.
func withFaults(t *testing.T, name string, faults []fault) string {
	t.Helper()
	text, positions := read(t, name), token.NewFileSet()
	file, err := parser.ParseFile(positions, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	offset := func(p token.Pos) int { return positions.Position(p).Offset }
	calls, copies := map[int]string{}, ""
	for i, f := range faults {
		around := slices.IndexFunc(file.Decls, func(d ast.Decl) bool {
			function, ok := d.(*ast.FuncDecl)
			return ok && offset(function.Body.Lbrace) < f.from && f.to <= offset(function.Body.Rbrace)
		})
		if around < 0 {
			t.Errorf("%s: %s is taken out of no function", name, f.name)
			continue
		}
		function := file.Decls[around].(*ast.FuncDecl)
		suffix, named := fmt.Sprintf("__%d", i), offset(function.Name.End())
		calls[offset(function.Body.Lbrace)+1] += fmt.Sprintf(" if faultInForce == %q { %s };", f.name, call(function, suffix))
		copies += "\n" + text[offset(function.Pos()):named] + suffix + text[named:f.from] + f.text + text[f.to:offset(function.End())] + "\n"
	}
	var all strings.Builder
	for at, char := range []byte(text) {
		all.WriteString(calls[at])
		all.WriteByte(char)
	}
	return all.String() + copies
}

// call returns the statement that does what the function's copy does.
func call(function *ast.FuncDecl, suffix string) string {
	name, arguments := function.Name.Name+suffix, ""
	if function.Recv != nil {
		name = function.Recv.List[0].Names[0].Name + "." + name
	}
	for _, field := range function.Type.Params.List {
		more := ", "
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			more = "..., "
		}
		for _, parameter := range field.Names {
			arguments += parameter.Name + more
		}
	}
	called := name + "(" + strings.TrimSuffix(arguments, ", ") + ")"
	if function.Type.Results == nil {
		return called + "; return"
	}
	return "return " + called
}

// run runs those of the store's tests that have such a name, with the fault of that
// name in force, and returns what they print.
func run(t *testing.T, binary, name, tests string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, "-test.run="+tests, "-test.timeout=10m", "-rapid.checks=50", "-rapid.nofailfile")
	command.Dir = filepath.Join(root, "store")
	command.Env = append(os.Environ(), faultEnv+"="+name)
	output, err := command.CombinedOutput()
	return string(output), err
}
