package store_test

import (
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

func (w *world) addCustomer(name, email, phone string) (desk.Customer, error) {
	in := desk.CustomerCreate{Name: desk.Value(name), Email: desk.Null[string](), Phone: desk.Null[string]()}
	if email != "" {
		in.Email = desk.Value(email)
	}
	if phone != "" {
		in.Phone = desk.Value(phone)
	}
	return w.CreateCustomer(w.t.Context(), system(), in)
}

func TestCreateCustomer(t *testing.T) {
	w := newWorld(t)
	now := w.clock.Now()
	got, err := w.addCustomer(" Lena Vogt ", " Lena@Example.com", "+49 30 901820")
	ok(t, err)
	want := desk.Customer{ID: got.ID, Name: "Lena Vogt", Email: "Lena@Example.com", Phone: "+49 30 901820", CreatedAt: now, UpdatedAt: now, Version: 1}
	wantEqual(t, "the answer", want, got)
	kept, err := w.GetCustomer(t.Context(), system(), got.ID)
	ok(t, err)
	wantEqual(t, "what is kept", want, kept)
}

func TestUpdateCustomer(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(time.Minute)
	want := w.maya
	want.Name, want.Email, want.Phone, want.UpdatedAt, want.Version = "Maya O.", "", "112", w.clock.Now(), 2
	got, err := w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{
		Name: desk.Value("Maya O."), Email: desk.Null[string](), Phone: desk.Value("112"), IfVersions: []int64{1},
	})
	ok(t, err)
	wantEqual(t, "the answer", want, got)
	kept, err := w.GetCustomer(t.Context(), system(), w.maya.ID)
	ok(t, err)
	wantEqual(t, "what is kept", want, kept)
	before := w.dump()
	_, err = w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Name: desk.Value("Maya O.")})
	ok(t, err)
	wantEqual(t, "an update that changes nothing", before, w.dump())
}

// No two customers share an address, however it is written; any number have none.
func TestAddressesAreUnique(t *testing.T) {
	w := newWorld(t)
	for _, address := range []string{"maya.okafor@example.com", "MAYA.Okafor@EXAMPLE.com", " maya.okafor@example.com "} {
		w.invalid("create "+address, "email", "taken", func() error { _, err := w.addCustomer("Other", address, ""); return err })
		w.invalid("update "+address, "email", "taken", func() error {
			_, err := w.UpdateCustomer(t.Context(), system(), w.noor.ID, desk.CustomerUpdate{Email: desk.Value(address)})
			return err
		})
	}
	for range 2 {
		_, err := w.addCustomer("Nobody", "", "")
		ok(t, err)
	}
	_, err := w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Email: desk.Value("Maya.Okafor@example.com")})
	ok(t, err) // Their own, written otherwise.
	_, err = w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Email: desk.Null[string]()})
	ok(t, err)
	_, err = w.addCustomer("Other", "maya.okafor@example.com", "") // It is free now.
	ok(t, err)
}

func TestCustomerIsRefused(t *testing.T) {
	w := newWorld(t)
	change := func(id desk.CustomerID, in desk.CustomerUpdate) func() error {
		return func() error { _, err := w.UpdateCustomer(t.Context(), system(), id, in); return err }
	}
	w.invalid("no name", "name", "required", func() error {
		_, err := w.CreateCustomer(t.Context(), system(), desk.CustomerCreate{})
		return err
	})
	w.invalid("null name", "name", "null", change(w.maya.ID, desk.CustomerUpdate{Name: desk.Null[string]()}))
	w.refused("absent", desk.CodeNotFound, change(999, desk.CustomerUpdate{}))
	stale := w.refused("stale, before the fields", desk.CodeStale, change(w.maya.ID, desk.CustomerUpdate{Name: desk.Value(""), IfVersions: []int64{2}}))
	wantEqual(t, "what is there now", any(w.maya), stale.Current)
	w.refused("stale delete", desk.CodeStale, func() error { return w.DeleteCustomer(t.Context(), system(), w.maya.ID, []int64{2}) })
	w.refused("absent delete", desk.CodeNotFound, func() error { return w.DeleteCustomer(t.Context(), system(), 999, nil) })
	w.refused("absent get", desk.CodeNotFound, func() error { _, err := w.GetCustomer(t.Context(), system(), 999); return err })
}

// The refusal is the same whether or not the actor may see the conversations.
func TestScopeDoesNotHideThatACustomerHasConversations(t *testing.T) {
	w := newWorld(t)
	_, agent := w.user("Ana Souza", desk.RoleAgent, "Billing")
	storetest.AddConversation(t, w.Store, "Seen", w.maya.ID, w.billing.ID)
	hidden := storetest.AddConversation(t, w.Store, "Hidden", w.noor.ID, w.sales.ID)
	remove := func(id desk.CustomerID) func() error {
		return func() error { return w.DeleteCustomer(t.Context(), agent, id, nil) }
	}
	seen := w.refused("conversations in reach", desk.CodeConflict, remove(w.maya.ID))
	wantEqual(t, "out of reach", seen, w.refused("conversations out of reach", desk.CodeConflict, remove(w.noor.ID)))
	ok(t, w.DeleteConversation(t.Context(), system(), hidden.ID, desk.ConversationDelete{}))
	ok(t, remove(w.noor.ID)())
	w.refused("deleted", desk.CodeNotFound, remove(w.noor.ID))
}

func TestConversationsShowTheirCustomerAsNow(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, err := w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Name: desk.Value("Maya O.")})
	ok(t, err)
	if got := w.get(conv.ID); got.Customer.Name != "Maya O." || got.Version != 1 {
		t.Errorf("%+v", got)
	}
}
