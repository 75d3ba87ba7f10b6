package realtime

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/internal/desk"
)

// Doing is what somebody does with a conversation that is open before them.
type Doing string

// What people do. Left is the word of a page that is being closed or hidden.
const (
	Viewing  Doing = "viewing"
	Replying Doing = "replying"
	Left     Doing = "left"
)

// Person is somebody who is present at a conversation.
type Person struct {
	ID    desk.UserID
	Name  string
	Doing Doing
}

// Present is everybody who is present at a conversation now, by name.
type Present struct {
	Conversation desk.ConversationID
	People       []Person
}

// Beat is what a page says every desk.PresenceBeat while it shows a conversation.
type Beat struct {
	Conversation desk.ConversationID `json:"c"`
	Inbox        desk.InboxID        `json:"i"`
	User         desk.UserID         `json:"u"`
	Name         string              `json:"n"`
	Tab          string              `json:"t"`
	Doing        Doing               `json:"d"`
}

// tab is one page that shows a conversation.
type tab struct {
	conversation desk.ConversationID
	user         desk.UserID
	name         string // of the tab
}

type presence struct {
	inbox desk.InboxID
	name  string
	doing Doing
	until time.Time
}

// Beat tells the hubs of all processes that a page shows a conversation. Nothing of
// it is kept: who says nothing for desk.PresenceLapses is gone.
func (h *Hub) Beat(ctx context.Context, b Beat) error {
	text, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("encode presence: %w", err)
	}
	return h.source.Tell(ctx, system(), string(text))
}

// hear takes a beat that some process has told.
func (h *Hub) hear(text string) {
	var b Beat
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		h.log.Warn("hear another process", "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	key := tab{b.Conversation, b.User, b.Tab}
	before, known := h.present[key]
	if b.Doing == Left {
		delete(h.present, key)
	} else if known || h.tabs(b.User) < desk.MaxTabs {
		h.present[key] = presence{b.Inbox, b.Name, b.Doing, h.clock().Add(desk.PresenceLapses)}
	}
	if after, there := h.present[key]; there != known || after.doing != before.doing {
		h.moved(b.Conversation, b.Inbox)
	}
}

func (h *Hub) tabs(user desk.UserID) (n int) {
	for key := range h.present {
		if key.user == user {
			n++
		}
	}
	return n
}

// lapse takes back the presence of who has said nothing for too long.
func (h *Hub) lapse() {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.clock()
	for key, p := range h.present {
		if now.After(p.until) {
			delete(h.present, key)
			h.moved(key.conversation, p.inbox)
		}
	}
}

func (h *Hub) moved(id desk.ConversationID, inbox desk.InboxID) {
	for s := range h.subscriptions {
		s.move(id, inbox)
	}
}

// people returns who but the reader is present at a conversation within the scope.
// Who replies in one of their tabs is replying.
func (h *Hub) people(id desk.ConversationID, reader desk.UserID, scope desk.Scope) []Person {
	people := []Person{}
	for key, p := range h.present {
		if key.conversation != id || key.user == reader || !scope.Reaches(p.inbox) {
			continue
		}
		at := slices.IndexFunc(people, func(other Person) bool { return other.ID == key.user })
		if at < 0 {
			people = append(people, Person{key.user, p.name, p.doing})
		} else if p.doing == Replying {
			people[at].Doing = Replying
		}
	}
	slices.SortFunc(people, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return people
}
