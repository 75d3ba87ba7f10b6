package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"parley/internal/seed"
	"parley/store"
)

type demoCommand struct{ serveFlags }

// Help is the longer text behind --help.
func (demoCommand) Help() string {
	return `The workspace is made up at the first start and kept: in a file of your cache folder, or where --database says. Everyone in it has the same, public password, so only this machine is served.`
}

// Run serves the demo workspace.
func (c *demoCommand) Run(i *invocation) error {
	address, err := net.ResolveTCPAddr("tcp", c.Listen)
	if err != nil || !address.IP.IsLoopback() {
		return advise(fmt.Errorf("the demo does not listen on %q: everybody knows its password", c.Listen),
			"Choose an address of this machine alone, such as --listen 127.0.0.1:8080.")
	}
	if i.database == "" {
		if i.database, err = demoDatabase(); err != nil {
			return err
		}
	}
	return i.serve(c.serveFlags, func(ctx context.Context, s *store.Store, _ *url.URL) error {
		return i.prepareDemo(ctx, s)
	})
}

// demoDatabase returns where the demo is kept, so that "parley demo" leaves
// nothing behind in the folder that it happens to be started in.
func demoDatabase() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "parley-demo.db", nil // There is no home, in containers for instance.
	}
	folder := filepath.Join(cache, "parley")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", advise(fmt.Errorf("make a folder for the demo: %w", err), "Name a file with --database.")
	}
	return filepath.Join(folder, "demo.db"), nil
}

// prepareDemo fills an empty database, leaves alone one that it has filled
// before, and refuses any other: the demo's password would not open it, and
// somebody's own workspace is no place for made-up people.
func (i *invocation) prepareDemo(ctx context.Context, s *store.Store) error {
	state, err := seed.Look(ctx, s)
	if err != nil {
		return err
	}
	switch state {
	case seed.Empty:
		i.note("Making up a workspace in %s …", i.database)
		// It takes seconds, and half a workspace would be of no use.
		if err := seed.Fill(context.WithoutCancel(ctx), s, time.Now()); err != nil {
			return advise(err, "Delete %s and start the demo again.", i.database)
		}
	case seed.Partial:
		return advise(errors.New("the demo was interrupted while it was made up"), "Delete %s and start the demo again.", i.database)
	case seed.Foreign:
		return advise(fmt.Errorf("%s holds a workspace of its own", i.database), "Name another file for the demo with --database, or serve this one with \"parley serve\".")
	}
	return i.printSignIns()
}

func (i *invocation) printSignIns() error {
	people, err := seed.People()
	if err != nil {
		return err
	}
	i.say("\nEveryone signs in with the password:  %s\n", seed.Password)
	var rows [][]string
	for _, p := range people {
		rows = append(rows, []string{p.Name, p.Email, string(p.Role)})
	}
	if err := printTable(i.Stdout, []string{"NAME", "EMAIL", "ROLE"}, rows); err != nil {
		return err
	}
	i.say("\nThe workspace is kept in %s; delete that file to begin afresh.\n", i.database)
	return nil
}
