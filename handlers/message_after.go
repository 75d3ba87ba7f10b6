package handlers

import (
	"parley/internal/desk"
	"parley/views"
)

// destination is where a message leads to, found before it is sent: what is
// closed is in its queue no more. It is "" for the message itself.
func (r *request) destination(id desk.ConversationID, in desk.MessageCreate) (string, error) {
	if in.Kind.Value != desk.KindReply {
		return "", nil
	}
	switch r.preferences.AfterSend {
	case desk.AfterSendList:
		return r.listURL(), nil
	case desk.AfterSendNext:
		filter, err := r.queueFilter()
		if err != nil {
			return "", err
		}
		queue, err := r.queue(id, filter)
		if err != nil || queue.Next == 0 {
			return r.listURL(), err
		}
		return r.threadShowing("", queue.Next), nil
	}
	return "", nil
}

// afterSending answers who has sent a message: where the first of several that are
// one led to, so do the others.
func (r *request) afterSending(id desk.ConversationID, m desk.Message, place string, n notice) error {
	if place == "" {
		place = r.threadWith(id, m) + "#m-" + m.ID.String()
	}
	return r.redirectWith(place, n)
}

// messageCreate decodes the composer. What belongs to another kind of message
// than the one that is sent was chosen for that one.
func (f form) messageCreate() desk.MessageCreate {
	seen := f.draftSeen()
	in := desk.MessageCreate{Kind: word[desk.MessageKind](f, "kind"), Body: f.text("body"), Draft: &seen}
	switch in.Kind.Value {
	case desk.KindReply:
		in.LastSeen = f.seen("lastSeenMessageId", &in.Problems)
		in.LastSeenVersion = id[int64](f, "lastSeenVersion", &in.Problems)
		in.Take = f.Has("take")
		if f.Get("status") != "" {
			in.Status = word[desk.Status](f, "status")
		}
	case desk.KindNote:
		in.AssignedTo = id[desk.UserID](f, "handTo", &in.Problems)
		in.HandOver = f.Has("handOver")
	}
	return in
}

// seen returns the newest message that a page showed; 0 is that of none.
func (f form) seen(name string, problems *desk.FieldErrors) desk.Field[desk.MessageID] {
	if f.Get(name) == "0" {
		return desk.Value(desk.MessageID(0))
	}
	return id[desk.MessageID](f, name, problems)
}

// addedNotice says what was done.
func addedNotice(id desk.ConversationID, in desk.MessageCreate) string {
	notice := "Message logged."
	switch in.Kind.Value {
	case desk.KindReply:
		notice = "Reply recorded."
	case desk.KindNote:
		notice = "Note added."
	}
	number := "#" + id.String()
	switch {
	case in.Status.Value == desk.StatusClosed:
		notice += " Closed " + number + "."
	case in.Status.Set:
		notice += " " + number + " is " + views.StatusName(in.Status.Value) + " now."
	case in.AssignedTo.Set || in.HandOver:
		notice += " Handed over " + number + "."
	}
	return notice
}
