package handlers

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"parley/internal/desk"
	"parley/views/ui"
)

var titleCount = regexp.MustCompile(`\(([\d,]+)\)`)

// shown is a number on a report and the list that it leads to.
type shown struct{ list, number string }

func figuresOn(p *page) []shown {
	var figures []shown
	main := first(p.tree, tag("main"))
	for _, link := range all(main, tag("a")) {
		number := first(link, tag("b"))
		if number == nil {
			number = link
		}
		if list := attr(link, "href"); strings.HasPrefix(list, "/conversations") {
			figures = append(figures, shown{list, textOf(number)})
		}
	}
	return figures
}

// TestReportsCountTheirLists: for everyone who reads a report, whatever it is about,
// each number on it is the total of the list that it leads to.
func TestReportsCountTheirLists(t *testing.T) {
	w := newWorld(t)
	w.snooze("parcel", 24*time.Hour)
	w.change("kettle", desk.ConversationProperties{Priority: desk.Value(desk.PriorityUrgent)})
	w.change("dunning", desk.ConversationProperties{Status: desk.Value(desk.StatusPending)})
	support, billing, both, nothing := 13, 10, 16, 6 // figures that are links: tiles, and what is not 0
	for user, figures := range map[string][3]int{
		"vic": {support, support, nothing}, "ana": {support, support, nothing}, "bo": {billing, nothing, billing},
		"mona": {both, support, billing}, "max": {both, support, billing},
	} {
		for address, want := range map[string]int{
			"/reports": figures[0], "/reports?inboxId={support},{billing}": figures[0], "/reports?inboxId={support}": figures[1],
			"/reports?inboxId={billing}": figures[2], "/reports?inboxId={absentInbox}": nothing,
		} {
			figures := figuresOn(w.as(user).open(address).is(200))
			for _, f := range figures {
				p := w.as(user).open(f.list).is(200)
				if strings.Contains(f.list, "sort=-waiting") {
					w.startsWith(p, f.number)
				} else if total := titleCount.FindStringSubmatch(textOf(first(p.tree, tag("title")))); total == nil || total[1] != f.number {
					t.Errorf("%s on %s: %s says %s, its list has %v", user, address, f.list, f.number, total)
				}
			}
			if len(figures) != want {
				t.Errorf("%s on %s: %d figures, want %d: %v", user, address, len(figures), want, figures)
			}
		}
	}
}

// startsWith: the first row of a list by waiting has waited that long.
func (w *world) startsWith(p *page, waited string) {
	w.t.Helper()
	got := "–"
	if cell := first(p.tree, func(n *html.Node) bool { return tag("td")(n) && strings.Contains(attr(n, "class"), "col-time") }); cell != nil {
		got = textOf(cell)
	}
	if got != waited {
		w.t.Errorf("%s: waited %q, the report says %q", p.Request.URL, got, waited)
	}
}

func TestReport(t *testing.T) {
	w := newWorld(t)
	since := w.conversation("refund").WaitingSince
	w.play([]scenario{
		{
			name: "sees what they reach", as: "vic", open: "/reports", status: 200,
			shows: []string{"The queue now", "Open 2", "Unassigned 1", "Urgent 0", "Longest wait " + ui.Waited(*since, w.site.now()), "Pending 1", "Snoozed 0", "By agent", "By inbox", "Ana Souza"},
			hides: []string{"Billing", "Bo Lind", "All inboxes"},
		},
		{name: "sees who has nothing", as: "mona", open: "/reports", status: 200, shows: []string{"Max Weber000", "Billing", "All inboxes"}},
		{name: "asks for one inbox", as: "mona", open: "/reports", form: "/reports", fill: map[string]string{"inboxId": "{support}"}, status: 200, shows: []string{"Open 2"}},
		{name: "sees of it alone", as: "mona", open: "/reports?inboxId={support}", status: 200, shows: []string{"Open 2", "Unassigned 1"}},
		{name: "asks for one out of reach", as: "ana", open: "/reports?inboxId={billing}", status: 200, shows: []string{"Open 0", "Nobody is waiting"}, hides: []string{"Billing", "Bo Lind"}},
		{name: "leaves the form as it is", as: "mona", open: "/reports?inboxId=&odd=1", status: 303, leads: "/reports"},
		{name: "asks for what is none", as: "mona", open: "/reports?inboxId=one", status: 400, shows: []string{"InboxId must be an id"}},
		{name: "belongs to no inbox", as: "nia", open: "/reports", status: 200, shows: []string{"You are not a member of any inbox yet"}, hides: []string{"The queue now"}},
		{name: "signs in first", open: "/reports", status: 303},
	})
}
