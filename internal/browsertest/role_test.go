package browsertest

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestViewerSeesNothingToWriteWith looks for anything that would change
// something, on every page that a viewer can open. How they see lists, what they follow
// and what they have read is their own.
func TestViewerSeesNothingToWriteWith(t *testing.T) {
	t.Parallel()
	for _, v := range []view{desktop, phone} {
		s := newSite(t)
		w := &walker{page: s.openAs(t, s.user(t, vera), v), hand: mouse{}}
		for _, path := range []string{"/conversations?limit=25", "{refund}", "/customers", "{maya}"} {
			w.goTo(s.fillIn(t, path))
			writing := see[[]string](w.page, `[...document.querySelectorAll(
				"#main form[method=post]:not([action='/preferences'], [data-read], [action*=unread], [action*=follow]), #main textarea, #main [form=bulk], #main [data-quick], a[href$='/new'], #main a[href$='/edit'], #main a[href$='/delete']")].map(probe.sketch)`)
			if len(writing) > 0 {
				t.Errorf("on %s a viewer finds %v", path, writing)
			}
			w.checkAccessibility(path + " for a viewer")
		}
		w.goTo(s.fillIn(t, "{refund}/edit"))
		w.untilHeading("You may not do this")
	}
}

// TestEverybodySeesTheirInboxesOnly compares the list with the store's, for who
// is a member of some inboxes.
func TestEverybodySeesTheirInboxesOnly(t *testing.T) {
	t.Parallel()
	for _, name := range []string{rui, ana, vera} {
		s := newSite(t)
		w := &walker{page: s.openAs(t, s.user(t, name), desktop), hand: mouse{}}
		w.goTo("/conversations?limit=100")
		w.showsExactly(storetest.Actor(t, s.store, s.user(t, name)), desk.ConversationFilter{
			Sort: desk.DefaultSort, Page: desk.Page{Number: 1, Limit: 100},
		})
		if w.has(link("Live chat").in(".sidebar")) {
			t.Errorf("%s is shown an inbox that is not theirs", name)
		}
	}
}
