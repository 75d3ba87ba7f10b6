package handlers

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

// makers are the forms that make something, filled in, by the table that it is in.
func (w *world) makers(b *browser) map[string]*filled {
	w.t.Helper()
	return map[string]*filled{
		"messages":      b.typed("reply", "Only once"),
		"conversations": b.open("/conversations/new?customerId={maya}").is(200).form("/conversations").with("subject", "Only once"),
		"customers":     b.open("/customers/new").is(200).form("/customers").with("name", "Once Only"),
		"tags":          b.open("/tags/new").is(200).form("/tags").with("name", "only once"),
		"bulk_jobs":     b.open("/conversations/bulk?customerId={leo}&status=pending").is(200).form("/bulk-jobs").with("priority", "high"),
		"saved_replies": b.open("/saved-replies/new").is(200).form("/saved-replies").with("name", "only once").with("body", "Hello"),
	}
}

// A form that is sent twice does what it is for once, and leads to the same place.
func TestFormsAreDoneOnce(t *testing.T) {
	w := newWorld(t)
	mona := w.as("mona")
	for table, form := range w.makers(mona) {
		again, before := w.makers(mona)[table], w.rows(table)
		first := form.submit().is(303).Header.Get("Location")
		form.submit().leadsTo(first)
		if made := w.rows(table) - before; made != 1 {
			t.Errorf("%d %s are made", made, table)
		}
		if form.values["nonce"] == again.values["nonce"] || len(again.values["nonce"]) != 26 {
			t.Errorf("the form of %s has the nonce %q, and rendered again %q", table, form.values["nonce"], again.values["nonce"])
		}
		if table == "messages" || table == "conversations" {
			again.submit().is(303) // The same from a form of its own is another one.
			if made := w.rows(table) - before; made != 2 {
				t.Errorf("two forms made %d %s", made, table)
			}
		}
	}
}

// Two clicks, of which neither has been answered when the other comes.
func TestFormsThatArriveTogether(t *testing.T) {
	w := newWorld(t)
	mona := w.as("mona")
	for table, form := range w.makers(mona) {
		before := w.rows(table)
		places := make([]string, 6)
		var group sync.WaitGroup
		for i := range places {
			copied := *form
			group.Go(func() { places[i] = copied.submit().is(303).Header.Get("Location") })
		}
		group.Wait()
		for _, place := range places {
			if place != places[0] {
				t.Errorf("one of %s leads to %s, another to %s", table, place, places[0])
			}
		}
		if made := w.rows(table) - before; made != 1 {
			t.Errorf("%d %s are made", made, table)
		}
	}
}

// Where the first led to depends on the queue as it was; so do those that come again.
func TestSentAgainLeadsToTheSamePlace(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for _, after := range []desk.AfterSend{desk.AfterSendNext, desk.AfterSendList, desk.AfterSendStay} {
		w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen)})
		w.prefer("ana", desk.PreferencesUpdate{AfterSend: desk.Value(after)})
		form := ana.open(kettleThread+"?status=open").is(200).form(kettleMessages).with("kind", "reply").with("body", "Word")
		first := form.press("Send and close").is(303).Header.Get("Location")
		w.addConversation("between "+string(after), "support")
		w.change("refund", desk.ConversationProperties{Status: desk.Value(desk.StatusClosed)})
		form.press("Send and close").leadsTo(first).follow().is(200).shows("Reply recorded. Closed #{kettle}.")
		w.change("refund", desk.ConversationProperties{Status: desk.Value(desk.StatusOpen)})
	}
	if n := w.conversation("kettle").MessageCount; n != 3 {
		t.Errorf("%d messages", n)
	}
}

// Going back to a form that was sent, and sending something else with it: the text is
// not lost, and not taken for what was sent.
func TestAnotherTextInAFormThatWasSent(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	form := ana.typed("reply", "One")
	form.submit().is(303)
	refused := form.with("body", "Two").submit().is(422).shows("This form was sent already, with something else in it").holds("reply", "Two")
	if n := w.conversation("kettle").MessageCount; n != 1 {
		t.Errorf("%d messages", n)
	}
	next := refused.form(kettleMessages)
	if next.values["nonce"] == form.values["nonce"] || next.values["draftVersion"] != "0" {
		t.Errorf("the form comes back with %v", next.values)
	}
	next.submit().is(303).follow().is(200).shows("One", "Two")

	other := ana.open("/customers/new").is(200).form("/customers").with("name", "Nora Lim")
	other.submit().is(303)
	again := other.with("name", "Nora Lin").submit().is(422).shows("This form was sent already")
	if again.form("/customers").values["name"] != "Nora Lin" {
		t.Error("what was typed is gone")
	}
	again.form("/customers").submit().is(303)
}

// What is refused is not what the form was sent for.
func TestRefusedFormsCanBeSentAgain(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	form := ana.typed("reply", " ")
	form.submit().is(422)
	form.with("body", "One").submit().is(303)
	form = ana.typed("reply", "Two")
	storetest.AddMessage(t, w.store, storetest.Actor(t, w.store, w.users["mona"]), w.conversationID("kettle"), desk.KindReply, "Meanwhile")
	stopped := form.submit().is(409).shows("Not sent")
	anyway := stopped.form(kettleMessages)
	anyway.press("Send anyway").is(303)
	anyway.press("Send anyway").is(303)
	form.forced("nonce", strings.Repeat("n", 300)).submit().is(400)
	form.forced("nonce", "").submit().is(409)
	if n := w.conversation("kettle").MessageCount; n != 3 {
		t.Errorf("%d messages", n)
	}
}

// A form with files, as it is sent without scripts: neither comes twice.
func TestFilesAreSentOnce(t *testing.T) {
	w := newWorld(t)
	ana, before := w.as("ana"), w.rows("attachments")
	parts := []string{
		fieldPart("nonce", "n"), fieldPart("kind", "note"), fieldPart("body", "Both"),
		filePart("files", "one.txt", "1"), filePart("files", "two.txt", "2"),
	}
	first := ana.say("{kettle}", parts...).is(303).Header.Get("Location")
	ana.say("{kettle}", parts...).leadsTo(first)
	if w.conversation("kettle").MessageCount != 1 || w.rows("attachments") != before+2 {
		t.Errorf("%d messages, %d files", w.conversation("kettle").MessageCount, w.rows("attachments")-before)
	}
	upload := func(key, content string) *page {
		return ana.do(http.MethodPost, kettleThread+"/attachments", fileBody("a.txt", content), map[string]string{"Content-Type": fileForm, "Idempotency-Key": key})
	}
	made := upload("k", "x").is(201).body
	if again := upload("k", "x").is(201).body; again != made || w.rows("attachments") != before+3 {
		t.Errorf("made %s, and then %s; there are %d", made, again, w.rows("attachments")-before)
	}
	upload("l", "x").is(201)
	upload("k", "y").is(422)
	upload(strings.Repeat("k", 300), "x").is(400)
}

// A save that comes after the sending leaves no draft, and one that says what is
// there already is no conflict.
func TestSavesThatComeLate(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	save := func(nonce, version, body string) *page {
		return ana.do("POST", kettleThread+"/drafts", "kind=reply&nonce="+nonce+"&draftVersion="+version+"&body="+body, map[string]string{"Prefer": "return=minimal"})
	}
	form := ana.typed("reply", "Half a thought")
	nonce := form.values["nonce"]
	version := save(nonce, "0", "Half%0Aa").is(204).Header.Get("Draft-Version")
	for _, older := range []string{"0", "7", version} {
		for _, body := range []string{"Half%0Aa", "Half%0D%0Aa"} {
			if got := save(nonce, older, body).is(204).Header; got.Get("Draft-Version") != version || got.Get("Draft-Sent") != "" {
				t.Errorf("saved again over %s: %v", older, got)
			}
		}
	}
	form.forced("draftVersion", version).submit().is(303)
	save(nonce, version, "Half").is(409).shows("sent or discarded elsewhere")
	save(nonce, "0", "Half").is(409)
	next := save(nonce, version, "Half+a+thought").is(204).Header.Get("Draft-Sent")
	form.press("Save draft").is(303).follow().is(200).shows("This was sent already.").holds("reply", "")
	if w.rows("drafts") != 0 || next == "" || next == nonce {
		t.Errorf("%d drafts; the next form would be %q", w.rows("drafts"), next)
	}
	form.with("body", "More").press("Save draft").is(409).form(kettleMessages).press("Keep what is typed here").is(303)
	save(next, "0", "Other").is(409) // That is another draft now.
	ana.open(kettleThread).is(200).holds("reply", "More")
	if w.rows("drafts") != 1 || w.conversation("kettle").MessageCount != 1 {
		t.Errorf("%d drafts, %d messages", w.rows("drafts"), w.conversation("kettle").MessageCount)
	}
}

// Every form that makes something is known by a nonce, and no other needs one.
func TestFormsHaveNonces(t *testing.T) {
	w := newWorld(t)
	mona := w.as("mona")
	known := map[string]bool{}
	for _, page := range []string{kettleThread, "/conversations/new", "/conversations", "/customers/new", "/customers/{maya}/edit", "/tags/new", "/tags/{money}/edit", "/profile"} {
		p := mona.open(page).is(200)
		for _, form := range all(p.tree, tag("form")) {
			if first(form, func(n *html.Node) bool { return attr(n, "name") == "nonce" }) != nil {
				path, _, _ := strings.Cut(attr(form, "action"), "?")
				known[path] = true
			}
		}
	}
	for _, path := range []string{w.expand(kettleMessages), "/conversations", "/customers", "/tags"} {
		if !known[path] {
			t.Errorf("the form of %s has no nonce", path)
		}
		delete(known, path)
	}
	if len(known) > 0 {
		t.Errorf("others have one: %v", known)
	}
}
