package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	"parley/handlers"
	"parley/store"
)

type serveCommand struct{ serveFlags }

type serveFlags struct {
	addressFlags
	LogLevel slog.Level `default:"info" help:"What to log: debug, info, warn or error."`
}

// Run serves the workspace until it is told to stop.
func (c *serveCommand) Run(i *invocation) error {
	return i.serve(c.serveFlags, func(ctx context.Context, s *store.Store, base *url.URL) error {
		return i.inviteAdministrator(ctx, s, base)
	})
}

// serve listens, opens the database, prepares it and answers requests until an
// interrupt or SIGTERM.
func (i *invocation) serve(flags serveFlags, prepare func(context.Context, *store.Store, *url.URL) error) (err error) {
	ctx, stop := signal.NotifyContext(i.ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()

	listener, base, err := flags.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	log := newLog(i.Stderr, flags.LogLevel)
	s, err := i.open(ctx, store.Options{Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore(s)) }()
	handler, err := i.NewHandler(s, handlers.Options{BaseURL: base, Log: log, Version: i.version(), Stopping: ctx.Done()})
	if err != nil {
		return fmt.Errorf("make the pages: %w", err)
	}
	if err := prepare(ctx, s, base); err != nil {
		return err
	}
	defer i.sweep(ctx, s, log)()
	defer wakeConversations(ctx, s, log)()
	defer runBulkJobs(ctx, s, log)()
	i.say("Parley serves at %s until you press Ctrl-C.", base)
	log.Info("serving", "listen", listener.Addr().String(), "base", base.String(), "version", i.version())
	return server{handler: handler, log: log, grace: shutdownGrace}.run(ctx, listener)
}

// inviteAdministrator prints the way in for as long as nobody has one.
func (i *invocation) inviteAdministrator(ctx context.Context, s *store.Store, base *url.URL) error {
	token, err := s.BeginSetup(ctx)
	if err != nil || token == "" {
		return err
	}
	setup := base.JoinPath("setup")
	setup.RawQuery = url.Values{"token": {token}}.Encode()
	i.note("\nNobody administers this workspace yet. Open this to make the first account:\n\n    %s\n", setup)
	return nil
}
