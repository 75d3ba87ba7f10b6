package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// filled is a form on a page, with the fields that a browser would send.
type filled struct {
	page   *page
	node   *html.Node
	names  []string // of the fields, in their order
	values map[string]string
	button *html.Node
}

// form returns the first form with the action; its query counts only where the
// action is given with one.
func (p *page) form(action string) *filled {
	p.w.t.Helper()
	action = p.w.expand(action)
	node := first(p.tree, func(n *html.Node) bool {
		path, _, _ := strings.Cut(attr(n, "action"), "?")
		return tag("form")(n) && (attr(n, "action") == action || path == action)
	})
	if node == nil {
		p.w.t.Fatalf("%s %s: there is no form with action %s in: %s", p.Request.Method, p.Request.URL, action, p.excerpt())
	}
	return p.filled(node)
}

// formOf returns the form that has the button.
func (p *page) formOf(button string) *filled {
	p.w.t.Helper()
	node := first(p.tree, func(n *html.Node) bool {
		return tag("form")(n) && first(n, func(b *html.Node) bool { return tag("button")(b) && textOf(b) == button }) != nil
	})
	if node == nil {
		p.w.t.Fatalf("%s %s: there is no form with the button %s in: %s", p.Request.Method, p.Request.URL, button, p.excerpt())
	}
	return p.filled(node)
}

// filled returns a form with what stands in it.
func (p *page) filled(node *html.Node) *filled {
	f := &filled{page: p, node: node, values: map[string]string{}}
	for _, control := range f.controls() {
		f.collect(control)
	}
	return f
}

// controls returns the form's own controls and those that name it.
func (f *filled) controls() []*html.Node {
	id := attr(f.node, "id")
	return all(f.page.tree, func(n *html.Node) bool {
		if n.Type != html.ElementNode || !slices.Contains([]string{"input", "select", "textarea", "button"}, n.Data) {
			return false
		}
		owner := attr(n, "form")
		return (owner != "" && owner == id) || (owner == "" && within(n, f.node))
	})
}

func (f *filled) collect(control *html.Node) {
	name := attr(control, "name")
	kind := attr(control, "type")
	switch {
	case control.Data == "button" || kind == "submit":
		if f.button == nil {
			f.button = control
		}
	case name == "" || has(control, "disabled"):
	case control.Data == "textarea":
		f.put(name, strings.TrimPrefix(rawText(control), "\n"))
	case control.Data == "select":
		f.put(name, selected(control))
	case kind == "checkbox" || kind == "radio":
		if has(control, "checked") {
			f.put(name, attr(control, "value"))
		}
	default:
		f.put(name, attr(control, "value"))
	}
}

func (f *filled) put(name, value string) {
	if !slices.Contains(f.names, name) {
		f.names = append(f.names, name)
	}
	f.values[name] = value
}

func selected(control *html.Node) string {
	options := all(control, tag("option"))
	for _, option := range options {
		if has(option, "selected") {
			return attr(option, "value")
		}
	}
	if len(options) == 0 {
		return ""
	}
	return attr(options[0], "value")
}

// with types or chooses a value. The form must have the field, and offer the
// value where it is one to choose.
func (f *filled) with(name, value string) *filled {
	f.page.w.t.Helper()
	value = f.page.w.expand(value)
	var offered []string
	for _, control := range f.controls() {
		if attr(control, "name") != name {
			continue
		}
		switch {
		case control.Data == "select":
			for _, option := range all(control, tag("option")) {
				offered = append(offered, attr(option, "value"))
			}
		case attr(control, "type") == "radio" || control.Data == "button":
			offered = append(offered, attr(control, "value"))
		default:
			offered = append(offered, value)
		}
	}
	if !slices.Contains(offered, value) {
		f.page.w.t.Fatalf("%s: the form %s offers no %s=%q, only %q", f.page.Request.URL, attr(f.node, "action"), name, value, offered)
	}
	f.put(name, value)
	return f
}

// forced sends a value that the form does not offer.
func (f *filled) forced(name, value string) *filled {
	f.put(name, f.page.w.expand(value))
	return f
}

// without leaves a field out.
func (f *filled) without(name string) *filled {
	f.names = slices.DeleteFunc(f.names, func(n string) bool { return n == name })
	return f
}

// press sends the form with the button that has the name.
func (f *filled) press(name string) *page {
	f.page.w.t.Helper()
	f.button = nil
	for _, control := range f.controls() {
		if control.Data == "button" && (attr(control, "name") == name || textOf(control) == name) {
			f.button = control
		}
	}
	if f.button == nil {
		f.page.w.t.Fatalf("%s: the form %s has no button %s", f.page.Request.URL, attr(f.node, "action"), name)
	}
	return f.send()
}

// submit sends the form with its ordinary button: the first that does not say
// that it skips the checks.
func (f *filled) submit() *page {
	f.page.w.t.Helper()
	for _, control := range f.controls() {
		if control.Data == "button" && !has(control, "formnovalidate") {
			f.button = control
			break
		}
	}
	return f.send()
}

func (f *filled) send() *page {
	f.page.w.t.Helper()
	fields := url.Values{}
	for _, name := range f.names {
		fields.Set(name, f.values[name])
	}
	if name := attr(f.button, "name"); name != "" && !slices.Contains(f.names, name) {
		fields.Set(name, attr(f.button, "value"))
	}
	action := attr(f.node, "action")
	if elsewhere := attr(f.button, "formaction"); elsewhere != "" {
		action = elsewhere
	}
	if !strings.EqualFold(attr(f.node, "method"), http.MethodPost) {
		path, _, _ := strings.Cut(action, "?")
		return f.page.browser.do(http.MethodGet, path+"?"+fields.Encode(), "", nil)
	}
	return f.page.browser.do(http.MethodPost, action, fields.Encode(), nil)
}
