package handlers

import (
	"encoding/json"
	"net/http"
	"time"

	"parley/views"
	"parley/views/ui"
)

// notice is a word about what was done, which the next page shows.
type notice struct {
	Text string   `json:"text"`
	Bad  bool     `json:"bad,omitempty"`
	Undo []string `json:"undo,omitempty"` // the conversations that it can be undone for, as the form of a list names them
	// Sending is a reply that can be taken back for a while.
	Sending *sending `json:"sending,omitempty"`
	// Unmerge is a conversation that was merged, and From the one that it can be taken
	// out of again.
	Unmerge string `json:"unmerge,omitempty"`
	From    string `json:"from,omitempty"`
}

// maxNotices is how many notices wait for a page that shows them.
const maxNotices = 5

// keepNotice adds a notice to those that wait, the oldest giving way.
func (r *request) keepNotice(n notice) {
	text, err := json.Marshal(n)
	if err != nil {
		return // Texts can always be encoded.
	}
	waiting := append(r.session.Flashes(), string(text))
	for _, kept := range waiting[max(0, len(waiting)-maxNotices):] {
		r.session.AddFlash(kept)
	}
}

// takeNotices returns the notices that wait for a page, which then wait no more.
// HEAD shows nobody anything, and a page that follows what happens to it is not
// where they are waited for.
func (r *request) takeNotices() ([]ui.Toast, error) {
	if r.Request().Method == http.MethodHead || r.refreshes() {
		return nil, nil
	}
	if len(r.session.Flashes()) == 0 {
		return nil, nil
	}
	var waiting []any // Another page may have taken them by now.
	err := r.sessions.Change(r.Request(), r.session, func() { waiting = r.session.Flashes() })
	if err != nil {
		return nil, err
	}
	var toasts []ui.Toast
	for _, flash := range waiting {
		var n notice
		if text, ok := flash.(string); ok && json.Unmarshal([]byte(text), &n) == nil {
			toasts = append(toasts, n.toast(r.now()))
		}
	}
	return toasts, nil
}

func (n notice) toast(now time.Time) ui.Toast {
	toast := ui.Toast{Text: n.Text, Undo: views.UndoOf(n.Undo)}
	if n.Unmerge != "" {
		toast.Undo = views.UnmergeOf(n.Unmerge, n.From)
	}
	if n.Bad {
		toast.Tone = ui.ToneBad
	}
	n.Sending.offer(&toast, now)
	return toast
}
