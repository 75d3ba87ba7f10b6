package handlers

import (
	"time"

	"parley/internal/desk"
)

// zoneCookie is the time zone of the browser, which its script writes down.
const zoneCookie = "parley-zone"

// now returns the time that a page is drawn at, in the zone that it is drawn in.
func (r *request) now() time.Time { return r.site.now().In(r.location()) }

// location returns the time zone of the visitor: the one that they have chosen,
// else the browser's, else UTC.
func (r *request) location() *time.Location {
	if location, ok := desk.ParseTimeZone(r.preferences.TimeZone); ok {
		return location
	}
	if location, ok := desk.ParseTimeZone(r.browserZone()); ok {
		return location
	}
	return time.UTC
}

// browserZone returns the name of the browser's time zone, or "" where the
// browser has not said it, or nothing that can be understood.
func (r *request) browserZone() string {
	cookie, err := r.Cookie(zoneCookie)
	if err != nil {
		return ""
	}
	if _, ok := desk.ParseTimeZone(cookie.Value); !ok {
		return ""
	}
	return cookie.Value
}
