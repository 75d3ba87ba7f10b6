// Package static holds what browsers download: the stylesheet, the script, the
// icons and htmx. Each file is served under a name that contains a hash of its
// content, so browsers may keep it for ever and a release is never half old.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Prefix is the path under which Handler expects to be mounted.
const Prefix = "/static/"

const forever = "public, max-age=31536000, immutable"

//go:embed app.css app.js icons.svg favicon.svg vendor/htmx.min.js
var embedded embed.FS

// assets is computed on first use and never changes: it depends on nothing but
// what is embedded in the program.
var assets = sync.OnceValue(load)

// asset is one file, ready to be written as it is or compressed.
type asset struct {
	contentType string
	plain       []byte
	zipped      []byte // nil where compression does not make it smaller
}

// catalogue knows each asset by the path it is served under, and that path by
// the name the source gives it.
type catalogue struct {
	urls   map[string]string
	byPath map[string]asset
}

// URL returns the address of an asset named as it lies in this directory, for
// example "app.css" → "/static/app.3f2a9c01d4e5.css". It panics for a name that
// is not embedded, which only a misspelt template can cause.
func URL(name string) string {
	url, ok := assets().urls[name]
	if !ok {
		panic(fmt.Sprintf("static: no asset named %q", name))
	}
	return url
}

// Handler serves the assets under their hashed names and answers 404 for any
// other path. It expects the whole path, prefix included.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, ok := assets().byPath[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		file.serve(w, r)
	})
}

// serve leaves ranges and HEAD to the standard library.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", forever)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	if a.zipped != nil && r.Header.Get("Range") == "" && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(a.zipped)))
		if r.Method == http.MethodGet {
			_, _ = w.Write(a.zipped) // the browser has gone; there is no one to tell
		}
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.plain))
}

// acceptsGzip reads an Accept-Encoding header as RFC 9110, section 12.5.3 has
// it: gzip is welcome if it, or else "*", is listed with a weight above zero.
func acceptsGzip(header string) bool {
	welcome := false
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		_, weight, weighted := strings.Cut(strings.ToLower(params), "q=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		ok := !weighted || (err == nil && q > 0)
		switch coding {
		case "gzip", "x-gzip":
			return ok
		case "*":
			welcome = ok
		}
	}
	return welcome
}

// load reads every embedded file once. The embed is part of the program, so a
// failure here is a broken build and not a condition to handle.
func load() catalogue {
	c := catalogue{urls: map[string]string{}, byPath: map[string]asset{}}
	err := fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		url := hashedURL(name, content)
		c.urls[name] = url
		c.byPath[url] = asset{contentType: contentType(name), plain: content, zipped: compress(content)}
		return nil
	})
	if err != nil {
		panic(fmt.Sprintf("static: read embedded assets: %v", err))
	}
	return c
}

// hashedURL puts a hash before the extension: vendor/htmx.min.js becomes
// /static/vendor/htmx.min.<hash>.js.
func hashedURL(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

// contentType is a short list of our own: the operating system's table differs
// from machine to machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return "application/octet-stream"
	}
}

func compress(content []byte) []byte {
	var buf bytes.Buffer
	zw, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := zw.Write(content); err != nil {
		return nil
	}
	if err := zw.Close(); err != nil || buf.Len() >= len(content) {
		return nil
	}
	return buf.Bytes()
}
