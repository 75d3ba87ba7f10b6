package architecture_test

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "parley"

// Imports that some packages must do without.
var (
	sqlAndDrivers = []string{"database/sql", "github.com/mattn/go-sqlite3", "github.com/jackc/pgx/v5"}
	echo          = "github.com/labstack/echo/v4"
)

// rule says what the packages of one row may import of ours, and what never.
// Packages of a row may import each other.
type rule struct {
	packages []string
	ours     []string
	never    []string
	standard bool // the standard library only
	anything bool // of ours
}

// rules are the table "who may import whom". A package that is in no row is not
// allowed: a new one has to find its place first.
var rules = []rule{
	{packages: []string{"internal/desk"}, never: []string{"database/sql", "net/http"}, standard: true},
	{packages: []string{"internal/files", "internal/media"}, never: []string{echo, "database/sql", "net/http"}},
	{packages: []string{"store", "store/storetest"}, ours: []string{"internal/desk", "internal/files", "internal/media"}, never: []string{echo, "net/http"}},
	{packages: []string{"views", "views/layout"}, ours: []string{"internal/desk", "internal/markdown", "views/ui", "static"}, never: []string{echo, "database/sql"}},
	{packages: []string{"views/ui", "static"}},
	{packages: []string{"internal/markdown"}, never: []string{echo, "database/sql", "net/http"}},
	{packages: []string{"handlers", "handlers/api"}, ours: []string{"store", "internal/desk", "views", "views/layout", "views/ui", "static", "internal/realtime"}, never: sqlAndDrivers},
	{packages: []string{"internal/realtime"}, ours: []string{"internal/desk"}, never: []string{echo}},
	{packages: []string{"internal/email", "internal/webhook"}, ours: []string{"internal/desk"}, never: []string{echo}},
	{packages: []string{"internal/jobs"}, ours: []string{"store", "internal/desk", "internal/email", "internal/webhook"}, never: []string{echo}},
	{packages: []string{"internal/seed"}, ours: []string{"store", "internal/desk"}, never: []string{echo}},
	{packages: []string{"internal/payloads"}, standard: true},
	{packages: []string{"internal/cli"}, anything: true},
	{packages: []string{"."}, anything: true},
}

func ruleOf(pkg string) (rule, bool) {
	i := slices.IndexFunc(rules, func(r rule) bool { return slices.Contains(r.packages, pkg) })
	if i < 0 {
		return rule{}, false
	}
	return rules[i], true
}

// imports returns what the files of each package import, tests and generated
// files aside: generated ones import what their sources do.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, name := range files(t, ".go") {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		pkg := path.Dir(name)
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			all[pkg] = append(all[pkg], imported)
		}
	}
	return all
}

// breach returns what is wrong with a package that imports another, or "".
func (r rule) breach(imported string) string {
	if slices.ContainsFunc(r.never, func(n string) bool { return imported == n || strings.HasPrefix(imported, n+"/") }) {
		return "must never import " + imported
	}
	first, _, _ := strings.Cut(imported, "/")
	if first != module {
		if r.standard && strings.Contains(first, ".") {
			return "may import the standard library only, not " + imported
		}
		return ""
	}
	ours := strings.TrimPrefix(imported, module+"/")
	if r.anything || slices.Contains(r.ours, ours) || slices.Contains(r.packages, ours) {
		return ""
	}
	return "may not import " + imported
}

func TestWhoMayImportWhom(t *testing.T) {
	for pkg, imported := range imports(t) {
		rule, known := ruleOf(pkg)
		if !known {
			t.Errorf("%s is not in the table of who may import whom", pkg)
			continue
		}
		for _, name := range imported {
			if breach := rule.breach(name); breach != "" {
				t.Errorf("%s %s", pkg, breach)
			}
		}
	}
}

// The table itself is checked, since a rule that lets everything pass is quiet.
func TestTheTableRefuses(t *testing.T) {
	for _, test := range []struct {
		pkg, imported string
		refused       bool
	}{
		{"internal/desk", "strings", false},
		{"internal/desk", "database/sql", true},
		{"internal/desk", "net/http", true},
		{"internal/desk", "github.com/google/uuid", true},
		{"internal/desk", "parley/store", true},
		{"store", "parley/internal/desk", false},
		{"store", "database/sql", false},
		{"store", echo, true},
		{"store", "parley/views", true},
		{"store", "parley/internal/files", false},
		{"internal/files", "parley/internal/desk", true},
		{"internal/media", "net/http", true},
		{"handlers", "parley/internal/files", true},
		{"store", "parley/handlers", true},
		{"views", "parley/store", true},
		{"views", "parley/views/ui", false},
		{"views", echo, true},
		{"views/layout", "database/sql", true},
		{"views/ui", "parley/internal/desk", true},
		{"views/ui", "parley/views", true},
		{"views", "parley/internal/markdown", false},
		{"internal/markdown", "parley/internal/desk", true},
		{"static", "parley/internal/desk", true},
		{"handlers", "parley/store", false},
		{"handlers", "parley/handlers/api", false},
		{"handlers/api", "database/sql", true},
		{"handlers", "github.com/mattn/go-sqlite3", true},
		{"handlers", "parley/internal/seed", true},
		{"internal/seed", "parley/views", true},
		{"internal/webhook", "parley/store", true},
		{"internal/jobs", echo + "/middleware", true},
		{"internal/cli", "parley/handlers", false},
	} {
		rule, _ := ruleOf(test.pkg)
		if got := rule.breach(test.imported) != ""; got != test.refused {
			t.Errorf("%s importing %s: refused %v, want %v", test.pkg, test.imported, got, test.refused)
		}
	}
}
