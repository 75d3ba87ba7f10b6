// Package handlers faces browsers: pages and the forms on them. Handlers decode,
// call one store method with the visitor's actor, and render; what is allowed
// and what is shown to whom is decided below.
package handlers

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"parley/handlers/api"
	"parley/internal/realtime"
	"parley/static"
	"parley/store"
	"parley/views"
)

// Options are what the site takes from its surroundings.
type Options struct {
	BaseURL *url.URL     // where browsers reach the site
	Log     *slog.Logger // slog.Default() where nil
	Version string
	// Stopping, once closed, ends live streams, which a server that stops would
	// wait for. Where nil they end with their connections.
	Stopping <-chan struct{}
}

// site is the web site of one workspace.
type site struct {
	store    *store.Store
	sessions *sessionStore
	base     *url.URL
	log      *slog.Logger
	clock    func() time.Time
	api      *api.API
	live     *realtime.Hub
	stopping <-chan struct{}
	// reference is the page about the API, made when it is first asked for.
	reference func() views.APIReference
}

// New returns the whole site: pages, assets, the JSON API and the health checks.
func New(s *store.Store, opt Options) (http.Handler, error) {
	web := newSite(s, opt)
	return web.refuseCrossOrigin(web.router())
}

func newSite(s *store.Store, opt Options) *site {
	if opt.Log == nil {
		opt.Log = slog.Default()
	}
	if opt.BaseURL == nil {
		opt.BaseURL = &url.URL{Scheme: "http", Host: "localhost"}
	}
	web := &site{store: s, sessions: newSessionStore(s, opt.BaseURL), base: opt.BaseURL, log: opt.Log, clock: time.Now}
	web.live, web.stopping = realtime.New(s, opt.Log), opt.Stopping
	web.api = api.New(s, api.Options{Log: opt.Log, Version: opt.Version})
	web.reference = sync.OnceValue(func() views.APIReference { return referenceTo(web.api, web.base.String()) })
	return web
}

// router returns the router with everything that it serves.
func (w *site) router() *echo.Echo {
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
	w.api.Register(e)
	return e
}

// now returns the time in UTC.
func (w *site) now() time.Time { return w.clock().UTC() }
