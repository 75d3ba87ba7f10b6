package browsertest

import (
	"github.com/chromedp/chromedp"

	"parley/internal/desk"
	"parley/store/storetest"
)

// state is a page, or what a page looks like after something has been done on
// it. Together they are everything there is to see.
type state struct {
	name    string
	as      string // who looks; nobody where empty
	path    string
	empty   bool // in a workspace where nothing has happened yet
	prepare func(*page)
}

func states() []state {
	manager := func(name, path string, prepare func(*page)) state {
		return state{name: name, as: max_, path: path, prepare: prepare}
	}
	return []state{
		{name: "sign-in", path: "/sign-in"},
		{name: "sign-in-refused", path: "/sign-in", prepare: refusedSignIn},
		{name: "setup", path: "/setup?token=not-the-token", empty: true},
		{name: "setup-refused", path: "/setup?token=not-the-token", empty: true, prepare: refusedSetup},
		{name: "not-found-signed-out", path: "/nothing-here"},
		{name: "api-reference", path: "/api/docs"},
		{name: "list-empty", as: ingrid, path: "/conversations", empty: true},
		manager("list", "/conversations", nil),
		manager("list-filters", "/conversations?limit=25&page=2&priority=high,medium&sort=-waiting&status=open", openFilters),
		manager("list-sort", "/conversations?limit=25", openMenu("Sort")),
		manager("list-selected", "/conversations?limit=25", selectTwo),
		manager("list-values", "/conversations?limit=25", openValuesOfARow),
		manager("list-outcome", "/conversations?limit=25", lateForOne),
		manager("list-unchosen", "/conversations?limit=25", choseNothing),
		manager("bulk-all", "/conversations/bulk?status=open&assignedTo=none", askedForAll),
		manager("bulk-job", "/conversations", jobUnderWay),
		manager("bulk-job-failures", "/conversations", jobWithFailures),
		manager("choose", "{refund}/assignee", nil),
		manager("choose-conflict", "{refund}/priority", conflictingChoice),
		manager("list-nothing", "/conversations?priority=urgent&source=api", says("No conversations match")),
		manager("menu", "/conversations?limit=25", openMenu("Menu")),
		manager("thread", "{refund}", nil),
		manager("thread-note", "{refund}", chooseNote),
		manager("thread-people", "{refund}", offeredPeople),
		{name: "thread-mentioned", as: ana, path: "{refund}", prepare: mentioned},
		{name: "notifications", as: ana, path: "/notifications", prepare: toldMuch},
		{name: "notifications-nothing", as: vera, path: "/notifications"},
		manager("thread-preview", "{refund}", previewed),
		manager("thread-two-drafts", "{refund}", twoDrafts),
		manager("thread-held", "{refund}", heldReply),
		manager("thread-stopped", "{refund}", stoppedSend),
		manager("thread-menu", "{refund}", openMenu("More actions")),
		manager("thread-files", "{refund}", attachFiles),
		manager("thread-refused", "{refund}", refusedMessage),
		manager("thread-conflict", "{refund}", conflictingPriority),
		manager("thread-snoozed", "{refund}", snoozed),
		manager("thread-snooze", "{refund}", openSnooze),
		manager("snooze", "{refund}/snooze", nil),
		manager("snooze-refused", "{refund}/snooze", refusedSnooze),
		manager("list-snoozed", "/conversations?snoozed=true&sort=snoozedUntil", snoozed),
		manager("thread-notes", "{refund}?show=notes", nil),
		manager("merge-choice", "{refund}/merge", mergeChoice),
		manager("merge-preview", "{refund}", mergePreview),
		manager("thread-merged", "{refund}", mergedThread),
		manager("split", "{refund}", splitMessage),
		{name: "thread-viewer", as: vera, path: "{refund}"},
		manager("edit", "{refund}/edit", nil),
		manager("edit-refused", "{refund}/edit", refusedEdit),
		manager("edit-conflict", "{refund}/edit", conflictingEdit),
		manager("delete", "{refund}/delete", nil),
		manager("new", "/conversations/new", nil),
		manager("new-found", "/conversations/new", foundCustomers),
		manager("new-refused", "/conversations/new", refusedConversation),
		manager("thread-unread", "{refund}", unreadThread),
		manager("list-unread", "/conversations?limit=25", unreadList),
		manager("reports", "/reports", nil),
		manager("tags", "/tags", nil),
		manager("tag", "{vip}/edit", nil),
		manager("tag-refused", "/tags/new", refusedTag),
		manager("tag-delete", "{vip}/delete", nil),
		manager("thread-tags-conflict", "{refund}", conflictingTags),
		manager("list-tag", "/conversations?tag=vip", nil),
		manager("saved-replies-empty", "/saved-replies", nil),
		manager("saved-replies", "/saved-replies", someReplies),
		manager("saved-reply-refused", "/saved-replies/new", refusedReply),
		manager("saved-reply-delete", "/saved-replies", deletedReply),
		manager("thread-replies", "{refund}", openReplies),
		manager("thread-unfilled", "{refund}", unfilledReply),
		manager("customers", "/customers?limit=25", nil),
		manager("customers-nothing", "/customers?q=nobody-is-called-so", says("No customers match")),
		manager("customer", "{maya}", nil),
		manager("customer-edit", "{maya}/edit", nil),
		manager("customer-delete", "{maya}/delete", nil),
		manager("customer-new-refused", "/customers/new", refusedCustomer),
		manager("list-view", "/conversations?limit=25", openMenu("View")),
		manager("list-compact", "/conversations?priority=high,medium", prefer(desk.PreferencesUpdate{Density: desk.Value(desk.DensityCompact)})),
		manager("customers-compact", "/customers?limit=25", prefer(desk.PreferencesUpdate{Density: desk.Value(desk.DensityCompact)})),
		manager("preferences", "/preferences", nil),
		manager("preferences-refused", "/preferences", refusedPreferences),
		manager("profile", "/profile", nil),
		manager("profile-refused", "/profile", refusedPassword),
		manager("keys", "/keys", nil),
		manager("keys-refused", "/keys", refusedKeys),
		manager("keys-help", "{refund}", openKeys),
		manager("palette", "{refund}", openPalette),
		manager("not-found", "/conversations/999999", nil),
		manager("not-understood", "/conversations?page=0", nil),
		{name: "not-allowed", as: vera, path: "/conversations/new"},
	}
}

// show brings the tab into the state, in a workspace of its own.
func (s state) show(p *page) {
	p.t.Helper()
	p.answerDialogs(true) // what earlier states have typed may go
	if s.empty {
		p.visit(newEmptySite(p.t))
		if _, err := p.site.store.BeginSetup(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
		if s.as != "" {
			storetest.AddUser(p.t, p.site.store, s.as, desk.RoleAdmin)
		}
	} else {
		p.visit(newSite(p.t))
	}
	if s.as != "" {
		p.signInQuietly(p.site.user(p.t, s.as))
	}
	p.goTo(p.site.fillIn(p.t, s.path))
	if s.prepare != nil {
		s.prepare(p)
		p.settled()
	}
}

// says makes sure that the page is the one that is meant.
func says(text string) func(*page) {
	return func(p *page) { p.untilText(text) }
}

func refusedSignIn(p *page) {
	mouse{}.write(p, field("Email"), "ana@example.com")
	mouse{}.write(p, field("Password"), "not the password")
	mouse{}.press(p, button("Sign in"))
	p.untilText("There is a problem")
}

func refusedSetup(p *page) {
	mouse{}.write(p, field("Your name"), "Ingrid Holm")
	mouse{}.write(p, field("Email"), "ingrid@example.com")
	mouse{}.write(p, field("Password"), "password password")
	mouse{}.press(p, button("Create account"))
	p.untilText("problem")
}

func openFilters(p *page) {
	mouse{}.press(p, button("Filter"))
	p.until("the filters are open", element("#filter-form").js()+" !== null")
}

// openMenu opens a menu where the view has it: the main one is for phones.
func openMenu(name string) func(*page) {
	return func(p *page) {
		if p.has(button(name)) {
			mouse{}.press(p, button(name))
			p.until("the menu is open", "document.querySelector('details.menu[open]') !== null")
		}
	}
}

func openPalette(p *page) {
	p.key("k", chromedp.ModifierCtrl)
	p.until("the palette is open", openDialog)
}

func openKeys(p *page) {
	p.strike("?")
	p.until("the list of keys is open", openDialog)
}

func selectTwo(p *page) {
	for _, id := range see[[]string](p, "probe.rows()")[:2] {
		mouse{}.press(p, field("Select #"+id))
	}
}

func openValuesOfARow(p *page) {
	p.strike("ja")
	p.until("the values are there", element("#quick").js()+" !== null")
}

func lateForOne(p *page) {
	selectTwo(p)
	id := p.site.called(p.t, refund).ID
	p.site.change(p.t, ingrid, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityLow)})
	mouse{}.choose(p, field("Status").in("#bulk"), "Pending")
	mouse{}.press(p, button("Apply").in("#bulk"))
	p.untilText("1 conversation was not changed")
}

func choseNothing(p *page) {
	selectTwo(p)
	mouse{}.press(p, button("Apply").in("#bulk"))
	p.untilText("Choose an assignee")
}

func conflictingChoice(p *page) {
	id := p.site.called(p.t, refund).ID
	p.site.change(p.t, ingrid, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	mouse{}.press(p, button("Low"))
	p.untilText("was changed in the meantime")
}

func chooseNote(p *page) {
	mouse{}.press(p, field("Internal note"))
	mouse{}.write(p, field("Message"), "For colleagues only.")
	p.until("the button says so", button("Add note").js()+" !== null")
}

func refusedMessage(p *page) {
	mouse{}.press(p, button("Send reply"))
	p.untilText("There is a problem")
}

func conflictingPriority(p *page) {
	id := p.site.called(p.t, refund).ID
	p.site.change(p.t, ingrid, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	mouse{}.choose(p, field("Priority"), "Low")
	p.untilText("was changed in the meantime")
}

func refusedEdit(p *page) {
	mouse{}.write(p, field("Subject"), " ")
	mouse{}.press(p, button("Save"))
	p.untilText("There is a problem")
}

func conflictingEdit(p *page) {
	id := p.site.called(p.t, refund).ID
	p.site.change(p.t, ingrid, id, desk.ConversationProperties{
		Subject: desk.Value("Refund 8812: with the bank since Monday"), Status: desk.Value(desk.StatusPending),
	})
	mouse{}.write(p, field("Subject"), "Refund for order 8812 is late")
	mouse{}.press(p, button("Save"))
	p.untilText("was changed in the meantime")
}

func foundCustomers(p *page) {
	mouse{}.write(p, field("Name, email or phone"), "person")
	mouse{}.press(p, button("Find"))
	p.until("customers are offered", "document.querySelectorAll('[name=customerId]').length > 3")
}

func refusedConversation(p *page) {
	mouse{}.write(p, field("What the customer said"), "It does not work.")
	mouse{}.press(p, button("Create conversation"))
	p.untilText("There are 2 problems")
}

func refusedCustomer(p *page) {
	mouse{}.write(p, field("Name"), "Twice")
	mouse{}.write(p, field("Email"), "person1@example.com")
	mouse{}.press(p, button("Save"))
	p.untilText("There is a problem")
}

func refusedPassword(p *page) {
	mouse{}.write(p, field("Current password"), "wrong")
	mouse{}.write(p, field("New password"), "password password password")
	mouse{}.press(p, button("Change password"))
	p.untilText("problem")
}

func previewed(p *page) {
	mouse{}.write(p, field("Message"), "Hello Maya,\n\nit is **found**:\n\n- see <https://example.com/8812>\n- or `RF-8812`\n\n> Where is it?\n\nAna")
	mouse{}.press(p, button("Preview"))
	p.until("the preview is there", "document.querySelector('#preview strong') !== null")
}
