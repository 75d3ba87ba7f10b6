package store_test

import (
	"bufio"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"parley/store/storetest"
)

// Statements are put together from pieces, so what shows that an engine takes them
// all is that it has been given them all. Where the coverage of the whole suite is
// measured, it fails for every text in the store's functions that was not come by
// on the engine under test: texts of errors aside, those are the statements and
// their pieces.
func everyStatementRan() error {
	value := func(name string) string { return flag.Lookup(name).Value.String() }
	profile := value("test.coverprofile")
	if profile == "" || value("test.run") != "" || value("test.skip") != "" {
		return nil
	}
	missed, looked, err := uncovered(profile)
	if err != nil {
		return err
	}
	if want := ofOtherEngine(); !slices.Equal(missed, want) || looked < 300 {
		return fmt.Errorf("of %d texts these were not come by:\n%s\nwant of the other engine:\n%s",
			looked, strings.Join(missed, "\n"), strings.Join(want, "\n"))
	}
	return nil
}

// ofOtherEngine returns the texts that only the other engine is given.
func ofOtherEngine() []string {
	if storetest.OnPostgres() {
		return []string{
			"reserve `SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = $1`",
			"horizon `SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'outbox'`",
		}
	}
	return []string{
		"migratePostgres `SELECT pg_advisory_lock($1)`",
		"migratePostgres \"migrations/postgres\"",
		"migratePostgres `SELECT pg_advisory_unlock($1)`",
		"lock `SELECT id FROM `",
		"lock ` WHERE id = $1 FOR UPDATE`",
		"alone `SELECT pg_advisory_xact_lock(hashtext($1))`",
		"alone \"parley \"",
		"aloneNow `SELECT pg_try_advisory_xact_lock(hashtext($1))`",
		"aloneNow \"parley \"",
		"reserve `SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, CAST($2 AS BIGINT))`",
		"mark `CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)`",
		"horizon `SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)`",
		"tell ` RETURNING pg_notify('`",
		"tell `', '')`",
		"tellAll `SELECT pg_notify($1, $2)`",
		"listen `LISTEN `",
		`listen ""`,
	}
}

// uncovered returns the texts that a coverage profile says were not come by.
func uncovered(profile string) (missed []string, looked int, err error) {
	idle, err := idleBlocks(profile)
	if err != nil {
		return nil, 0, err
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, 0, err
		}
		for _, declaration := range file.Decls {
			function, is := declaration.(*ast.FuncDecl)
			if !is {
				continue
			}
			for _, text := range texts(function) {
				looked++
				at := positions.Position(text.Pos())
				if slices.ContainsFunc(idle[name], func(b block) bool { return b.holds(at) }) {
					missed = append(missed, function.Name.Name+" "+text.Value)
				}
			}
		}
	}
	return missed, looked, nil
}

// texts returns the texts in a function that may be of SQL: all but those that
// errors and the log are made of.
func texts(function *ast.FuncDecl) (found []*ast.BasicLit) {
	aside := map[ast.Node]bool{}
	ast.Inspect(function.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if speaks(n.Fun) {
				for _, argument := range n.Args {
					aside[argument] = true
				}
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING && !aside[n] {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

// speaks tells whether a function takes texts for people.
func speaks(function ast.Expr) bool {
	var text strings.Builder
	if err := printer.Fprint(&text, token.NewFileSet(), function); err != nil {
		return false
	}
	name := text.String()
	return name == "wrap" || name == "errors.New" || name == "fmt.Errorf" || strings.HasPrefix(name, "s.log.")
}

// block is a piece of code between two places that either runs or does not.
type block struct{ line, column, endLine, endColumn int }

func (b block) holds(at token.Position) bool {
	return (at.Line > b.line || at.Line == b.line && at.Column >= b.column) &&
		(at.Line < b.endLine || at.Line == b.endLine && at.Column < b.endColumn)
}

// idleBlocks returns the blocks of each file that were never run.
func idleBlocks(profile string) (map[string][]block, error) {
	file, err := os.Open(profile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	idle := map[string][]block{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, rest, _ := strings.Cut(lines.Text(), ":")
		var b block
		var statements, count int
		n, _ := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d", &b.line, &b.column, &b.endLine, &b.endColumn, &statements, &count)
		if n == 6 && count == 0 {
			idle[path.Base(name)] = append(idle[path.Base(name)], b)
		}
	}
	return idle, lines.Err()
}
