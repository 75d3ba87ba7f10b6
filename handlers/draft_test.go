package handlers

import (
	"strings"
	"testing"
)

const (
	kettleThread   = "/conversations/{kettle}"
	kettleMessages = kettleThread + "/messages"
)

// typed opens the thread and types into its composer.
func (b *browser) typed(kind, body string) *filled {
	b.w.t.Helper()
	return b.open(kettleThread).is(200).form(kettleMessages).with("kind", kind).with("body", body)
}

// holds fails the test unless the composer on the page has the text.
func (p *page) holds(kind, body string) *page {
	p.w.t.Helper()
	f := p.form(kettleMessages)
	if f.values["kind"] != kind || f.values["body"] != body {
		p.w.t.Errorf("the composer holds %s %q, want %s %q", f.values["kind"], f.values["body"], kind, body)
	}
	return p
}

func TestDraftsWithoutScripts(t *testing.T) {
	w := newWorld(t)
	ana, home := w.as("ana"), w.as("ana")
	ana.typed("reply", "Half a reply ").press("Save draft").leadsTo(kettleThread+"#composer").follow().is(200).shows("Draft saved.").holds("reply", "Half a reply ")
	ana.typed("note", "Half a note").forced("draftVersion", "0").press("Save draft").leadsTo(kettleThread + "#composer")
	p := home.open(kettleThread).is(200).holds("note", "Half a note")
	p.shows("There is a draft under").browser.open(kettleThread+"?draft=reply").is(200).holds("reply", "Half a reply ")
	w.as("mona").open(kettleThread).is(200).holds("reply", "").hides("Half a", "There is a draft")
	home.open("/conversations").is(200).shows("Draft · #{kettle}")
	w.as("mona").open("/conversations").is(200).hides("Draft · #{kettle}")

	home.open(kettleThread).form(kettleThread+"/priority").with("priority", "high").submit().follow().is(200).holds("note", "Half a note")
	home.open(kettleThread).form(kettleMessages).press("Discard draft").follow().is(200).shows("Draft discarded.").holds("reply", "Half a reply ")
	home.open(kettleThread).form(kettleMessages).submit().is(303)
	home.open(kettleThread).is(200).holds("reply", "").hides("Draft discarded.")
	home.open("/conversations").is(200).hides("Draft · #{kettle}")
}

// TestDraftsOfTwoTabs: the later one is told what the other says, keeps what it
// has, and may take either.
func TestDraftsOfTwoTabs(t *testing.T) {
	w := newWorld(t)
	one, two := w.as("ana"), w.as("ana")
	late := two.typed("reply", "Two")
	one.typed("reply", "One").press("Save draft").is(303)
	p := late.press("Save draft").is(409).holds("reply", "Two").shows("This draft was changed elsewhere.", "One")
	p.form(kettleMessages).press("Save draft").is(409)
	p.click("Use what is there").is(200).holds("reply", "One")
	p.form(kettleMessages).press("Keep what is typed here").is(303)
	one.open(kettleThread).is(200).holds("reply", "Two")

	late = two.open(kettleThread).form(kettleMessages).with("body", "Two and more")
	one.open(kettleThread).form(kettleMessages).submit().is(303)
	late.press("Save draft").is(409).holds("reply", "Two and more").shows("sent or discarded elsewhere")
	one.typed("reply", "Typed elsewhere").press("Save draft").is(303)
	p = late.press("Save draft").is(409)
	p.form(kettleMessages).press("Send reply Add note Log message").follow().is(200).shows("Two and more").holds("reply", "Typed elsewhere")
	one.typed("reply", strings.Repeat("é", 100_001)).press("Save draft").is(422).shows("at most 100000 characters")
	one.typed("reply", "x").forced("draftVersion", "odd").press("Save draft").is(409)
	one.typed("reply", "").forced("kind", "odd").press("Save draft").is(422).shows("There is a problem")
}

// TestDraftsThatSaveThemselves are answered shortly.
func TestDraftsThatSaveThemselves(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	header := map[string]string{"Prefer": "return=minimal"}
	save := func(body string) *page { return ana.do("POST", kettleThread+"/drafts", body, header) }
	version := save("kind=reply&body=One&draftVersion=0").is(204).Header.Get("Draft-Version")
	if version == "" || version == "0" {
		t.Errorf("its version is %q", version)
	}
	save("kind=reply&body=Two&draftVersion=0").is(409).shows("This draft was changed elsewhere.")
	if next := save("kind=reply&body=Two&draftVersion=" + version).is(204).Header.Get("Draft-Version"); next == version {
		t.Error("it has the version that it had")
	}
	ana.open(kettleThread).is(200).holds("reply", "Two")
}
