package api

import "parley/internal/desk"

// conversationCreateBody binds the body of POST /api/conversations.
func conversationCreateBody(in *desk.ConversationCreate) *body {
	return &body{name: "ConversationCreate", properties: []property{
		text("subject", &in.Subject, desk.MaxSubject).must(),
		reference("customerId", &in.CustomerID).must().about("The customer's id."),
		choice("channel", &in.Channel, desk.Channels()).or(string(desk.ChannelEmail)),
		choice("priority", &in.Priority, desk.Priorities()).or(string(desk.PriorityMedium)),
		reference("inboxId", &in.InboxID).about("The inbox's id; the workspace's default inbox where left out."),
		text("message", &in.Message, desk.MaxBody).about("The customer's first message."),
	}}
}

// conversationUpdateBody binds the body of PUT /api/conversations/{id}.
func conversationUpdateBody(in *desk.ConversationUpdate) *body {
	return &body{name: "ConversationUpdate", properties: []property{
		text("subject", &in.Subject, desk.MaxSubject),
		choice("status", &in.Status, desk.Statuses()),
		choice("priority", &in.Priority, desk.Priorities()),
		reference("assignedTo", &in.AssignedTo).orNull().about("A user's id, or null to unassign."),
	}}
}

// conversationBulkBody binds the body of POST /api/conversations/bulk.
func conversationBulkBody(in *desk.ConversationBulk) *body {
	return &body{name: "ConversationBulk", properties: []property{
		objects("conversations", &in.Conversations, desk.MaxBulk, bulkRowBody).must().about("The conversations to change, none of them twice."),
		choice("status", &in.Status, desk.Statuses()),
		choice("priority", &in.Priority, desk.Priorities()),
		reference("assignedTo", &in.AssignedTo).orNull().about("A user's id, or null to unassign."),
	}}
}

func bulkRowBody(row *desk.BulkRow) *body {
	return &body{name: "BulkRow", properties: []property{
		reference("_id", &row.ID).must().about("The conversation's id."),
		whole("version", &row.Version).about("The version to change; left out, whatever stands there."),
	}}
}

// messageCreateBody binds the body of POST /api/conversations/{id}/messages.
func messageCreateBody(in *desk.MessageCreate) *body {
	return &body{name: "MessageCreate", properties: []property{
		choice("kind", &in.Kind, desk.MessageKinds()).must().
			about("customer logs what the customer said and opens the conversation again; reply is what an agent tells the customer; note is internal."),
		text("body", &in.Body, desk.MaxBody).must(),
		references("attachmentIds", &in.AttachmentIDs, desk.MaxAttachments).about("Files that the same key has uploaded to the conversation and not sent yet."),
		reference("lastSeenMessageId", &in.LastSeen).
			about("The newest message that the writer has seen. Where others have written a reply, or the customer, since, nothing is added, and the answer has what they wrote; left out, it always is."),
		whole("lastSeenVersion", &in.LastSeenVersion).
			about("The version of the conversation that the writer has seen. With lastSeenMessageId, messages that were merged into it since count as not seen, too."),
	}}
}

// customerCreateBody binds the body of POST /api/customers.
func customerCreateBody(in *desk.CustomerCreate) *body {
	return &body{name: "CustomerCreate", properties: []property{
		text("name", &in.Name, desk.MaxName).must(),
		text("email", &in.Email, desk.MaxEmail).orNull().about("No two customers share one."),
		text("phone", &in.Phone, desk.MaxPhone).orNull(),
	}}
}

// customerUpdateBody binds the body of PUT /api/customers/{id}.
func customerUpdateBody(in *desk.CustomerUpdate) *body {
	return &body{name: "CustomerUpdate", properties: []property{
		text("name", &in.Name, desk.MaxName),
		text("email", &in.Email, desk.MaxEmail).orNull().about("No two customers share one; null clears it."),
		text("phone", &in.Phone, desk.MaxPhone).orNull().about("Null clears it."),
	}}
}
