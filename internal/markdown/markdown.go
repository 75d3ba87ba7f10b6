// Package markdown turns what people who work here have written into HTML that
// is safe to show. It knows nothing of conversations.
package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	rendered "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// rel is what every link has: it passes on nothing of this site. The policy can
// give no more than relOfPolicy without opening windows; in what it returns, a
// quotation mark is one of its own.
const (
	rel         = `rel="nofollow noopener noreferrer"`
	relOfPolicy = `rel="nofollow noreferrer"`
)

// Nobody writes as many signs without a letter among them, or as many links;
// whoever does means to make work.
const (
	maxRun   = 500
	maxLinks = 500
)

// converter makes HTML of Markdown. It is made once: both parts may be used by
// many at once.
type converter struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

var shared = sync.OnceValue(newConverter)

// HTML returns the text as HTML: paragraphs, line breaks as they were typed,
// emphasis, lists, code, quotes and links to http, https and mailto. Everything
// else, HTML included, is shown as it was typed. A picture becomes a link to it.
// What is named with an @ is marked where it is among the names.
func HTML(source string, named ...string) string {
	c := shared()
	var out bytes.Buffer
	if laborious(source) || c.markdown.Convert([]byte(source), &out, naming(named)) != nil {
		return plain(source)
	}
	safe := strings.TrimSpace(c.policy.SanitizeReader(&out).String())
	return strings.ReplaceAll(safe, relOfPolicy, rel)
}

// newConverter leaves out of Markdown whatever would make something else of a
// text than its writer sees: headings and rules (a line "# 8812" or "---"), HTML,
// and definitions of links, which would vanish.
func newConverter() *converter {
	blocks := []util.PrioritizedValue{
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines := []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(nameParser{}, 150),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
	return &converter{
		markdown: goldmark.New(
			goldmark.WithParser(parser.NewParser(
				parser.WithBlockParsers(blocks...),
				parser.WithInlineParsers(inlines...),
				parser.WithASTTransformers(util.Prioritized(linkMaker{}, 1000)),
			)),
			goldmark.WithRendererOptions(rendered.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(nameRenderer{}, 100))),
			goldmark.WithExtensions(extension.Linkify),
		),
		policy: newPolicy(),
	}
}

// newPolicy is the one list of what may stand in a message. Nothing is to be
// added to it that could load, run, send or look like a part of the page.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "ul", "ol", "li", "pre", "code", "blockquote", "mark")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(false)
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}

// linkMaker makes links of pictures, and in a link only their text.
type linkMaker struct{}

// Transform changes the document in place.
func (linkMaker) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var pictures []*ast.Image
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if picture, ok := n.(*ast.Image); ok && entering {
			pictures = append(pictures, picture)
		}
		return ast.WalkContinue, nil
	})
	for _, picture := range pictures {
		link := ast.NewLink()
		link.Destination = picture.Destination
		var into ast.Node = link
		parent := picture.Parent()
		for n := parent; n != nil; n = n.Parent() {
			if _, inLink := n.(*ast.Link); inLink {
				into = ast.NewTextBlock()
			}
		}
		for child := picture.FirstChild(); child != nil; child = picture.FirstChild() {
			into.AppendChild(into, child)
		}
		parent.ReplaceChild(parent, picture, into)
	}
}

// laborious tells whether a text opens so many things one inside the other, or so
// many links, that it is no writing: reading it would take seconds.
func laborious(source string) bool {
	run := 0
	for _, r := range source {
		switch {
		case strings.ContainsRune(">[]*_`!<()-+.", r):
			run++
		case unicode.IsLetter(r):
			run = 0
		}
		if run > maxRun {
			return true
		}
	}
	return strings.Count(source, "](") > maxLinks
}

// plain returns a text as paragraphs and breaks alone.
func plain(source string) string {
	return "<p>" + strings.ReplaceAll(html.EscapeString(source), "\n", "<br>\n") + "</p>"
}
