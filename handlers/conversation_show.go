package handlers

import (
	"net/http"
	"slices"

	"parley/internal/desk"
	"parley/store"
	"parley/views"
	"parley/views/layout"
)

// otherConversations is how many more of a customer's conversations a thread
// shows.
const otherConversations = 5

// showConversation shows the thread. Its query is that of the list it was opened
// from, so that back, next and previous know the queue.
func showConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	page, err := r.thread(id)
	if err != nil {
		return err
	}
	if page.Part.Moved != 0 && !r.refreshes() {
		return r.Redirect(http.StatusSeeOther, page.MovedURL())
	}
	return r.render(http.StatusOK, page.Page())
}

// thread gathers what the thread's page shows.
func (r *request) thread(id desk.ConversationID) (page views.Thread, err error) {
	ctx := r.Request().Context()
	page = views.Thread{CanWrite: r.actor.Can(desk.WriteConversations), Now: r.now()}
	if page.Conversation, err = r.store.GetConversation(ctx, r.actor, id); err != nil {
		return page, err
	}
	filter, err := r.queueFilter()
	if err != nil {
		return page, err
	}
	if page.Queue, err = r.queue(id, filter); err != nil {
		return page, err
	}
	page.Shown, page.Show = r.shownMessages(), r.show()
	timeline, err := r.store.ConversationTimelineAt(ctx, r.actor, id, r.place(), page.Shown)
	if err != nil {
		return page, err
	}
	page.Entries, page.Earlier, page.Part = entries(timeline), timeline.Earlier, r.part(timeline)
	if page.FirstUnread, err = r.firstUnread(id); err != nil {
		return page, err
	}
	if err = r.people(&page); err != nil {
		return page, err
	}
	if page.Others, err = r.others(page.Conversation); err != nil {
		return page, err
	}
	if page.Conversation.Merged {
		page.CanWrite, page.MayUndoMerge = false, page.CanWrite
	}
	if page.MayUndoMerge {
		if err := r.offerDraft(&page); err != nil {
			return page, err
		}
	}
	if page.CanWrite {
		if err := r.offerDraft(&page); err != nil {
			return page, err
		}
		if page.Assignees, err = r.store.ListAssignees(ctx, r.actor, page.Conversation.InboxID); err != nil {
			return page, err
		}
		if page.Tagging, err = r.tagging(); err != nil {
			return page, err
		}
		if page.Replies, err = r.store.OfferedSavedReplies(ctx, r.actor); err != nil {
			return page, err
		}
	}
	if page.Unsent, err = r.unsent(id); err != nil {
		return page, err
	}
	page.Shell, err = r.shell()
	page.Shell.Nav.Current = layout.KeyOf(filter)
	return page, err
}

// shownMessages returns how many of the newest messages the thread is to show.
// Anything but a number within the limits means the usual many.
func (r *request) shownMessages() int {
	n, ok := desk.ParseID[int64](r.QueryParam("messages"))
	if !ok || n > desk.MaxThread {
		return desk.MaxTimeline
	}
	return int(n)
}

// queue returns where a conversation stands in the list it was opened from.
func (r *request) queue(id desk.ConversationID, filter desk.ConversationFilter) (views.Queue, error) {
	queue, err := r.namedQueue(filter)
	if err != nil {
		return queue, err
	}
	neighbours, err := r.store.ConversationNeighbours(r.Request().Context(), r.actor, id, filter)
	if neighbours.Previous != nil {
		queue.Previous = *neighbours.Previous
	}
	if neighbours.Next != nil {
		queue.Next = *neighbours.Next
	}
	return queue, err
}

// namedQueue returns a list as the way back to it.
func (r *request) namedQueue(filter desk.ConversationFilter) (views.Queue, error) {
	inboxes, err := r.store.ActorInboxes(r.Request().Context(), r.actor)
	return views.Queue{Query: filter.Query(), Label: views.ConversationList{Filter: filter, Inboxes: inboxes}.Heading()}, err
}

// entries puts messages and events into one order. At one and the same time the
// creation comes first and what a message caused comes after it.
func entries(t store.Timeline) []views.Entry {
	var list []views.Entry
	events := t.Events
	flush := func(before func(desk.Event) bool) {
		for len(events) > 0 && before(events[0]) {
			list = append(list, views.Entry{Event: &events[0]})
			events = events[1:]
		}
	}
	for i := range t.Messages {
		m := &t.Messages[i]
		flush(func(e desk.Event) bool {
			return e.At.Before(m.CreatedAt) || (e.At.Equal(m.CreatedAt) && e.Action == desk.ActionCreated)
		})
		list = append(list, views.Entry{Message: m})
	}
	flush(func(desk.Event) bool { return true })
	return list
}

// others returns the customer's latest other conversations that the actor may
// see.
func (r *request) others(conv desk.Conversation) ([]desk.Conversation, error) {
	list, err := r.store.ListConversations(r.Request().Context(), r.actor, desk.ConversationFilter{
		Customers: []desk.CustomerID{conv.Customer.ID},
		Sort:      desk.DefaultSort,
		Page:      desk.Page{Number: 1, Limit: otherConversations + 1},
	})
	others := slices.DeleteFunc(list.Items, func(c desk.Conversation) bool { return c.ID == conv.ID })
	return others[:min(len(others), otherConversations)], err
}
