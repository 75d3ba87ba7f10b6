package handlers

import (
	"crypto/rand"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"parley/handlers/api"
	"parley/internal/desk"
)

// secure sets what every answer says about what browsers may do with it. Scripts
// run only where they carry the answer's own nonce; there are no inline styles.
func (w *site) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		nonce := rand.Text()
		c.SetRequest(c.Request().WithContext(templ.WithNonce(c.Request().Context(), nonce)))
		h := c.Response().Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'nonce-"+nonce+"'; style-src 'self'; "+
			"img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		// What may be kept says so itself: the assets.
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		// With no-referrer browsers would send "Origin: null" with our own forms.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		if w.base.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// refuseCrossOrigin lets no other site's page change anything here, whatever
// cookies the browser sends along. It stands before the router.
func (w *site) refuseCrossOrigin(e *echo.Echo) (http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		c := e.NewContext(req, rw)
		handler := func(echo.Context) error { return errCrossOrigin }
		for _, middleware := range w.around() {
			handler = middleware(handler)
		}
		if err := handler(c); err != nil {
			w.renderError(err, c)
		}
	}))
	if w.base.Host != "" {
		// Behind a proxy the Host that arrives may not be the one browsers see.
		if err := protection.AddTrustedOrigin(w.base.Scheme + "://" + w.base.Host); err != nil {
			return nil, fmt.Errorf("trust the base URL %s: %w", w.base, err)
		}
	}
	return protection.Handler(e), nil
}

var errCrossOrigin = &desk.Error{
	Code:    desk.CodePermission,
	Message: "This request came from another web site, so nothing was done. Open the page here and try again.",
}

// ownedByAPI tells whether the request is the JSON API's to answer.
func ownedByAPI(c echo.Context) bool { return api.Owns(c.Request().URL.Path) }
