package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/store"
	"parley/store/storetest"
)

// Placeholders are rewritten without looking at quotes, so none may stand inside
// a literal of SQL.
func TestNoPlaceholderInsideALiteral(t *testing.T) {
	quoted := regexp.MustCompile(`'[^']*\$[0-9][^']*'`)
	files, err := os.ReadDir(".")
	ok(t, err)
	looked := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		ok(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			if text, isText := n.(*ast.BasicLit); isText && text.Kind == token.STRING {
				looked++
				if quoted.MatchString(text.Value) {
					t.Errorf("%s: a placeholder in quotes: %s", f.Name(), text.Value)
				}
			}
			return true
		})
	}
	if looked < 100 {
		t.Errorf("only %d literals were found", looked)
	}
}

// The migrations of both engines make the same tables with the same columns.
func TestBothEnginesHaveTheSameColumns(t *testing.T) {
	lite := onSQLite(t).rows(`
		SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'goose_%' AND m.name <> 'sqlite_sequence' ORDER BY 1`)
	if len(lite) < 80 {
		t.Errorf("only %d columns were found", len(lite))
	}
	if !storetest.OnPostgres() {
		return // Compared when PostgreSQL is under test.
	}
	postgres := newWorld(t).rows(`
		SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`)
	slices.Sort(postgres)
	slices.Sort(lite)
	wantEqual(t, "columns", lite, postgres)
}

func TestPasswordsOfDatabasesAreNotShown(t *testing.T) {
	_, err := store.Open(t.Context(), "postgres://parley:tell-nobody@127.0.0.1:1/parley?connect_timeout=1", store.Options{})
	if err == nil || strings.Contains(err.Error(), "tell-nobody") || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("%v", err)
	}
}
