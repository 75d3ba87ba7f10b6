package browsertest

import (
	"context"
	"fmt"
	"time"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// The conversation that the tests open most; its customer has several.
const (
	refund  = "Refund for order 8812 has not arrived"
	maya    = "Maya Okafor"
	longest = "Where can I download all of my data, including attachments, internal comments that mention me and the " +
		"complete history of every change, in a format that another helpdesk would understand?"
)

// opening is how a conversation begins.
type opening struct {
	subject, customer, message string
}

// openings come round again until there are conversations enough.
var openings = []opening{
	{"Cannot sign in after the password reset", "Jon Petersen", "The link says that it has already been used."},
	{"請求書の住所を変更してください", "田中 由紀", "お世話になっております。請求書の住所を新しいオフィスに変更していただけますか。"},
	{"لم يصل الطلب حتى الآن", "ليلى حداد", "مرحبا، لم يصل طلبي رقم 8812 حتى الآن. هل يمكنكم المساعدة؟"},
	{"The API answers 409 on every update", "Omar Haddad", "We send If-Match with the version we read, and still it says that we are late."},
	{"Zwei Rechnungen für November", "Lena Fischer", "Guten Tag,\n\nwir haben zwei Rechnungen erhalten und wissen nicht, welche gilt.\n\nMit freundlichen Grüßen\nLena Fischer"},
	{longest, "Priya Nair", "I need everything from the last two years."},
	{"Thank you for the quick help", "Ana Lima", "Everything works again, thanks!"},
	{"¿Enviáis a Canarias?", "Tomás Ruiz", "Hola, ¿enviáis también a Las Palmas y cuánto tarda?"},
	{"<script>alert(1)</script> & \"quotes\"", "Mallory <b>", "<img src=x onerror=alert(1)>"},
	{"Webhook signature does not verify", "Sofia Rossi", "The secret in settings differs from the one that is used."},
	{"Add a second user to our plan", "Karim Aziz", "We are three people now."},
}

// filler puts a lifelike workspace into an empty store: every change has its own
// time, in order, the last of them minutes ago.
type filler struct {
	store *store.Store
	at    time.Time
	users map[string]desk.Actor
	box   []desk.InboxID
	known map[string]desk.CustomerID
	err   error
}

func fill(s *store.Store) error {
	f := &filler{at: time.Now().Add(-40 * 24 * time.Hour), users: map[string]desk.Actor{}, known: map[string]desk.CustomerID{}}
	f.store = s.WithClock(func() time.Time { return f.at })
	f.people()
	for i := range 20 {
		f.customer(fmt.Sprintf("Customer %02d Example", i+1))
	}
	for i := range 66 {
		f.conversation(i, openings[i%len(openings)])
		f.wait(13 * time.Hour)
	}
	for _, subject := range []string{"Order 8812: which size?", "Delivery date", "Newsletter twice"} {
		f.conversation(2, opening{subject, maya, "A short question about this."})
	}
	f.tags()
	f.refund()
	f.read()
	return f.err
}

func (f *filler) wait(d time.Duration) { f.at = f.at.Add(d) }

func (f *filler) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *filler) people() {
	ctx, system := context.Background(), storetest.System()
	first, err := f.store.ActorInboxes(ctx, system)
	f.fail(err)
	if f.err != nil {
		return
	}
	f.box = []desk.InboxID{first[0].ID}
	for _, name := range []string{"Billing", "Live chat"} {
		inbox, err := f.store.AddInbox(ctx, system, desk.InboxCreate{Name: desk.Value(name), Channel: desk.Value(desk.ChannelEmail)})
		f.fail(err)
		f.box = append(f.box, inbox.ID)
	}
	f.user(ana, desk.RoleAgent, first[0].Name, "Billing")
	f.user(rui, desk.RoleAgent, first[0].Name)
	f.user(max_, desk.RoleManager)
	f.user(ingrid, desk.RoleAdmin)
	f.user(vera, desk.RoleViewer, first[0].Name)
}

func (f *filler) user(name string, role desk.Role, inboxes ...string) {
	ctx, system := context.Background(), storetest.System()
	user, err := f.store.AddUser(ctx, system, desk.UserCreate{
		Name: desk.Value(name), Email: desk.Value(storetest.Email(name)), Role: desk.Value(role), Password: desk.Value(storetest.Password),
	})
	f.fail(err)
	for _, inbox := range inboxes {
		f.fail(f.store.AddMember(ctx, system, inbox, user.Email))
	}
	f.users[name] = desk.UserActor(user, f.box, desk.ViaPage)
}

func (f *filler) customer(name string) desk.CustomerID {
	if id, ok := f.known[name]; ok {
		return id
	}
	n := len(f.known) + 1
	customer, err := f.store.CreateCustomer(context.Background(), storetest.System(), desk.CustomerCreate{
		Name: desk.Value(name), Email: desk.Value(fmt.Sprintf("person%d@example.com", n)),
		Phone: desk.Value(fmt.Sprintf("+44 20 7946 %04d", n)),
	})
	f.fail(err)
	f.known[name] = customer.ID
	return customer.ID
}

// conversation begins one and lets it go the way that its number says.
func (f *filler) conversation(i int, o opening) desk.ConversationID {
	actor := storetest.System()
	if i%3 == 0 {
		actor = f.users[rui]
	}
	conv, err := f.store.CreateConversation(context.Background(), actor, desk.ConversationCreate{
		Subject: desk.Value(o.subject), CustomerID: desk.Value(f.customer(o.customer)), InboxID: desk.Value(f.box[i%len(f.box)]),
		Channel: desk.Value(desk.Channels()[i%4]), Priority: desk.Value(desk.Priorities()[(i*5+2)%4]), Message: desk.Value(o.message),
	})
	f.fail(err)
	f.wait(7 * time.Minute)
	if i%2 == 0 {
		names := []string{max_, ingrid}
		f.update(names[i/2%2], conv.ID, desk.ConversationProperties{AssignedTo: desk.Value(desk.UserID(f.users[names[i/2%2]].ID))})
	}
	if i%4 == 1 {
		f.say(max_, conv.ID, desk.KindReply, "Hello, thank you for writing. We are looking into it.")
		f.update(max_, conv.ID, desk.ConversationProperties{Status: desk.Value([]desk.Status{desk.StatusPending, desk.StatusClosed}[i/4%2])})
	}
	return conv.ID
}

func (f *filler) update(by string, id desk.ConversationID, in desk.ConversationProperties) {
	f.wait(3 * time.Minute)
	_, err := f.store.UpdateConversation(context.Background(), f.users[by], id, desk.ConversationUpdate{ConversationProperties: in})
	f.fail(err)
}

func (f *filler) say(by string, id desk.ConversationID, kind desk.MessageKind, body string) {
	f.wait(4 * time.Minute)
	_, err := f.store.AddMessage(context.Background(), f.users[by], id, desk.MessageCreate{Kind: desk.Value(kind), Body: desk.Value(body)})
	f.fail(err)
}

// refund is the conversation with a bit of everything in it, and the newest.
func (f *filler) refund() {
	f.at = time.Now().Add(-26 * time.Hour)
	id := f.conversation(6, opening{refund, maya, "Hello,\n\nI returned order 8812 eleven days ago and the shop says that the refund was sent. My bank sees nothing. Could you look where it is?"})
	f.say(rui, id, desk.KindNote, "Ana, the payment provider had an outage on the 12th. The refund may be stuck in the batch of that day.")
	f.say(ana, id, desk.KindReply, "Hello Maya, thank you for the details. Your refund was held back; I have released it just now. It will be on your account by Thursday.")
	f.update(ana, id, desk.ConversationProperties{Priority: desk.Value(desk.PriorityHigh)})
	f.say(ana, id, desk.KindCustomer, "مرحبا، لم يصل المبلغ حتى الآن.\nهل يوجد رقم مرجعي؟")
	f.say(ana, id, desk.KindCustomer, "It has been nine days and my bank sees nothing. Is there a reference that I can give them? "+
		"https://example.com/a/very/long/address/that/does/not/break/anywhere/and/goes/on/and/on/until/the/end/of/the/line?and=beyond")
}
