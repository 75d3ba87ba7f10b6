package handlers

import (
	"strings"
	"testing"
)

func TestPreviewMessage(t *testing.T) {
	w := newWorld(t)
	const thread, form = "/conversations/{kettle}", "/conversations/{kettle}/messages"
	before := w.conversation("kettle")
	for _, c := range []struct{ kind, typed, shown string }{
		{"reply", "We are **on it**.\r\nAna", "We are <strong>on it</strong>.<br>\nAna"},
		{"note", "<b>x</b> [y](javascript:alert(1))", "<p><b>x</b> y</p>"},
		{"customer", "They said **no**", `dir="auto">They said **no**</div>`},
		{"odd", "*x*", "<em>x</em>"},
		{"reply", "", "Nothing to show yet."},
	} {
		p := w.as("ana").open(thread+"?status=open").form(form).forced("kind", c.kind).with("body", c.typed).press("Preview")
		p.is(200).shows(`aria-label="Preview"`, c.shown)
		f := p.form(form)
		if got := f.values["body"]; got != strings.ReplaceAll(c.typed, "\r", "") {
			t.Errorf("%q was typed, and %q is kept", c.typed, got)
		}
		if c.kind != "odd" && f.values["kind"] != c.kind {
			t.Errorf("the kind became %s", f.values["kind"])
		}
	}
	if after := w.conversation("kettle"); after.MessageCount != before.MessageCount || after.UpdatedAt != before.UpdatedAt {
		t.Errorf("a preview has changed it: %+v", after)
	}
}

// TestThreadShowsMarkdown of those who work here, and what customers wrote as it
// stands.
func TestThreadShowsMarkdown(t *testing.T) {
	w := newWorld(t)
	const thread, form = "/conversations/{kettle}", "/conversations/{kettle}/messages"
	ana := w.as("ana")
	for _, kind := range []string{"reply", "note", "customer"} {
		ana.open(thread).form(form).with("kind", kind).with("body", "A *"+kind+"* word").submit().is(303)
	}
	ana.open(thread).is(200).shows("<p>A <em>reply</em> word</p>", "<p>A <em>note</em> word</p>", "A *customer* word").hides("<em>customer</em>")
}
