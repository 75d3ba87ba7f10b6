package handlers

import (
	"net/http"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// snooze snoozes a conversation for a while, as the system.
func (w *world) snooze(name string, d time.Duration) desk.Conversation {
	w.t.Helper()
	c := w.conversation(name)
	c, err := w.store.SnoozeConversation(w.t.Context(), storetest.System(), c.ID, desk.ConversationSnooze{Until: desk.Value(today.Add(d))})
	w.must(err)
	return c
}

// wakeAt wakes what is due at a time.
func (w *world) wakeAt(at time.Time) {
	w.t.Helper()
	_, err := w.store.WithClock(func() time.Time { return at }).WakeConversations(w.t.Context(), desk.System("snooze", desk.ViaSystem))
	w.must(err)
}

// snoozePairs are the ways to snooze and to wake.
func snoozePairs() []pair {
	snooze := func(name, of, fields, json string) pair {
		return pair{name: name, of: of, page: "/conversations/{id}/snooze", fields: fields, method: http.MethodPut, path: "/api/conversations/{id}/snooze", json: json}
	}
	wake := func(name, of string) pair {
		return pair{name: name, of: of, page: "/conversations/{id}/wake", method: http.MethodDelete, path: "/api/conversations/{id}/snooze"}
	}
	late := func(p pair) pair {
		p.fields, p.tag = p.fields+"&version=77", `"77-0"`
		return p
	}
	const christmas = "2026-12-24T09:00:00Z"
	return []pair{
		snooze("snooze", "open", "was=open&until="+christmas, `{"until":"`+christmas+`"}`),
		snooze("snooze what is closed", "closed", "until="+christmas, `{"until":"`+christmas+`"}`),
		snooze("snooze again", "snoozed", "until="+christmas, `{"until":"`+christmas+`"}`),
		snooze("snooze until the past", "open", "until=2026-11-22T09:00:00Z", `{"until":"2026-11-22T09:00:00Z"}`),
		snooze("snooze until who knows when", "open", "", `{}`),
		late(snooze("snooze late", "open", "until="+christmas, `{"until":"`+christmas+`"}`)),
		snooze("snooze elsewhere", "elsewhere", "until="+christmas, `{"until":"`+christmas+`"}`),
		wake("wake", "snoozed"), wake("wake what is awake", "open"), late(wake("wake late", "snoozed")), wake("wake elsewhere", "elsewhere"), wake("wake what is gone", "gone"),
	}
}

func TestSnoozeAConversation(t *testing.T) {
	w := newWorld(t)
	w.prefer("ana", desk.PreferencesUpdate{TimeZone: desk.Value("America/New_York")}) // where it is five in the morning
	ana := w.as("ana")
	const thread = "/conversations/{kettle}?status=open"
	const tomorrow = "Tomorrow 09:00 2"
	choices := ana.open(thread).click("Snooze").is(200).shows("Snooze #{kettle}", "Later today 08:00", "Tomorrow 09:00", "In a week Sun 29 Nov 09:00")
	snoozed := choices.formOf(tomorrow).press(tomorrow).leadsTo(thread).follow().
		shows("Snoozed #{kettle} until tomorrow 09:00.", "Snoozed until tomorrow 09:00, 23 November 2026, 09:00 EST", "Ana Souza snoozed this until tomorrow 09:00")
	if c := w.conversation("kettle"); c.Status != desk.StatusPending || !c.SnoozedUntil.Equal(time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("it is %s until %v", c.Status, c.SnoozedUntil)
	}
	snoozed.undo().leadsTo(thread).follow().shows("Undone: #{kettle} is as before.").hides("Snoozed until")
	w.snooze("kettle", 29*time.Hour)
	ana.open("/conversations").is(200).shows("Snoozed until tomorrow 09:00 · #{kettle}")
	w.as("vic").open("/conversations/{kettle}").is(200).shows("Snoozed until tomorrow 14:00").hides("Wake now")
	ana.typed("reply", "Half a reply").press("Save draft").is(303)
	ana.open("/conversations").is(200).shows("Draft · Snoozed until tomorrow 09:00 · #{kettle} · Maya Okafor")

	ana.open("/conversations/{kettle}/snooze").formOf("Snooze").with("until", "2026-11-24T16:30").submit().follow().shows("Snoozed #{kettle} until Tue 16:30.")
	woken := ana.open(thread).formOf("Wake now").submit().leadsTo(thread).follow().shows("Woke #{kettle}.", "Ana Souza woke this conversation").hides("Snoozed until Tue")
	woken.undo().follow().shows("Snoozed until Tue 16:30")
	if c := w.conversation("kettle"); !c.SnoozedUntil.Equal(time.Date(2026, 11, 24, 21, 30, 0, 0, time.UTC)) {
		t.Errorf("it is snoozed until %v", c.SnoozedUntil)
	}
}

func TestSnoozeRefused(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for typed, want := range map[string]string{"2026-11-21T09:00": "Until must be a time to come.", "soon": "Until must be a date and a time of day.", "2099-01-01T09:00": "Until must be within five years."} {
		ana.open("/conversations/{kettle}/snooze?status=open").formOf("Snooze").forced("until", typed).submit().is(422).shows(want, `value="`+typed+`"`)
	}
	drawn := ana.open("/conversations/{kettle}/snooze?status=open")
	w.change("kettle", desk.ConversationProperties{Status: desk.Value(desk.StatusClosed)})
	again := drawn.formOf("Snooze").with("until", "2026-11-24T16:30").submit().is(409).shows("The status was changed in the meantime: it is Closed now.")
	again.formOf("Snooze").with("until", "2026-11-24T16:30").submit().is(303)
	page := ana.open("/conversations/{kettle}")
	w.wakeAt(today.AddDate(0, 0, 3))
	page.formOf("Wake now").submit().is(303).follow().shows("#{kettle} was not snoozed any more.")
	w.as("vic").open("/conversations/{kettle}/snooze").is(403)
}

// What is snoozed is a view of its own, the soonest first, within reach.
func TestTheSnoozedView(t *testing.T) {
	w := newWorld(t)
	w.snooze("kettle", 48*time.Hour)
	w.snooze("refund", 24*time.Hour)
	w.snooze("invoice", time.Hour)
	ana := w.as("ana")
	const view = "/conversations?snoozed=true&sort=snoozedUntil"
	p := ana.open("/conversations").click("Snoozed 2").is(200).
		shows("1–2 of 2", "Wakes", "Snoozed · #{refund}", "tomorrow 09:00", "Remove filter Snoozed: Yes", "All 4", "Open 0", "Pending 3", "Snoozed 2", "Closed 1").
		hides(secretSubject, "Parcel is late")
	if heading := textOf(all(p.tree, tag("h1"))[0]); heading != "Snoozed" {
		t.Errorf("the heading is %q", heading)
	}
	for query, column := range map[string]string{"": "Wakes", "&sort=priority": "Wakes", "&sort=-priority": "Wakes", "&sort=-snoozedUntil": "Wakes", "&sort=updatedAt": "Updated", "&sort=createdAt": "Created", "&sort=-waiting": "Waiting"} {
		mark := "Snoozed · #{refund}"
		if column != "Wakes" {
			mark = "Snoozed until tomorrow 09:00 · #{refund}"
		}
		ana.open("/conversations?snoozed=true"+query).is(200).shows("1–2 of 2", column, mark, "tomorrow 09:00")
	}
	ana.open(view).click("Remove filter Snoozed: Yes").is(200).shows("1–4 of 4")
	ana.open(view).click("Pending 3").is(200).shows("Parcel is late").hides("Remove filter Snoozed", "Wakes")
	ana.open(view).form("/conversations").with("snoozed", "false").with("status", "pending").submit().
		leadsTo("/conversations?snoozed=false&sort=snoozedUntil&status=pending").follow().
		shows("1–1 of 1", "Parcel is late", "Remove filter Snoozed: No", "Pending 1", "Snoozed 2").hides("Broken kettle")
	w.as("mona").open(view).is(200).shows("1–3 of 3", "Snoozed 3")
	w.as("nia").open(view).is(200).shows("Snoozed 0")

	// In a thread the way goes on in the order of the view.
	ana.open("/conversations/{refund}?snoozed=true&sort=snoozedUntil").is(200).click("Next").shows("Broken kettle")
}

// What wakes is unread and on top, and open pages are told.
func TestWakingIsShown(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	storetest.AddMessage(t, w.store, storetest.System(), w.conversationID("kettle"), desk.KindCustomer, "Is it ready?")
	read := ana.open("/conversations/{kettle}")
	read.form("/conversations/{kettle}/read").submit()
	w.snooze("kettle", 24*time.Hour)
	if w.unreadRow(ana, "kettle") {
		t.Error("it is unread before it wakes")
	}
	s := ana.listen("").until("event: resync") // Whatever came before is part of that.
	w.wakeAt(today.Add(25 * time.Hour))
	s.until(`"conversation":"` + w.names["kettle"] + `","what":"updated","by":"Parley"}`)
	if !w.unreadRow(ana, "kettle") {
		t.Error("it is not unread")
	}
	ana.open("/conversations?status=open").is(200).hides("Snoozed until")
	ana.open("/conversations/{kettle}").is(200).shows("Parley (snooze) woke this conversation")
}
