package browsertest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeRules are all that pages must keep; axeColours those that see colours, which
// is all that the dark may break of a page that kept them in the light.
const (
	axeRules   = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	axeColours = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
)

// axeRun asks axe-core about the whole page and returns one line for each
// element that breaks a rule. What something floating covers in part is no target
// until that is closed, or the page scrolled.
const axeRun = `axe.run(document, {
	runOnly: %s,
	resultTypes: ["violations"], preload: false,
}).then((result) => result.violations.flatMap((v) => v.nodes.filter((n) =>
	v.id !== "target-size" || ![...document.querySelectorAll("details.menu[open], :popover-open, .bulk")].some((over) => over.checkVisibility()) || document.querySelector(n.target[0]).closest("details.menu[open], [popover], .bulk")
).map((n) =>
	v.id + ": " + n.target.join(" ") + " " + n.html.slice(0, 160) + " — " +
	[...n.any, ...n.all, ...n.none].map((check) => check.message).join("; ").slice(0, 240))))`

// faultless are the pages that axe has found nothing wrong with. Many tests come
// by the same ones, and it would say the same again.
var faultless sync.Map

// checkAccessibility fails the test for every rule that the page breaks. With
// scripts off axe would wait for ever, so they are on while it looks; the page's
// own have missed their chance to run by then.
func (p *page) checkAccessibility(where string) {
	p.t.Helper()
	p.checkRules(where, axeRules)
}

func (p *page) checkRules(where, rules string) {
	p.t.Helper()
	likeness := sha256.Sum256([]byte(fmt.Sprint(rules, p.view.dark, p.view.touch, see[string](p, "probe.likeness()"))))
	if _, known := faultless.Load(likeness); known {
		return
	}
	source, err := axeSource()
	if err != nil {
		p.t.Fatal(err)
	}
	if p.view.noScripts {
		p.allowScripts(true)
		defer p.allowScripts(false)
	}
	if !see[bool](p, `typeof axe === "object"`) {
		p.do(chromedp.Evaluate[chromedp.Void](source))
	}
	ctx, cancel := context.WithTimeout(p.ctx, 3*patience)
	defer cancel()
	broken, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](fmt.Sprintf(axeRun, rules), chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: ask axe: %v", where, err)
	}
	if len(broken) > 0 {
		p.t.Errorf("%s, %s, at %s: axe finds %d:\n%s", where, p.view.name, p.address().Path, len(broken), strings.Join(broken, "\n"))
		return
	}
	faultless.Store(likeness, true)
}

// TestEveryPageIsAccessible asks axe about every page and state there is, light
// and dark, on a desk and on a phone. Then each must fit into 320 px.
func TestEveryPageIsAccessible(t *testing.T) {
	for _, v := range []view{desktop, phone} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			p := newSite(t).open(t, v)
			for _, state := range states() {
				state.show(p)
				p.lookWith(v)
				p.checkAccessibility(state.name)
				p.lookWith(v.inDark())
				p.checkRules(state.name, axeColours)
				if v.touch {
					p.fitsInto(320, state.name)
				}
			}
		})
	}
}

// fitsInto fails the test where the page would have to be scrolled sideways at
// this width, which is also what a desk shows at a zoom of 400 %.
func (p *page) fitsInto(width int64, where string) {
	p.t.Helper()
	v := p.view
	v.width, v.dark = width, false
	p.lookWith(v)
	p.until("the page has the width", fmt.Sprintf("innerWidth === %d || document.scrollingElement.scrollWidth > %d", width, width))
	if wide := see[[]string](p, "probe.wider()"); len(wide) > 0 {
		p.t.Errorf("%s is wider than %d px:\n%s", where, width, strings.Join(wide, "\n"))
	}
}
