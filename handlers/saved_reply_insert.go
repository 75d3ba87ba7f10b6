package handlers

import (
	"net/http"
	"slices"
	"strings"

	"parley/internal/desk"
	"parley/views"
)

// offeredReply is a saved reply as scripts insert it.
type offeredReply struct {
	Name     string `json:"name"`
	Text     string `json:"text"` // its variables filled
	Personal bool   `json:"personal,omitempty"`
}

// offerSavedReplies tells scripts the texts that the composer of a conversation can
// insert, filled for it. They ask when the first is wanted.
func offerSavedReplies(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	conv, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	all := desk.SavedReplyFilter{Page: desk.Page{Number: 1, Limit: desk.MaxOffered}}
	list, err := r.store.ListSavedReplies(r.Request().Context(), r.actor, all)
	if err != nil {
		return err
	}
	values := desk.VariableValues(conv, r.user.Name)
	offered := make([]offeredReply, len(list.Items))
	for i, reply := range list.Items {
		offered[i] = offeredReply{Name: reply.Name, Text: desk.FillVariables(reply.Body, values), Personal: !reply.Shared()}
	}
	return r.JSON(http.StatusOK, offered)
}

// insertSavedReply shows the thread with a saved reply below what is typed, for who
// has no scripts. Nothing is kept of it.
func insertSavedReply(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, unfit, err := r.readComposer(id)
	if err != nil {
		return err
	}
	conv, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err != nil {
		return err
	}
	reply, err := r.chosenReply(sent)
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		return r.refuseComposer(http.StatusUnprocessableEntity, id, sent, func(c *views.Composer) {
			c.Errors, c.LastSeen = append(unfit, refused.Fields...), sent.Get("lastSeenMessageId")
		})
	}
	if err != nil {
		return err
	}
	text := desk.FillVariables(reply.Body, desk.VariableValues(conv, r.user.Name))
	return r.refuseComposer(http.StatusOK, id, sent, func(c *views.Composer) {
		if typed := strings.TrimRight(c.Body, " \r\n"); typed != "" {
			text = typed + "\n\n" + text
		}
		c.Body, c.Errors, c.LastSeen = text, unfit, sent.Get("lastSeenMessageId")
	})
}

// chosenReply returns the saved reply that the composer names. One that is gone by
// now is no choice any more.
func (r *request) chosenReply(sent form) (reply desk.SavedReply, err error) {
	var problems desk.FieldErrors
	chosen, ok := desk.ParseID[desk.SavedReplyID](sent.Get("savedReplyId"))
	if ok {
		reply, err = r.store.GetSavedReply(r.Request().Context(), r.actor, chosen)
	}
	if !ok || desk.Is(err, desk.CodeNotFound) {
		problems.Add("savedReplyId", "invalid", "savedReplyId must be chosen from the list")
		return reply, problems.Err()
	}
	return reply, err
}

// unfilled returns the variables that the composer has told of before, as its form
// says.
func (f form) unfilled() []desk.Variable {
	var told []desk.Variable
	for _, word := range strings.Split(f.Get("unfilled"), ",") {
		if v := desk.Variable(word); slices.Contains(desk.Variables(), v) && !slices.Contains(told, v) {
			told = append(told, v)
		}
	}
	return told
}

// forgotten returns the variables that a reply would go out with, and of which its
// writer has not been told.
func (f form) forgotten(in desk.MessageCreate) []desk.Variable {
	if in.Kind.Value != desk.KindReply {
		return nil
	}
	told := f.unfilled()
	return slices.DeleteFunc(desk.UnfilledVariables(in.Body.Value), func(v desk.Variable) bool { return slices.Contains(told, v) })
}

// stopUnfilled shows the composer again, which says what is not filled in yet.
func (r *request) stopUnfilled(id desk.ConversationID, sent form, forgotten []desk.Variable) error {
	return r.refuseComposer(http.StatusUnprocessableEntity, id, sent, func(c *views.Composer) {
		c.Forgotten, c.Unfilled = forgotten, append(c.Unfilled, forgotten...)
		c.LastSeen = sent.Get("lastSeenMessageId")
	})
}
