package seed

import (
	"math"
	"math/rand/v2"
	"time"

	"parley/internal/desk"
)

const day = 24 * time.Hour

// conversation returns the nth conversation: later ones began later.
func (m *maker) conversation(n int) desk.ConversationImport {
	r := m.random(ofConversations, n)
	t := m.inboxes[skewed(r, len(m.inboxes))]
	created := m.begin(r, n)
	in := desk.ConversationImport{
		Subject: m.words.subject(r), Status: statusAfter(r, m.Now.Sub(created)), Channel: mainly(r, t.Channel),
		Priority: weighted(r, desk.Priorities(), 18, 62, 15, 5), InboxID: t.ID, CreatedAt: created, UpdatedAt: created,
	}
	in.Source = sourceOf(r, in.Channel)
	customer := m.customers[skewed(r, len(m.customers))]
	in.CustomerID = customer.ID
	agent := t.agents[skewed(r, len(t.agents))]
	if in.Status != desk.StatusOpen && r.IntN(30) > 0 || r.IntN(5) > 1 {
		in.AssignedTo = agent.ID
	}
	m.converse(r, &in, desk.Author{Type: "customer", ID: int64(customer.ID), Name: customer.Name},
		desk.Author{Type: "user", ID: int64(agent.ID), Name: agent.Name})
	if in.Status == desk.StatusClosed {
		in.UpdatedAt = between(r, in.UpdatedAt, m.Now, day)
	}
	return in
}

// begin returns when the nth conversation began: more of them lately than long
// ago, mostly by day and seldom on a weekend.
func (m *maker) begin(r *rand.Rand, n int) time.Time {
	passed := math.Pow((float64(n)+r.Float64())/float64(m.Conversations), 0.7)
	at := m.Now.Add(-time.Duration((1 - passed) * float64(span)))
	if weekday := at.Weekday(); (weekday == time.Saturday || weekday == time.Sunday) && r.IntN(4) > 0 {
		at = at.Add(-2 * day)
	}
	hour := max(0, min(13+4*r.NormFloat64(), 23.9))
	at = at.Truncate(day).Add(time.Duration(hour * float64(time.Hour)))
	if at.After(m.Now) {
		at = m.Now.Add(-time.Duration(r.Int64N(int64(12 * time.Hour))))
	}
	return at.Truncate(time.Microsecond)
}

// statusAfter returns the status of a conversation of some age: the old ones are
// closed, but for a few that nobody got round to.
func statusAfter(r *rand.Rand, age time.Duration) desk.Status {
	switch {
	case age < 2*day:
		return weighted(r, desk.Statuses(), 70, 12, 18)
	case age < 14*day:
		return weighted(r, desk.Statuses(), 30, 18, 52)
	case age < 90*day:
		return weighted(r, desk.Statuses(), 5, 4, 91)
	}
	return weighted(r, desk.Statuses(), 1, 1, 248)
}

func sourceOf(r *rand.Rand, channel desk.Channel) desk.Source {
	switch {
	case channel == desk.ChannelWhatsApp || r.IntN(12) == 0:
		return desk.SourceAPI
	case channel == desk.ChannelChat:
		return desk.SourceWidget
	case channel == desk.ChannelPhone:
		return desk.SourcePhone
	}
	return desk.SourceEmail
}

// meanLength makes conversations about five messages long; most are shorter and
// a few much longer.
const meanLength = 4.5

// converse adds the messages, from the customer's first one on.
func (m *maker) converse(r *rand.Rand, in *desk.ConversationImport, customer, agent desk.Author) {
	if r.IntN(200) == 0 {
		return // Somebody opened it and nothing was said yet.
	}
	count := 1 + min(int(r.ExpFloat64()*meanLength), 80)
	kind, at := desk.KindCustomer, in.CreatedAt
	for n := range count {
		if n > 0 {
			kind = m.next(r, kind, in.Status, n == count-1)
			at = between(r, at, m.Now, pause(kind))
		}
		author := agent
		if kind == desk.KindCustomer {
			author = customer
		}
		in.Messages = append(in.Messages, desk.Message{Kind: kind, Body: m.words.body(r), Author: author, CreatedAt: at})
	}
	in.UpdatedAt = at
}

// next returns the kind of message that follows another. Who is not waited for
// any more had the last word from an agent, mostly.
func (m *maker) next(r *rand.Rand, before desk.MessageKind, status desk.Status, last bool) desk.MessageKind {
	if last && status != desk.StatusOpen && r.IntN(12) > 0 {
		return desk.KindReply
	}
	if before == desk.KindReply {
		return weighted(r, desk.MessageKinds(), 60, 15, 25)
	}
	return weighted(r, desk.MessageKinds(), 20, 65, 15)
}

// pause returns how long one waits for a message of the kind, on average.
func pause(kind desk.MessageKind) time.Duration {
	if kind == desk.KindCustomer {
		return 14 * time.Hour
	}
	return 4 * time.Hour
}

// between returns a time after another, by the pause on average, that is not in
// the future.
func between(r *rand.Rand, at, now time.Time, pause time.Duration) time.Time {
	next := at.Add(time.Duration(r.ExpFloat64() * float64(pause)))
	if next.After(now) {
		next = at.Add(time.Duration(r.Float64() * float64(now.Sub(at)) / 2))
	}
	return next.Truncate(time.Microsecond)
}
