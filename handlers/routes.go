package handlers

import (
	"net/http"
	"slices"

	"parley/internal/desk"
)

// access says who a route is for, before the store is asked about any record:
// everyone, whoever is signed in, or those who hold the permission of this name.
// A route that declares none is for nobody.
type access string

const (
	unasked  access = "unasked" // everyone, even while nobody can be asked who they are
	public   access = "public"
	signedIn access = "signed in"

	readConversations  = access(desk.ReadConversations)
	writeConversations = access(desk.WriteConversations)
	readCustomers      = access(desk.ReadCustomers)
	writeCustomers     = access(desk.WriteCustomers)
	writeTags          = access(desk.WriteTags)
)

// route is one page or action of the site.
type route struct {
	method string
	path   string
	access access
	handle func(*request) error
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is every page and action. HEAD is served beside every GET.
func routes() []route {
	return slices.Concat(siteRoutes(), conversationRoutes(), threadRoutes(), customerRoutes(), tagRoutes(), savedReplyRoutes(), ownRoutes())
}

// siteRoutes are what is no page of a record.
func siteRoutes() []route {
	return []route{
		{get, "/", public, showHome},
		{get, "/healthz", unasked, showHealth},
		{get, "/readyz", unasked, showReadiness},
		{get, "/setup", public, showSetup},
		{post, "/setup", public, setUp},
		{get, "/sign-in", public, showSignIn},
		{post, "/sign-in", public, signIn},
		{post, "/sign-out", public, signOut},
		{get, "/live", readConversations, streamLive},
		{get, "/reports", readConversations, showReport},
		// The one page under /api: it is for people, and so no operation.
		{get, "/api/docs", public, showAPIReference},
	}
}

// conversationRoutes are the list, the thread, and what becomes of a conversation.
func conversationRoutes() []route {
	return []route{
		{get, "/conversations", readConversations, listConversations},
		{get, "/conversations.csv", readConversations, exportConversations},
		{get, "/conversations/new", writeConversations, newConversation},
		{post, "/conversations", writeConversations, createConversation},
		{post, "/conversations/bulk", writeConversations, updateConversations},
		{get, "/conversations/bulk", writeConversations, chooseBulkAll},
		{post, "/bulk-jobs", writeConversations, startBulkJob},
		{get, "/bulk-jobs/:id", writeConversations, showBulkJob},
		{post, "/bulk-jobs/:id/undo", writeConversations, undoBulkJob},
		{post, "/conversations/undo", writeConversations, undoConversations},
		{get, "/conversations/:id", readConversations, showConversation},
		{post, "/conversations/:id", writeConversations, updateConversation},
		{get, "/conversations/:id/edit", writeConversations, editConversation},
		{get, "/conversations/:id/delete", writeConversations, confirmDeleteConversation},
		{post, "/conversations/:id/delete", writeConversations, deleteConversation},
		{get, "/conversations/:id/assignee", writeConversations, chooseAssignee},
		{post, "/conversations/:id/assignee", writeConversations, assignConversation},
		{get, "/conversations/:id/status", writeConversations, chooseStatus},
		{post, "/conversations/:id/status", writeConversations, setConversationStatus},
		{get, "/conversations/:id/priority", writeConversations, choosePriority},
		{post, "/conversations/:id/priority", writeConversations, setConversationPriority},
		{get, "/conversations/:id/snooze", writeConversations, chooseSnooze},
		{post, "/conversations/:id/snooze", writeConversations, snoozeConversation},
		{post, "/conversations/:id/wake", writeConversations, wakeConversation},
		{get, "/conversations/:id/merge", writeConversations, chooseMerge},
		{post, "/conversations/:id/merge", writeConversations, mergeConversation},
		{post, "/conversations/:id/unmerge", writeConversations, unmergeConversation},
		{get, "/conversations/:id/split", writeConversations, chooseSplit},
		{post, "/conversations/:id/split", writeConversations, splitConversation},
		{post, "/conversations/:id/tags", writeConversations, tagConversation},
	}
}

// threadRoutes are what is written and read in a thread.
func threadRoutes() []route {
	return []route{
		{post, "/conversations/:id/messages", writeConversations, addMessage},
		{post, "/conversations/:id/messages/undo", writeConversations, undoReply},
		{post, "/conversations/:id/drafts", writeConversations, saveDraft},
		{post, "/conversations/:id/preview", writeConversations, previewMessage},
		{post, "/conversations/:id/presence", readConversations, notePresence},
		{post, "/conversations/:id/attachments", writeConversations, uploadFile},
		{get, "/attachments/:id", readConversations, showAttachment},
		{get, "/attachments/:id/thumbnail", readConversations, showThumbnail},
		{post, "/attachments/:id/delete", writeConversations, removeAttachment},
		{post, "/conversations/:id/read", readConversations, markRead},
		{post, "/conversations/:id/unread", readConversations, markUnread},
		{post, "/conversations/:id/follow", readConversations, follow},
		{post, "/conversations/:id/unfollow", readConversations, unfollow},
	}
}

// customerRoutes are the pages of customers.
func customerRoutes() []route {
	return []route{
		{get, "/customers", readCustomers, listCustomers},
		{get, "/customers/new", writeCustomers, newCustomer},
		{post, "/customers", writeCustomers, createCustomer},
		{get, "/customers/:id", readCustomers, showCustomer},
		{post, "/customers/:id", writeCustomers, updateCustomer},
		{get, "/customers/:id/edit", writeCustomers, editCustomer},
		{get, "/customers/:id/delete", writeCustomers, confirmDeleteCustomer},
		{post, "/customers/:id/delete", writeCustomers, deleteCustomer},
	}
}

// tagRoutes are the pages of tags.
func tagRoutes() []route {
	return []route{
		{get, "/tags", readConversations, listTags},
		{get, "/tags/new", writeTags, newTag},
		{post, "/tags", writeTags, createTag},
		{post, "/tags/:id", writeTags, updateTag},
		{get, "/tags/:id/edit", writeTags, editTag},
		{get, "/tags/:id/delete", writeTags, confirmDeleteTag},
		{post, "/tags/:id/delete", writeTags, deleteTag},
	}
}

// savedReplyRoutes are the pages of saved replies, and what the composer asks of them.
func savedReplyRoutes() []route {
	return []route{
		{get, "/saved-replies", readConversations, listSavedReplies},
		{get, "/saved-replies/new", writeConversations, newSavedReply},
		{post, "/saved-replies", writeConversations, createSavedReply},
		{post, "/saved-replies/:id", writeConversations, updateSavedReply},
		{get, "/saved-replies/:id/edit", writeConversations, editSavedReply},
		{get, "/saved-replies/:id/delete", writeConversations, confirmDeleteSavedReply},
		{post, "/saved-replies/:id/delete", writeConversations, deleteSavedReply},
		{get, "/conversations/:id/saved-replies", writeConversations, offerSavedReplies},
		{post, "/conversations/:id/saved-reply", writeConversations, insertSavedReply},
	}
}

// ownRoutes are what everybody has for themselves.
func ownRoutes() []route {
	return []route{
		{get, "/notifications", readConversations, listNotifications},
		{post, "/notifications/read", readConversations, readNotifications},
		{get, "/keys", signedIn, showKeys},
		{post, "/keys", signedIn, switchKeys},
		{post, "/keys/own", signedIn, updateKeys},
		{get, "/preferences", signedIn, showPreferences},
		{post, "/preferences", signedIn, updatePreferences},
		{get, "/profile", signedIn, showProfile},
		{post, "/profile", signedIn, updateProfile},
		{post, "/profile/password", signedIn, changePassword},
		{post, "/profile/sign-out-everywhere", signedIn, signOutEverywhere},
	}
}
