package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
	"parley/views/layout"
)

// resetAll is what the button that resets every key sends; other buttons name one.
const resetAll = "all"

// updateKeys is the form with the visitor's own keys. A button that resets one saves
// the others as they were typed.
func updateKeys(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := desk.KeysUpdate{Usual: layout.UsualKeys(), Keys: map[string]string{}}
	reset := sent.Get("usual")
	for _, usual := range in.Usual {
		switch {
		case reset == usual || reset == resetAll:
		case sent.Has(desk.KeyField(usual)):
			in.Keys[usual] = sent.Get(desk.KeyField(usual))
		default:
			in.Keys[usual] = r.keys[usual]
		}
	}
	_, err = r.store.UpdateKeys(r.Request().Context(), r.actor, in)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.renderKeys(http.StatusUnprocessableEntity, views.Keys{Typed: in.Keys, Errors: refused.Fields})
	}
	if err != nil {
		return err
	}
	return r.redirect("/keys", "Keys saved.")
}
