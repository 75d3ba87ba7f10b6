package browsertest

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// picture writes a PNG of colours and returns its path.
func picture(t *testing.T, name string) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for x := range 900 {
		for y := range 600 {
			m.Set(x, y, color.RGBA{uint8(x / 4), uint8(y / 3), 160, 255})
		}
	}
	path := filepath.Join(t.TempDir(), name)
	file, err := os.Create(path)
	if err == nil {
		err = png.Encode(file, m)
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func textFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// chooseFiles chooses files as somebody does in the browser's own window, which no
// test can point into.
func (p *page) chooseFiles(paths ...string) {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.SetUploadFiles("#files", paths)); err != nil {
		p.t.Fatal(err)
	}
}

// attached waits until so many uploads are there to be sent.
func (p *page) attached(n int) {
	p.t.Helper()
	p.until(fmt.Sprint(n, " files are attached"), fmt.Sprintf(`document.querySelectorAll(".uploads [name=attachmentIds]").length === %d && !document.querySelector(".uploads progress")`, n))
}

func TestWalkWithFiles(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		conv := w.site.called(w.t, refund)
		w.step("files chosen", func() {
			w.goTo(w.site.fillIn(w.t, "{refund}"))
			w.write(field("Message"), "Both are attached.")
			w.chooseFiles(picture(w.t, "shelf.png"), textFile(w.t, "Grüße <b>.txt", "Hello"))
			if !w.view.noScripts {
				w.attached(2)
			}
		})
		w.step("sent", func() {
			w.press(button("Send reply"))
			w.untilText("Grüße <b>.txt")
			w.until("the picture is shown", `document.querySelector(".file-picture img")?.naturalWidth > 0 || !document.querySelector(".file-picture img")?.complete`)
			last := w.site.lastMessage(w.t, conv.ID)
			if last.Body != "Both are attached." {
				w.t.Errorf("sent: %+v", last)
			}
		})
		w.step("refused", func() {
			w.chooseFiles(textFile(w.t, "kept.txt", "x"))
			w.press(button("Send reply"))
			w.untilText("There is a problem")
			w.attached(1)
		})
	})
}

// drop has the composer get a file as if it were dropped or pasted there.
const drop = `((type, name, size, at = "#body") => {
	const carried = new DataTransfer();
	carried.items.add(new File([new Uint8Array(size).fill(120)], name, {type: "image/png"}));
	const event = type === "paste" ? new ClipboardEvent(type, {bubbles: true, cancelable: true, clipboardData: carried}) :
		new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: carried});
	document.querySelector(at).dispatchEvent(event);
	return event.defaultPrevented;
})`

func TestFilesAreDroppedAndPasted(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	p := site.open(t, desktop)
	p.signInQuietly(site.user(t, max_))
	p.goTo(site.fillIn(t, "{refund}"))
	for n, how := range []string{`"drop", "a.txt", 7, ".thread-list"`, `"paste", "image.png", 9`} {
		if !see[bool](p, drop+"("+how+")") {
			t.Errorf("%s was left to the browser", how)
		}
		p.attached(n + 1)
	}
	conv := site.called(t, refund)
	unsent, err := site.store.ListUnsent(t.Context(), storetest.Actor(t, site.store, site.user(t, max_)), conv.ID)
	if err != nil || len(unsent) != 2 || unsent[0].Size != 7 || unsent[1].Name != "image.png" {
		t.Errorf("uploaded: %+v, %v", unsent, err)
	}

	// What is too large is told before any of it is sent.
	see[bool](p, drop+fmt.Sprintf(`("drop", "huge.bin", %d)`, desk.MaxAttachmentBytes+1))
	p.untilText("huge.bin has more than the 25.0 MiB that a file may have.")
	see[bool](p, drop+`("drop", "none.txt", 0)`)
	p.untilText("none.txt is empty.")
	p.checkAccessibility("refused files")

	// What is removed is not sent, and is gone on the server.
	mouse{}.press(p, button("Remove a.txt"))
	p.attached(1)
	p.until("the focus is on the control", `document.activeElement.id === "files"`)
	mouse{}.write(p, field("Message"), "Only the picture.")
	mouse{}.press(p, button("Send reply"))
	p.untilText("Only the picture.")
	p.untilText("image.png")
	if left := site.lastMessage(t, conv.ID); left.Body != "Only the picture." {
		t.Errorf("sent: %+v", left)
	}
	p.complain()
}

// A message waits for the files that are on their way, and what has come up before
// the tab dies is offered again.
func TestSendingWaitsForFiles(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	p := site.open(t, desktop)
	p.signInQuietly(site.user(t, max_))
	p.goTo(site.fillIn(t, "{refund}"))
	p.chooseFiles(textFile(t, "before.txt", "x"))
	p.attached(1)
	p.goTo(site.fillIn(t, "{refund}"))
	p.attached(1)
	mouse{}.write(p, field("Message"), "With a large file.")
	see[bool](p, drop+`("drop", "large.bin", 20 * 1024 * 1024)`+` && (document.querySelector("form.composer").requestSubmit(), true)`)
	p.untilText("With a large file.")
	p.until("the message has both", `[...document.querySelectorAll(".thread-list .file bdi")].map((n) => n.textContent).join() === "before.txt,large.bin"`)
	if last := site.lastMessage(t, site.called(t, refund).ID); !strings.Contains(last.Body, "large file") {
		t.Errorf("sent: %+v", last)
	}
	p.complain()
}

// attachFiles shows a message with files and the composer with some, one refused.
func attachFiles(p *page) {
	actor := storetest.Actor(p.t, p.site.store, p.site.user(p.t, max_))
	id := p.site.called(p.t, refund).ID
	shelf, err := os.ReadFile(picture(p.t, "shelf.png"))
	if err != nil {
		p.t.Fatal(err)
	}
	storetest.AddFiles(p.t, p.site.store, actor, id,
		storetest.Upload(p.t, p.site.store, actor, id, "The shelf, before.png", string(shelf)),
		storetest.Upload(p.t, p.site.store, actor, id, "Quittung "+strings.Repeat("sehr lang ", 9)+".pdf", "%PDF-1.7"),
		storetest.Upload(p.t, p.site.store, actor, id, "طلب.txt", "Hello"))
	storetest.Upload(p.t, p.site.store, actor, id, "Invoice May.pdf", "%PDF-1.7")
	p.goTo(p.site.fillIn(p.t, "{refund}"))
	see[bool](p, drop+`("drop", "none.txt", 0)`)
	p.chooseFiles(textFile(p.t, "notes "+strings.Repeat("and more ", 8)+".txt", "Hello"))
	p.untilText("none.txt is empty.")
	p.attached(2)
	see[bool](p, `(document.querySelector(".attach").scrollIntoView({block: "end", behavior: "instant"}), true)`)
}
