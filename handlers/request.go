package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"parley/internal/desk"
	"parley/store"
)

// request is one request to a page or action, with who makes it.
type request struct {
	echo.Context
	*site
	session *sessions.Session
	actor   desk.Actor // nobody where not signed in
	user    desk.User
	// preferences are the usual ones where nobody is signed in.
	preferences desk.Preferences
	keys        map[string]string // their own, by the usual ones
	// known is what has been told up to the moment before the page was read.
	known desk.Mark
}

// visit finds out who makes the request. A session that has ended, like none at
// all, is nobody's.
func (w *site) visit(c echo.Context) (*request, error) {
	session, err := w.sessions.Get(c.Request(), w.sessions.name)
	if err != nil {
		return nil, err
	}
	r := &request{Context: c, site: w, session: session, preferences: desk.DefaultPreferences()}
	if current, ok := session.Values[currentSession{}].(store.Session); ok {
		r.actor, r.user, r.preferences, r.keys = current.Actor, current.User, current.Preferences, current.Keys
	}
	if r.reads() && r.actor.Can(desk.ReadConversations) {
		r.known, err = w.live.Mark(c.Request().Context())
	}
	return r, err
}

// serve turns a route into an echo handler that lets in whom the route is for.
func (w *site) serve(rt route) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, err := w.admit(&rt, c)
		if r == nil || err != nil {
			return err
		}
		return rt.handle(r)
	}
}

// admit returns the request of a visitor whom the route is for. Others it refuses,
// or sends to the sign-in page.
func (w *site) admit(rt *route, c echo.Context) (*request, error) {
	if rt.access == unasked {
		return &request{Context: c, site: w}, nil
	}
	r, err := w.visit(c)
	switch {
	case err != nil:
		return nil, err
	case rt.access == public:
		return r, nil
	case r.actor.Kind == "":
		return nil, r.askToSignIn()
	case rt.access == signedIn:
		return r, nil
	}
	return r, r.actor.Require(desk.Permission(rt.access))
}

// askToSignIn sends a visitor without a session to the sign-in page, and from
// there back to where they wanted to go; after a form, to the page it was on. A page's
// stream is told, and leads nowhere.
func (r *request) askToSignIn() error {
	if r.wantsStream() {
		return r.refuseStream()
	}
	next := r.Request().URL.RequestURI()
	if !r.reads() {
		next = r.from()
	}
	target := "/sign-in"
	if next != "" && next != "/" {
		target += "?next=" + url.QueryEscape(next)
	}
	if r.htmx() {
		r.Response().Header().Set("HX-Redirect", target)
		return r.NoContent(http.StatusUnauthorized)
	}
	return r.Redirect(http.StatusSeeOther, target)
}

// from returns the page of ours that the request was made on, or "".
func (r *request) from() string {
	page := r.Request().Referer()
	if r.htmx() {
		page = r.Request().Header.Get("HX-Current-URL")
	}
	from, err := url.Parse(page)
	// Behind a proxy the Host that arrives may not be the one browsers see.
	if err != nil || (from.Host != r.Request().Host && from.Host != r.base.Host) {
		return ""
	}
	return localPath(from.RequestURI())
}

// localPath returns the path and query of a page on this site, or "" for
// anything that would lead a browser elsewhere: another host, a scheme, "//" or
// a backslash, which browsers read as a slash.
func localPath(target string) string {
	if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") || strings.ContainsAny(target, "\\\r\n\t\x00") {
		return ""
	}
	parsed, err := url.Parse(target)
	if err != nil || parsed.Host != "" || parsed.Scheme != "" || strings.HasPrefix(parsed.Path, "//") {
		return ""
	}
	return parsed.RequestURI()
}

// reads tells whether the request is for a page, and not for something to be
// done.
func (r *request) reads() bool {
	return r.Request().Method == http.MethodGet || r.Request().Method == http.MethodHead
}

// refreshes tells whether an open page looks for what has happened, which nobody has asked
// for.
func (r *request) refreshes() bool { return r.Request().Header.Get("Parley-Live") != "" }

// htmx tells whether htmx made the request.
func (r *request) htmx() bool { return r.Request().Header.Get("HX-Request") == "true" }

// partial tells whether the answer replaces parts of a page that is there.
func (r *request) partial() bool {
	return r.htmx() && r.Request().Header.Get("HX-History-Restore-Request") != "true"
}

// pathID returns the id in the path. One that is no id is answered like one
// that does not exist.
func pathID[T ~int64](r *request, noun string) (T, error) {
	id, ok := desk.ParseID[T](r.Param("id"))
	if !ok {
		return 0, desk.NotFound(noun)
	}
	return id, nil
}

// redirect answers a form that did what it was asked to, with a notice that the
// next page shows.
func (r *request) redirect(target, text string) error {
	return r.redirectWith(target, notice{Text: text})
}

// redirectWith is redirect with a notice that can be more than a text.
func (r *request) redirectWith(target string, n notice) error {
	if n.Text != "" {
		if err := r.sessions.Change(r.Request(), r.session, func() { r.keepNotice(n) }); err != nil {
			// What was asked for is done; only the word about it is lost.
			r.logFailure(r.Context, fmt.Errorf("keep notice: %w", err))
		}
	}
	return r.Redirect(http.StatusSeeOther, target)
}

// withQuery returns the address of a page with its canonical query.
func withQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + desk.EncodeQuery(query)
}
