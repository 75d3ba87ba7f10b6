package handlers

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// parse reads a page, or the fragment of one.
func parse(t *testing.T, body string) *html.Node {
	t.Helper()
	if strings.HasPrefix(strings.ToLower(body), "<!doctype html>") {
		tree, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	tree := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		tree.AppendChild(n)
	}
	return tree
}

func tag(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Type == html.ElementNode && n.Data == name }
}

// all returns the nodes that fit, in the order of the page.
func all(n *html.Node, fits func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	if n == nil {
		return nil
	}
	for d := range n.Descendants() {
		if fits(d) {
			found = append(found, d)
		}
	}
	return found
}

func first(n *html.Node, fits func(*html.Node) bool) *html.Node {
	if found := all(n, fits); len(found) > 0 {
		return found[0]
	}
	return nil
}

func within(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

func has(n *html.Node, name string) bool {
	if n == nil {
		return false
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// attr returns an attribute's value, or "".
func attr(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func rawText(n *html.Node) string {
	var text strings.Builder
	for _, d := range all(n, func(n *html.Node) bool { return n.Type == html.TextNode }) {
		text.WriteString(d.Data)
	}
	return text.String()
}

// textOf returns what an element says, on one line.
func textOf(n *html.Node) string { return strings.Join(strings.Fields(rawText(n)), " ") }
