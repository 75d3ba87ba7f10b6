package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// revocation takes from somebody what lets them see the inbox Billing.
type revocation struct {
	name string
	who  string
	ends bool // the session, and with it the stream
	do   func(c *channels, b *browser) error
}

func revocations() []revocation {
	system := storetest.System()
	return []revocation{
		{"the membership", "bo", false, func(c *channels, _ *browser) error {
			return c.store.RemoveMember(c.t.Context(), system, "Billing", c.users["bo"].Email)
		}},
		{"the role, agent", "mona", true, func(c *channels, _ *browser) error {
			_, err := c.store.SetRole(c.t.Context(), system, c.users["mona"].Email, desk.RoleAgent)
			return err
		}},
		{"the role, viewer", "max", true, func(c *channels, _ *browser) error {
			if _, err := c.store.SetRole(c.t.Context(), system, c.users["ana"].Email, desk.RoleAdmin); err != nil {
				return err
			}
			_, err := c.store.SetRole(c.t.Context(), system, c.users["max"].Email, desk.RoleViewer)
			return err
		}},
		{"the account", "bo", true, func(c *channels, _ *browser) error {
			_, err := c.store.DisableUser(c.t.Context(), system, c.users["bo"].Email)
			return err
		}},
		{"the session", "mona", true, func(c *channels, b *browser) error { return c.store.EndSession(c.t.Context(), b.token()) }},
		{"all sessions", "mona", true, func(c *channels, _ *browser) error {
			return c.store.SignOutEverywhere(c.t.Context(), storetest.Actor(c.t, c.store, c.users["mona"]))
		}},
		{"the password", "bo", true, func(c *channels, _ *browser) error {
			_, err := c.store.SetPassword(c.t.Context(), system, c.users["bo"].Email, "another long enough one 7")
			return err
		}},
	}
}

// TestNothingPassesOnceRevoked takes somebody's access away while a stream of theirs
// is open and tells them of the inbox. A second later nothing of it comes by any
// channel any more, what they have written there themselves included.
func TestNothingPassesOnceRevoked(t *testing.T) {
	for _, r := range revocations() {
		t.Run(r.name, func(t *testing.T) {
			c := newChannels(t)
			id := c.conversationID("billing thread")
			b := c.as(r.who)
			own := storetest.Actor(t, c.store, c.users[r.who])
			_, err := c.store.SaveDraft(t.Context(), own, id, desk.DraftSave{Kind: desk.Value(desk.KindCustomer), Body: desk.Value("canary-billing-own")})
			c.must(err)
			upload := storetest.Upload(t, c.store, own, id, "canary-billing-own.txt", "canary-billing-own")
			c.names["own upload"] = upload.ID.String()
			s := b.listen("").until("event: resync").settled()
			c.touch("billing thread")
			s.until(`"conversation":"` + id.String() + `","what"`)
			if !strings.Contains(b.open("/attachments/{own upload}").body, "canary-billing-own") {
				t.Fatal("nothing was there to be taken away")
			}
			c.must(r.do(c, b))
			c.isShownNothing(b)
			since := c.takenFrom(s, r.who, r.ends)
			if strings.Contains(since, id.String()) {
				t.Errorf("%s is told after %s was taken away: %s", r.who, r.name, since)
			}
		})
	}
}

// takenFrom lets things happen in the inbox for a second, and then once more, and
// returns what the stream says of that.
func (c *channels) takenFrom(s *stream, who string, ends bool) string {
	c.t.Helper()
	for end := time.Now().Add(time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		c.touch("billing thread")
	}
	if ends {
		c.touch("dunning")
		s.untilClosed(func() { c.touch("square") })
		if strings.Contains(s.all, c.names["dunning"]) {
			c.t.Errorf("a second later %s is still told: %s", who, s.all)
		}
		if !strings.HasSuffix(strings.TrimSpace(s.all), "event: ended\ndata: {}") {
			c.t.Errorf("the stream does not end as one does that was ended: %s", s.all)
		}
		return ""
	}
	c.caughtUp(s, who)
	s.all = ""
	storetest.AddMessage(c.t, c.store, c.writer, c.conversationID("billing thread"), desk.KindNote, "Later")
	c.as("mona").do(http.MethodPost, "/conversations/{billing thread}/presence", "tab=one&doing=viewing", nil).is(204)
	c.caughtUp(s, who)
	return s.all
}

// isShownNothing asks for everything that was there a moment ago, and for what
// could bring it back.
func (c *channels) isShownNothing(b *browser) {
	c.t.Helper()
	text := c.shown(b, "billing")
	for _, request := range []struct{ method, address, body string }{
		{http.MethodGet, "/attachments/{own upload}", ""},
		{http.MethodPost, "/attachments/{own upload}/delete", ""},
		{http.MethodPost, "/conversations/{billing thread}/presence", "tab=one&doing=viewing"},
		{http.MethodPost, "/conversations/{billing thread}/drafts", "kind=reply&body=x"},
		{http.MethodPost, "/conversations/{billing thread}/messages", "kind=odd&body=x"},
		{http.MethodPost, "/conversations/{billing thread}/preview", "kind=note&body=x"},
		{http.MethodPost, "/conversations/{billing thread}/read", "message=1"},
	} {
		p := b.do(request.method, request.address, request.body, nil)
		if p.StatusCode != http.StatusNotFound && p.StatusCode != http.StatusSeeOther && p.StatusCode != http.StatusForbidden {
			c.t.Errorf("%s %s is answered %d", request.method, request.address, p.StatusCode)
		}
		text += p.body
	}
	if at := strings.Index(text, "canary-billing"); at >= 0 {
		c.t.Errorf("%s is still shown", text[at:at+30])
	}
}
