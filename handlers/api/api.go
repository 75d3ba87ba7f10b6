// Package api is the JSON face of Parley, for programs. Its operations stand in
// one table (routes.go), which the router serves and the OpenAPI document
// describes. Every operation decodes strictly, calls one store method with the
// key's actor and renders; every error goes through WriteProblem.
package api

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"parley/store"
)

// Options are what an API may be given; the zero Options are usable.
type Options struct {
	Log     *slog.Logger // slog.Default() where nil
	Version string       // the program's, as the document shows it; "dev" where empty
}

// API serves the JSON endpoints.
type API struct {
	store    *store.Store
	log      *slog.Logger
	version  string
	document func() ([]byte, error)
}

// New returns the API over the store.
func New(s *store.Store, opt Options) *API {
	a := &API{store: s, log: opt.Log, version: opt.Version}
	if a.log == nil {
		a.log = slog.Default()
	}
	if a.version == "" {
		a.version = "dev"
	}
	a.document = sync.OnceValues(func() ([]byte, error) { return a.Document().MarshalJSON() })
	return a
}

// Register adds every operation to the router, and HEAD beside every GET. The
// router itself answers OPTIONS with the methods that a path allows, and hands
// unknown paths and methods to its error handler, which must pass them on to
// WriteProblem wherever Owns says so. There is no group with middleware around
// them, since that would turn 405 into 404.
func (a *API) Register(e *echo.Echo) {
	for _, op := range a.Operations() {
		path, handler := routerPath(op.Path), a.serve(op)
		e.Add(op.Method, path, handler)
		if op.Method == http.MethodGet {
			e.Add(http.MethodHead, path, handler)
		}
	}
}

// Owns tells whether answers at the path belong to the API, those to paths that
// do not exist included.
func Owns(path string) bool { return path == "/api" || strings.HasPrefix(path, "/api/") }

// routerPath turns /a/{id} into the router's /a/:id.
func routerPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}
