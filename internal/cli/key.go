package cli

import (
	"errors"
	"strings"
	"time"

	"parley/internal/desk"
	"parley/store"
)

type keyCommand struct {
	Create keyCreate `cmd:"" help:"Create a key and print it, this once."`
	List   keyList   `cmd:"" help:"List the keys, without their secrets."`
	Revoke keyRevoke `cmd:"" help:"End a key for good."`
}

type keyCreate struct {
	Name        string         `required:"" placeholder:"NAME" help:"What the key is for."`
	Permissions string         `required:"" placeholder:"LIST" help:"Comma list, such as read:conversations,write:conversations."`
	Inbox       []string       `sep:"none" placeholder:"NAME" help:"Reach this inbox only; can be given several times (default: all inboxes)."`
	ExpiresIn   *time.Duration `placeholder:"720h" help:"How long the key is good for (default: until it is revoked)."`
}

// Run creates the key and prints nothing else on the standard output.
func (c *keyCreate) Run(i *invocation) error {
	if c.ExpiresIn != nil && *c.ExpiresIn <= 0 {
		return errors.New("--expires-in must be a time to come, such as 720h")
	}
	permissions, err := desk.ParsePermissions(c.Permissions)
	if err != nil {
		return err
	}
	in := desk.KeyCreate{Name: desk.Value(c.Name), Permissions: permissions, Inboxes: c.Inbox}
	if c.ExpiresIn != nil {
		end := time.Now().Add(*c.ExpiresIn)
		in.ExpiresAt = &end
	}
	return i.withStore(func(s *store.Store) error {
		key, secret, err := s.CreateKey(i.ctx, i.actor(), in)
		if err != nil {
			return err
		}
		i.say("%s", secret)
		i.note("This is the key %s. It is not kept and cannot be shown again: put it where it is needed now.", key.Name)
		return nil
	})
}

type keyList struct{}

// Run lists all keys by name.
func (keyList) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		keys, err := s.ListKeys(i.ctx, i.actor())
		if err != nil {
			return err
		}
		var rows [][]string
		for _, k := range keys {
			rows = append(rows, []string{
				k.Name, keyState(k, time.Now()), moment(k.LastUsedAt, "never"),
				k.Permissions.String(), keyReach(k),
			})
		}
		return printTable(i.Stdout, []string{"NAME", "STATE", "LAST USED", "PERMISSIONS", "INBOXES"}, rows)
	})
}

func keyState(k desk.Key, now time.Time) string {
	switch {
	case k.RevokedAt != nil:
		return "revoked"
	case k.ExpiresAt == nil:
		return "good"
	case !now.Before(*k.ExpiresAt):
		return "ended " + moment(k.ExpiresAt, "")
	}
	return "until " + moment(k.ExpiresAt, "")
}

func keyReach(k desk.Key) string {
	if k.Reach.All() {
		return "all"
	}
	return strings.Join(k.InboxNames, ", ")
}

type keyRevoke struct {
	Name string `required:"" placeholder:"NAME" help:"Name of the key."`
}

// Run ends the key.
func (c *keyRevoke) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		if err := s.RevokeKey(i.ctx, i.actor(), c.Name); err != nil {
			return adviseMissing(err, "parley key list")
		}
		i.say("The key %s is revoked.", c.Name)
		return nil
	})
}
