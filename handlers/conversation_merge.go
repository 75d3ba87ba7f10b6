package handlers

import (
	"net/http"
	"slices"
	"strings"

	"parley/internal/desk"
	"parley/views"
	"parley/views/layout"
)

// offeredToMerge is how many of a customer's other conversations are offered.
const offeredToMerge = 10

// chooseMerge asks what a conversation is to be merged into, and says of one that is
// chosen what would happen.
func chooseMerge(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	conv, err := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if err == nil {
		err = conv.MayChange()
	}
	if err != nil {
		return err
	}
	typed := strings.TrimPrefix(strings.TrimSpace(r.QueryParam("into")), "#")
	if typed == "" {
		return r.renderMergeChoice(http.StatusOK, conv, "", nil)
	}
	var errs desk.FieldErrors
	into, ok := desk.ParseID[desk.ConversationID](typed)
	if !ok {
		errs.Add("into", "invalid", "into must be the number of a conversation, such as 1041")
		return r.renderMergeChoice(http.StatusUnprocessableEntity, conv, typed, errs)
	}
	preview, err := r.store.PreviewMerge(r.Request().Context(), r.actor, id, into)
	switch refused := desk.As(err); {
	case err == nil:
		return r.renderMergePreview(http.StatusOK, views.MergePreview{MergePreview: preview})
	case refused != nil && refused.Code == desk.CodeInvalid:
		return r.renderMergeChoice(http.StatusUnprocessableEntity, conv, typed, refused.Fields)
	case refused != nil && refused.Code == desk.CodeNotFound:
		errs.Add("into", "not_found", refused.Message)
		return r.renderMergeChoice(http.StatusNotFound, conv, typed, errs)
	}
	return err
}

// mergeConversation merges what the preview has shown. If somebody has written since,
// the preview is shown again, with that.
func mergeConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	in := sent.merge()
	into, err := r.store.MergeConversation(r.Request().Context(), r.actor, id, in)
	if err == nil {
		return r.redirectWith(r.threadURL(into.ID), notice{
			Text: "Merged #" + id.String() + " into #" + into.ID.String() + ".", Unmerge: id.String(), From: into.ID.String(),
		})
	}
	refused := desk.As(err)
	if refused == nil || !slices.Contains([]desk.Code{desk.CodeInvalid, desk.CodeStale, desk.CodeConflict}, refused.Code) {
		return err
	}
	conv, unseen := r.store.GetConversation(r.Request().Context(), r.actor, id)
	if unseen != nil {
		return unseen
	}
	if refused.Code == desk.CodeInvalid && !refused.Fields.Has("confirm") {
		return r.renderMergeChoice(http.StatusUnprocessableEntity, conv, sent.Get("into"), refused.Fields)
	}
	preview, impossible := r.store.PreviewMerge(r.Request().Context(), r.actor, id, in.Into.Value)
	if impossible != nil {
		return err
	}
	page := views.MergePreview{MergePreview: preview, Changed: refused.Code == desk.CodeStale}
	page.Meanwhile, _ = refused.Current.([]desk.Message)
	return r.renderMergePreview(problemOf(refused).Status, page)
}

// merge decodes the form of the preview.
func (f form) merge() (in desk.ConversationMerge) {
	in.Into = idOrNull[desk.ConversationID](f, "into", &in.Problems)
	in.LastSeen = f.seen("lastSeenMessageId", &in.Problems)
	in.IntoLastSeen = f.seen("intoLastSeenMessageId", &in.Problems)
	if f.Has("confirm") {
		in.Confirm = desk.Value(f.Values["confirm"])
	}
	in.IfVersions = f.versions(&in.Problems)
	return in
}

// unmergeConversation has a conversation stand by itself again, and leads to it.
func unmergeConversation(r *request) error {
	id, err := pathID[desk.ConversationID](r, "conversation")
	if err != nil {
		return err
	}
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	// Unseen is not found, whatever the form says.
	if _, err := r.store.GetConversation(r.Request().Context(), r.actor, id); err != nil {
		return err
	}
	var problems desk.FieldErrors
	in := desk.MergeUndo{Into: desk.Field[desk.ConversationID]{}, IfVersions: sent.versions(&problems)}
	if sent.Has("into") {
		in.Into = idOrNull[desk.ConversationID](sent, "into", &problems)
	}
	if err := problems.Err(); err != nil {
		return err
	}
	if _, err := r.store.UndoMerge(r.Request().Context(), r.actor, id, in); err != nil {
		return err
	}
	return r.redirect(r.threadURL(id), "Undone: #"+id.String()+" stands by itself again.")
}

func (r *request) renderMergeChoice(status int, conv desk.Conversation, typed string, errs desk.FieldErrors) error {
	page := views.MergeChoice{Conversation: conv, Number: typed, Errors: errs, Now: r.now()}
	list, err := r.store.ListConversations(r.Request().Context(), r.actor, desk.ConversationFilter{
		Customers: []desk.CustomerID{conv.Customer.ID},
		Sort:      desk.Sort{Key: desk.SortCreated, Descending: true},
		Page:      desk.Page{Number: 1, Limit: desk.MaxLimit},
	})
	// Who may write and not read is offered none.
	if err != nil && !desk.Is(err, desk.CodePermission) {
		return err
	}
	others := slices.DeleteFunc(list.Items, func(c desk.Conversation) bool { return c.ID == conv.ID || c.Merged })
	page.Others = others[:min(len(others), offeredToMerge)]
	if err := r.frame(&page.Shell, &page.Queue); err != nil {
		return err
	}
	return r.render(status, page.Page())
}

func (r *request) renderMergePreview(status int, page views.MergePreview) error {
	page.Now = r.now()
	if err := r.frame(&page.Shell, &page.Queue); err != nil {
		return err
	}
	return r.render(status, page.Page())
}

// frame gathers what stands around a page about a conversation.
func (r *request) frame(shell *layout.Shell, queue *views.Queue) error {
	filter, err := r.queueFilter()
	if err != nil {
		return err
	}
	queue.Query = filter.Query()
	*shell, err = r.shell()
	shell.Nav.Current = layout.KeyOf(filter)
	return err
}
