package cli

import (
	"parley/internal/desk"
	"parley/store"
)

type inboxCommand struct {
	Add          inboxAdd          `cmd:"" help:"Add an inbox."`
	List         inboxList         `cmd:"" help:"List the inboxes."`
	AddMember    inboxAddMember    `cmd:"" help:"Let a user see and work on the conversations of an inbox."`
	RemoveMember inboxRemoveMember `cmd:"" help:"Take that back; what is assigned to them stays so."`
}

type inboxAdd struct {
	Name    string `required:"" placeholder:"NAME" help:"What people call it, such as Billing."`
	Channel string `required:"" placeholder:"CHANNEL" help:"email, chat, phone or whatsapp."`
}

// Run adds the inbox.
func (c *inboxAdd) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		inbox, err := s.AddInbox(i.ctx, i.actor(), desk.InboxCreate{
			Name: desk.Value(c.Name), Channel: desk.Value(desk.Channel(c.Channel)),
		})
		if err != nil {
			return err
		}
		i.say("Added the inbox %s for %s.", inbox.Name, inbox.Channel)
		return nil
	})
}

type inboxList struct{}

// Run lists all inboxes by name.
func (inboxList) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		inboxes, err := everyPage(func(page desk.Page) (desk.Listing[desk.Inbox], error) {
			return s.ListInboxes(i.ctx, i.actor(), page)
		})
		if err != nil {
			return err
		}
		var rows [][]string
		for _, inbox := range inboxes {
			rows = append(rows, []string{inbox.ID.String(), inbox.Name, string(inbox.Channel), yesNo(inbox.Default, "default", "")})
		}
		return printTable(i.Stdout, []string{"ID", "NAME", "CHANNEL", ""}, rows)
	})
}

// memberFlags name a user and an inbox.
type memberFlags struct {
	Inbox string `required:"" placeholder:"NAME" help:"Name of the inbox."`
	Email string `required:"" placeholder:"EMAIL" help:"Email address of the user."`
}

type inboxAddMember struct{ memberFlags }

// Run makes the user a member.
func (c *inboxAddMember) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		if err := s.AddMember(i.ctx, i.actor(), c.Inbox, c.Email); err != nil {
			return adviseMissing(err, "parley inbox list", "parley user list")
		}
		i.say("%s belongs to the inbox %s.", c.Email, c.Inbox)
		return nil
	})
}

type inboxRemoveMember struct{ memberFlags }

// Run ends the user's membership.
func (c *inboxRemoveMember) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		if err := s.RemoveMember(i.ctx, i.actor(), c.Inbox, c.Email); err != nil {
			return adviseMissing(err, "parley inbox list", "parley user list")
		}
		i.say("%s no longer belongs to the inbox %s.", c.Email, c.Inbox)
		return nil
	})
}
