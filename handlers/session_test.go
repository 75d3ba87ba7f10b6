package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestWhoeverIsNotSignedInIsAskedTo(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{name: "home", open: "/", status: 303, leads: "/conversations"},
		{name: "a page", open: "/conversations/{refund}?status=open", status: 303, leads: "/sign-in?next=%2Fconversations%2F{refund}%3Fstatus%3Dopen"},
		{name: "a page that is not there looks the same", open: "/conversations/{absent}", status: 303, leads: "/sign-in?next=%2Fconversations%2F{absent}"},
		{
			name: "a form leads back to its page", method: "POST", open: "/conversations/{refund}/status", body: "status=closed",
			header: map[string]string{"Referer": w.server.URL + "/conversations/{refund}?status=open"},
			status: 303, leads: "/sign-in?next=%2Fconversations%2F{refund}%3Fstatus%3Dopen",
		},
		{
			name: "a form on another site leads nowhere", method: "POST", open: "/conversations/{refund}/status", body: "status=closed",
			header: map[string]string{"Referer": "https://evil.example/x"}, status: 303, leads: "/sign-in",
		},
		{name: "a form without a page leads nowhere", method: "POST", open: "/profile", body: "name=x", status: 303, leads: "/sign-in"},
		{
			name: "with a made-up token", open: "/profile", header: map[string]string{"Cookie": "parley=guess"},
			status: 303, leads: "/sign-in?next=%2Fprofile",
		},
		{
			name: "with a key, which is for the API", open: "/profile", header: map[string]string{"Authorization": "Bearer " + w.keys["admin"]},
			status: 303, leads: "/sign-in?next=%2Fprofile",
		},
	})
	w.as("ana").open("/api/me").is(401)
	if got := w.conversation("refund").Status; got != desk.StatusOpen {
		t.Errorf("refund is %s", got)
	}
}

// TestASessionEndsMeanwhile: disabling, another password and signing out
// everywhere end it at once, for pages and for htmx.
func TestASessionEndsMeanwhile(t *testing.T) {
	for name, end := range map[string]func(*world){
		"disabled": func(w *world) {
			_, err := w.store.DisableUser(w.t.Context(), storetest.System(), w.users["ana"].Email)
			w.must(err)
		},
		"another role": func(w *world) {
			_, err := w.store.SetRole(w.t.Context(), storetest.System(), w.users["ana"].Email, desk.RoleViewer)
			w.must(err)
		},
		"signed out everywhere": func(w *world) {
			w.must(w.store.SignOutEverywhere(w.t.Context(), storetest.Actor(w.t, w.store, w.users["ana"])))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ana := w.as("ana")
			thread := ana.open("/conversations/{refund}?status=open").is(200)
			end(w)
			thread.form("/conversations/{refund}/messages").with("body", "too late").submit().
				leadsTo("/sign-in?next=%2Fconversations%2F{refund}%3Fstatus%3Dopen")

			ana.withHTMX()
			for method, want := range map[string]string{
				http.MethodPost: "/sign-in?next=%2Fconversations%2F{refund}%3Fstatus%3Dopen", // the page that it was on
				http.MethodGet:  "/sign-in?next=%2Fcustomers%2F{maya}",                       // where it was going
			} {
				address := map[string]string{http.MethodPost: "/conversations/{refund}/messages", http.MethodGet: "/customers/{maya}"}[method]
				p := ana.do(method, address, "kind=note&body=too+late", nil).is(401)
				if got := p.Header.Get("HX-Redirect"); got != w.expand(want) || p.body != "" {
					t.Errorf("%s: HX-Redirect is %q: %s", method, got, p.body)
				}
			}
			if n := w.conversation("refund").MessageCount; n != 1 {
				t.Errorf("%d messages", n)
			}
		})
	}
}

// TestRightsChangeMeanwhile: a session has the rights that its user has now.
func TestRightsChangeMeanwhile(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	thread := ana.open("/conversations/{refund}").is(200)
	w.must(w.store.RemoveMember(t.Context(), storetest.System(), "Support", w.users["ana"].Email))
	thread.form("/conversations/{refund}/messages").with("body", "too late").submit().is(404)
	ana.open("/conversations/{refund}").is(404)
	ana.open("/conversations").is(200).shows("You are not a member of any inbox yet").hides("Refund for order", "New conversation")
	w.must(w.store.AddMember(t.Context(), storetest.System(), "Billing", w.users["ana"].Email))
	ana.open("/conversations").is(200).shows("Billing", secretSubject).hides("Refund for order")

	if _, err := w.store.SetRole(t.Context(), storetest.System(), w.users["ana"].Email, desk.RoleViewer); err != nil {
		t.Fatal(err)
	}
	ana = w.visitor()
	ana.signInAs(w.users["ana"])
	ana.open("/conversations/{invoice}").is(200).hides("Send reply", "Edit")
	ana.do(http.MethodPost, "/conversations/{invoice}/status", "status=closed", nil).is(403)
}

// TestNoticesOfRequestsAtOnce: what is done side by side is said of each, and once.
func TestNoticesOfRequestsAtOnce(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	var group sync.WaitGroup
	copies := func(n int, do func(i int, b *browser)) {
		for i := range n {
			b := *ana
			group.Go(func() { do(i, &b) })
		}
		group.Wait()
	}
	for range 5 {
		copies(maxNotices, func(i int, b *browser) {
			b.do(http.MethodPost, "/customers/{lone}", "name=Lone+"+strconv.Itoa(i), nil).is(303)
		})
		texts := make([]string, 3)
		copies(len(texts), func(i int, b *browser) { texts[i] = b.open("/preferences").is(200).text() })
		all := strings.Join(texts, " ")
		for i := range maxNotices {
			if n := strings.Count(all, "Saved Lone "+strconv.Itoa(i)); n != 1 {
				t.Errorf("what became of %d is said %d times", i, n)
			}
		}
	}
}
