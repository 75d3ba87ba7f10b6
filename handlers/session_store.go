package handlers

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"

	"github.com/gorilla/sessions"

	"parley/internal/desk"
	"parley/store"
)

// sessionStore keeps gorilla sessions in the database. The cookie is a random
// token, of which the database has the hash: unlike a cookie that carries its
// own content, it can be ended from here.
type sessionStore struct {
	store   *store.Store
	name    string
	options sessions.Options
}

// The values of a session that are not written down: the session as the
// database has it, and the user for whom to begin one.
type (
	currentSession struct{}
	signedInUser   struct{}
)

// newSessionStore names the cookie so that browsers themselves see to it that
// only this host, over TLS, can have set it. Plain http is for loopback only,
// where some browsers drop Secure cookies.
func newSessionStore(s *store.Store, base *url.URL) *sessionStore {
	kept := &sessionStore{store: s, name: "parley", options: sessions.Options{
		Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(desk.SessionLife.Seconds()),
	}}
	if base.Scheme == "https" {
		kept.name, kept.options.Secure = "__Host-parley", true
	}
	return kept
}

// Get returns the request's session, the same one however often it is asked for.
func (k *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(k, name)
}

// New returns the session that the cookie names, or a new one that is nobody's.
func (k *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(k, name)
	options := k.options
	session.Options, session.IsNew = &options, true
	cookie, err := r.Cookie(name)
	if err != nil || cookie.Value == "" {
		return session, nil
	}
	found, err := k.store.SessionByToken(r.Context(), cookie.Value)
	if desk.Is(err, desk.CodeUnauthenticated) {
		return session, nil
	}
	if err != nil {
		return session, err
	}
	session.ID, session.IsNew = cookie.Value, false
	session.Values[currentSession{}] = found
	return session, decodeValues(found.Data, session.Values)
}

// Save writes the session down. One with a signed-in user begins anew under a
// new token; one with a negative MaxAge ends. Of any other it replaces the values,
// whatever another request has made of them meanwhile; see Change.
func (k *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(k.name, "", session.Options))
		return k.store.EndSession(r.Context(), session.ID)
	}
	data, err := encodeValues(session.Values)
	if err != nil {
		return err
	}
	user, begins := session.Values[signedInUser{}].(desk.UserID)
	if !begins {
		return k.store.ChangeSessionData(r.Context(), session.ID, func(string) (string, error) { return data, nil })
	}
	if session.ID != "" {
		if err := k.store.EndSession(r.Context(), session.ID); err != nil {
			return err
		}
	}
	if session.ID, err = k.store.BeginSession(r.Context(), user, data); err != nil {
		return err
	}
	delete(session.Values, signedInUser{})
	http.SetCookie(w, sessions.NewCookie(k.name, session.ID, session.Options))
	return nil
}

// Change changes the values of a session as they are at that moment, and writes them
// down: a browser makes requests side by side. Change may be called more than once.
func (k *sessionStore) Change(r *http.Request, session *sessions.Session, change func()) error {
	return k.store.ChangeSessionData(r.Context(), session.ID, func(data string) (string, error) {
		maps.DeleteFunc(session.Values, func(key, _ any) bool {
			_, kept := key.(string)
			return kept
		})
		if err := decodeValues(data, session.Values); err != nil {
			return "", err
		}
		change()
		return encodeValues(session.Values)
	})
}

// encodeValues writes the values under string keys as JSON.
func encodeValues(values map[any]any) (string, error) {
	named := map[string]any{}
	for key, value := range values {
		if name, ok := key.(string); ok {
			named[name] = value
		}
	}
	if len(named) == 0 {
		return "", nil
	}
	text, err := json.Marshal(named)
	if err == nil && len(text) > desk.MaxSessionBytes {
		err = errors.New("too much to keep in a session")
	}
	return string(text), err
}

func decodeValues(text string, values map[any]any) error {
	if text == "" {
		return nil
	}
	named := map[string]any{}
	if err := json.Unmarshal([]byte(text), &named); err != nil {
		return fmt.Errorf("decode session: %w", err)
	}
	for name, value := range named {
		values[name] = value
	}
	return nil
}
