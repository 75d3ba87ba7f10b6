package seed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// Size says how much bulk data to make up.
type Size struct {
	Conversations, Customers, Users, Inboxes int
}

// The most that can be made up at once. Users are few since each password is
// hashed, and inboxes since each has its team.
const (
	MaxConversations = 20_000_000
	MaxCustomers     = 10_000_000
	MaxUsers         = 1000
	MaxInboxes       = 1000
)

// Validate returns what is wrong with the size, by flag.
func (s Size) Validate() desk.FieldErrors {
	var errs desk.FieldErrors
	for _, number := range []struct {
		flag   string
		n, max int
	}{
		{"conversations", s.Conversations, MaxConversations},
		{"customers", s.Customers, MaxCustomers},
		{"users", s.Users, MaxUsers},
		{"inboxes", s.Inboxes, MaxInboxes},
	} {
		if number.n < 1 || number.n > number.max {
			errs.Add(number.flag, "out_of_range", fmt.Sprintf("--%s must be from 1 to %d", number.flag, number.max))
		}
	}
	return errs
}

// Bulk asks for lifelike data in any amount, to see how Parley bears it.
type Bulk struct {
	Size
	RandomSeed uint64 // the same seed makes the same data
	Now        time.Time
	// Progress, where set, is told how many conversations are there so far.
	Progress func(conversations int)
}

// batchSize is how many records one transaction adds: enough that committing
// takes little of the time, and few enough that others do not wait for long.
const batchSize = 2000

// Add makes the data up and adds it to what the database holds, in inboxes and
// for users and customers of its own. What was there stays as it is. Nobody
// knows the users' passwords.
func (b Bulk) Add(ctx context.Context, s *store.Store) error {
	if err := b.Validate().Err(); err != nil {
		return err
	}
	words, err := loadVocabulary()
	if err != nil {
		return err
	}
	m := &maker{Bulk: b, store: s, words: words}
	if err := m.addWorkspace(ctx); err != nil {
		return fmt.Errorf("make up workspace: %w", err)
	}
	if err := m.addConversations(ctx); err != nil {
		return fmt.Errorf("make up conversations: %w", err)
	}
	return nil
}

// maker makes bulk data up and remembers who is in it.
type maker struct {
	Bulk
	store     *store.Store
	words     vocabulary
	run       int // tells apart the addresses of several runs on one database
	inboxes   []team
	customers []desk.CustomerRef
}

// team is an inbox with who answers in it, the busiest first.
type team struct {
	desk.Inbox
	agents []desk.User
}

// The kinds of record, each of which draws from random numbers of its own.
const (
	ofInboxes = iota
	ofUsers
	ofCustomers
	ofConversations
)

// random returns the random numbers of one record, whatever was made before it.
func (b Bulk) random(kind uint64, n int) *rand.Rand {
	return rand.New(rand.NewPCG(b.RandomSeed, kind<<40|uint64(n)))
}

// addConversations writes one batch while it makes up the next.
func (m *maker) addConversations(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan []desk.ConversationImport, 1)
	go func() {
		defer close(batches)
		for from := 0; from < m.Conversations; from += batchSize {
			select {
			case batches <- m.conversations(from, min(from+batchSize, m.Conversations)):
			case <-ctx.Done():
				return
			}
		}
	}()
	done := 0
	for batch := range batches {
		if err := m.store.ImportConversations(ctx, actor(), batch); err != nil {
			return err
		}
		if done += len(batch); m.Progress != nil {
			m.Progress(done)
		}
	}
	return ctx.Err()
}

func (m *maker) conversations(from, to int) []desk.ConversationImport {
	batch := make([]desk.ConversationImport, 0, to-from)
	for n := from; n < to; n++ {
		batch = append(batch, m.conversation(n))
	}
	return batch
}
