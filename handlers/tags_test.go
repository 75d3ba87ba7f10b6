package handlers

import (
	"net/http"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/desk"
)

func TestTagPages(t *testing.T) {
	w := newWorld(t)
	w.play([]scenario{
		{name: "reads them", as: "vic", open: "/tags", status: 200, shows: []string{"money", "1 conversation"}, hides: []string{"New tag", "Edit"}},
		{name: "counts all of them", as: "mona", open: "/tags", status: 200, shows: []string{"money", "2 conversations", "New tag", "Edit"}},
		{name: "may not add one", as: "ana", open: "/tags/new", status: 403},
		{name: "may not delete one", as: "ana", method: "POST", open: "/tags/{money}/delete", status: 403},
		{
			name: "adds one", as: "mona", open: "/tags/new", form: "/tags", fill: map[string]string{"name": " Login ", "hue": "teal"}, status: 303, leads: "/tags",
			then: func(_ *world, p *page) { p.follow().is(200).shows("Added the tag Login.", "tag-teal") },
		},
		{
			name: "adds it twice", as: "mona", open: "/tags/new", form: "/tags", fill: map[string]string{"name": "LOGIN"}, status: 422,
			shows: []string{"Another tag has this name.", `value="LOGIN"`},
		},
		{
			name: "changes one", as: "mona", open: "/tags/{money}/edit", form: "/tags/{money}", fill: map[string]string{"name": "Money", "hue": "red"}, status: 303, leads: "/tags",
			then: func(_ *world, p *page) { p.follow().is(200).shows("Saved the tag Money.", "tag-red") },
		},
		{
			name: "changes it late", as: "mona", open: "/tags/{money}/edit", form: "/tags/{money}", fill: map[string]string{"name": "cash"}, with: map[string]string{"version": "1"}, status: 409,
			shows: []string{"was changed in the meantime", `value="cash"`, "Money"},
		},
		{name: "is asked", as: "mona", open: "/tags/{money}/delete", status: 200, shows: []string{"2 conversations lose it."}},
		{name: "deletes it late", as: "mona", open: "/tags/{money}/delete", form: "/tags/{money}/delete", with: map[string]string{"version": "1"}, status: 409, shows: []string{"changed since you were asked"}},
		{
			name: "deletes it", as: "mona", open: "/tags/{money}/delete", form: "/tags/{money}/delete", status: 303, leads: "/tags",
			then: func(w *world, p *page) {
				p.follow().is(200).shows("Deleted the tag Money.")
				if left := w.conversation("refund").Tags; left != nil {
					w.t.Errorf("the conversation still has %v", left)
				}
			},
		},
		{name: "finds it gone", as: "mona", open: "/tags/{money}/edit", status: 404},
		{name: "leads to a page there is", as: "mona", open: "/tags?page=9", status: 303, leads: "/tags"},
		{name: "does not guess", as: "mona", open: "/tags?page=0", status: 400},
	})
}

func TestTagAConversation(t *testing.T) {
	w := newWorld(t)
	w.tag("Slow")
	const thread = "/conversations/{kettle}?status=open"
	post := func(body string) scenario {
		return scenario{as: "ana", method: "POST", open: "/conversations/{kettle}/tags?status=open", body: body}
	}
	called := func(name string, s scenario, status int, shows ...string) scenario {
		s.name, s.status = name, status
		s.then = func(_ *world, p *page) {
			if status == http.StatusSeeOther {
				p = p.leadsTo(thread).follow().is(200)
			}
			p.shows(shows...)
		}
		return s
	}
	adds := scenario{as: "ana", open: thread, form: "/conversations/{kettle}/tags?status=open", fill: map[string]string{"add": "slow, MONEY"}}
	unknown := adds
	unknown.fill = map[string]string{"add": "new one"}
	w.play([]scenario{
		called("adds what is not there", unknown, 422, "Tags must name tags that exist; “new one” is none.", `value="new one"`),
		called("adds two", adds, 303, "#{kettle} is tagged money, Slow.", "Remove the tag Slow", "added the tags", "money, Slow"),
		called("takes one away", post("was=money,+Slow&removeTag=Slow"), 303, "#{kettle} is tagged money.", "removed the tag"),
		called("adds what it has", post("was=money&add=money"), 303),
		called("is late", post("was=&add=slow"), 409, "The tags were changed in the meantime", "Set to slow", "Keep money"),
		called("sets them all the same", post("was=money&tags=slow"), 303, "#{kettle} is tagged Slow."),
		called("takes the last one away", post("was=Slow&removeTag=Slow"), 303, "#{kettle} has no tags now."),
		called("says nothing", post("was="), 422),
		{name: "may not", as: "vic", method: "POST", open: "/conversations/{kettle}/tags", body: "tags=money", status: 403},
		{name: "sees them", as: "vic", open: "/conversations/{refund}", status: 200, shows: []string{"money"}, hides: []string{"Remove the tag", "add-tags"}},
	})
}

// Whoever may write tags makes new ones by typing them.
func TestTagAConversationAnew(t *testing.T) {
	w := newWorld(t)
	w.as("mona").open("/conversations/{kettle}").is(200).form("/conversations/{kettle}/tags").with("add", "Brand new").submit().is(303).
		follow().is(200).shows("#{kettle} is tagged Brand new.")
	w.as("vic").open("/tags").is(200).shows("Brand new")
}

func TestListWithTags(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"one", "two", "three", "four"} {
		w.tag(name)
	}
	w.setTags("kettle", "one", "two", "three", "four", "money")
	p := w.as("ana").open("/conversations?tag=MONEY&status=open").is(303).follow().is(200)
	p.shows("Tag: ", "Refund for order 8812", "Broken kettle").hides("Parcel is late", "tag-more\" title=\"money")
	row := first(p.tree, func(n *html.Node) bool { return attr(n, "id") == "c-"+w.names["kettle"] })
	if tags := all(row, func(n *html.Node) bool { return len(attr(n, "class")) > 4 && attr(n, "class")[:4] == "tag " }); len(tags) != tagsShown {
		t.Errorf("the row shows %d tags", len(tags))
	}
	if more := first(row, func(n *html.Node) bool { return attr(n, "class") == "tag-more" }); textOf(more) != "+2 tags" || attr(more, "title") != "three, two" {
		t.Errorf("the row says %q of %q", textOf(more), attr(more, "title"))
	}
	option := first(p.tree, func(n *html.Node) bool { return tag("option")(n) && attr(n, "value") == "money" })
	if !has(option, "selected") {
		t.Error("the filter form does not hold the tag")
	}
	w.as("ana").open("/conversations?tag=none-such").is(200).shows("No conversations match", "none-such")
	w.as("ana").open("/conversations?tag=a,,b").is(400)
	if got := w.conversation("kettle"); len(got.Tags) != 5 || got.Status != desk.StatusOpen {
		t.Errorf("%+v", got)
	}
}

const tagsShown = 3
