package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestWalkMergesADuplicate: an agent merges a duplicate while a colleague edits its
// tags, and those of the other one; nothing is lost. Then it is undone.
func TestWalkMergesADuplicate(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		first, again := w.site.duplicate(w.t)
		for _, name := range []string{"late", "later"} {
			storetest.AddTag(w.t, w.site.store, name)
		}
		into := "#" + first.ID.String()
		w.goTo("/conversations/" + again.ID.String() + "?status=open")
		w.count()
		w.step("choice", func() {
			if w.byKeyboard() {
				w.strike("m")
			} else {
				w.more("Merge…")
			}
			w.untilHeading("Merge #" + again.ID.String() + " into …")
		})
		w.step("preview", func() {
			if w.byKeyboard() {
				w.strike("j")
				w.key(kb.Enter)
			} else {
				w.press(link(first.Subject))
			}
			w.untilHeading("Merge #" + again.ID.String() + " into " + into + "?")
			w.untilText("2 messages go from #" + again.ID.String())
		})
		storetest.SetTags(w.t, w.site.store, again.ID, "late")
		storetest.SetTags(w.t, w.site.store, first.ID, "vip", "later")
		w.step("merged", func() {
			if w.byKeyboard() {
				w.strike("m")
			} else {
				w.press(button("Merge into " + into))
			}
			w.untilText("Merged #" + again.ID.String() + " into " + into + ".")
			w.untilHeading(first.Subject)
			w.untilQuery("status", "open")
			w.untilText("And it is orange.")
		})
		w.atMost(4, 5)
		got := w.site.conversation(w.t, first.ID)
		if desk.JoinTags(got.TagNames()) != "late, later, vip" || got.MessageCount != 3 {
			w.t.Errorf("it is %+v", got)
		}
		w.step("undone", func() {
			if w.byKeyboard() {
				w.strike("z")
			} else {
				w.press(button("Undo"))
			}
			w.untilText("Undone: #" + again.ID.String() + " stands by itself again.")
			w.untilHeading(again.Subject)
		})
		if got := w.site.conversation(w.t, again.ID); got.MessageCount != 2 || got.MergedInto != 0 {
			w.t.Errorf("it is %+v", got)
		}
	})
}

// duplicate adds two conversations with one customer, about the same.
func (s *site) duplicate(t *testing.T) (first, again desk.Conversation) {
	t.Helper()
	conv := s.called(t, refund)
	first = storetest.AddConversation(t, s.store, "The kettle does not heat", conv.Customer.ID, conv.InboxID)
	again = storetest.AddConversation(t, s.store, "Kettle", conv.Customer.ID, conv.InboxID)
	for _, said := range []struct {
		in   desk.ConversationID
		body string
	}{{first.ID, "It stays cold."}, {again.ID, "The kettle again."}, {again.ID, "And it is orange."}} {
		storetest.AddMessage(t, s.store, storetest.System(), said.in, desk.KindCustomer, said.body)
	}
	return first, again
}

// TestMergedThreadFollows: who writes in a conversation that a colleague merges is told
// so, and goes on with what they have written where it went.
func TestMergedThreadFollows(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	first, again := site.duplicate(t)
	p := site.openAs(t, site.user(t, ana), desktop)
	p.goTo("/conversations/" + again.ID.String())
	mouse{}.write(p, field("Message"), "Half a thought")
	site.mergeElsewhere(t, again.ID, first.ID)
	into := "#" + first.ID.String()
	p.untilText("Max Weber merged this conversation into " + into + ". What you typed is still here.")
	p.untilAnnounced("Max Weber merged this conversation into " + into + ". What you typed is still here.")
	if got := see[string](p, `document.querySelector('#body').value`); got != "Half a thought" {
		t.Errorf("of what was typed there is %q", got)
	}
	p.checkAccessibility("a thread that was merged")
	mouse{}.press(p, button("Go on in "+into))
	p.untilHeading(first.Subject)
	p.until("the text is there", `document.querySelector('#body').value === 'Half a thought'`)
}

// mergeElsewhere has a colleague merge one conversation into another.
func (s *site) mergeElsewhere(t *testing.T, id, into desk.ConversationID) {
	t.Helper()
	actor := storetest.Actor(t, s.store, s.user(t, max_))
	if _, err := s.store.MergeConversation(t.Context(), actor, id, desk.ConversationMerge{Into: desk.Value(into), Confirm: desk.Value(desk.Words(desk.MergeDifferences()))}); err != nil {
		t.Fatal(err)
	}
}

// The states of the pages about merging and splitting.

func mergeChoice(p *page) {
	first, again := p.site.duplicate(p.t)
	storetest.SetTags(p.t, p.site.store, first.ID, "vip")
	p.goTo("/conversations/" + again.ID.String() + "/merge?into=" + again.ID.String())
	p.untilText("There is a problem")
}

func mergePreview(p *page) {
	_, again := p.site.duplicate(p.t)
	other := p.site.conversations(p.t, desk.ConversationFilter{Channels: []desk.Channel{desk.ChannelPhone}}).Items[0]
	storetest.SetTags(p.t, p.site.store, again.ID, "vip")
	p.goTo("/conversations/" + again.ID.String() + "/merge?into=" + other.ID.String())
	storetest.AddMessage(p.t, p.site.store, storetest.Actor(p.t, p.site.store, p.site.user(p.t, ingrid)), again.ID, desk.KindNote, "Wait, I am asking them.")
	mouse{}.press(p, button("Merge into #"+other.ID.String()))
	p.untilText("Not merged")
}

func mergedThread(p *page) {
	first, again := p.site.duplicate(p.t)
	actor := storetest.Actor(p.t, p.site.store, p.site.user(p.t, max_))
	p.site.mergeElsewhere(p.t, again.ID, first.ID)
	in := desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value("It is on its way.")}
	if _, err := p.site.store.SaveDraft(p.t.Context(), actor, again.ID, in); err != nil {
		p.t.Fatal(err)
	}
	p.goTo("/conversations/" + again.ID.String())
	p.untilText("Merged into")
}

func splitMessage(p *page) {
	mouse{}.press(p, button("More about this message"))
	mouse{}.press(p, link("Split off…"))
	p.untilHeading("Split off a message")
	mouse{}.write(p, field("Subject of the new conversation"), " ")
	mouse{}.press(p, button("Split off"))
	p.untilText("There is a problem")
}
