package browsertest

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// target is a thing on a page, called as people call it: "the link Next", "the
// field Subject". within narrows it down to a part of the page.
type target struct {
	role, name, within string
}

func link(name string) target   { return target{role: "link", name: name} }
func button(name string) target { return target{role: "button", name: name} }
func field(name string) target  { return target{role: "field", name: name} }
func element(css string) target { return target{role: css} }

func (at target) in(css string) target {
	at.within = css
	return at
}

func (at target) js() string {
	return fmt.Sprintf("probe.find(%s, %s, %s)", quote(at.role), quote(at.name), quote(at.within))
}

func (at target) String() string {
	return strings.TrimSpace(at.role + " " + quote(at.name) + " " + at.within)
}

// hand is a way to use a page. Every walk goes by several of them.
type hand interface {
	press(p *page, at target)
	choose(p *page, at target, option string)
	write(p *page, at target, text string)
}

// mouse points and clicks, or taps where the view has touch.
type mouse struct{}

func (mouse) press(p *page, at target) {
	p.t.Helper()
	p.until("there is a "+at.String(), at.js()+" !== null")
	x, y := p.pointAt(at)
	p.clicks++
	if p.view.touch {
		p.do(chromedp.TapXY(x, y))
	} else {
		p.do(chromedp.MouseEvent(chromedp.MouseMoved, x, y), chromedp.MouseClickXY(x, y))
	}
}

// pointAt returns the middle of a target once it lies still and nothing covers it.
func (p *page) pointAt(at target) (x, y float64) {
	p.t.Helper()
	type point struct {
		X, Y  float64
		Under string
	}
	var now, before point
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		before = now
		var err error
		if now, err = look[point](p, "probe.point("+at.js()+")"); err == nil && now == before && now.Under == "" {
			return now.X, now.Y
		}
		p.pause()
	}
	p.t.Fatalf("%s cannot be pointed at: over it is %s\n%s", at, now.Under, p.describe())
	return 0, 0
}

// choose opens no list of options: that is a window of its own, which no test
// can point into. It goes to the select and types.
func (m mouse) choose(p *page, at target, option string) {
	p.t.Helper()
	p.until("there is a "+at.String(), at.js()+" !== null")
	p.focusOn(at)
	p.clicks += 2 // it would be one to open it and one to choose
	p.typeChoice(at, option)
}

func (m mouse) write(p *page, at target, text string) {
	p.t.Helper()
	m.press(p, at)
	p.until("the focus is on "+at.String(), at.js()+" === document.activeElement")
	p.replaceText(text)
}

func (p *page) focusOn(at target) {
	p.t.Helper()
	p.until("the focus is on "+at.String(), "("+at.js()+"?.focus({preventScroll: true}), "+at.js()+" === document.activeElement)")
}

// keyboard has no pointer: it reaches everything by Tab, and uses it by the
// keys that browsers give to such things.
type keyboard struct{}

func (k keyboard) press(p *page, at target) {
	p.t.Helper()
	k.reach(p, at)
	switch see[string](p, at.js()+".type ?? "+at.js()+".localName") {
	case "radio":
		k.walkToRadio(p, at)
	case "checkbox", "submit", "button":
		p.key(" ")
	default:
		p.key(kb.Enter)
	}
}

// reach tabs to a target, forwards or backwards, whichever is nearer in order.
func (k keyboard) reach(p *page, at target) {
	p.t.Helper()
	p.until("there is a "+at.String(), at.js()+" !== null")
	for range 400 {
		switch way, err := look[int](p, "probe.way("+at.js()+")"); {
		case err != nil:
			p.pause()
		case way == 0:
			return
		case way < 0:
			p.key(kb.Tab, chromedp.ModifierShift)
		default:
			p.key(kb.Tab)
		}
	}
	p.t.Fatalf("%s cannot be reached by Tab\n%s", at, p.describe())
}

func (k keyboard) walkToRadio(p *page, at target) {
	p.t.Helper()
	for range 20 {
		if see[bool](p, at.js()+".checked && "+at.js()+" === document.activeElement") {
			return
		}
		if see[bool](p, at.js()+" === document.activeElement") {
			p.key(" ")
		} else {
			p.key(kb.ArrowDown)
		}
	}
	p.t.Fatalf("the arrows do not lead to %s\n%s", at, p.describe())
}

func (k keyboard) choose(p *page, at target, option string) {
	p.t.Helper()
	k.reach(p, at)
	p.typeChoice(at, option)
}

func (k keyboard) write(p *page, at target, text string) {
	p.t.Helper()
	k.reach(p, at)
	p.replaceText(text)
}

// key presses one key.
func (p *page) key(key string, modifiers ...chromedp.Modifier) {
	p.t.Helper()
	p.keys++
	p.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// replaceText types over whatever the focused field holds. Signs that keyboards
// in tests do not have come as from an input method.
func (p *page) replaceText(text string) {
	p.t.Helper()
	p.key("a", chromedp.ModifierCtrl)
	p.key(kb.Backspace)
	p.typeText(text)
}

func (p *page) typeText(text string) {
	p.t.Helper()
	plain := strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII || r == '\n' }) < 0
	if plain && len(text) <= 60 {
		p.key(text)
	} else if text != "" {
		call(p, input.InsertText, input.InsertTextParams{Text: text})
	}
}

// typeChoice types as much of an option's name into the focused select as tells
// it from the others. Where that is saved at once, the page that answers says
// whether it was.
func (p *page) typeChoice(at target, option string) {
	p.t.Helper()
	options := see[[]string](p, "probe.options("+at.js()+")")
	prefix := option
	for n := 1; n < len(option); n++ {
		same := 0
		for _, o := range options {
			if len(o) >= n && strings.EqualFold(o[:n], option[:n]) {
				same++
			}
		}
		if same == 1 {
			prefix = option[:n]
			break
		}
	}
	saved := see[bool](p, at.js()+".hasAttribute('data-autosubmit')") && !p.view.noScripts
	p.key(prefix)
	if saved {
		return
	}
	p.until(option+" is chosen in "+at.String(), "probe.chosen("+at.js()+") === "+quote(option))
}
