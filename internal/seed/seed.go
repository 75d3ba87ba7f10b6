// Package seed makes up a workspace that looks like some months of real work,
// for demonstrations and tests. It writes through the store like everyone else,
// so that all rules hold and the history is complete; the texts are in the
// folder workspace.
package seed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// Password is what every user of the made-up workspace signs in with. It is
// public, so a server that has it must not be reached from elsewhere.
const Password = "violet kettle 73 harbour"

// State says what a database holds, as far as seeding is concerned.
type State int

// The states of a database.
const (
	Foreign State = iota // somebody's own workspace
	Empty
	Partial // filling it was interrupted
	Filled
)

// Person is a user of the made-up workspace.
type Person struct {
	Name    string
	Email   string
	Role    desk.Role
	Inboxes []string // the names of those they belong to
}

// People returns the users of the made-up workspace, the most powerful first.
func People() ([]Person, error) {
	w, err := load()
	return w.People, err
}

// actor is who sets the workspace up.
func actor() desk.Actor { return desk.System("demo", desk.ViaCommand) }

// Look tells what the database holds. The people of the made-up workspace are
// the mark: those who appear in no conversation come last.
func Look(ctx context.Context, s *store.Store) (State, error) {
	w, err := load()
	if err != nil {
		return Foreign, err
	}
	page := desk.Page{Number: 1, Limit: desk.MaxLimit}
	users, err := s.ListUsers(ctx, actor(), page)
	if err != nil {
		return Foreign, fmt.Errorf("look for users: %w", err)
	}
	customers, err := s.ListCustomers(ctx, actor(), desk.CustomerFilter{Page: page})
	if err != nil {
		return Foreign, fmt.Errorf("look for customers: %w", err)
	}
	inboxes, err := s.ListInboxes(ctx, actor(), page)
	if err != nil {
		return Foreign, fmt.Errorf("look for inboxes: %w", err)
	}
	if users.Total+customers.Total == 0 && inboxes.Total <= 1 {
		return Empty, nil
	}
	ours := 0
	for _, p := range w.People {
		if slices.ContainsFunc(users.Items, func(u desk.User) bool { return u.Email == p.Email }) {
			ours++
		}
	}
	switch ours {
	case 0:
		return Foreign, nil
	case len(w.People):
		return Filled, nil
	}
	return Partial, nil
}

// ErrNotEmpty is the refusal to fill a database that holds something.
var ErrNotEmpty = errors.New("the database is not empty")

// Fill makes up a workspace in an empty database. All its times lie before now.
func Fill(ctx context.Context, s *store.Store, now time.Time) error {
	state, err := Look(ctx, s)
	if err != nil {
		return err
	}
	if state != Empty {
		return ErrNotEmpty
	}
	w, err := load()
	if err != nil {
		return err
	}
	if err := newFiller(s, now).fill(ctx, w); err != nil {
		return fmt.Errorf("fill workspace: %w", err)
	}
	return nil
}
