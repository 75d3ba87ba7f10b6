package browsertest

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
)

// TestAnswersDoNotUndoChoices brings the answer to the first choice between the
// second and the third: the select stays where the arrows have led.
func TestAnswersDoNotUndoChoices(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	id := p.site.called(t, refund).ID
	p.site.change(t, ingrid, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityLow)})
	p.goTo(p.site.fillIn(t, "{refund}"))
	p.focusOn(field("Priority"))
	p.site.plug.hold(t)
	p.key(kb.ArrowDown)
	p.key(kb.ArrowDown)
	p.site.plug.letThrough(t)
	// The second choice is sent once the first has been answered and shown.
	for deadline := time.Now().Add(patience); !p.site.plug.waits(); p.pause() {
		if time.Now().After(deadline) {
			t.Fatal("the second choice is not sent")
		}
	}
	if shown := see[string](p, field("Priority").js()+".value"); shown != "high" {
		t.Errorf("after the first answer the priority is %s", shown)
	}
	p.key(kb.ArrowDown)
	p.site.plug.open()
	p.untilAnnounced("has priority Urgent")
	p.settled()
	if got, shown := p.site.conversation(t, id).Priority, see[string](p, field("Priority").js()+".value"); shown != "urgent" || got != desk.PriorityUrgent {
		t.Errorf("the priority is %s, and %s is shown", got, shown)
	}
	if see[bool](p, `Boolean(document.getElementById("conflict"))`) {
		t.Error("there is a conflict with oneself")
	}
}
