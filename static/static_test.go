package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, method, path, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestURLCarriesAHashOfTheContent(t *testing.T) {
	for name, want := range map[string]string{
		"app.css":            `^/static/app\.[0-9a-f]{12}\.css$`,
		"vendor/htmx.min.js": `^/static/vendor/htmx\.min\.[0-9a-f]{12}\.js$`,
		"favicon.svg":        `^/static/favicon\.[0-9a-f]{12}\.svg$`,
	} {
		if url := URL(name); !regexp.MustCompile(want).MatchString(url) {
			t.Errorf("URL(%q) = %q, want %s", name, url, want)
		}
	}
	if hashedURL("a.css", []byte("one")) == hashedURL("a.css", []byte("two")) {
		t.Error("two contents share an address")
	}
}

func TestURLPanicsForAMisspeltName(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("want a panic that names the asset")
		}
	}()
	URL("ap.css")
}

func TestHandlerServesHashedNamesForEver(t *testing.T) {
	for name, contentType := range map[string]string{
		"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8",
		"icons.svg": "image/svg+xml", "vendor/htmx.min.js": "text/javascript; charset=utf-8",
	} {
		res := get(t, http.MethodGet, URL(name), "")
		body, _ := io.ReadAll(res.Body)
		want, _ := embedded.ReadFile(name)
		if res.StatusCode != http.StatusOK || !bytes.Equal(body, want) {
			t.Errorf("%s: status %d, %d bytes, want 200 and %d", name, res.StatusCode, len(body), len(want))
		}
		for header, value := range map[string]string{
			"Content-Type": contentType, "Cache-Control": "public, max-age=31536000, immutable",
			"Vary": "Accept-Encoding", "Content-Encoding": "", "X-Content-Type-Options": "nosniff",
		} {
			if got := res.Header.Get(header); got != value {
				t.Errorf("%s: %s = %q, want %q", name, header, got, value)
			}
		}
	}
}

func TestHandlerCompressesForThoseWhoAsk(t *testing.T) {
	for encoding, zipped := range map[string]bool{
		"gzip": true, "br, GZIP;q=0.5": true, "*": true, "gzip;q=0": false, "br": false, "*;q=0": false, "gzip;q=0, *": false,
	} {
		res := get(t, http.MethodGet, URL("app.css"), encoding)
		if got := res.Header.Get("Content-Encoding") == "gzip"; got != zipped {
			t.Errorf("Accept-Encoding %q: compressed = %v, want %v", encoding, got, zipped)
		}
	}
	res := get(t, http.MethodGet, URL("app.css"), "gzip")
	zr, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(zr)
	if want, _ := embedded.ReadFile("app.css"); !bytes.Equal(body, want) {
		t.Error("the compressed stylesheet is not the stylesheet")
	}
}

func TestHandlerRefusesEverythingElse(t *testing.T) {
	for _, path := range []string{"/static/app.css", "/static/", "/static/static.go", "/static/app.000000000000.css", "/static/../go.mod"} {
		if res := get(t, http.MethodGet, path, ""); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, res.StatusCode)
		}
	}
	res := get(t, http.MethodPost, URL("app.css"), "")
	if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}

func TestHandlerAnswersHeadWithoutABody(t *testing.T) {
	for _, encoding := range []string{"", "gzip"} {
		res := get(t, http.MethodHead, URL("app.js"), encoding)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != http.StatusOK || len(body) != 0 || res.Header.Get("Content-Length") == "" {
			t.Errorf("HEAD with %q: status %d, %d bytes, length %q", encoding, res.StatusCode, len(body), res.Header.Get("Content-Length"))
		}
	}
}

func TestBudgets(t *testing.T) {
	zipped := func(name string) int { return len(assets().byPath[URL(name)].zipped) }
	if scripts := zipped("app.js") + zipped("vendor/htmx.min.js"); scripts > 45<<10 {
		t.Errorf("scripts take %d bytes compressed, more than 45 KiB", scripts)
	}
	if css := zipped("app.css"); css > 16<<10 {
		t.Errorf("the stylesheet takes %d bytes compressed, more than 16 KiB", css)
	}
}

func TestOurScriptNeedsNoEval(t *testing.T) {
	source, _ := embedded.ReadFile("app.js")
	for _, banned := range []string{"eval(", "new Function", "innerHTML=", "document.write", ".style."} {
		if strings.Contains(string(source), banned) {
			t.Errorf("app.js contains %q", banned)
		}
	}
}
