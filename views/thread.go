package views

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"parley/internal/desk"
	"parley/views/layout"
	"parley/views/ui"
)

// Thread is the page /conversations/{id}.
type Thread struct {
	Shell        layout.Shell
	Conversation desk.Conversation
	Entries      []Entry // oldest first
	Earlier      int     // messages that are left out before the first
	Shown        int     // how many messages were asked for
	Part         Part    // where they are not the newest
	Show         Show    // what of the entries is shown
	Others       []desk.Conversation
	Queue        Queue
	Assignees    []desk.UserRef // who may be assigned
	FirstUnread  desk.MessageID // 0: all is read
	Readers      []desk.UserRef // who can be named in a note
	Followers    []desk.UserRef
	Notified     desk.NotificationID // the newest that the reader has not read; or 0
	Tagging      Tagging
	Composer     Composer
	Drafts       []desk.Draft      // the reader's own
	Replies      []desk.SavedReply // to be inserted
	Unsent       []Upload          // files that were uploaded and not sent yet
	Conflict     *PropertyConflict
	PropertyErrs desk.FieldErrors
	CanWrite     bool
	MayUndoMerge bool // of a conversation that was merged, in which nobody can write
	Now          time.Time
}

// Entry is one thing that happened in a conversation: a message or an event,
// the other being nil.
type Entry struct {
	Message *desk.Message
	Event   *desk.Event
}

// Queue is the list that the reader came from, with the conversations before
// and after this one in it; 0 where there is none.
type Queue struct {
	Query    url.Values // canonical; nil for the whole list
	Label    string     // such as "All open"
	Previous desk.ConversationID
	Next     desk.ConversationID
}

// BackURL returns the address of the list.
func (q Queue) BackURL() string {
	if len(q.Query) == 0 {
		return "/conversations"
	}
	return "/conversations?" + desk.EncodeQuery(q.Query)
}

func (q Queue) threadURL(id desk.ConversationID) string {
	return threadURL(id, desk.EncodeQuery(q.Query))
}

func (q Queue) label() string {
	if q.Label == "" {
		return "All conversations"
	}
	return q.Label
}

// Composer is the form that adds a message. Body is what was typed, kept when
// the message was refused.
type Composer struct {
	Kind    desk.MessageKind // reply where empty
	Body    string
	Errors  desk.FieldErrors
	Preview bool  // whether to show what Body would look like
	Version int64 // of the draft that Body was, or 0
	// Meanwhile is what others wrote since, which stopped the message; Status is the
	// one that was to go with it.
	Meanwhile []desk.Message
	Status    string
	HandTo    string // who is chosen to have it after a note
	Untaken   bool   // a reply is not to take it
	// Forgotten are the variables that stopped the message; Unfilled are all of which
	// its writer has been told, and which stop it no more.
	Forgotten, Unfilled []desk.Variable
	LastSeen            string // what the writer has seen, where that is not all that the page shows
	// Elsewhere is what the draft says now, where it was changed since.
	Elsewhere *desk.Draft
}

func (c Composer) is(kind desk.MessageKind) bool {
	return c.Kind == kind || (c.Kind == "" && kind == desk.KindReply)
}

// PropertyConflict says that one property was changed by someone else since the
// reader last saw it. Field is its form field: status, priority or assignedTo.
type PropertyConflict struct {
	Field     string
	Mine      string // as the form sends it
	MineName  string // as people write it
	Now       string // the value that stands, as the form sends it
	NowName   string
	ChangedBy string // empty where unknown
}

func (m Thread) shell() layout.Shell {
	s := m.Shell
	s.Title = m.Conversation.Subject + " #" + m.Conversation.ID.String()
	if s.Announce == "" {
		s.Announce = "Conversation #" + m.Conversation.ID.String() + ", " + m.Conversation.Subject
	}
	return s
}

// action returns where one of the conversation's forms posts, the list's query
// kept so that the answer leads back to the same queue, and to the same part of it.
func (m Thread) action(name string) string {
	return "/conversations/" + m.Conversation.ID.String() + "/" + name + queryPart(m.query(m.Show, m.Part.At, m.Shown))
}

// writes returns where the composer posts. What is written is the newest, so that the
// answer is not the part that was shown.
func (m Thread) writes(name string) string {
	return "/conversations/" + m.Conversation.ID.String() + "/" + name + queryPart(m.query(m.Show, desk.TimelinePlace{}, 0))
}

// query returns the list's query with what is shown of the thread, the place that it is
// opened at, and how many messages there are to be, 0 being the usual many.
func (m Thread) query(show Show, at desk.TimelinePlace, shown int) url.Values {
	query := maps.Clone(show.Query(m.Queue.Query))
	if query == nil {
		query = url.Values{}
	}
	if !at.IsZero() {
		query.Set(AtParam, at.String())
	}
	if shown != 0 && shown != desk.MaxTimeline {
		query.Set("messages", strconv.Itoa(shown))
	}
	return query
}

func (m Thread) problems() []ui.Problem {
	ids := map[string]string{
		"body": "body", "kind": "kind-reply", "lastSeenMessageId": "body", "status": "send", "handTo": "handTo", "assignedTo": "handTo",
		"files": "files", "attachmentIds": "files", "savedReplyId": "savedReplyId",
	}
	list := problems(m.Composer.Errors, ids)
	return append(list, problems(m.PropertyErrs, map[string]string{
		"status": "prop-status", "priority": "prop-priority", "assignedTo": "prop-assignedTo", "tags": "add-tags",
	})...)
}

// isChat tells whether one answer follows the other, so that one goes on writing.
func (m Thread) isChat() bool {
	return m.Conversation.Channel == desk.ChannelChat || m.Conversation.Channel == desk.ChannelWhatsApp
}

// mayTake tells whether the reader may be assigned and is not yet.
func (m Thread) mayTake() bool {
	me := m.Shell.User.ID
	if !m.CanWrite || m.assigneeID() == me.String() {
		return false
	}
	return slices.ContainsFunc(m.Assignees, func(u desk.UserRef) bool { return u.ID == me })
}

// propertyKey returns the key that leads to the control of a property.
func propertyKey(field string) string {
	switch field {
	case "status":
		return "s"
	case "priority":
		return "p"
	}
	return "a"
}

func (m Thread) statusOptions() []ui.Option {
	return options(desk.Statuses(), []desk.Status{m.Conversation.Status}, StatusName)
}

func (m Thread) priorityOptions() []ui.Option {
	return options(desk.Priorities(), []desk.Priority{m.Conversation.Priority}, PriorityName)
}

func (m Thread) assigneeOptions() []ui.Option {
	return assigneeOptions(m.Assignees, m.Conversation.AssignedTo)
}

func (m Thread) assigneeID() string {
	if m.Conversation.AssignedTo == nil {
		return ""
	}
	return m.Conversation.AssignedTo.ID.String()
}

// assigneeOptions lists who may be assigned, and whoever is now even if they no
// longer could be.
func assigneeOptions(users []desk.UserRef, current *desk.UserRef) []ui.Option {
	list := []ui.Option{{Label: "Unassigned", Selected: current == nil}}
	found := current == nil
	for _, u := range users {
		selected := current != nil && current.ID == u.ID
		found = found || selected
		list = append(list, ui.Option{Value: u.ID.String(), Label: u.Name, Selected: selected})
	}
	if !found {
		list = append(list, ui.Option{Value: current.ID.String(), Label: current.Name, Selected: true})
	}
	return list
}
