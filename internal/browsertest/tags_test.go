package browsertest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
	"parley/store/storetest"
)

// tags adds some tags, and gives conversations from none to five of them.
func (f *filler) tags() {
	ctx, system := context.Background(), storetest.System()
	names := []string{"refund", "login", "vip", "Where do all these go", "عاجل"}
	for i, name := range names {
		_, err := f.store.CreateTag(ctx, system, desk.TagCreate{Name: desk.Value(name), Hue: desk.Value(desk.Hues()[i*5%12])})
		f.fail(err)
	}
	for id := desk.ConversationID(2); id < 40; id += 2 {
		_, err := f.store.SetConversationTags(ctx, system, id, desk.ConversationTags{Tags: desk.Value(names[:id/2%6])})
		f.fail(err)
	}
}

// tagNamed returns a tag of the site.
func (s *site) tagNamed(t *testing.T, name string) desk.TagRef {
	t.Helper()
	tags, err := s.store.OfferedTags(t.Context(), storetest.System())
	at := slices.IndexFunc(tags, func(tag desk.TagRef) bool { return tag.Name == name })
	if err != nil || at < 0 {
		t.Fatalf("no tag is called %s: %v", name, err)
	}
	return tags[at]
}

func refusedTag(p *page) {
	mouse{}.write(p, field("Name"), "VIP")
	mouse{}.press(p, button("Save"))
	p.untilText("There is a problem")
}

func conflictingTags(p *page) {
	id := p.site.called(p.t, refund).ID
	storetest.SetTags(p.t, p.site.store, id, "vip")
	mouse{}.write(p, field("Tags"), "login")
	p.key(kb.Enter)
	p.untilText("were changed in the meantime")
}

// Tags are added and taken away on the thread, by typing, one after the other.
func TestTagsOfTheThread(t *testing.T) {
	t.Parallel()
	p := openMarked(t, max_, "{refund}")
	id := p.site.called(t, refund).ID
	p.strike("t")
	p.untilFocus("#add-tags")
	for _, name := range []string{"login", "brand new"} {
		p.strike(name)
		p.key(kb.Enter)
		p.untilAnnounced(fmt.Sprintf("#%s is tagged", id))
		p.until("the tag is there", "document.querySelector('[aria-label=\"Remove the tag "+name+"\"]') !== null")
		p.until("the field is empty and has the focus", "document.activeElement.id === 'add-tags' && document.activeElement.value === ''")
	}
	if got := p.site.conversation(t, id).TagNames(); !slices.Equal(got, []string{"brand new", "login"}) {
		t.Errorf("it is tagged %v", got)
	}
	mouse{}.press(p, button("Remove the tag login"))
	p.untilAnnounced(fmt.Sprintf("#%s is tagged brand new", id))
	p.stillMarked("tags")
}
