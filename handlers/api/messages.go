package api

import (
	"net/http"
	"strconv"

	"parley/internal/desk"
)

// messageJSON is one message of a conversation.
type messageJSON struct {
	ID        id               `json:"_id"`
	Kind      desk.MessageKind `json:"kind"`
	Body      string           `json:"body" doc:"Plain text."`
	Author    authorJSON       `json:"author"`
	CreatedAt timestamp        `json:"createdAt"`

	HeldUntil *timestamp `json:"heldUntil" doc:"Until then its author may take a reply back, and it is there no more: whoever passes replies on waits so long and reads again. Null for what never could be taken back, as all that keys write."`

	Attachments []attachmentJSON `json:"attachments"`
}

// authorJSON is whoever wrote a message.
type authorJSON struct {
	Type string `json:"type" enum:"customer,user,key,system"`
	ID   *id    `json:"_id" doc:"Null for the system."`
	Name string `json:"name"`
}

func showMessage(m desk.Message) messageJSON {
	return messageJSON{
		ID: showID(m.ID), Kind: m.Kind, Body: m.Body,
		Author: showAuthor(m.Author), CreatedAt: timestamp(m.CreatedAt), HeldUntil: showTime(m.HeldUntil),
		Attachments: showAll(m.Attachments, showAttachment),
	}
}

func showAuthor(a desk.Author) authorJSON {
	shown := authorJSON{Type: a.Type, Name: a.Name}
	if a.ID != 0 {
		number := id(strconv.FormatInt(a.ID, 10))
		shown.ID = &number
	}
	return shown
}

func (a *API) listMessages(r *request) error {
	page, errs := desk.ParsePageOnly(r.query)
	if err := badQuery(errs); err != nil {
		return err
	}
	list, err := a.store.ListMessages(r.ctx(), r.actor, pathID[desk.ConversationID](r), page)
	if err != nil {
		return err
	}
	return sendList(r, list, showMessage)
}

func (a *API) addMessage(r *request) error {
	in := desk.MessageCreate{IfSame: ifSame(r.Request().Header)}
	if err := messageCreateBody(&in).decode(r.body, &in.Problems); err != nil {
		return err
	}
	message, err := a.store.AddMessage(r.ctx(), r.actor, pathID[desk.ConversationID](r), in)
	if err != nil {
		return err
	}
	return r.send(http.StatusCreated, showMessage(message))
}
