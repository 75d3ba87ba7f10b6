package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
)

// systemUses are for the system alone: no person and no key may, whatever their
// permissions.
func systemUses(ctx context.Context) map[string]func(*world, desk.Actor) error {
	return map[string]func(*world, desk.Actor) error{
		"ImportCustomers": func(w *world, a desk.Actor) error {
			_, err := w.ImportCustomers(ctx, a, []desk.CustomerImport{{CustomerCreate: desk.CustomerCreate{Name: desk.Value("Lena")}, CreatedAt: w.clock.Now()}})
			return err
		},
		"ImportConversations": func(w *world, a desk.Actor) error {
			return w.ImportConversations(ctx, a, []desk.ConversationImport{w.imported(nil)})
		},
		"SweepAttachments":   func(w *world, a desk.Actor) error { return w.SweepAttachments(ctx, a) },
		"SweepRequests":      func(w *world, a desk.Actor) error { return w.SweepRequests(ctx, a) },
		"ForgetNotices":      func(w *world, a desk.Actor) error { return w.ForgetNotices(ctx, a) },
		"Tell":               func(w *world, a desk.Actor) error { return w.Tell(ctx, a, "Hello") },
		"SweepNotifications": func(w *world, a desk.Actor) error { return w.SweepNotifications(ctx, a) },
		"RunBulkJobs":        func(w *world, a desk.Actor) error { _, err := w.RunBulkJobs(ctx, a); return err },
		"SweepBulkJobs":      func(w *world, a desk.Actor) error { return w.SweepBulkJobs(ctx, a) },
		"WakeConversations":  func(w *world, a desk.Actor) error { _, err := w.WakeConversations(ctx, a); return err },
		"Listen": func(w *world, a desk.Actor) error {
			brief, cancel := context.WithCancel(ctx)
			cancel()
			return w.Listen(brief, a, func(string) {})
		},
	}
}

// imported returns a sound import of Maya's, an hour old.
func (w *world) imported(set func(*desk.ConversationImport)) desk.ConversationImport {
	now := w.clock.Now()
	in := desk.ConversationImport{
		Subject: "Refund", Status: desk.StatusClosed, Priority: desk.PriorityHigh, Channel: desk.ChannelChat, Source: desk.SourceWidget,
		CustomerID: w.maya.ID, InboxID: w.billing.ID, CreatedAt: now.Add(-time.Hour), UpdatedAt: now,
		Messages: []desk.Message{
			{Kind: desk.KindCustomer, Body: "Where is\nmy money?", Author: desk.Author{Type: "customer", ID: int64(w.maya.ID), Name: "Maya Okafor"}, CreatedAt: now.Add(-time.Hour)},
			{Kind: desk.KindNote, Body: "Let us look.", Author: desk.Author{Type: "system", Name: "test"}, CreatedAt: now.Add(-time.Minute)},
		},
	}
	if set != nil {
		set(&in)
	}
	return in
}

func TestSystemUsesAreForTheSystem(t *testing.T) {
	w := newWorld(t)
	_, admin := w.user("Ada Quist", desk.RoleAdmin)
	program := w.key("sync", desk.NewPermissionSet(desk.Permissions()...).String())
	for name, use := range systemUses(t.Context()) {
		w.refused(name+" by nobody", desk.CodeUnauthenticated, func() error { return use(w, desk.Actor{}) })
		w.refused(name+" by an administrator", desk.CodePermission, func() error { return use(w, admin) })
		w.refused(name+" by a key", desk.CodePermission, func() error { return use(w, program) })
		ok(t, use(w, system()))
	}
}

func TestImportConversations(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent, "Billing")
	before := w.conversation("Refund", w.billing)
	in := w.imported(func(in *desk.ConversationImport) { in.AssignedTo = ana.ID })
	ok(t, w.ImportConversations(t.Context(), system(), []desk.ConversationImport{in}))
	want := desk.Conversation{
		ID: before.ID + 1, Subject: "Refund", Status: desk.StatusClosed, Priority: desk.PriorityHigh, Channel: desk.ChannelChat,
		Source: desk.SourceWidget, Customer: w.maya.Ref(), InboxID: w.billing.ID, InboxName: "Billing",
		AssignedTo: &desk.UserRef{ID: ana.ID, Name: "Ana Souza", Email: ana.Email}, Preview: "Where is my money?", MessageCount: 2,
		LastMessageAt: at(w.clock.Now().Add(-time.Minute)), WaitingSince: at(in.CreatedAt),
		CreatedAt: in.CreatedAt, UpdatedAt: in.UpdatedAt, Version: 1,
	}
	wantEqual(t, "the conversation", want, w.get(want.ID))
	timeline, err := w.ConversationTimeline(t.Context(), system(), want.ID, 10)
	ok(t, err)
	if len(timeline.Messages) != 2 || len(timeline.Events) != 1 || timeline.Events[0].Action != desk.ActionCreated {
		t.Errorf("%+v", timeline)
	}
	wantEqual(t, "the outbox", []string(nil), w.rows(`SELECT id FROM outbox WHERE subject = 'conversation' AND subject_id = $1`, want.ID))
	w.inStep()
	if next := w.conversation("Next", w.billing); next.ID <= want.ID {
		t.Errorf("the next one is %s", next.ID)
	}
}

// More rows than one statement takes, in whole statements and a rest.
func TestImportKeepsTheOrder(t *testing.T) {
	w := newWorld(t)
	var batch []desk.ConversationImport
	for n := range 250 {
		batch = append(batch, w.imported(func(in *desk.ConversationImport) { in.Subject = fmt.Sprint(n) }))
	}
	ok(t, w.ImportConversations(t.Context(), system(), batch))
	subjects := w.rows(`SELECT subject FROM conversations ORDER BY id`)
	for n, subject := range subjects {
		if subject != fmt.Sprint(n) {
			t.Fatalf("%s is in the place %d", subject, n)
		}
	}
	wantEqual(t, "messages", w.rows(`SELECT 500`), w.rows(`SELECT COUNT(*) FROM messages`))
	wantEqual(t, "messages out of order", []string(nil), w.rows(`
		SELECT a.id FROM messages a JOIN messages b ON b.conversation_id = a.conversation_id AND b.id > a.id
		WHERE b.created_at < a.created_at`))
	w.inStep()
}

func TestImportConversationsIsRefused(t *testing.T) {
	w := newWorld(t)
	for name, spoil := range map[string]func(*desk.ConversationImport){
		"no subject":            func(in *desk.ConversationImport) { in.Subject = " " },
		"unknown status":        func(in *desk.ConversationImport) { in.Status = "done" },
		"unknown priority":      func(in *desk.ConversationImport) { in.Priority = "" },
		"unknown channel":       func(in *desk.ConversationImport) { in.Channel = "fax" },
		"unknown source":        func(in *desk.ConversationImport) { in.Source = "fax" },
		"unknown customer":      func(in *desk.ConversationImport) { in.CustomerID = 999 },
		"unknown inbox":         func(in *desk.ConversationImport) { in.InboxID = 999 },
		"unknown assignee":      func(in *desk.ConversationImport) { in.AssignedTo = 999 },
		"unknown kind":          func(in *desk.ConversationImport) { in.Messages[0].Kind = "shout" },
		"empty message":         func(in *desk.ConversationImport) { in.Messages[1].Body = "\n" },
		"long message":          func(in *desk.ConversationImport) { in.Messages[1].Body = strings.Repeat("x", desk.MaxBody+1) },
		"messages out of order": func(in *desk.ConversationImport) { in.Messages[1].CreatedAt = in.CreatedAt.Add(-time.Second) },
		"older than changed":    func(in *desk.ConversationImport) { in.UpdatedAt = in.CreatedAt },
	} {
		w.refused(name, desk.CodeInvalid, func() error {
			return w.ImportConversations(t.Context(), system(), []desk.ConversationImport{w.imported(nil), w.imported(spoil)})
		})
	}
}

func TestImportCustomers(t *testing.T) {
	w := newWorld(t)
	then := w.clock.Now().Add(-time.Hour)
	customer := func(name, email string) desk.CustomerImport {
		in := desk.CustomerImport{CreatedAt: then}
		in.Name = desk.Value(name)
		if email != "" {
			in.Email = desk.Value(email)
		}
		return in
	}
	ids, err := w.ImportCustomers(t.Context(), system(), []desk.CustomerImport{customer("Lena Vogt", "Lena@example.com"), customer("Omar", "")})
	ok(t, err)
	for i, want := range []desk.Customer{
		{ID: ids[0], Name: "Lena Vogt", Email: "Lena@example.com", CreatedAt: then, UpdatedAt: then, Version: 1},
		{ID: ids[1], Name: "Omar", CreatedAt: then, UpdatedAt: then, Version: 1},
	} {
		got, err := w.GetCustomer(t.Context(), system(), ids[i])
		ok(t, err)
		wantEqual(t, want.Name, want, got)
	}
	for name, email := range map[string]string{"taken": "LENA@example.com", "invalid": "lena"} {
		w.refused(name, desk.CodeInvalid, func() error {
			_, err := w.ImportCustomers(t.Context(), system(), []desk.CustomerImport{customer("Ana", "ana@example.com"), customer("L", email)})
			return err
		})
	}
}
