package handlers

import (
	"bytes"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// render draws a page into a buffer first, so that a template that fails cannot
// leave half an answer.
func (r *request) render(status int, page templ.Component) error {
	var buffer bytes.Buffer
	if err := page.Render(ui.WithKeys(r.Request().Context(), r.keys), &buffer); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	h := r.Response().Header()
	h.Add("Vary", "HX-Request, HX-History-Restore-Request, Cookie")
	if !r.reads() && r.htmx() {
		// The address of an action is no page that one could come back to.
		h.Set("HX-Push-Url", "false")
	}
	return r.Blob(status, echo.MIMETextHTMLCharsetUTF8, buffer.Bytes())
}

// shell returns what every signed-in page shows around its content, and takes
// the notices that wait for one.
func (r *request) shell() (layout.Shell, error) {
	ctx := r.Request().Context()
	shell := layout.Shell{
		User:      layout.User{ID: r.user.ID, Name: r.user.Name, Role: r.user.Role},
		CanCreate: r.actor.Can(desk.WriteConversations) && !r.actor.Reach.Empty(),
		KeysOff:   r.keysOff(),
		Theme:     r.preferences.Theme,
		Density:   r.preferences.Density,
		Partial:   r.partial(),
		Live:      r.sealMark(r.known),
	}
	counts, err := r.store.CountQueues(ctx, r.actor)
	if err != nil {
		return shell, err
	}
	inboxes, err := r.store.ActorInboxes(ctx, r.actor)
	if err != nil {
		return shell, err
	}
	shell.Nav.Counts = layout.Counts{
		Mine: counts.Mine, Unassigned: counts.Unassigned,
		Open: counts.Open, Pending: counts.Pending, Snoozed: counts.Snoozed, Closed: counts.Closed,
	}
	for _, i := range inboxes {
		shell.Nav.Inboxes = append(shell.Nav.Inboxes, layout.Inbox{ID: i.ID, Name: i.Name, Open: counts.Inboxes[i.ID]})
	}
	if err := r.countNotifications(&shell); err != nil {
		return shell, err
	}
	shell.Toasts, err = r.takeNotices()
	return shell, err
}
