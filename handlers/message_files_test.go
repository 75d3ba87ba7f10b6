package handlers

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/store/storetest"
)

// say sends the composer with files, as a browser without scripts does.
func (b *browser) say(conversation string, parts ...string) *page {
	b.w.t.Helper()
	return b.compose(conversation, "messages", parts...)
}

// compose sends the composer by one of its buttons.
func (b *browser) compose(conversation, button string, parts ...string) *page {
	b.w.t.Helper()
	body := b.w.expand(strings.Join(parts, "")) + "--" + fileBoundary + "--\r\n"
	return b.do(http.MethodPost, "/conversations/"+conversation+"/"+button, body, map[string]string{"Content-Type": fileForm})
}

// checks returns the files that the composer offers, and whether each is chosen.
func (p *page) checks() map[string]bool {
	offered := map[string]bool{}
	for _, box := range all(p.tree, func(n *html.Node) bool { return attr(n, "name") == "attachmentIds" }) {
		label := first(p.tree, func(n *html.Node) bool { return tag("label")(n) && attr(n, "for") == attr(box, "id") })
		offered[textOf(first(label, tag("bdi")))] = has(box, "checked")
	}
	return offered
}

func TestFilesAreSentWithoutScripts(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	if got := attr(ana.open("/conversations/{kettle}").is(200).form("/conversations/{kettle}/messages").node, "enctype"); got != "multipart/form-data" {
		t.Errorf("the form is sent as %s", got)
	}
	p := ana.say("{kettle}", fieldPart("kind", "reply"), fieldPart("body", "Here they are."), filePart("files", "one.png", dot), filePart("files", "two.txt", "Hello")).is(303)
	p.follow().is(200).shows("Here they are.", "one.png", "two.txt", "5 bytes", "Reply recorded.")
	shown := ana.open("/conversations/{kettle}")
	if picture := first(shown.tree, tag("img")); !strings.HasSuffix(attr(picture, "src"), "/thumbnail") || attr(picture.Parent, "aria-label") != "Show one.png" || attr(picture, "width") != "1" {
		t.Error("the picture is not shown")
	}
	for _, link := range all(shown.tree, func(n *html.Node) bool { return strings.HasPrefix(attr(n, "href"), "/attachments/") }) {
		ana.open(attr(link, "href")).is(200)
	}
	ana.say("{kettle}", fieldPart("kind", "note"), fieldPart("body", "No files."), filePart("files", "", "")).is(303)
	if w.rows("attachments") != 4 {
		t.Errorf("%d files", w.rows("attachments"))
	}
}

// A message that is refused keeps its files, chosen or not as they were.
func TestRefusedMessagesKeepTheirFiles(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	first, second := ana.upload("{kettle}", "first.txt", "1"), ana.upload("{kettle}", "second.txt", "2")
	p := ana.say("{kettle}", fieldPart("kind", "note"), fieldPart("body", " "), fieldPart("attachmentIds", first), filePart("files", "third.txt", "3")).is(422)
	p.shows("Message must not be empty")
	if got := p.checks(); len(got) != 3 || !got["first.txt"] || got["second.txt"] || !got["third.txt"] {
		t.Errorf("offered: %v", got)
	}
	if got := w.as("mona").open("/conversations/{kettle}").checks(); len(got) > 0 {
		t.Errorf("others are offered %v", got)
	}
	if got := ana.open("/conversations/{kettle}").checks(); len(got) != 3 || !got["second.txt"] {
		t.Errorf("offered the next time: %v", got)
	}
	ana.say("{kettle}", fieldPart("kind", "note"), fieldPart("body", "Two of them"), fieldPart("attachmentIds", second), fieldPart("attachmentIds", first)).is(303)
	list, err := w.store.ListMessages(t.Context(), storetest.System(), w.conversationID("kettle"), desk.Page{Number: 1, Limit: 10})
	w.must(err)
	if files := list.Items[0].Attachments; len(files) != 2 || files[0].Name != "first.txt" || files[1].Name != "second.txt" {
		t.Errorf("sent: %+v", files)
	}
	if got := ana.open("/conversations/{kettle}").checks(); len(got) != 1 || !got["third.txt"] {
		t.Errorf("offered afterwards: %v", got)
	}
}

// A file that is refused keeps the message back, with its text and the other files.
func TestRefusedFilesKeepTheMessage(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	message := func(parts ...string) []string {
		return append([]string{fieldPart("kind", "note"), fieldPart("body", "Kept text")}, parts...)
	}
	p := ana.say("{kettle}", message(filePart("files", "good.txt", "1"), filePart("files", "empty.txt", ""), filePart("files", "last.txt", "2"))...).is(422)
	p.shows("Kept text", "“empty.txt” must not be empty.")
	if got := p.checks(); len(got) != 2 || !got["good.txt"] || !got["last.txt"] {
		t.Errorf("offered: %v", got)
	}
	p = ana.say("{kettle}", message(filePart("files", "big.bin", strings.Repeat("x", desk.MaxAttachmentBytes+1)), filePart("files", "after.txt", "3"))...).is(422)
	p.shows("“big.bin” must not be larger than 25 MiB.", "Kept text")
	if got := p.checks(); len(got) != 3 || !got["after.txt"] {
		t.Errorf("offered: %v", got)
	}
	var many []string
	for range desk.MaxAttachments {
		many = append(many, filePart("files", "more.txt", "x"))
	}
	ana.say("{kettle}", message(append(many, filePart("files", "one too many.txt", "x"))...)...).is(422).shows("Files must be at most 20.", "Kept text")
	ana.say("{kettle}", message(fieldPart("attachmentIds", "x"))...).is(422).shows("Files must be chosen from the list.")
	ana.say("{kettle}", message(fieldPart("attachmentIds", "51002"))...).is(422).shows("Files must be files that you have uploaded")
	ana.say("{kettle}", fieldPart("kind", "note"), fieldPart("body", strings.Repeat("x", desk.MaxRequestBytes+1))).is(413)
	ana.say("{absent}", message(filePart("files", "a.txt", "x"))...).is(404)
	if n := w.conversation("kettle").MessageCount; n != 0 {
		t.Errorf("%d messages were added", n)
	}
}

// Whatever a file is called, its name is text.
func TestNamesOfFilesAreText(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for _, name := range []string{"<script>alert(1)<%2fscript>.png", "<img src=x onerror=alert(1)>.txt", "' autofocus onfocus=alert(1) '.txt", "javascript:alert(1)", "{{constructor}}.txt"} {
		ana.say("{kettle}", fieldPart("kind", "note"), fieldPart("body", "x"), filePart("files", name, "x")).is(303)
	}
	shown := ana.open("/conversations/{kettle}").is(200) // check() finds code that stands in markup.
	if n := len(all(shown.tree, func(n *html.Node) bool { return strings.HasPrefix(attr(n, "href"), "/attachments/") })); n != 5 {
		t.Errorf("%d files are shown", n)
	}
	shown.shows("<img src=x onerror=alert(1)>.txt", "javascript:alert(1)")
}

// The composer's other buttons send its files too, and these are kept like the text.
func TestDraftsAndPreviewsKeepTheirFiles(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	text := []string{fieldPart("kind", "note"), fieldPart("body", "Half a *word*")}
	p := ana.compose("{kettle}", "preview", append(text, filePart("files", "one.txt", "1"))...).is(200).shows("<em>word</em>")
	if got := p.checks(); len(got) != 1 {
		t.Errorf("offered with the preview: %v", got)
	}
	p = ana.compose("{kettle}", "drafts", append(text, filePart("files", "two.txt", "2"))...).is(303).follow().is(200).shows("Draft saved.")
	if got := p.checks(); len(got) != 2 || p.form("/conversations/{kettle}/messages").values["body"] != "Half a *word*" {
		t.Errorf("offered with the draft: %v", got)
	}
}
