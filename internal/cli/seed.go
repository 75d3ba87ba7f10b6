package cli

import (
	"context"
	"os"
	"os/signal"
	"time"

	"parley/internal/desk"
	"parley/internal/seed"
	"parley/store"
)

type seedCommand struct {
	Conversations int    `default:"1000" placeholder:"N" help:"How many conversations, of about five messages each."`
	Customers     int    `default:"200" placeholder:"N" help:"How many customers they are with."`
	Users         int    `default:"12" placeholder:"N" help:"How many users answer them; nobody knows their passwords."`
	Inboxes       int    `default:"6" placeholder:"N" help:"How many inboxes they come in through."`
	RandomSeed    uint64 `default:"1" placeholder:"S" help:"The same number makes the same data."`
}

// Help is the longer text behind --help.
func (seedCommand) Help() string {
	return `The data has the shape of two years of work: a few inboxes, agents and customers with most of it, everything old closed, and what is recent waiting. What the database holds already stays as it is. There is no command that takes the data out again.`
}

// Run adds the data. What was added when it is interrupted stays.
func (c *seedCommand) Run(i *invocation) error {
	ctx, stop := signal.NotifyContext(i.ctx, os.Interrupt)
	defer stop()
	bulk := seed.Bulk{
		Size:       seed.Size{Conversations: c.Conversations, Customers: c.Customers, Users: c.Users, Inboxes: c.Inboxes},
		RandomSeed: c.RandomSeed, Now: time.Now().UTC(),
	}
	if err := bulk.Validate().Err(); err != nil {
		return err
	}
	return i.withStore(func(s *store.Store) error { return i.seed(ctx, s, bulk) })
}

func (i *invocation) seed(ctx context.Context, s *store.Store, bulk seed.Bulk) error {
	begun := time.Now()
	i.note("Making up %d users, %d inboxes and %d customers …", bulk.Users, bulk.Inboxes, bulk.Customers)
	progress := i.newProgress(bulk.Conversations)
	bulk.Progress = progress.reached
	err := bulk.Add(ctx, s)
	progress.end()
	if err != nil {
		return advise(err, "What was added so far stays.")
	}
	all, err := s.ListConversations(ctx, i.actor(), desk.ConversationFilter{Page: desk.Page{Number: 1, Limit: 1}})
	if err != nil {
		return err
	}
	i.say("Added %d conversations in %s; there are %d now.", bulk.Conversations, time.Since(begun).Round(time.Second/10), all.Total)
	return nil
}
