package markdown_test

import (
	"strings"
	"testing"

	"parley/internal/markdown"
)

const relation = ` rel="nofollow noopener noreferrer"`

func TestHTML(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"breaks as typed", "Hello\nMaya", "<p>Hello<br>\nMaya</p>"},
		{"paragraphs", "Hello\n\nMaya", "<p>Hello</p>\n<p>Maya</p>"},
		{"emphasis", "*not* **now**", "<p><em>not</em> <strong>now</strong></p>"},
		{"a list", "- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"},
		{"a list with numbers", "3. three\n4. four", `<ol start="3">` + "\n<li>three</li>\n<li>four</li>\n</ol>"},
		{"a quote", "> He said", "<blockquote>\n<p>He said</p>\n</blockquote>"},
		{"code", "Use `a < b`", "<p>Use <code>a &lt; b</code></p>"},
		{"a block of code", "```js\nif (a < b) {}\n```", "<pre><code>if (a &lt; b) {}\n</code></pre>"},
		{"a link", "[site](https://example.com/a?b=1&c=2)", `<p><a href="https://example.com/a?b=1&amp;c=2"` + relation + `>site</a></p>`},
		{"an address", "See https://example.com.", `<p>See <a href="https://example.com"` + relation + `>https://example.com</a>.</p>`},
		{"a mailbox", "Write to maya@example.com", `<p>Write to <a href="mailto:maya@example.com"` + relation + `>maya@example.com</a></p>`},
		{"another scheme", "[x](ftp://example.com)", "<p>x</p>"},
		{"an address of this site", "[x](/conversations/1/delete) [y](//example.com)", "<p>x y</p>"},
		{"a picture", "![chart](https://example.com/c.png)", `<p><a href="https://example.com/c.png"` + relation + `>chart</a></p>`},
		{"a picture in a link", "[![chart](https://example.com/c.png)](https://example.com)", `<p><a href="https://example.com"` + relation + `>chart</a></p>`},
		{"HTML is shown as typed", "<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"},
		{"a block of HTML too", "<div>\n<hr>\n</div>", "<p>&lt;div&gt;<br>\n&lt;hr&gt;<br>\n&lt;/div&gt;</p>"},
		{"no headings", "# 8812\n\nTitle\n=====", "<p># 8812</p>\n<p>Title<br>\n=====</p>"},
		{"no rules", "Ana\n\n---\n\nParley", "<p>Ana</p>\n<p>---</p>\n<p>Parley</p>"},
		{"definitions stay", "[foo]: https://example.com", `<p>[foo]: <a href="https://example.com"` + relation + `>https://example.com</a></p>`},
		{"other scripts", "שלום **עולם**", "<p>שלום <strong>עולם</strong></p>"},
	} {
		if got := markdown.HTML(test.text); got != test.want {
			t.Errorf("%s: %q became\n%s\nwant\n%s", test.name, test.text, got, test.want)
		}
	}
}

// What is no writing but work for the parser is shown as it was typed, and whole.
func TestLaboriousTextIsPlain(t *testing.T) {
	for _, text := range []string{
		strings.Repeat(">", 50_000), strings.Repeat("> ", 50_000), strings.Repeat("- ", 50_000), strings.Repeat("1. ", 33_000),
		strings.Repeat("[a](", 25_000), strings.Repeat("[", 100_000), strings.Repeat("[a](<b", 15_000),
	} {
		want := "<p>" + strings.ReplaceAll(strings.ReplaceAll(text, "<", "&lt;"), ">", "&gt;") + "</p>"
		if got := markdown.HTML(text); got != want {
			t.Errorf("%.20q… became %.200s…", text, got)
		}
	}
}
