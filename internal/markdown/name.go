package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// name is somebody who is named with an @, which Markdown itself does not know.
type name struct{ ast.BaseInline }

var (
	nameKind  = ast.NewNodeKind("Name")
	namesInIt = parser.NewContextKey()
)

// Kind tells renderers what it is.
func (*name) Kind() ast.NodeKind { return nameKind }

// Dump is for finding faults.
func (n *name) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// naming tells the parser of the names, the longest first.
func naming(names []string) parser.ParseOption {
	names = slices.SortedFunc(slices.Values(names), func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	ctx := parser.NewContext()
	ctx.Set(namesInIt, names)
	return parser.WithContext(ctx)
}

// nameParser finds names, where they are no code and no part of an address.
type nameParser struct{}

// Trigger returns what names begin with.
func (nameParser) Trigger() []byte { return []byte{'@'} }

// Parse returns the name that the text goes on with, or nil.
func (nameParser) Parse(_ ast.Node, block text.Reader, ctx parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	if unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("_@+%-/", before) {
		return nil
	}
	names, _ := ctx.Get(namesInIt).([]string)
	line, segment := block.PeekLine()
	for _, words := range names {
		length := 1 + len(words)
		if words == "" || len(line) < length || !strings.EqualFold(string(line[1:length]), words) {
			continue
		}
		n := &name{}
		n.AppendChild(n, ast.NewTextSegment(segment.WithStop(segment.Start+length)))
		block.Advance(length)
		return n
	}
	return nil
}

// nameRenderer draws names.
type nameRenderer struct{}

// RegisterFuncs says what it draws.
func (nameRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(nameKind, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		tag := "</mark>"
		if entering {
			tag = "<mark>"
		}
		_, err := w.WriteString(tag)
		return ast.WalkContinue, err
	})
}
