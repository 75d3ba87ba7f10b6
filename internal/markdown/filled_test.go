package markdown_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parley/internal/desk"
	"parley/internal/markdown"
	"parley/internal/payloads"
)

// A customer's name shows as it is, wherever it stands, and nothing comes of it.
func FuzzFilledValues(f *testing.F) {
	for _, value := range append(payloads.List(), "1. x", "10) x", "- x", "+ x", "> x", "~~~", "```", "_x_ a_b __c__", "a&lt;b", "&#60;", "www.x.example", "ftp://x.example", "a@b.example",
		"mailto:a@b.example", "{{agent.name}}", `\`, "a\\", "***", "!!", "![", "#", "Http://x.example/_a_", "x`", "=") {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		value = strings.Join(strings.Fields(value), " ")
		if value == "" || !utf8.ValidString(value) || utf8.RuneCountInString(value) > desk.MaxSubject || strings.ContainsFunc(value, unicode.IsControl) {
			return
		}
		for _, text := range []string{"Hello {{customer.name}},", "{{customer.name}}", "a\n{{customer.name}}", "- {{customer.name}}", "*{{customer.name}}*", "({{customer.name}})"} {
			filled := desk.FillVariables(text, map[desk.Variable]string{desk.VariableCustomerName: value})
			want := structure(t, markdown.HTML(strings.ReplaceAll(text, "{{customer.name}}", "X")))
			got := structure(t, markdown.HTML(filled))
			if got != strings.Replace(want, "X", value, 1) {
				t.Errorf("%q in %q shows as %q\nof %q", value, text, got, filled)
			}
		}
	})
}

// structure returns the elements and the text of HTML.
func structure(t *testing.T, source string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	write := func(n *html.Node) {
		if n.Type == html.TextNode {
			text.WriteString(n.Data)
		} else {
			text.WriteString("\x01" + n.Data + "\x02")
		}
	}
	for _, node := range nodes {
		write(node)
		for n := range node.Descendants() {
			write(n)
		}
	}
	return text.String()
}
