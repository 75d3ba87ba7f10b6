package seed

import (
	"context"
	cryptorand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"parley/internal/desk"
)

// span is how far the conversations reach back; the people were there before.
const (
	span      = 2 * 365 * day
	beginning = span + 3*day
)

func (m *maker) addWorkspace(ctx context.Context) error {
	taken, err := m.inboxNames(ctx)
	if err != nil {
		return err
	}
	m.run = len(taken) // Inboxes only ever become more.
	if err := m.addInboxes(ctx, taken); err != nil {
		return err
	}
	if err := m.addUsers(ctx); err != nil {
		return err
	}
	return m.addCustomers(ctx)
}

func (m *maker) inboxNames(ctx context.Context) (map[string]bool, error) {
	taken := map[string]bool{}
	for page := (desk.Page{Number: 1, Limit: desk.MaxLimit}); ; page.Number++ {
		there, err := m.store.ListInboxes(ctx, actor(), page)
		if err != nil {
			return nil, err
		}
		for _, inbox := range there.Items {
			taken[strings.ToLower(inbox.Name)] = true
		}
		if page.Number >= there.Pages() {
			return taken, nil
		}
	}
}

func (m *maker) addInboxes(ctx context.Context, taken map[string]bool) error {
	begun := m.store.WithClock(func() time.Time { return m.Now.Add(-beginning) })
	for n := range m.Inboxes {
		name := m.words.inboxes[n%len(m.words.inboxes)]
		for number := 2; taken[strings.ToLower(name)]; number++ {
			name = fmt.Sprintf("%s %d", m.words.inboxes[n%len(m.words.inboxes)], number)
		}
		taken[strings.ToLower(name)] = true
		channel := weighted(m.random(ofInboxes, n), desk.Channels(), 55, 20, 15, 10)
		if n < len(desk.Channels()) {
			channel = desk.Channels()[n]
		}
		inbox, err := begun.AddInbox(ctx, actor(), desk.InboxCreate{Name: desk.Value(name), Channel: desk.Value(channel)})
		if err != nil {
			return err
		}
		m.inboxes = append(m.inboxes, team{Inbox: inbox})
	}
	return nil
}

// roleOf returns the role of the nth user. The first reaches every inbox, so that
// no inbox is without anybody; nobody is an administrator.
func roleOf(n int) desk.Role {
	switch n % 10 {
	case 0:
		return desk.RoleManager
	case 7:
		return desk.RoleViewer
	}
	return desk.RoleAgent
}

func (m *maker) addUsers(ctx context.Context) error {
	begun := m.store.WithClock(func() time.Time { return m.Now.Add(-beginning) })
	var managers []desk.User
	for n := range m.Users {
		r := m.random(ofUsers, n)
		name := m.words.name(r)
		user, err := begun.AddUser(ctx, actor(), desk.UserCreate{
			Name: desk.Value(name), Email: desk.Value(m.address(name, n, "desk.example")),
			Role: desk.Value(roleOf(n)), Password: desk.Value(cryptorand.Text()),
		})
		if err != nil {
			return err
		}
		if user.Role.ReachesAll() {
			managers = append(managers, user)
			continue
		}
		for _, i := range someOf(r, len(m.inboxes), n) {
			if err := begun.AddMember(ctx, actor(), m.inboxes[i].Name, user.Email); err != nil {
				return err
			}
			if user.Role.Permissions()[desk.WriteConversations] {
				m.inboxes[i].agents = append(m.inboxes[i].agents, user)
			}
		}
	}
	for i := range m.inboxes {
		m.inboxes[i].agents = append(m.inboxes[i].agents, managers...)
	}
	return nil
}

// someOf returns one to three places in a list of n, the first of them in turn.
func someOf(r *rand.Rand, n, turn int) []int {
	places := []int{turn % n}
	for range skewed(r, 3) {
		if next := (places[len(places)-1] + 1 + r.IntN(3)) % n; next != places[0] {
			places = append(places, next)
		}
	}
	return places
}

func (m *maker) address(name string, n int, host string) string {
	return fmt.Sprintf("%s.%d-%d@%s", strings.ToLower(strings.ReplaceAll(name, " ", ".")), m.run, n+1, host)
}

func (m *maker) addCustomers(ctx context.Context) error {
	for from := 0; from < m.Customers; from += batchSize {
		var batch []desk.CustomerImport
		for n := from; n < min(from+batchSize, m.Customers); n++ {
			batch = append(batch, m.customer(n))
		}
		ids, err := m.store.ImportCustomers(ctx, actor(), batch)
		if err != nil {
			return err
		}
		for i, id := range ids {
			m.customers = append(m.customers, desk.CustomerRef{ID: id, Name: batch[i].Name.Value})
		}
	}
	return nil
}

// customer returns the nth customer, who was known before all conversations. A
// few have no address, and most no number.
func (m *maker) customer(n int) desk.CustomerImport {
	r := m.random(ofCustomers, n)
	name := m.words.name(r)
	in := desk.CustomerImport{CreatedAt: m.Now.Add(-beginning - time.Duration(r.Int64N(int64(30*day))))}
	in.Name = desk.Value(name)
	hosts := []string{"post.example", "mail.example", "letters.example", "example.org"}
	if r.IntN(12) > 0 {
		in.Email = desk.Value(m.address(name, n, hosts[skewed(r, len(hosts))]))
	}
	if r.IntN(3) == 0 {
		in.Phone = desk.Value(fmt.Sprintf("+%d 555 %03d %04d", 30+r.IntN(60), r.IntN(1000), r.IntN(10_000)))
	}
	return in
}
