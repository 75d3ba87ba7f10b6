package browsertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
	"parley/views"
)

const (
	busyFor    = 4 * time.Second
	busyPeople = 6
)

// TestTabsInABusyThread has one tab in a thread and one in the list while many work
// in that thread. The browser has nothing to complain about, what is typed stays,
// and in the end both tabs show what is there.
func TestTabsInABusyThread(t *testing.T) {
	t.Parallel()
	p := openMarked(t, ana, "{refund}")
	list := p.site.openAs(t, p.site.user(t, ingrid), desktop)
	list.goTo("/conversations?limit=25")
	id := p.site.called(t, refund).ID
	var working sync.WaitGroup
	end := time.Now().Add(busyFor)
	for n := range busyPeople {
		name := []string{max_, rui}[n%2]
		c := &busy{site: p.site, id: id, actor: storetest.Actor(t, p.site.store, p.site.user(t, name)), session: storetest.Token(t, p.site.store, p.site.user(t, name)), tab: fmt.Sprint(n)}
		working.Go(func() {
			for turn := 0; time.Now().Before(end); turn++ {
				if err := c.act(t.Context(), turn); err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
			}
		})
	}
	mouse{}.write(p, field("Message"), "Written in the middle of it.")
	working.Wait()
	p.site.says(t, max_, id, "The last word")
	p.until("the last word is there", `[...document.querySelectorAll('.message')].at(-1)?.textContent === 'The last word'`)
	p.untilShows(id)
	list.untilRowShows(id)
	if text := see[string](p, field("Message").js()+".value"); text != "Written in the middle of it." {
		t.Errorf("of what was typed there is left %q", text)
	}
	p.stillMarked("a busy thread")
	p.checkAccessibility("a busy thread")
}

// busy is somebody who works in a thread in another tab.
type busy struct {
	site         *site
	id           desk.ConversationID
	actor        desk.Actor
	session, tab string
}

// act does one thing. What comes too late is refused, and no fault.
func (c *busy) act(ctx context.Context, turn int) (err error) {
	s, id := c.site.store, c.id
	switch rand.IntN(5) {
	case 0:
		_, err = s.AddMessage(ctx, c.actor, id, desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value(fmt.Sprintf("%s: %d\n\n- one\n- two", c.tab, turn))})
	case 1:
		_, err = s.UpdateConversation(ctx, c.actor, id, desk.ConversationUpdate{ConversationProperties: desk.ConversationProperties{
			Priority: desk.Value(oneOf(desk.Priorities()...)), Status: desk.Value(oneOf(desk.Statuses()...)),
		}})
	case 2:
		_, err = s.SetConversationTags(ctx, c.actor, id, desk.ConversationTags{Tags: desk.Value(oneOf([]string{}, []string{"vip"}))})
	case 3:
		_, err = s.SaveDraft(ctx, c.actor, id, desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value(fmt.Sprint(turn))})
	case 4:
		err = c.beat(ctx, oneOf("viewing", "replying", "left"))
	}
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeStale {
		return nil
	}
	return err
}

func oneOf[T any](values ...T) T { return values[rand.IntN(len(values))] }

// beat says what the other tab's page shows that somebody does.
func (c *busy) beat(ctx context.Context, doing string) error {
	form := url.Values{"tab": {c.tab}, "doing": {doing}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.site.url+"/conversations/"+c.id.String()+"/presence", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Cookie": {"parley=" + c.session}, "Sec-Fetch-Site": {"same-origin"}}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusNoContent {
		return fmt.Errorf("presence is answered %s", answer.Status)
	}
	return answer.Body.Close()
}

// untilShows waits until a thread shows a conversation as the database has it.
func (p *page) untilShows(id desk.ConversationID) {
	p.t.Helper()
	conv := p.site.conversation(p.t, id)
	p.until("the properties are right", fmt.Sprintf("%s.value === %s && %s.value === %s",
		field("Status").js(), quote(string(conv.Status)), field("Priority").js(), quote(string(conv.Priority))))
	p.until("the tags are right", fmt.Sprintf("document.querySelectorAll('.prop .tags > li').length === %d", len(conv.Tags)))
	p.until("the messages are right", fmt.Sprintf("document.querySelectorAll('.message').length === %d", min(conv.MessageCount, desk.MaxTimeline)))
	if twice := see[[]string](p, `[...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, n, all) => all.indexOf(id) !== n)`); len(twice) > 0 {
		p.t.Errorf("there are twice %v", twice)
	}
	if !see[bool](p, `[...document.querySelectorAll('article[id^=m-]')].map((e) => Number(e.id.slice(2))).every((n, i, all) => i === 0 || all[i - 1] < n)`) {
		p.t.Error("the messages are out of order")
	}
}

// untilRowShows waits until a list does.
func (p *page) untilRowShows(id desk.ConversationID) {
	p.t.Helper()
	conv := p.site.conversation(p.t, id)
	row := "document.querySelector('#c-" + id.String() + "')"
	p.until("the row is right", fmt.Sprintf("%[1]s.querySelector('.col-status').textContent.includes(%[2]s) && %[1]s.querySelector('.col-priority').textContent.includes(%[3]s) && %[1]s.textContent.includes('vip') === %[4]t",
		row, quote(views.StatusName(conv.Status)), quote(views.PriorityName(conv.Priority)), len(conv.Tags) > 0))
}
