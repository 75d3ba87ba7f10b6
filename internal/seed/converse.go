package seed

import (
	"context"
	"fmt"
	"time"

	"parley/internal/desk"
)

// nobody is who a conversation is assigned to in order to unassign it.
const nobody = "nobody"

// arrival is the actor of what comes in by itself over the channel.
func arrival(channel desk.Channel) desk.Actor {
	if channel == desk.ChannelWhatsApp {
		return desk.System("WhatsApp", desk.ViaAPI)
	}
	return desk.System(string(channel), desk.ViaSystem)
}

// by returns the actor with the first name, or the channel itself for none.
func (f *filler) by(name string, channel desk.Channel) (desk.Actor, error) {
	if name == "" {
		return arrival(channel), nil
	}
	actor, ok := f.actors[name]
	if !ok {
		return actor, fmt.Errorf("nobody is called %q", name)
	}
	return actor, nil
}

// converse has the conversation happen, step by step.
func (f *filler) converse(ctx context.Context, c conversation) error {
	actor, err := f.by(c.By, c.Channel)
	if err != nil {
		return err
	}
	in := desk.ConversationCreate{
		Subject: desk.Value(c.Subject), CustomerID: desk.Value(f.customers[c.Customer]),
		InboxID: desk.Value(f.inboxes[c.Inbox]), Channel: desk.Value(c.Channel),
	}
	if c.Priority != "" {
		in.Priority = desk.Value(c.Priority)
	}
	if c.Message != "" {
		in.Message = desk.Value(c.Message)
	}
	at := f.now.Add(-c.Ago)
	created, err := f.at(at).CreateConversation(ctx, actor, in)
	if err != nil {
		return err
	}
	if len(c.Tags) > 0 {
		in := desk.ConversationTags{Tags: desk.Value(c.Tags)}
		if _, err := f.at(at).SetConversationTags(ctx, actor, created.ID, in); err != nil {
			return err
		}
	}
	for n, s := range c.Steps {
		at = at.Add(s.After)
		if at.After(f.now) {
			return fmt.Errorf("step %d lies in the future", n+1)
		}
		if err := f.take(ctx, created, s, at); err != nil {
			return fmt.Errorf("step %d: %w", n+1, err)
		}
	}
	return nil
}

// take has one step happen at the given time.
func (f *filler) take(ctx context.Context, c desk.Conversation, s step, at time.Time) error {
	actor, err := f.by(s.By, c.Channel)
	if err != nil {
		return err
	}
	for kind, body := range map[desk.MessageKind]string{
		desk.KindCustomer: s.Customer, desk.KindReply: s.Reply, desk.KindNote: s.Note,
	} {
		if body == "" {
			continue
		}
		in := desk.MessageCreate{Kind: desk.Value(kind), Body: desk.Value(body)}
		if _, err := f.at(at).AddMessage(ctx, actor, c.ID, in); err != nil {
			return err
		}
	}
	properties, err := f.properties(s)
	if err != nil || properties == (desk.ConversationProperties{}) {
		return err
	}
	in := desk.ConversationUpdate{ConversationProperties: properties}
	_, err = f.at(at).UpdateConversation(ctx, actor, c.ID, in)
	return err
}

func (f *filler) properties(s step) (p desk.ConversationProperties, err error) {
	if s.Subject != "" {
		p.Subject = desk.Value(s.Subject)
	}
	if s.Status != "" {
		p.Status = desk.Value(s.Status)
	}
	if s.Priority != "" {
		p.Priority = desk.Value(s.Priority)
	}
	switch id, known := f.users[s.AssignedTo]; {
	case s.AssignedTo == nobody:
		p.AssignedTo = desk.Null[desk.UserID]()
	case known:
		p.AssignedTo = desk.Value(id)
	case s.AssignedTo != "":
		err = fmt.Errorf("nobody is called %q", s.AssignedTo)
	}
	return p, err
}
