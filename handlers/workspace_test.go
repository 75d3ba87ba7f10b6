package handlers

import (
	"maps"
	"strings"
	"sync"
	"testing"

	"parley/internal/desk"
	"parley/store"
	"parley/store/storetest"
)

// prepared is a workspace that tests begin with, and the names that they use
// for what is in it.
type prepared struct {
	database storetest.Template
	names    map[string]string // ids
	users    map[string]desk.User
	keys     map[string]string // secrets
}

// What nobody may learn who does not reach the inbox Billing.
const (
	secretSubject = "canary-subject-7731"
	secretMessage = "canary-message-7732"
	secretNote    = "canary-note-7733"
	secretFile    = "canary-file-7734"
)

var once struct {
	sync.Once
	prepared
}

// workspace returns the prepared workspace. It is made once, since hashing the
// users' passwords takes its time.
//
//	inbox Support, the default   refund (Maya, Ana has it, waiting), kettle (Maya, nobody has it),
//	                             parcel (Leo, pending, high, with photo), solved (Leo, closed); "deleted" was there
//	inbox Billing                invoice (Maya, Bo has it, with scan), dunning (Pia, nobody has it)
//	max, mona                    administrator and manager: all inboxes
//	ana, vic                     agent and viewer of Support
//	bo                           agent of Billing
//	nia, gone                    agent without an inbox, disabled agent of Support
//	lone                         a customer without conversations
func workspace(t *testing.T) prepared {
	t.Helper()
	once.Do(func() { once.prepared = prepare(t) })
	p := once.prepared
	p.names = maps.Clone(p.names)
	return p
}

func prepare(t *testing.T) prepared {
	p := prepared{names: map[string]string{"absent": "49999", "absentCustomer": "71999", "absentInbox": "999", "absentUser": "998", "absentTag": "61999", "absentAnswer": "63999", "absentPhoto": "51999", "absentJob": "65999"}}
	var err error
	p.database, err = storetest.NewTemplate(func(name string) error { return p.fill(t, name) })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *prepared) fill(t *testing.T, database string) error {
	s, err := store.Open(t.Context(), database, store.Options{Clock: ticking(today.AddDate(0, 0, -1)), Files: storetest.Files(database)})
	if err != nil {
		return err
	}
	spreadIDs(t, database)
	storetest.AddInbox(t, s, "Billing")
	inboxes, err := s.ActorInboxes(t.Context(), storetest.System())
	if err != nil {
		t.Fatal(err)
	}
	box := map[string]desk.InboxID{}
	for _, i := range inboxes {
		box[i.Name] = i.ID
		p.names[strings.ToLower(i.Name)] = i.ID.String()
	}
	p.addUsers(t, s)
	p.addKeys(t, s)
	people := map[string]desk.CustomerID{}
	for name, full := range map[string]string{"maya": "Maya Okafor", "leo": "Leo Brandt", "pia": "Pia Stern", "lone": "Lone Wolf"} {
		people[name] = storetest.AddCustomer(t, s, full).ID
		p.names[name] = people[name].String()
	}
	add := func(name, subject, customer, inbox string) desk.ConversationID {
		conv := storetest.AddConversation(t, s, subject, people[customer], box[inbox])
		p.names[name] = conv.ID.String()
		return conv.ID
	}
	p.converse(t, s, add)
	return s.Close()
}

func (p *prepared) converse(t *testing.T, s *store.Store, add func(name, subject, customer, inbox string) desk.ConversationID) {
	system := storetest.System()
	set := func(id desk.ConversationID, to desk.ConversationProperties) {
		if _, err := s.UpdateConversation(t.Context(), system, id, desk.ConversationUpdate{ConversationProperties: to}); err != nil {
			t.Fatal(err)
		}
	}
	solved := add("solved", "Solved long ago", "leo", "Support")
	set(solved, desk.ConversationProperties{Status: desk.Value(desk.StatusClosed)})
	invoice := add("invoice", "Invoice "+secretSubject, "maya", "Billing")
	storetest.AddMessage(t, s, system, invoice, desk.KindCustomer, "Twice charged "+secretMessage)
	storetest.AddMessage(t, s, system, invoice, desk.KindNote, "Known fraud "+secretNote)
	attach := func(name string, id desk.ConversationID, file, content string) {
		upload := storetest.Upload(t, s, system, id, file, content)
		storetest.AddFiles(t, s, system, id, upload)
		p.names[name] = upload.ID.String()
	}
	attach("scan", invoice, secretFile+".png", dot+secretFile)
	set(invoice, desk.ConversationProperties{AssignedTo: desk.Value(p.users["bo"].ID)})
	dunning := add("dunning", "Dunning "+secretSubject, "pia", "Billing")
	storetest.AddMessage(t, s, system, dunning, desk.KindCustomer, "Please stop "+secretMessage)
	parcel := add("parcel", "Parcel is late", "leo", "Support")
	attach("photo", parcel, "parcel.png", dot)
	set(parcel, desk.ConversationProperties{Status: desk.Value(desk.StatusPending), Priority: desk.Value(desk.PriorityHigh)})
	add("kettle", "Broken kettle", "maya", "Support")
	refund := add("refund", "Refund for order 8812", "maya", "Support")
	storetest.AddMessage(t, s, system, refund, desk.KindCustomer, "Where is my money?")
	set(refund, desk.ConversationProperties{AssignedTo: desk.Value(p.users["ana"].ID)})
	p.tagMoney(t, s, refund, invoice)
	p.names["answer"] = storetest.AddSavedReply(t, s, system, "Refund is on its way", "Dear {{customer.firstName}},\n\nyour refund of #{{conversation.number}} is on its way.").ID.String()
	p.names["anasAnswer"] = storetest.AddSavedReply(t, s, storetest.Actor(t, s, p.users["ana"]), "Anas secret answer", "Only Ana reads this.").ID.String()
	p.names["anasJob"] = p.job(t, s, "ana", "customerId="+p.names["leo"]+"&status=pending", 1, desk.BulkChange{Status: desk.Value(desk.StatusPending)}).ID.String()
	deleted := add("deleted", "Soon gone", "maya", "Support")
	attach("deletedPhoto", deleted, "gone.png", dot)
	if err := s.DeleteConversation(t.Context(), system, deleted, desk.ConversationDelete{}); err != nil {
		t.Fatal(err)
	}
	gone := storetest.AddCustomer(t, s, "Gone Person")
	p.names["deletedCustomer"] = gone.ID.String()
	if err := s.DeleteCustomer(t.Context(), system, gone.ID, nil); err != nil {
		t.Fatal(err)
	}
}

// tagMoney adds a tag that conversations of both inboxes have.
func (p *prepared) tagMoney(t *testing.T, s *store.Store, conversations ...desk.ConversationID) {
	p.names["money"] = storetest.AddTag(t, s, "money").ID.String()
	for _, id := range conversations {
		storetest.SetTags(t, s, id, "money")
	}
}

func (p *prepared) addUsers(t *testing.T, s *store.Store) {
	p.users = map[string]desk.User{}
	add := func(name, full string, role desk.Role, inboxes ...string) {
		p.users[name] = storetest.AddUser(t, s, full, role, inboxes...)
		p.names[name] = p.users[name].ID.String()
	}
	add("max", "Max Weber", desk.RoleAdmin)
	add("mona", "Mona Grant", desk.RoleManager)
	add("ana", "Ana Souza", desk.RoleAgent, "Support")
	add("vic", "Vic Noor", desk.RoleViewer, "Support")
	add("bo", "Bo Lind", desk.RoleAgent, "Billing")
	add("nia", "Nia Moss", desk.RoleAgent)
	add("gone", "Gone Ruiz", desk.RoleAgent, "Support")
	if _, err := s.DisableUser(t.Context(), storetest.System(), p.users["gone"].Email); err != nil {
		t.Fatal(err)
	}
}

// addKeys adds a key beside each of the four roles, and some that no role is like.
func (p *prepared) addKeys(t *testing.T, s *store.Store) {
	const (
		reads  = "read:conversations,read:customers,read:users,read:inboxes"
		writes = "write:conversations,write:customers"
		rest   = "write:tags,write:saved-replies,write:users,write:inboxes,read:keys,write:keys"
	)
	p.keys = map[string]string{
		"viewer":  storetest.AddKey(t, s, "Viewer", reads, "Support"),
		"agent":   storetest.AddKey(t, s, "Agent", reads+","+writes, "Support"),
		"manager": storetest.AddKey(t, s, "Manager", reads+","+writes+",write:tags,write:saved-replies"),
		"admin":   storetest.AddKey(t, s, "Admin", reads+","+writes+","+rest),
		"reader":  storetest.AddKey(t, s, "Reader", reads),
		"writer":  storetest.AddKey(t, s, "Writer", writes),
		"nothing": storetest.AddKey(t, s, "Nothing", "read:keys"),
		"support": storetest.AddKey(t, s, "Support only", reads+","+writes+","+rest, "Support"),
		"unknown": "parley_nobody-has-this",
	}
}

// spreadIDs makes ids that nothing else on a page can be mistaken for.
func spreadIDs(t *testing.T, database string) {
	db := storetest.Connect(t, database)
	for table, first := range map[string]int{"conversations": 41001, "customers": 71001, "messages": 81001, "tags": 61001, "saved_replies": 63001, "events": 91001, "attachments": 51001, "bulk_jobs": 65001} {
		storetest.StartIDs(t, db, table, first)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
