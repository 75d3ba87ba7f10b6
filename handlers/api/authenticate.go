package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// authenticate returns the actor of the request's key (RFC 6750, 2.1). Nothing
// but the Authorization header counts: a browser's session is none of ours, and
// a key in a URL would end up in logs.
func (a *API) authenticate(req *http.Request) (desk.Actor, error) {
	secret, ok := bearer(req.Header.Values(echo.HeaderAuthorization))
	if !ok {
		return desk.Actor{}, &desk.Error{
			Code:    desk.CodeUnauthenticated,
			Message: "Send one key, in the header Authorization: Bearer <key>.",
		}
	}
	return a.store.ActorByKey(req.Context(), secret)
}

// bearer returns the token of the one Authorization header. With several it is
// not for us to choose, so none counts.
func bearer(headers []string) (token string, ok bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	token = strings.Trim(token, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" || strings.ContainsAny(token, " ,\t") {
		return "", false
	}
	return token, true
}
