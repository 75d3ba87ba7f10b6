package store_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/internal/desk"
)

func (w *world) found(search string) string {
	w.t.Helper()
	listing, err := w.ListCustomers(w.t.Context(), system(), desk.CustomerFilter{Search: search, Page: page(1, 100)})
	ok(w.t, err)
	var names []string
	for _, c := range listing.Items {
		names = append(names, c.Name)
	}
	if listing.Total != len(names) {
		w.t.Errorf("%q: total %d of %d", search, listing.Total, len(names))
	}
	return strings.Join(names, ", ")
}

func TestSearchCustomers(t *testing.T) {
	w := newWorld(t)
	for _, c := range [][3]string{
		{"Ångström Öl", "oel@example.se", "+46 8 123 45 67"},
		{"100% Wool_Shop", "", ""},
		{`Back\slash`, "", ""},
		{"Иван Петров", "", "8 (495) 000-11-22"},
	} {
		_, err := w.addCustomer(c[0], c[1], c[2])
		ok(t, err)
	}
	for search, want := range map[string]string{
		"":                       `100% Wool_Shop, Back\slash, Maya Okafor, Noor Haddad, Ångström Öl, Иван Петров`,
		"maya":                   "Maya Okafor",
		"MAYA":                   "Maya Okafor",
		"okafor maya":            "Maya Okafor",
		"maya haddad":            "",
		"example.com":            "Maya Okafor, Noor Haddad",
		"NOOR.HADDAD@":           "Noor Haddad",
		"ångström":               "Ångström Öl",
		"ÅNGSTRÖM öL":            "Ångström Öl",
		"иван ПЕТРОВ":            "Иван Петров",
		"46812345":               "Ångström Öl",
		"+46 8 123":              "Ångström Öl",
		"4950001122":             "Иван Петров",
		"(495)":                  "Иван Петров",
		"%":                      "100% Wool_Shop",
		"_":                      "100% Wool_Shop",
		"l_s":                    "100% Wool_Shop",
		"0%w":                    "",
		`\`:                      `Back\slash`,
		`\%`:                     "",
		"'; DROP TABLE users --": "",
		"*":                      "",
		"nobody":                 "",
	} {
		if got := w.found(search); got != want {
			t.Errorf("%q: %s, want %s", search, got, want)
		}
	}
}

func TestSearchFollowsChanges(t *testing.T) {
	w := newWorld(t)
	_, err := w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Name: desk.Value("Zoë Lind"), Phone: desk.Value("0800 1234")})
	ok(t, err)
	for search, want := range map[string]string{"zoë": "Zoë Lind", "08001234": "Zoë Lind", "maya": "Zoë Lind", "okafor lind": "Zoë Lind"} {
		if got := w.found(search); got != want { // The address still has the old name.
			t.Errorf("%q: %s, want %s", search, got, want)
		}
	}
	_, err = w.UpdateCustomer(t.Context(), system(), w.maya.ID, desk.CustomerUpdate{Email: desk.Null[string]()})
	ok(t, err)
	if got := w.found("maya"); got != "" {
		t.Errorf("found by an address they no longer have: %s", got)
	}
}

func TestCustomersHavePagesByName(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		_, err := w.addCustomer(fmt.Sprint("same ", i/2), "", "")
		ok(t, err)
	}
	var ids []desk.CustomerID
	for number := 1; number <= 4; number++ {
		listing, err := w.ListCustomers(t.Context(), system(), desk.CustomerFilter{Page: page(number, 2)})
		ok(t, err)
		if listing.Total != 7 || listing.Pages() != 4 {
			t.Errorf("page %d: %d in %d pages", number, listing.Total, listing.Pages())
		}
		for _, c := range listing.Items {
			ids = append(ids, c.ID)
		}
	}
	wantEqual(t, "by name, then id", []desk.CustomerID{w.maya.ID, w.noor.ID, 3, 4, 5, 6, 7}, ids)
	listing, err := w.ListCustomers(t.Context(), system(), desk.CustomerFilter{Page: page(9, 2)})
	ok(t, err)
	if listing.Total != 7 || listing.Items == nil || len(listing.Items) > 0 {
		t.Errorf("past the end: %+v", listing)
	}
}

func TestCustomersHaveTheirConversationsCounted(t *testing.T) {
	w := newWorld(t)
	w.conversation("One", w.support)
	w.conversation("Two", w.sales)
	listing, err := w.ListCustomers(t.Context(), system(), desk.CustomerFilter{Page: page(1, 10)})
	ok(t, err)
	if listing.Items[0].Conversations != 2 || listing.Items[1].Conversations != 0 {
		t.Errorf("%+v", listing.Items)
	}
}
