package api

import (
	"net/http"
	"slices"
	"strings"

	"parley/internal/desk"
)

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete

	readConversations  = Access(desk.ReadConversations)
	writeConversations = Access(desk.WriteConversations)
	readCustomers      = Access(desk.ReadCustomers)
	writeCustomers     = Access(desk.WriteCustomers)
	writeTags          = Access(desk.WriteTags)
	readUsers          = Access(desk.ReadUsers)
	readInboxes        = Access(desk.ReadInboxes)

	conversations = "/api/conversations"
	conversation  = "/api/conversations/{id}"
	bulk          = "/api/conversations/bulk"
	messages      = "/api/conversations/{id}/messages"
	attachments   = "/api/conversations/{id}/attachments"
	attachment    = "/api/attachments/{id}"
	customers     = "/api/customers"
	customer      = "/api/customers/{id}"
)

// Operations returns the whole API: the one table that the router serves, that
// the document describes and that the tests walk through.
func (a *API) Operations() []Operation {
	return slices.Concat(a.conversationOperations(), a.moveOperations(), a.attachmentOperations(), a.tagOperations(), a.snoozeOperations(),
		a.followerOperations(), a.bulkJobOperations(), a.savedReplyOperations(), a.siblingOperations())
}

func (a *API) conversationOperations() []Operation {
	return []Operation{
		{
			Method: get, Path: conversations, Access: readConversations, Name: "listConversations", handle: a.listConversations,
			Summary: "List conversations", noun: "conversation", query: conversationQuery(), answer: answersList(conversationJSON{}),
		},
		{
			Method: post, Path: conversations, Access: writeConversations, Name: "createConversation", handle: a.createConversation,
			Summary: "Create a conversation", noun: "conversation", body: conversationCreateBody(&desk.ConversationCreate{}), answer: answersCreated(conversationJSON{}),
		},
		{
			Method: get, Path: conversation, Access: readConversations, Name: "getConversation", handle: a.getConversation,
			Summary: "Get a conversation", noun: "conversation", versioned: true, answer: answersTagged(conversationJSON{}),
		},
		{
			Method: put, Path: conversation, Access: writeConversations, Name: "updateConversation", handle: a.updateConversation,
			Summary: "Change a conversation; what is left out stays as it is", noun: "conversation", versioned: true,
			body: conversationUpdateBody(&desk.ConversationUpdate{}), answer: answersTagged(conversationJSON{}), refuses: []int{http.StatusConflict},
		},
		{
			Method: remove, Path: conversation, Access: writeConversations, Name: "deleteConversation", handle: a.deleteConversation,
			Summary: "Delete a conversation and everything in it for good", noun: "conversation", versioned: true, answer: answersDone(),
		},
		{
			Method: post, Path: bulk, Access: writeConversations, Name: "updateConversations", handle: a.updateConversations,
			Summary: "Make one change in several conversations; one that is refused keeps none of the others back", noun: "request",
			body: conversationBulkBody(&desk.ConversationBulk{}), answer: answersOne(bulkJSON{}),
		},

		{
			Method: get, Path: messages, Access: readConversations, Name: "listMessages", handle: a.listMessages,
			Summary: "List the messages of a conversation, oldest first", noun: "message", query: pageQuery(), answer: answersList(messageJSON{}),
		},
		{
			Method: post, Path: messages, Access: writeConversations, Name: "addMessage", handle: a.addMessage,
			Summary: "Add a message to a conversation", noun: "message", body: messageCreateBody(&desk.MessageCreate{}),
			answer: answer{status: http.StatusCreated, data: messageJSON{}}, versioned: true, refuses: []int{http.StatusConflict},
		},
	}
}

func (a *API) attachmentOperations() []Operation {
	return []Operation{
		{
			Method: post, Path: attachments, Access: writeConversations, Name: "uploadAttachment", handle: a.uploadAttachment,
			Summary: "Upload a file to a conversation, for a message to be added to it", noun: "attachment", uploads: true,
			answer: answer{status: http.StatusCreated, data: attachmentJSON{}}, refuses: []int{http.StatusConflict, http.StatusInsufficientStorage},
		},
		{
			Method: get, Path: attachment, Access: readConversations, Name: "getAttachment", handle: a.getAttachment,
			Summary: "Get a file, or a range of it", noun: "attachment", answer: answer{status: http.StatusOK, file: true},
			refuses: []int{http.StatusRequestedRangeNotSatisfiable},
		},
	}
}

func (a *API) siblingOperations() []Operation {
	return []Operation{
		{
			Method: get, Path: customers, Access: readCustomers, Name: "listCustomers", handle: a.listCustomers,
			Summary: "List customers", noun: "customer", query: customerQuery(), answer: answersList(customerJSON{}),
		},
		{
			Method: post, Path: customers, Access: writeCustomers, Name: "createCustomer", handle: a.createCustomer,
			Summary: "Create a customer", noun: "customer", body: customerCreateBody(&desk.CustomerCreate{}), answer: answersCreated(customerJSON{}),
		},
		{
			Method: get, Path: customer, Access: readCustomers, Name: "getCustomer", handle: a.getCustomer,
			Summary: "Get a customer", noun: "customer", versioned: true, answer: answersTagged(customerJSON{}),
		},
		{
			Method: put, Path: customer, Access: writeCustomers, Name: "updateCustomer", handle: a.updateCustomer,
			Summary: "Change a customer; what is left out stays as it is", noun: "customer", versioned: true,
			body: customerUpdateBody(&desk.CustomerUpdate{}), answer: answersTagged(customerJSON{}),
		},
		{
			Method: remove, Path: customer, Access: writeCustomers, Name: "deleteCustomer", handle: a.deleteCustomer,
			Summary: "Delete a customer who has no conversation", noun: "customer", versioned: true, answer: answersDone(),
			refuses: []int{http.StatusConflict},
		},

		{
			Method: get, Path: "/api/users", Access: readUsers, Name: "listUsers", handle: a.listUsers,
			Summary: "List users", noun: "user", query: pageQuery(), answer: answersList(userJSON{}),
		},
		{
			Method: get, Path: "/api/users/{id}", Access: readUsers, Name: "getUser", handle: a.getUser,
			Summary: "Get a user", noun: "user", answer: answersOne(userJSON{}),
		},
		{
			Method: get, Path: "/api/inboxes", Access: readInboxes, Name: "listInboxes", handle: a.listInboxes,
			Summary: "List the inboxes within reach", noun: "inbox", query: pageQuery(), answer: answersList(inboxJSON{}),
		},
		{
			Method: get, Path: "/api/inboxes/{id}", Access: readInboxes, Name: "getInbox", handle: a.getInbox,
			Summary: "Get an inbox", noun: "inbox", answer: answersOne(inboxJSON{}),
		},

		{
			Method: get, Path: "/api/me", Access: AnyKey, Name: "getMe", handle: a.getMe,
			Summary: "Tell what this key is", noun: "key", answer: answersOne(meJSON{}),
		},
		{
			Method: get, Path: "/api/openapi.json", Access: Public, Name: "getDocument", handle: a.getDocument,
			Summary: "Get this document", noun: "document", answer: answer{status: http.StatusOK, document: true},
		},
	}
}

// hasID tells whether the path names one record.
func (op Operation) hasID() bool { return strings.Contains(op.Path, "{id}") }
