package handlers

import "testing"

// scenario is one thing that somebody does and what comes of it. Addresses and
// texts take ids by name: {refund}.
type scenario struct {
	name string
	as   string // "" is nobody

	open string            // the page that is opened,
	form string            // the form on it that is sent, if any,
	fill map[string]string // what is typed or chosen in it first
	with map[string]string // and what is sent that the form does not offer;
	drop string            // a field that is left out;
	push string            // the button's name, where it is not the ordinary one

	method, body string            // or else: the method and body of a request to open
	header       map[string]string // with these headers

	status int
	leads  string // where a redirect leads
	shows  []string
	hides  []string
	then   func(*world, *page) // what else must be so
}

// play runs the scenarios one after the other in one world.
func (w *world) play(scenarios []scenario) {
	for _, s := range scenarios {
		name := s.name
		if s.as != "" {
			name = s.as + " " + name
		}
		w.t.Run(name, func(t *testing.T) { s.run(w.in(t)) })
	}
}

func (s scenario) run(w *world) {
	w.t.Helper()
	b := w.as(s.as)
	var p *page
	if s.method != "" {
		p = b.do(s.method, s.open, w.expand(s.body), s.header)
	} else {
		p = b.do("GET", s.open, "", s.header)
	}
	if s.form != "" {
		p = s.send(p.is(200).form(s.form))
	}
	p.is(s.status)
	if s.leads != "" {
		p.leadsTo(s.leads)
	}
	p.shows(s.shows...).hides(s.hides...)
	if s.then != nil {
		s.then(w, p)
	}
}

func (s scenario) send(f *filled) *page {
	f.page.w.t.Helper()
	for name, value := range s.fill {
		f.with(name, value)
	}
	for name, value := range s.with {
		f.forced(name, value)
	}
	if s.drop != "" {
		f.without(s.drop)
	}
	if s.push != "" {
		return f.press(s.push)
	}
	return f.submit()
}
