package seed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/desk"
	"parley/store"
)

// founded is how long before now the workspace was set up.
const founded = 200 * 24 * time.Hour

// filler writes a workspace and remembers what became of the names in it.
type filler struct {
	store     *store.Store
	now       time.Time
	inboxes   map[string]desk.InboxID
	customers map[string]desk.CustomerID
	users     map[string]desk.UserID // by first name
	actors    map[string]desk.Actor  // by first name
}

func newFiller(s *store.Store, now time.Time) *filler {
	return &filler{
		store: s, now: now,
		inboxes: map[string]desk.InboxID{}, customers: map[string]desk.CustomerID{},
		users: map[string]desk.UserID{}, actors: map[string]desk.Actor{},
	}
}

// at returns the store as it was at some time.
func (f *filler) at(t time.Time) *store.Store {
	return f.store.WithClock(func() time.Time { return t })
}

func (f *filler) fill(ctx context.Context, w workspace) error {
	begun := f.at(f.now.Add(-founded))
	if err := f.addInboxes(ctx, begun, w.Inboxes); err != nil {
		return err
	}
	if err := addTags(ctx, begun, w); err != nil {
		return err
	}
	working, watching := split(w)
	for _, p := range working {
		if err := f.addPerson(ctx, begun, p); err != nil {
			return err
		}
	}
	if err := f.addSavedReplies(ctx, begun, w.SavedReplies); err != nil {
		return err
	}
	if err := f.addCustomers(ctx, w); err != nil {
		return err
	}
	slices.SortStableFunc(w.Conversations, func(a, b conversation) int { return cmp.Compare(b.Ago, a.Ago) })
	for _, c := range w.Conversations {
		if err := f.converse(ctx, c); err != nil {
			return fmt.Errorf("conversation %q: %w", c.Subject, err)
		}
	}
	for _, p := range watching {
		if err := f.addPerson(ctx, begun, p); err != nil {
			return err
		}
	}
	return f.read(ctx)
}

// addTags adds the tags that conversations have.
func addTags(ctx context.Context, s *store.Store, w workspace) error {
	var names []string
	for _, c := range w.Conversations {
		names = append(names, c.Tags...)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if _, err := s.CreateTag(ctx, actor(), desk.TagCreate{Name: desk.Value(name)}); err != nil {
			return fmt.Errorf("tag %s: %w", name, err)
		}
	}
	return nil
}

// addSavedReplies adds the shared ones and those of people who are there already.
func (f *filler) addSavedReplies(ctx context.Context, s *store.Store, list []savedReply) error {
	for _, r := range list {
		by := actor()
		if r.By != "" {
			by = f.actors[r.By] // nobody, whom the store refuses, where no one is called so
		}
		in := desk.SavedReplyCreate{Name: desk.Value(r.Name), Body: desk.Value(r.Text), Personal: r.By != ""}
		if _, err := s.CreateSavedReply(ctx, by, in); err != nil {
			return fmt.Errorf("saved reply %s: %w", r.Name, err)
		}
	}
	return nil
}

// read has everyone have read what is older than a day, and most of what they were
// told.
func (f *filler) read(ctx context.Context) error {
	for name, person := range f.actors {
		if err := f.at(f.now.Add(-24*time.Hour)).MarkAllRead(ctx, person); err != nil {
			return fmt.Errorf("person %s: %w", name, err)
		}
		if err := f.readNotifications(ctx, person); err != nil {
			return fmt.Errorf("person %s: %w", name, err)
		}
	}
	return nil
}

// untoldYet is how many notifications everyone finds unread.
const untoldYet = 3

// readNotifications has somebody have read what they were told but for the newest.
func (f *filler) readNotifications(ctx context.Context, person desk.Actor) error {
	list, more, err := f.store.ListNotifications(ctx, person, 0, untoldYet)
	if err != nil || !more {
		return err
	}
	return f.at(f.now).ReadNotifications(ctx, person, list[untoldYet-1].ID-1)
}

// split parts those who may write from those who only read. The latter are
// added at the very end, so that one who is missing tells of an interruption.
func split(w workspace) (working, watching []Person) {
	for _, p := range w.People {
		if p.Role.Permissions()[desk.WriteConversations] {
			working = append(working, p)
		} else {
			watching = append(watching, p)
		}
	}
	return working, watching
}

func (f *filler) addInboxes(ctx context.Context, s *store.Store, inboxes []inbox) error {
	there, err := s.ListInboxes(ctx, actor(), desk.Page{Number: 1, Limit: desk.MaxLimit})
	if err != nil {
		return err
	}
	for _, i := range there.Items {
		f.inboxes[i.Name] = i.ID
	}
	for _, i := range inboxes {
		if f.inboxes[i.Name] != 0 {
			continue
		}
		added, err := s.AddInbox(ctx, actor(), desk.InboxCreate{Name: desk.Value(i.Name), Channel: desk.Value(i.Channel)})
		if err != nil {
			return fmt.Errorf("inbox %s: %w", i.Name, err)
		}
		f.inboxes[i.Name] = added.ID
	}
	return nil
}

func (f *filler) addPerson(ctx context.Context, s *store.Store, p Person) error {
	user, err := s.AddUser(ctx, actor(), desk.UserCreate{
		Name: desk.Value(p.Name), Email: desk.Value(p.Email), Role: desk.Value(p.Role), Password: desk.Value(Password),
	})
	if err != nil {
		return fmt.Errorf("person %s: %w", p.Name, err)
	}
	var member []desk.InboxID
	for _, name := range p.Inboxes {
		if err := s.AddMember(ctx, actor(), name, p.Email); err != nil {
			return fmt.Errorf("person %s: %w", p.Name, err)
		}
		member = append(member, f.inboxes[name])
	}
	first, _, _ := strings.Cut(p.Name, " ")
	f.users[first], f.actors[first] = user.ID, desk.UserActor(user, member, desk.ViaPage)
	return nil
}

// addCustomers adds each customer a minute before they first ask.
func (f *filler) addCustomers(ctx context.Context, w workspace) error {
	for _, c := range w.Customers {
		first := time.Duration(0)
		for _, asked := range w.Conversations {
			if asked.Customer == c.Name {
				first = max(first, asked.Ago)
			}
		}
		in := desk.CustomerCreate{Name: desk.Value(c.Name)}
		if c.Email != "" {
			in.Email = desk.Value(c.Email)
		}
		if c.Phone != "" {
			in.Phone = desk.Value(c.Phone)
		}
		added, err := f.at(f.now.Add(-first-time.Minute)).CreateCustomer(ctx, actor(), in)
		if err != nil {
			return fmt.Errorf("customer %s: %w", c.Name, err)
		}
		f.customers[c.Name] = added.ID
	}
	return nil
}
