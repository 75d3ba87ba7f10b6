// Package handlers faces browsers: pages and the forms on them. Handlers decode,
// call one store method with the visitor's actor, and render; what is allowed
// and what is shown to whom is decided below.
package handlers

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"parley/handlers/api"
	"parley/static"
	"parley/store"
)

// Options are what the site takes from its surroundings.
type Options struct {
	BaseURL *url.URL     // where browsers reach the site
	Log     *slog.Logger // slog.Default() where nil
	Version string
}

// site is the web site of one workspace.
type site struct {
	store    *store.Store
	sessions *sessionStore
	base     *url.URL
	log      *slog.Logger
	clock    func() time.Time
}

// New returns the whole site: pages, assets, the JSON API and the health checks.
func New(s *store.Store, opt Options) (http.Handler, error) {
	web := newSite(s, opt)
	return web.refuseCrossOrigin(web.router(opt.Version))
}

func newSite(s *store.Store, opt Options) *site {
	if opt.Log == nil {
		opt.Log = slog.Default()
	}
	if opt.BaseURL == nil {
		opt.BaseURL = &url.URL{Scheme: "http", Host: "localhost"}
	}
	return &site{store: s, sessions: newSessionStore(s, opt.BaseURL), base: opt.BaseURL, log: opt.Log, clock: time.Now}
}

// router returns the router with everything that it serves.
func (w *site) router(version string) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	// Whatever a client writes into X-Forwarded-For, the address is the peer's.
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = w.renderError
	around := w.around()
	slices.Reverse(around)
	e.Use(around...)
	for _, r := range routes() {
		e.Add(r.method, r.path, w.serve(r))
		if r.method == get {
			e.Add(http.MethodHead, r.path, w.serve(r))
		}
	}
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	e.HEAD(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	api.New(w.store, api.Options{Log: w.log, Version: version}).Register(e)
	return e
}

// now returns the time that a page is drawn at.
func (w *site) now() time.Time { return w.clock().UTC() }
