package api

import (
	"net/http"

	"parley/internal/desk"
)

const (
	merge = "/api/conversations/{id}/merge"
	split = "/api/conversations/{id}/split"
)

// moveOperations are those that move messages between conversations.
func (a *API) moveOperations() []Operation {
	return []Operation{
		{
			Method: post, Path: merge, Access: writeConversations, Name: "mergeConversation", handle: a.mergeConversation,
			Summary: "Merge a duplicate into another conversation, which is answered; the duplicate is closed and names it in mergedInto", noun: "merge", versioned: true,
			body: conversationMergeBody(&desk.ConversationMerge{}), answer: answersTagged(conversationJSON{}), refuses: []int{http.StatusConflict},
		},
		{
			Method: remove, Path: merge, Access: writeConversations, Name: "undoMerge", handle: a.undoMerge,
			Summary: "Undo a merge: what came from the conversation goes back, and it stands by itself again", noun: "merge", versioned: true,
			answer: answersTagged(conversationJSON{}), refuses: []int{http.StatusConflict},
		},
		{
			Method: post, Path: split, Access: writeConversations, Name: "splitConversation", handle: a.splitConversation,
			Summary: "Split messages off into a new conversation of the same customer, inbox and channel", noun: "split", versioned: true,
			body: conversationSplitBody(&desk.ConversationSplit{}), answer: answersCreated(conversationJSON{}), refuses: []int{http.StatusConflict},
		},
	}
}

// conversationMergeBody binds the body of POST /api/conversations/{id}/merge.
func conversationMergeBody(in *desk.ConversationMerge) *body {
	confirm := texts("confirm", &in.Confirm, len(desk.MergeDifferences()), desk.MaxTag).
		about("What the two do not have in common and are to be merged all the same: the messages of both are seen together from then on.")
	confirm.schema.Items.Value.Enum = enum(desk.Words(desk.MergeDifferences()))
	return &body{name: "ConversationMerge", properties: []property{
		reference("into", &in.Into).must().about("The conversation that goes on. Neither of the two may have been merged, nor others into the one that is merged."),
		reference("lastSeenMessageId", &in.LastSeen).
			about("The newest message of the duplicate that the caller has seen. Where others have written since, nothing is merged; left out, it always is."),
		reference("intoLastSeenMessageId", &in.IntoLastSeen).about("The same for the other one."),
		confirm,
	}}
}

// conversationSplitBody binds the body of POST /api/conversations/{id}/split.
func conversationSplitBody(in *desk.ConversationSplit) *body {
	return &body{name: "ConversationSplit", properties: []property{
		references("messageIds", &in.MessageIDs, desk.MaxSplit).must().about("Messages of the conversation, of which at least one stays."),
		text("subject", &in.Subject, desk.MaxSubject).must(),
	}}
}

func (a *API) mergeConversation(r *request) error {
	in := desk.ConversationMerge{IfVersions: ifMatch(r.Request().Header)}
	if err := conversationMergeBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	into, err := a.store.MergeConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, into.Version, showConversation(into))
}

func (a *API) undoMerge(r *request) error {
	in := desk.MergeUndo{IfVersions: ifMatch(r.Request().Header)}
	conv, err := a.store.UndoMerge(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendTagged(http.StatusOK, conv.Version, showConversation(conv))
}

func (a *API) splitConversation(r *request) error {
	in := desk.ConversationSplit{IfVersions: ifMatch(r.Request().Header)}
	if err := conversationSplitBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	conv, err := a.store.SplitConversation(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.sendCreated(conversations+"/"+conv.ID.String(), conv.Version, showConversation(conv))
}
