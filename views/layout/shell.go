// Package layout is the frame around every page: the head, the navigation, the
// toasts and the live region.
//
// Links and forms work as browsers have always made them work. Where htmx runs
// it fetches the same pages and swaps #main; a handler that sees HX-Request
// without HX-History-Restore-Request sets Shell.Partial, and the same page then
// renders only what changes: the title, #main, the navigation and new toasts.
package layout

import (
	"cmp"
	"net/url"

	"parley/internal/desk"
	"parley/views/ui"
)

// Swaps for hx-boost. Plain links and forms replace the page and start at its
// top; what changes in place morphs, so that typed text and open parts stay.
const (
	Replace     = `target:"#main" swap:"outerHTML"`
	ReplaceHere = `target:"#main" swap:"outerHTML show:none"`
	Morph       = `target:"#main" swap:"outerMorph show:none"`
)

// config is htmx's. What scripts have opened stays open when a page morphs.
const config = `{"includeIndicatorCSS":false,"defaultSettleDelay":0,"morphIgnore":["data-htmx-powered","open"]}`

// Shell is what every signed-in page shows around its content.
type Shell struct {
	Title     string // of the document, without the product's name
	Announce  string // read out after a swap; the title where empty
	User      User
	Nav       Nav
	Toasts    []ui.Toast
	Theme     desk.Theme   // the system's where empty
	Density   desk.Density // comfortable where empty
	CanCreate bool         // whether to offer New conversation
	KeysOff   bool         // single keys do nothing in this browser
	Live      string       // from where a stream is to go on; none where empty
	Partial   bool         // render only what htmx swaps
}

// User is who is signed in.
type User struct {
	ID   desk.UserID
	Name string
	Role desk.Role
}

// Nav is the navigation. Current is the Key of the place the reader is at, or
// empty for none.
type Nav struct {
	Current Key
	Unread  int // notifications; one more than desk.MaxUnreadShown means more
	Counts  Counts
	Inboxes []Inbox
}

// Counts are the conversations behind each view, within the reader's reach.
type Counts struct {
	Mine, Unassigned, Open, Pending, Snoozed, Closed int
}

// Inbox is one inbox within reach and how many open conversations it holds.
type Inbox struct {
	ID   desk.InboxID
	Name string
	Open int
}

// Key names a place in the navigation.
type Key string

// The fixed places; those of inboxes come from InboxKey.
const (
	Mine         Key = "mine"
	Unassigned   Key = "unassigned"
	AllOpen      Key = "open"
	Pending      Key = "pending"
	Snoozed      Key = "snoozed"
	Closed       Key = "closed"
	Customers    Key = "customers"
	Reports      Key = "reports"
	Tags         Key = "tags"
	SavedReplies Key = "saved-replies"
	Notified     Key = "notifications"
	Profile      Key = "profile"
	Settings     Key = "preferences"
)

// InboxKey returns the place of one inbox.
func InboxKey(id desk.InboxID) Key { return Key("inbox-" + id.String()) }

// Filter returns what a view shows; the zero filter for a Key that is no view.
func (k Key) Filter() desk.ConversationFilter {
	switch k {
	case Mine:
		return desk.ConversationFilter{Me: true, Statuses: []desk.Status{desk.StatusOpen}}
	case Unassigned:
		return desk.ConversationFilter{Unassigned: true, Statuses: []desk.Status{desk.StatusOpen}}
	case AllOpen:
		return desk.ConversationFilter{Statuses: []desk.Status{desk.StatusOpen}}
	case Pending:
		return desk.ConversationFilter{Statuses: []desk.Status{desk.StatusPending}}
	case Snoozed:
		return desk.ConversationFilter{Snoozed: desk.Asleep, Sort: desk.SoonestFirst}
	case Closed:
		return desk.ConversationFilter{Statuses: []desk.Status{desk.StatusClosed}}
	}
	return desk.ConversationFilter{}
}

// InboxFilter returns what the navigation shows of one inbox: what is open.
func InboxFilter(id desk.InboxID) desk.ConversationFilter {
	return desk.ConversationFilter{Inboxes: []desk.InboxID{id}, Statuses: []desk.Status{desk.StatusOpen}}
}

// KeyOf returns the place that a filter is, whatever its order and page; empty
// where it is none of them.
func KeyOf(f desk.ConversationFilter) Key {
	query := bare(f).Encode()
	for _, key := range []Key{Mine, Unassigned, AllOpen, Pending, Snoozed, Closed} {
		if query == bare(key.Filter()).Encode() {
			return key
		}
	}
	if len(f.Inboxes) == 1 && query == bare(InboxFilter(f.Inboxes[0])).Encode() {
		return InboxKey(f.Inboxes[0])
	}
	return ""
}

func bare(f desk.ConversationFilter) url.Values {
	f.Sort, f.Page = desk.Sort{}, desk.Page{}
	return f.Query()
}

// ListURL returns the address of a list of conversations.
func ListURL(f desk.ConversationFilter) string {
	if query := desk.EncodeQuery(f.Query()); query != "" {
		return "/conversations?" + query
	}
	return "/conversations"
}

// look is what the whole document is styled by. A page that is swapped in says
// it too, and a script passes it on.
type look struct {
	theme   desk.Theme
	density desk.Density
}

func (s Shell) look() look {
	return look{cmp.Or(s.Theme, desk.ThemeSystem), cmp.Or(s.Density, desk.DensityComfortable)}
}

func (s Shell) documentTitle() string { return DocumentTitle(s.Title) }

// DocumentTitle adds the product's name to a page's title.
func DocumentTitle(title string) string {
	if title == "" {
		return "Parley"
	}
	return title + " · Parley"
}

func (s Shell) announcement() string {
	if s.Announce != "" {
		return s.Announce
	}
	return s.Title
}
