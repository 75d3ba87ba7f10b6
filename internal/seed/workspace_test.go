package seed

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestParseRefusesUnknownNames(t *testing.T) {
	for _, text := range []string{
		"[[conversations]]\nsubjekt = \"x\"",
		"[[conversations]]\nago = \"soon\"",
		"people = 7",
	} {
		if _, err := parse(text); err == nil {
			t.Errorf("parsed %q", text)
		}
	}
}

func TestNamesAreDistinct(t *testing.T) {
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	once := func(kind, name string) {
		if name != "" && seen[kind+name] {
			t.Errorf("%s %q is there twice", kind, name)
		}
		seen[kind+name] = true
	}
	for _, p := range w.People {
		first, _, _ := strings.Cut(p.Name, " ")
		once("person", first)
		once("address", p.Email)
	}
	asking := map[string]bool{}
	for _, c := range w.Conversations {
		once("subject", c.Subject)
		asking[c.Customer] = true
	}
	for _, c := range w.Customers {
		once("customer", c.Name)
		once("address", c.Email)
		if !asking[c.Name] {
			t.Errorf("customer %s asks for nothing", c.Name)
		}
	}
}

// TestAddressesAreFictional keeps real people and companies out of it: the
// names are reserved by RFC 2606.
func TestAddressesAreFictional(t *testing.T) {
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var addresses []string
	for _, p := range w.People {
		addresses = append(addresses, p.Email)
	}
	for _, c := range w.Customers {
		if c.Email != "" {
			addresses = append(addresses, c.Email)
		}
	}
	for _, a := range addresses {
		_, host, _ := strings.Cut(a, "@")
		if !strings.HasSuffix(host, ".example") && !slices.Contains([]string{"example.com", "example.net", "example.org"}, host) {
			t.Errorf("%s may belong to somebody", a)
		}
	}
}

func TestLanguages(t *testing.T) {
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	scripts := map[string]*unicode.RangeTable{
		"Arabic": unicode.Arabic, "Japanese": unicode.Hiragana, "Chinese": unicode.Han,
	}
	signs := map[string]string{"German": "ß", "Spanish": "¿", "Portuguese": "ã", "Polish": "ł", "French": "è"}
	found := map[string]bool{}
	for _, c := range w.Conversations {
		for name, table := range scripts {
			found[name] = found[name] || strings.ContainsFunc(c.Message, func(r rune) bool { return unicode.Is(table, r) })
		}
		for name, sign := range signs {
			found[name] = found[name] || strings.Contains(c.Message, sign)
		}
	}
	for name, ok := range found {
		if !ok {
			t.Errorf("nothing is in %s", name)
		}
	}
}

func TestConverseRefuses(t *testing.T) {
	s := storetest.New(t)
	storetest.AddUser(t, s, "Ana Souza", desk.RoleAgent)
	f := newFiller(s, time.Now())
	if err := f.addInboxes(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	f.customers["Maya"] = storetest.AddCustomer(t, s, "Maya Okafor").ID
	sound := conversation{Subject: "x", Customer: "Maya", Inbox: "Support", Channel: desk.ChannelEmail, Ago: time.Hour}
	if err := f.converse(t.Context(), sound); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*conversation){
		"unknown customer": func(c *conversation) { c.Customer = "Nobody" },
		"unknown inbox":    func(c *conversation) { c.Inbox = "Nowhere" },
		"unknown writer":   func(c *conversation) { c.By = "Zoe" },
		"unknown helper":   func(c *conversation) { c.Steps = []step{{By: "Zoe", Note: "x"}} },
		"unknown assignee": func(c *conversation) { c.Steps = []step{{AssignedTo: "Zoe"}} },
		"wrong status":     func(c *conversation) { c.Steps = []step{{Status: "done"}} },
		"in the future":    func(c *conversation) { c.Steps = []step{{After: 2 * time.Hour, Note: "x"}} },
	} {
		c := sound
		spoil(&c)
		if err := f.converse(t.Context(), c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
