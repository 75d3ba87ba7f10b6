package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// making returns the actor as the one who sends a form that is known by its nonce,
// which makes no more than one thing: as tells apart what a form can make, and asks
// are what it is sent for.
func (r *request) making(sent form, as string, asks ...string) (desk.Actor, error) {
	return r.makingBy(sent.Get(desk.OnceField), as, asks...)
}

func (r *request) makingBy(nonce, as string, asks ...string) (desk.Actor, error) {
	if nonce == "" {
		return r.actor, nil
	}
	once, err := desk.NewOnce(desk.OnceField, strings.TrimSpace(as+" "+nonce))
	if err != nil {
		return r.actor, echo.NewHTTPError(http.StatusBadRequest)
	}
	once.Waits = true
	once.Asks(append([]string{r.Request().URL.Path}, asks...)...)
	return r.actor.Making(once), nil
}

// makingAll is making for a form that is sent for everything in it.
func (r *request) makingAll(sent form) (desk.Actor, error) {
	fields := url.Values{}
	for name, values := range sent.Values {
		if name != desk.OnceField {
			fields[name] = values
		}
	}
	return r.making(sent, "", fields.Encode())
}

// makingMessage is making for the composer, whose kinds of message are each a form of
// their own. What changes while a page is open, such as the newest message that it
// shows, makes no other message.
func (r *request) makingMessage(sent form) (desk.Actor, error) {
	body := strings.TrimSpace(strings.ReplaceAll(sent.Get("body"), "\r\n", "\n"))
	return r.making(sent, sent.Get("kind"), body, sent.Get("status"), strings.Join(sent.Values["attachmentIds"], ","))
}

// makingFile is making for one of the files that a form brings.
func (r *request) makingFile(sent form, number int) (desk.Actor, error) {
	return r.making(sent, "file "+strconv.Itoa(number))
}
