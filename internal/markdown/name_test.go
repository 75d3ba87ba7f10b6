package markdown_test

import (
	"strings"
	"testing"

	"parley/internal/markdown"
)

func TestNames(t *testing.T) {
	for source, want := range map[string]string{
		"Ask @Vera Lind, please":       "<p>Ask <mark>@Vera Lind</mark>, please</p>",
		"@VERA LIND and @Vera":         "<p><mark>@VERA LIND</mark> and <mark>@Vera</mark></p>",
		"**@Vera**":                    "<p><strong><mark>@Vera</mark></strong></p>",
		"@vera@example.com":            "<p><mark>@vera@example.com</mark></p>",
		"joe@Vera and \\@Vera":         "<p>joe@Vera and @Vera</p>",
		"`@Vera`":                      "<p><code>@Vera</code></p>",
		"@Somebody":                    "<p>@Somebody</p>",
		"@<b>x</b> <mark>@Vera</mark>": "<p><mark>@&lt;b&gt;</mark>x&lt;/b&gt; &lt;mark&gt;<mark>@Vera</mark>&lt;/mark&gt;</p>",
		"- @Vera\n- @Vera Lind":        "<ul>\n<li><mark>@Vera</mark></li>\n<li><mark>@Vera Lind</mark></li>\n</ul>",
	} {
		if got := markdown.HTML(source, "Vera", "Vera Lind", "vera@example.com", "<b>", ""); got != want {
			t.Errorf("%q is %s, want %s", source, got, want)
		}
	}
	if got := markdown.HTML("@Vera <mark>x</mark>"); strings.Contains(got, "<mark") {
		t.Errorf("nobody is named in %s", got)
	}
}
