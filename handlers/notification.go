package handlers

import (
	"net/http"
	"net/url"

	"parley/internal/desk"
	"parley/views"
	"parley/views/layout"
)

// listNotifications shows what the visitor was told, newest first. The pages go by
// the last one that was shown, so that nothing is missed or shown twice while more
// arrives.
func listNotifications(r *request) error {
	query, errs := desk.ParseQuery(r.Request().URL.RawQuery)
	if len(errs) > 0 {
		return badQuery(errs)
	}
	query = desk.CanonicalQuery(query, []string{"before"})
	before, ok := desk.ParseID[desk.NotificationID](query.Get("before"))
	if query.Has("before") && !ok {
		errs.Add("before", "invalid", "before must be the id of the last notification that was shown")
		return badQuery(errs)
	}
	if desk.EncodeQuery(query) != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, withQuery("/notifications", query))
	}
	page := views.Notifications{Since: before, Now: r.now()}
	var err error
	page.List, page.More, err = r.store.ListNotifications(r.Request().Context(), r.actor, before, desk.DefaultLimit)
	if err != nil {
		return err
	}
	if len(page.List) == 0 && before != 0 {
		return r.Redirect(http.StatusSeeOther, withQuery("/notifications", url.Values{}))
	}
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}

// readNotifications marks as read what the visitor was shown, and all before it.
func readNotifications(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	upTo, ok := desk.ParseID[desk.NotificationID](sent.Get("upTo"))
	if !ok {
		var errs desk.FieldErrors
		errs.Add("upTo", "invalid", "upTo must be the id of the newest notification that was shown")
		return errs.Err()
	}
	if err := r.store.ReadNotifications(r.Request().Context(), r.actor, upTo); err != nil {
		return err
	}
	return r.redirect("/notifications", "Everything is read.")
}

// countNotifications sets how much the navigation says that there is.
func (r *request) countNotifications(shell *layout.Shell) (err error) {
	if r.actor.Can(desk.ReadConversations) {
		shell.Nav.Unread, err = r.store.CountNotifications(r.Request().Context(), r.actor)
	}
	return err
}
