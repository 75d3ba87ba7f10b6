package browsertest

import (
	"context"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// read has everybody have read everything.
func (f *filler) read() {
	for _, user := range f.users {
		f.fail(f.store.MarkAllRead(context.Background(), user))
	}
}

// news has a customer write into a conversation, twice.
func (p *page) news() desk.Conversation {
	p.t.Helper()
	conv := p.site.called(p.t, refund)
	for _, body := range []string{"One more thing.", "And another."} {
		storetest.AddMessage(p.t, p.site.store, storetest.System(), conv.ID, desk.KindCustomer, body)
	}
	return conv
}

func (p *page) unreadRow(id desk.ConversationID, want bool) {
	p.t.Helper()
	row := "document.querySelector('#c-" + id.String() + " a.unread')"
	p.until("the row is unread or not", "("+row+" !== null) === "+map[bool]string{true: "true", false: "false"}[want])
}

// What is new is bold in the list, in sight in the thread, and read by being seen.
func TestReadByBeingSeen(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "/conversations?limit=25")
	conv := p.news()
	p.goTo("/conversations?limit=25")
	p.unreadRow(conv.ID, true)
	mouse{}.press(p, element("#c-"+conv.ID.String()+" a.unread"))
	p.untilPath("/conversations/" + conv.ID.String())
	p.until("what is new is in sight", `(() => { const { top, bottom } = document.querySelector("#new").getBoundingClientRect(); return top >= 50 && bottom < innerHeight; })()`)
	p.untilRead(conv.ID)
	p.strike("u")
	p.untilPath("/conversations")
	p.unreadRow(conv.ID, false)
	p.goTo("/conversations/" + conv.ID.String() + "?limit=25")
	p.strike("U")
	p.untilPath("/conversations")
	p.untilAnnounced("#" + conv.ID.String() + " is unread.")
	p.unreadRow(conv.ID, true)
}

func (p *page) untilRead(id desk.ConversationID) {
	p.t.Helper()
	actor := storetest.Actor(p.t, p.site.store, p.site.user(p.t, ana))
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); p.pause() {
		first, err := p.site.store.UnreadMessages(p.t.Context(), actor, []desk.ConversationID{id})
		if err == nil && len(first) == 0 {
			return
		}
	}
	p.t.Fatal("it is not read by being seen")
}

func unreadThread(p *page) {
	p.news()
	p.goTo(p.site.fillIn(p.t, "{refund}") + "#new")
}

func unreadList(p *page) {
	p.news()
	p.goTo("/conversations?limit=25")
}
