package handlers

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// upload sends a file as scripts do and returns its id.
func (b *browser) upload(conversation, name, content string) string {
	b.w.t.Helper()
	p := b.do(http.MethodPost, "/conversations/"+conversation+"/attachments", fileBody(name, content), map[string]string{"Content-Type": fileForm}).is(201)
	var uploaded struct {
		ID   string `json:"_id"`
		Name string `json:"name"`
	}
	b.w.must(json.Unmarshal([]byte(p.body), &uploaded))
	return uploaded.ID
}

// What is sent depends on the content, not on the name or on what a client says.
func TestWhatFilesAreSentAs(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	const html, svg = "<!DOCTYPE html><script>alert(1)</script>", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`
	for _, test := range []struct{ name, content, mediaType, disposition string }{
		{"dot.png", dot, "image/png", "inline; filename=dot.png"},
		{"dot.html", dot, "image/png", "inline; filename=dot.html"},
		{"page.png", html, "application/octet-stream", "attachment; filename=page.png"},
		{"page.html", html, "application/octet-stream", "attachment; filename=page.html"},
		{"drawing.svg", svg, "application/octet-stream", "attachment; filename=drawing.svg"},
		{"both.png", dot + html, "image/png", "inline; filename=both.png"},
		{"script.js", "alert(1)", "application/octet-stream", "attachment; filename=script.js"},
		{"a%22; filename=evil.exe", "x", "application/octet-stream", `attachment; filename="a%22; filename=evil.exe"`},
		{"Grüße.pdf", "%PDF-1.7", "application/octet-stream", "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf"},
	} {
		p := ana.open("/attachments/" + ana.upload("{refund}", test.name, test.content)).is(200)
		if p.body != test.content {
			t.Errorf("%s: other content", test.name)
		}
		for name, want := range map[string]string{
			"Content-Type": test.mediaType, "Content-Disposition": test.disposition,
			"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
		} {
			if got := p.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", test.name, name, got, want)
			}
		}
	}
}

func TestThumbnailsAndRanges(t *testing.T) {
	w := newWorld(t)
	vic := w.as("vic")
	small := vic.open("/attachments/{photo}/thumbnail").is(200)
	whole := vic.open("/attachments/{photo}").is(200)
	if small.Header.Get("Content-Type") != "image/jpeg" || small.Header.Get("ETag") == whole.Header.Get("ETag") || whole.body != dot {
		t.Errorf("%v", small.Header)
	}
	part := vic.do(http.MethodGet, "/attachments/{photo}", "", map[string]string{"Range": "bytes=1-3"}).is(206)
	if part.body != "PNG" {
		t.Errorf("%q", part.body)
	}
	vic.do(http.MethodGet, "/attachments/{photo}", "", map[string]string{"Range": "bytes=9999-"}).is(416)
	w.as("bo").open("/attachments/{photo}").is(404)
	ana := w.as("ana")
	text := ana.upload("{refund}", "a.txt", "Hello")
	ana.open("/attachments/" + text + "/thumbnail").is(404)
	vic.open("/attachments/" + text).is(404)
	ana.open("/attachments/" + text).is(200)
	ana.do(http.MethodPost, "/attachments/"+text+"/delete", "", nil).leadsTo("/conversations/{refund}#composer")
	ana.open("/attachments/" + text).is(404)
}

// Access that is taken back is gone with the next request.
func TestRevokedAccessToFiles(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	upload := ana.upload("{refund}", "a.txt", "Hello")
	ana.open("/attachments/{photo}").is(200)
	w.must(w.store.RemoveMember(t.Context(), storetest.System(), "Support", w.users["ana"].Email))
	for _, address := range []string{"/attachments/{photo}", "/attachments/{photo}/thumbnail", "/attachments/" + upload} {
		ana.open(address).is(404)
	}
}

func TestRefusedUploadsTellScriptsWhy(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	send := func(body string) *page {
		return ana.do(http.MethodPost, "/conversations/{refund}/attachments", body, map[string]string{"Content-Type": fileForm})
	}
	send(fileBody("a.txt", "")).is(422).shows(`"message":"file must not be empty"`)
	send(fileBody("a.txt", strings.Repeat("x", desk.MaxAttachmentBytes+1))).is(422).shows(`"message":"file must not be larger than 25 MiB"`)
	send("--" + fileBoundary + "--\r\n").is(422).shows(`"message":"file is required"`)
	begun, _, _ := strings.Cut(fileBody("a.txt", "Hello"), "llo")
	send(begun).is(400)
	if n := w.rows("attachments"); n != 2 {
		t.Errorf("%d rows", n)
	}
}
