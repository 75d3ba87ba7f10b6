package store_test

import (
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestNewWorkspaceHasOneInbox(t *testing.T) {
	s := storetest.New(t)
	inboxes, err := s.ActorInboxes(t.Context(), system())
	ok(t, err)
	if len(inboxes) != 1 || inboxes[0].Name != "Support" || !inboxes[0].Default || inboxes[0].Channel != desk.ChannelEmail {
		t.Errorf("%+v", inboxes)
	}
}

func TestAddInbox(t *testing.T) {
	w := newWorld(t)
	got, err := w.AddInbox(t.Context(), system(), desk.InboxCreate{Name: desk.Value(" VIP "), Channel: desk.Value(desk.ChannelChat)})
	ok(t, err)
	want := desk.Inbox{ID: got.ID, Name: "VIP", Channel: desk.ChannelChat, CreatedAt: w.clock.Now(), Version: 1}
	wantEqual(t, "the answer", want, got)
	kept, err := w.GetInbox(t.Context(), system(), got.ID)
	ok(t, err)
	wantEqual(t, "what is kept", want, kept)
	for _, taken := range []string{"VIP", "vip", " Vip "} {
		w.invalid(taken, "name", "taken", func() error {
			_, err := w.AddInbox(t.Context(), system(), desk.InboxCreate{Name: desk.Value(taken), Channel: desk.Value(desk.ChannelChat)})
			return err
		})
	}
	w.invalid("no channel", "channel", "required", func() error {
		_, err := w.AddInbox(t.Context(), system(), desk.InboxCreate{Name: desk.Value("Other")})
		return err
	})
	w.refused("absent", desk.CodeNotFound, func() error { _, err := w.GetInbox(t.Context(), system(), 999); return err })
}

func TestListInboxes(t *testing.T) {
	w := newWorld(t)
	storetest.AddInbox(t, w.Store, "accounts") // Case does not matter to the order.
	var names []string
	for number := 1; number <= 3; number++ {
		listing, err := w.ListInboxes(t.Context(), system(), page(number, 3))
		ok(t, err)
		if listing.Total != 4 || listing.Items == nil {
			t.Errorf("page %d: %+v", number, listing)
		}
		for _, i := range listing.Items {
			names = append(names, i.Name)
		}
	}
	wantEqual(t, "by name", []string{"accounts", "Billing", "Sales", "Support"}, names)
}

func TestMembershipMovesTheVersion(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	version := func() int64 {
		inbox, err := w.GetInbox(t.Context(), system(), w.billing.ID)
		ok(t, err)
		return inbox.Version
	}
	for _, step := range []struct {
		change func() error
		want   int64
	}{
		{func() error { return w.RemoveMember(t.Context(), system(), "Billing", ana.Email) }, 1},
		{func() error { return w.AddMember(t.Context(), system(), "BILLING", "ANA.souza@example.com") }, 2},
		{func() error { return w.AddMember(t.Context(), system(), "Billing", ana.Email) }, 2},
		{func() error { return w.RemoveMember(t.Context(), system(), "Billing", ana.Email) }, 3},
	} {
		ok(t, step.change())
		wantEqual(t, "version", step.want, version())
	}
}
