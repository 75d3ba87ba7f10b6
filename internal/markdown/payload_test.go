package markdown_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parley/internal/markdown"
	"parley/internal/payloads"
)

// breaches returns what stands in a message's HTML that has no place there, as a
// browser would read it.
func breaches(t *testing.T, source string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markdown.HTML(source)), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, node := range nodes {
		found = append(found, breachesOf(node)...)
		for n := range node.Descendants() {
			found = append(found, breachesOf(n)...)
		}
	}
	return found
}

func breachesOf(n *html.Node) (found []string) {
	if n.Type == html.TextNode {
		return nil
	}
	if n.Type != html.ElementNode {
		return []string{fmt.Sprintf("a node of type %d: %s", n.Type, n.Data)}
	}
	if !slices.Contains([]string{"p", "br", "em", "strong", "ul", "ol", "li", "pre", "code", "blockquote", "a"}, n.Data) || n.Namespace != "" {
		found = append(found, "the element "+n.Data)
	}
	rels := 0
	for _, a := range n.Attr {
		switch {
		case n.Data == "ol" && a.Key == "start" && strings.Trim(a.Val, "0123456789") == "":
		case n.Data == "a" && a.Key == "rel" && a.Val == "nofollow noopener noreferrer":
			rels++
		case n.Data == "a" && a.Key == "href" && leadsOut(a.Val):
		default:
			found = append(found, fmt.Sprintf("%s %s=%q", n.Data, a.Key, a.Val))
		}
	}
	if n.Data == "a" && rels != 1 {
		found = append(found, "a link without rel")
	}
	return found
}

// leadsOut tells whether an address is a whole one, of a scheme that is allowed.
func leadsOut(address string) bool {
	target, err := url.Parse(address)
	return err == nil && slices.Contains([]string{"http", "https", "mailto"}, target.Scheme) && strings.Trim(address, "\x00\t\r\n ") == address
}

func TestNothingGetsThrough(t *testing.T) {
	list := payloads.List()
	for _, payload := range list {
		for _, breach := range breaches(t, payload) {
			t.Errorf("%q lets through %s: %s", payload, breach, markdown.HTML(payload))
		}
	}
	if len(list) < 1000 {
		t.Errorf("only %d payloads", len(list))
	}
}

// The test above would be quiet if it took everything for harmless.
func TestBreachesAreFound(t *testing.T) {
	for _, markup := range []string{`<script>1</script>`, `<a href="https://example.com">x</a>`, `<p class="x">`, `<a rel="nofollow noopener noreferrer" href="/x">x</a>`, `<svg><a></a></svg>`, `<!-- x -->`, `<ol start="x">`} {
		nodes, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
		if err != nil {
			t.Fatal(err)
		}
		if len(breachesOf(nodes[0])) == 0 {
			t.Errorf("%s passes", markup)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, payload := range payloads.Tricks() {
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, breach := range breaches(t, source) {
			t.Errorf("%q lets through %s", source, breach)
		}
	})
}
