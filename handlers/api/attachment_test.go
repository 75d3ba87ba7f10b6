package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

const boundary = "a-boundary-of-parts"

// fileForm declares a body that fileBody makes.
func fileForm() map[string]string {
	return map[string]string{"Content-Type": "multipart/form-data; boundary=" + boundary}
}

func fileBody(name, content string) string {
	return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: text/html\r\n\r\n" +
		content + "\r\n--" + boundary + "--\r\n"
}

// upload uploads a file to the conversation {refund} and returns its id.
func (w *world) upload(key, name, content string) string {
	w.t.Helper()
	r := w.do(call{"POST", refundPath + "/attachments", key, fileBody(name, content), fileForm()}).is(201)
	return r.at("data._id").(string)
}

func TestAttachments(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"POST", refundPath + "/attachments", "all", fileBody("../Rechnung Mai.pdf", "%PDF-1.7\n"), fileForm()}).is(201)
	wantFields(t, r.at("data"), "_id", "name", "mediaType", "size")
	r.has("data.name", "Rechnung Mai.pdf").has("data.mediaType", "application/pdf").has("data.size", 9.0)
	second := w.upload("all", "a.txt", "Hello")
	ids := `"attachmentIds":["` + r.at("data._id").(string) + `","` + second + `"]`
	sent := w.do(call{"POST", refundPath + "/messages", "all", `{"kind":"note","body":"See both",` + ids + `}`, nil}).is(201)
	listed := w.do(call{"GET", refundPath + "/messages", "reader", "", nil}).is(200)
	for _, at := range []string{"data.attachments", "data.1.attachments"} {
		of := sent
		if at != "data.attachments" {
			of = listed
		}
		wantFields(t, of.at(at+".0"), "_id", "name", "mediaType", "size")
		of.has(at+".0.name", "Rechnung Mai.pdf").has(at+".1._id", second)
	}
	if none, is := listed.at("data.0.attachments").([]any); !is || len(none) != 0 {
		t.Errorf("a message without files has %v", listed.at("data.0.attachments"))
	}
	w.do(call{"POST", refundPath + "/messages", "all", `{"kind":"note","body":"Again",` + ids + `}`, nil}).is(422)
}

func TestAFileIsSentToBeSaved(t *testing.T) {
	w := newWorld(t)
	at := "/api/attachments/" + w.upload("all", "Grüße.html", "<script>alert(1)</script>")
	r := w.do(call{"GET", at, "all", "", nil}).is(200)
	if r.Body.String() != "<script>alert(1)</script>" {
		t.Errorf("%s", r.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/octet-stream", "Content-Disposition": "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.html",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "no-store", "Accept-Ranges": "bytes", "Content-Length": "25",
	} {
		if got := r.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	part := w.do(call{"GET", at, "all", "", map[string]string{"Range": "bytes=1-6"}}).is(206)
	if part.Body.String() != "script" || part.Header().Get("Content-Range") != "bytes 1-6/25" {
		t.Errorf("%s of %s", part.Body, part.Header().Get("Content-Range"))
	}
	w.do(call{"GET", at, "all", "", map[string]string{"Range": "bytes=99-"}}).is(416).has("status", 416.0)
	w.do(call{"GET", at, "all", "", map[string]string{"If-None-Match": r.Header().Get("ETag")}}).is(304)
	if head := w.do(call{"HEAD", at, "all", "", nil}).is(200); head.Body.Len() > 0 {
		t.Errorf("HEAD has a body: %s", head.Body)
	}
}

// What is not sent yet is the key's own; what is sent, everybody's who reaches it.
func TestWhoGetsAFile(t *testing.T) {
	w := newWorld(t)
	at := "/api/attachments/" + w.upload("all", "a.txt", "Hello")
	hidden := storetest.Upload(t, w.store, storetest.System(), 2, canary+".txt", canary)
	storetest.AddFiles(t, w.store, storetest.System(), 2, hidden)
	absent := w.do(call{"GET", "/api/attachments/{absent}", "support", "", nil}).is(404)
	for _, path := range []string{at, "/api/attachments/" + hidden.ID.String(), "/api/attachments/x"} {
		if r := w.do(call{"GET", path, "support", "", nil}).is(404); without(r) != without(absent) {
			t.Errorf("%s is told from what is absent: %s", path, r.Body)
		}
	}
	w.do(call{"POST", refundPath + "/messages", "support", `{"kind":"note","body":"x","attachmentIds":["` + at[len("/api/attachments/"):] + `"]}`, nil}).is(422)
	w.do(call{"POST", refundPath + "/messages", "all", `{"kind":"note","body":"x","attachmentIds":["` + at[len("/api/attachments/"):] + `"]}`, nil}).is(201)
	w.do(call{"GET", at, "support", "", nil}).is(200)
	w.do(call{"GET", at, "billing", "", nil}).is(404)
	w.do(call{"GET", at, "writer", "", nil}).is(403)
}

func TestUploadsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	path := refundPath + "/attachments"
	one := func(disposition, content string) string {
		return "--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n"
	}
	for _, test := range []struct {
		name, body string
		header     map[string]string
		status     int
		complaints string
	}{
		{"nothing", "--" + boundary + "--\r\n", fileForm(), 422, "file:required"},
		{"a field of no file", one(`form-data; name="file"`, "Hello"), fileForm(), 422, "file:required"},
		{"another field", one(`form-data; name="other"; filename="a"`, "Hello"), fileForm(), 422, "file:required"},
		{"an empty file", fileBody("a.txt", ""), fileForm(), 422, "file:empty"},
		{"too large a file", fileBody("a.txt", strings.Repeat("x", desk.MaxAttachmentBytes+1)), fileForm(), 422, "file:too_large"},
		{"cut off within the file", fileBody("a.txt", "Hello")[:130], fileForm(), 400, ""},
		{"cut off before it", "--" + boundary + "\r\nContent-Dis", fileForm(), 400, ""},
		{"no parts", "Hello", fileForm(), 422, "file:required"},
		{"JSON", `{"file":"Hello"}`, nil, 415, ""},
		{"no boundary", fileBody("a.txt", "x"), map[string]string{"Content-Type": "multipart/form-data"}, 415, ""},
		{"compressed", fileBody("a.txt", "x"), map[string]string{"Content-Type": fileForm()["Content-Type"], "Content-Encoding": "gzip"}, 415, ""},
		{"a form", "file=x", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 415, ""},
	} {
		r := w.do(call{"POST", path, "all", test.body, test.header})
		if r.Code != test.status || r.complaints() != test.complaints {
			t.Errorf("%s: %d %s, want %d %s", test.name, r.Code, r.complaints(), test.status, test.complaints)
		}
	}
	req := newRequest(t.Context(), http.MethodPost, w.names.Replace(path), w.keys["all"])
	req.Header.Set("Content-Type", fileForm()["Content-Type"])
	req.ContentLength = desk.MaxAttachmentBytes + desk.MaxRequestBytes + 1
	w.send(req).is(413)
	w.do(call{"POST", path + "?x=1", "all", fileBody("a", "x"), fileForm()}).is(400)
	w.do(call{"POST", "/api/conversations/{absent}/attachments", "all", fileBody("a", ""), fileForm()}).is(404)
	unsent, err := w.store.ListUnsent(t.Context(), storetest.System(), 1)
	w.must(err)
	if len(unsent) > 0 || w.state() != before {
		t.Errorf("something was kept: %v", unsent)
	}
}

// A client that hangs up in the middle of a file leaves nothing behind.
func TestAnUploadThatIsCutOff(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w.echo)
	defer server.Close()
	body := &hangingUp{rest: strings.NewReader(fileBody("a.txt", strings.Repeat("x", 1<<20))), left: 1 << 19}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/api/conversations/1/attachments", body)
	w.must(err)
	req.Header.Set("Content-Type", fileForm()["Content-Type"])
	req.Header.Set("Authorization", "Bearer "+w.keys["all"])
	if answer, err := http.DefaultClient.Do(req); err == nil {
		answer.Body.Close()
		t.Errorf("it was answered %d", answer.StatusCode)
	}
	server.Close() // Which waits for the request.
	all, err := w.store.ListMessages(t.Context(), storetest.System(), 1, desk.Page{Number: 1, Limit: 10})
	w.must(err)
	if n := len(all.Items); n != 1 {
		t.Errorf("%d messages", n)
	}
	if kept := w.files(); len(kept) > 0 {
		t.Errorf("kept: %v", kept)
	}
}
