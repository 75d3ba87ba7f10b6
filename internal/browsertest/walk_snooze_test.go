package browsertest

import (
	"testing"
	"time"

	"parley/internal/desk"
)

// TestWalkSnoozes: an agent snoozes a conversation until tomorrow at nine, and it
// comes back on top and unread.
func TestWalkSnoozes(t *testing.T) {
	for name, hand := range map[string]hand{"mouse": mouse{}, "keyboard": keyboard{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(t)
			p := site.open(t, desktop)
			p.signInQuietly(site.user(t, rui))
			w := &walker{page: p, hand: hand}
			id := site.called(t, refund).ID
			w.goTo(site.fillIn(t, "{refund}"))
			w.count()
			w.step("snoozed", w.snoozeUntilTomorrow)
			w.atMost(2, 2)
			until := site.conversation(t, id).SnoozedUntil
			if until == nil || until.Before(time.Now()) || site.conversation(t, id).Status != desk.StatusPending {
				t.Fatalf("it is snoozed until %v", until)
			}
			w.step("in the list", func() {
				w.goTo("/conversations?snoozed=true&sort=snoozedUntil")
				w.untilHeading("Snoozed")
				w.untilText("Snoozed · #" + id.String())
				w.untilText("tomorrow 09:00")
			})
			w.goTo("/conversations?limit=25&status=open")
			site.wakeAt(t, *until)
			w.step("woken", func() {
				w.untilText("1 new conversation")
				w.press(link("1 new conversation — Show"))
				w.until("it is the first", "probe.rows()[0] === "+quote(id.String()))
				w.untilText("Unread: " + refund)
			})
		})
	}
}

func (w *walker) snoozeUntilTomorrow() {
	if w.byKeyboard() {
		w.strike("h")
	} else {
		w.press(link("Snooze"))
	}
	w.until("the times are there", "document.activeElement.closest('.quick') !== null")
	w.checkAccessibility("the times")
	if w.byKeyboard() {
		w.strike("2")
	} else {
		w.press(button("Tomorrow").in(".quick"))
	}
	w.untilText("Snoozed until tomorrow 09:00")
}

// wakeAt wakes what is due at a time, as the server does by itself.
func (s *site) wakeAt(t *testing.T, at time.Time) {
	t.Helper()
	sleeper := desk.System("snooze", desk.ViaSystem)
	if _, err := s.store.WithClock(func() time.Time { return at }).WakeConversations(t.Context(), sleeper); err != nil {
		t.Fatal(err)
	}
}

func snoozed(p *page) {
	id := p.site.called(p.t, refund).ID
	in := desk.ConversationSnooze{Until: desk.Value(time.Now().AddDate(0, 0, 1))}
	if _, err := p.site.store.SnoozeConversation(p.t.Context(), desk.System("test", desk.ViaSystem), id, in); err != nil {
		p.t.Fatal(err)
	}
	p.goTo(see[string](p, "location.pathname + location.search"))
	p.until("it is snoozed", "document.querySelector('.snoozed, .snooze-mark') !== null")
}

func openSnooze(p *page) {
	mouse{}.press(p, link("Snooze"))
	p.until("the times are there", "document.activeElement.closest('.quick') !== null")
}

func refusedSnooze(p *page) {
	p.until("the field has a time", "(document.querySelector('#until').value = '2020-01-01T09:00') !== ''")
	mouse{}.press(p, button("Snooze"))
	p.untilText("There is a problem")
}
