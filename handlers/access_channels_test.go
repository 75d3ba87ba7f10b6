package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/internal/realtime"
	"parley/store/storetest"
)

// channels are the ways by which something of an inbox could reach who does not
// reach the inbox.
type channels struct {
	*world
	writer desk.Actor // reaches everything, and alone has drafts
}

// canary is what is written in an inbox by a channel: "canary-billing-draft".
func canary(inbox, channel string) string { return "canary-" + inbox + "-" + channel }

// inboxesWatched are those that some reach and some do not.
func inboxesWatched() []string { return []string{"support", "billing"} }

// newChannels writes something different by each channel of each inbox. Everybody
// also is in an inbox Commons: what they are told of it comes after the rest.
func newChannels(t *testing.T) *channels {
	w := newWorld(t)
	c := &channels{world: w, writer: storetest.Actor(t, w.store, w.users["max"])}
	for _, inbox := range inboxesWatched() {
		c.plant(inbox)
	}
	commons := storetest.AddInbox(t, w.store, "Commons")
	w.names["commons"] = commons.ID.String()
	for _, name := range []string{"vic", "ana", "bo", "nia"} {
		w.must(w.store.AddMember(t.Context(), storetest.System(), "Commons", w.users[name].Email))
	}
	w.addConversation("square", "commons")
	return c
}

func (c *channels) plant(inbox string) {
	c.t.Helper()
	id := c.addConversation(inbox+" thread", inbox).ID
	_, err := c.store.UpdateConversation(c.t.Context(), c.writer, id, desk.ConversationUpdate{ConversationProperties: desk.ConversationProperties{
		Subject: desk.Value(canary(inbox, "subject")),
	}})
	c.must(err)
	storetest.AddMessage(c.t, c.store, c.writer, id, desk.KindNote, canary(inbox, "note"))
	file := storetest.Upload(c.t, c.store, c.writer, id, canary(inbox, "file")+".png", dot+canary(inbox, "content"))
	storetest.AddFiles(c.t, c.store, c.writer, id, file)
	c.names[inbox+" file"] = file.ID.String()
	unsent := storetest.Upload(c.t, c.store, c.writer, id, canary(inbox, "upload")+".png", dot+canary(inbox, "upload"))
	c.names[inbox+" upload"] = unsent.ID.String()
	storetest.AddMessage(c.t, c.store, c.writer, id, desk.KindCustomer, canary(inbox, "message"))
	for _, kind := range []desk.MessageKind{desk.KindReply, desk.KindNote} {
		_, err = c.store.SaveDraft(c.t.Context(), c.writer, id, desk.DraftSave{Kind: desk.Value(kind), Body: desk.Value(canary(inbox, "draft"))})
		c.must(err)
	}
}

// shown returns everything that a caller can open of an inbox or come by, in one
// text: its pages with the entries of their palettes, its files, its API.
func (c *channels) shown(b *browser, inbox string) string {
	c.t.Helper()
	var all strings.Builder
	for _, address := range []string{
		"/conversations/{" + inbox + " thread}", "/conversations/{" + inbox + " thread}?draft=note", "/conversations/{" + inbox + " thread}/edit",
		"/conversations/{" + inbox + " thread}/assignee", "/conversations?inboxId={" + inbox + "}", "/conversations?q=canary", "/conversations", "/conversations/{square}",
		"/customers/{maya}", "/attachments/{" + inbox + " file}", "/attachments/{" + inbox + " file}/thumbnail", "/attachments/{" + inbox + " upload}",
		"/api/conversations/{" + inbox + " thread}", "/api/conversations/{" + inbox + " thread}/messages", "/api/conversations", "/api/conversations?inboxId={" + inbox + "}",
		"/api/attachments/{" + inbox + " file}", "/api/attachments/{" + inbox + " upload}",
	} {
		b.at = ""
		p := b.open(address)
		all.WriteString(p.body + p.Header.Get("Content-Disposition"))
	}
	return all.String()
}

// TestChannelsKeepToTheirInbox has every caller look for what is in either inbox.
// Nobody finds another's drafts and uploads, whatever they reach.
func TestChannelsKeepToTheirInbox(t *testing.T) {
	c := newChannels(t)
	for _, who := range callers() {
		b := who.browser(c.world)
		for _, inbox := range inboxesWatched() {
			text := c.shown(b, inbox)
			own := who.user == "max"
			for channel, sees := range map[string]bool{
				"subject": who.reaches(inbox), "note": who.reaches(inbox), "file": who.reaches(inbox), "content": who.reaches(inbox),
				"message": who.reaches(inbox), "draft": own, "upload": own,
			} {
				reads := who.known("/") || who.known("/api/") && contains(who.holds, "read:conversations")
				if told := strings.Contains(text, canary(inbox, channel)); told != (sees && reads) {
					t.Errorf("%s is told the %s of %s: %v", who.name, channel, inbox, told)
				}
			}
		}
	}
}

func contains(list []string, word string) bool {
	return strings.Contains(" "+strings.Join(list, " ")+" ", " "+word+" ")
}

// happen has something happen in an inbox that streams tell of: a change, somebody
// who comes, and somebody who goes.
func (c *channels) happen(inbox string) {
	c.t.Helper()
	storetest.AddMessage(c.t, c.store, c.writer, c.conversationID(inbox+" thread"), desk.KindNote, canary(inbox, "later"))
	b := c.as("max")
	for _, doing := range []realtime.Doing{realtime.Viewing, realtime.Replying} {
		b.do(http.MethodPost, "/conversations/{"+inbox+" thread}/presence", "tab=one&doing="+string(doing), nil).is(204)
	}
}

// caughtUp reads somebody's stream until it has told of a conversation, and of
// somebody who comes there, that everybody may know and that are later than all
// others. The conversation is a new one: of those that were there before it may be told
// late, and more than once.
func (c *channels) caughtUp(s *stream, who string) {
	c.t.Helper()
	other := "mona"
	if who == other {
		other = "max"
	}
	name := "square " + strconv.Itoa(len(c.names))
	square := `"conversation":"` + c.addConversation(name, "commons").ID.String() + `",`
	comes := c.as(other)
	beat := func() {
		comes.do(http.MethodPost, "/conversations/{"+name+"}/presence", "tab=one&doing=viewing", nil).is(204)
	}
	beat()
	s.untilAgain(square+`"what"`, beat).untilAgain(square+`"people":[{`, beat)
	s.settled() // What is told at one moment is in the order of numbers.
}

// TestStreamsKeepToTheirInbox has a stream open for every role while things happen
// in either inbox.
func TestStreamsKeepToTheirInbox(t *testing.T) {
	c := newChannels(t)
	for _, who := range callers() {
		if who.user == "" {
			continue
		}
		s := c.in(t).as(who.user).listen("").until("event: resync").settled()
		c.caughtUp(s, who.user)
		for _, inbox := range inboxesWatched() {
			c.happen(inbox)
		}
		c.caughtUp(s, who.user)
		for _, inbox := range inboxesWatched() {
			id := c.names[inbox+" thread"]
			told := strings.Contains(s.all, `"conversation":"`+id+`","what"`)
			met := strings.Contains(s.all, `"conversation":"`+id+`","people":[{"name":"Max Weber"`)
			if told != who.reaches(inbox) {
				t.Errorf("%s is told of changes in %s: %v", who.name, inbox, told)
			}
			if met != (who.reaches(inbox) && who.user != "max") { // Nobody is told of themselves.
				t.Errorf("%s is told who is in %s: %v", who.name, inbox, met)
			}
			if !who.reaches(inbox) && strings.Contains(s.all, id) {
				t.Errorf("%s is told of %s: %s", who.name, inbox, s.all)
			}
		}
		if strings.Contains(s.all, "canary") {
			t.Errorf("%s is told content: %s", who.name, s.all)
		}
		s.close()
	}
}
