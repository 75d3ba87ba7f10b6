package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// outsiders are the callers who do not reach the inbox Billing.
func outsiders() []caller {
	return slices.DeleteFunc(callers(), func(c caller) bool { return c.reaches("billing") })
}

// TestUnseenIsAbsent: to who does not reach it, a conversation is answered for
// byte for byte like one that was deleted and one that never was, whatever the
// request says of it.
func TestUnseenIsAbsent(t *testing.T) {
	w := newWorld(t)
	for _, c := range outsiders() {
		b := c.browser(w)
		for _, r := range servedRoutes() {
			if !strings.Contains(r.Path, ":id") {
				continue
			}
			first, second, third := "invoice", "deleted", "absent"
			switch strings.Split(strings.TrimPrefix(r.Path, "/api"), "/")[1] {
			case "inboxes":
				first, second, third = "billing", "absentInbox", "absentInbox"
			case "attachments":
				first, second, third = "scan", "deletedPhoto", "absentPhoto"
			case "customers", "users", "tags", "saved-replies":
				continue // They belong to the whole workspace.
			}
			for _, manner := range mannersOf(r.Method, r.Path) {
				ask := func(name string) string {
					w.names["id"] = w.names[name]
					b.at = ""
					return manner.send(w, b, r.Method, strings.ReplaceAll(r.Path, ":id", "{id}")).normal(w.names[name])
				}
				unseen, gone, never := ask(first), ask(second), ask(third)
				if unseen != never || gone != never {
					t.Errorf("%s: %s %s %s tells them apart:\n%s\n%s\n%s", c.name, r.Method, r.Path, manner.name, unseen, gone, never)
				}
			}
		}
	}
}

// manner is a way to make a request.
type manner struct {
	name, query, body string
	header            map[string]string
}

func (m manner) send(w *world, b *browser, method, path string) *page {
	w.t.Helper()
	return b.do(method, path+m.query, w.expand(m.body), m.header)
}

func mannersOf(method, path string) []manner {
	fromProgram := func(more ...string) map[string]string {
		header := map[string]string{"Content-Type": "application/json", "Origin": "", "Sec-Fetch-Site": ""}
		for i := 0; i < len(more); i += 2 {
			header[more[i]] = more[i+1]
		}
		return header
	}
	switch reads := method == http.MethodGet || method == http.MethodHead; {
	case strings.HasSuffix(path, "/attachments"):
		return []manner{
			{name: "plainly", body: fileBody("a.txt", "Hello"), header: fromProgram("Content-Type", fileForm)},
			{name: "with nothing", body: fileBody("a.txt", ""), header: fromProgram("Content-Type", fileForm)},
			{name: "with no file", body: "--" + fileBoundary + "--\r\n", header: fromProgram("Content-Type", fileForm)},
			{name: "cut off", body: fileBody("a.txt", "Hello")[:80], header: fromProgram("Content-Type", fileForm)},
			{name: "as JSON", body: `{}`, header: fromProgram()},
		}
	case reads && strings.HasPrefix(path, "/api/"):
		return []manner{{name: "plainly"}, {name: "with a tag", header: map[string]string{"If-None-Match": "*"}}}
	case reads:
		return []manner{
			{name: "plainly"},
			{name: "in part", header: map[string]string{"HX-Request": "true"}},
			{name: "with a list", query: "?inboxId={billing}&sort=priority"},
			{name: "with a list that is none", query: "?status=odd"},
		}
	case strings.HasPrefix(path, "/api/"):
		return []manner{
			{name: "plainly", body: jsonFor(method, path), header: fromProgram()},
			{name: "with an old tag", body: jsonFor(method, path), header: fromProgram("If-Match", `"1-0"`)},
			{name: "with a tag that is none", body: jsonFor(method, path), header: fromProgram("If-Match", "odd")},
			{name: "with wrong fields", body: `{"subject":7,"kind":null,"odd":true}`, header: fromProgram()},
			{name: "with broken JSON", body: `{`, header: fromProgram()},
			{name: "as text", body: `{}`, header: fromProgram("Content-Type", "text/plain")},
		}
	}
	return []manner{
		{name: "plainly", body: fieldsFor(path)},
		{name: "in part", body: fieldsFor(path), header: map[string]string{"HX-Request": "true"}},
		{name: "late", body: fieldsFor(path) + "&version=77"},
		{name: "with what it was", body: fieldsFor(path) + "&was=closed"},
		{name: "with wrong fields", body: "subject=&status=odd&priority=odd&assignedTo=odd&kind=odd&version=odd&was=odd&tags=a%00"},
		{name: "with nothing"},
		{name: "as text", header: map[string]string{"Content-Type": "text/plain"}},
	}
}

// normal returns the answer without what differs from request to request: its
// id, its nonces, and the id that was asked for.
func (p *page) normal(asked string) string {
	var text strings.Builder
	fmt.Fprintln(&text, p.StatusCode)
	for _, name := range sortedNames(p.Header) {
		if name != "Date" && name != "Content-Security-Policy" && name != "X-Request-Id" {
			fmt.Fprintln(&text, name, p.Header.Values(name))
		}
	}
	text.WriteString(p.body)
	pairs := []string{p.Header.Get("X-Request-Id"), "REQUEST", p.nonce(), "NONCE"}
	if len(asked) > 3 {
		pairs = append(pairs, asked, "ID")
	}
	plain := formNonce.ReplaceAllString(strings.NewReplacer(pairs...).Replace(text.String()), "")
	return liveMark.ReplaceAllString(plain, "")
}

// formNonce is what a form that makes something is known by.
var formNonce = regexp.MustCompile(`<input type="hidden" name="nonce" value="[A-Z2-7]{26}"`)

// liveMark is from where a page's stream goes on, sealed: never the same twice, and
// always as long.
var liveMark = regexp.MustCompile(` data-live="[\w-]{59}"`)

func sortedNames(header http.Header) []string {
	var names []string
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// looks are addresses at which something of a conversation could show.
func looks() []string {
	list := []string{
		"/conversations/new", "/conversations/new?customerId={pia}", "/customers", "/customers?q=canary", "/customers/{pia}", "/customers/{maya}", "/customers/{leo}",
		"/customers/{pia}/edit", "/customers/{pia}/delete", "/profile", "/notifications", "/reports", "/reports?inboxId={billing}", "/reports?inboxId={support},{billing}", "/conversations/{refund}", "/api/conversations/{refund}/followers", "/nowhere", "/conversations/{invoice}", "/conversations/{dunning}/edit",
		"/api/conversations", "/api/conversations/{refund}", "/api/conversations/{refund}/messages", "/api/conversations/{invoice}", "/api/customers", "/api/customers/{pia}",
		"/tags", "/tags/{money}/delete", "/api/tags", "/api/tags/{money}",
		"/saved-replies", "/saved-replies/{answer}/edit", "/api/saved-replies", "/conversations/{refund}/saved-replies", "/conversations/{invoice}/saved-replies",
		"/attachments/{photo}", "/attachments/{scan}", "/attachments/{scan}/thumbnail", "/api/attachments/{scan}",
		"/api/inboxes", "/api/inboxes/{billing}", "/api/users", "/api/me",
	}
	queries := []string{
		"?customerId={pia}", "?customerId={maya},{pia}", "?inboxId={billing}", "?inboxId={support},{billing}", "?assignedTo={bo}", "?assignedTo=none", "?status=open",
		"?limit=1", "?limit=1&page=2", "?limit=1&page=99", "?priority=high,urgent", "?tag=money", "?tag=money,gone&customerId={maya},{pia}",
	}
	for _, sort := range desk.Sorts() {
		queries = append(queries, "?sort="+sort)
	}
	for _, query := range queries {
		list = append(list, "/conversations"+query, "/conversations.csv"+query, "/api/conversations"+query)
		for _, name := range []string{"refund", "kettle", "parcel", "solved"} {
			list = append(list, "/conversations/{"+name+"}"+query)
		}
	}
	return list
}

// TestSecretsStayInTheirInbox looks everywhere, and also at what refusals bring
// along.
func TestSecretsStayInTheirInbox(t *testing.T) {
	w := newWorld(t)
	for _, c := range outsiders() {
		b := c.browser(w)
		for _, address := range looks() {
			w.keepsSecrets(c, b.open(address))
		}
		b.at = ""
		tries := map[string]string{
			"/conversations/{refund}":          "subject=x&version=1",
			"/conversations/{refund}/status":   "status=closed&was=pending",
			"/conversations/{refund}/assignee": "assignedTo={bo}",
			"/conversations/{refund}/messages": "kind=odd&body=x",
			"/conversations/{refund}/delete":   "version=77",
			"/conversations":                   "find=customer&customerQuery=stern&subject=x",
			"/customers/{pia}":                 "name=x&version=77",
			"/customers/{pia}/delete":          "",
		}
		for address, body := range tries {
			w.keepsSecrets(c, b.do(http.MethodPost, address, w.expand(body), nil))
		}
		program := map[string]string{"Content-Type": "application/json", "If-Match": `"77-0"`, "Origin": "", "Sec-Fetch-Site": ""}
		for _, address := range []string{"/api/conversations/{refund}", "/api/conversations/{invoice}", "/api/customers/{pia}"} {
			w.keepsSecrets(c, b.do(http.MethodPut, address, `{}`, program))
			w.keepsSecrets(c, b.do(http.MethodDelete, address, "", program))
		}
	}
	if got := w.conversation("refund"); got.Version != 3 || got.MessageCount != 1 {
		t.Errorf("something changed: %+v", got)
	}
}

// TestWhatIsUnseenChangesNothing: whatever happens in an inbox, who does not
// reach it is answered as before, in every count and every neighbour.
func TestWhatIsUnseenChangesNothing(t *testing.T) {
	w := newWorld(t)
	type answer struct{ who, address, text string }
	look := func() (answers []answer) {
		for _, c := range outsiders() {
			b := c.browser(w)
			for _, address := range looks() {
				b.at = ""
				answers = append(answers, answer{c.name, address, b.open(address).normal("")})
			}
		}
		return answers
	}
	before := look()
	system := storetest.System()
	for _, name := range []string{"new one", "new two", "new three"} {
		storetest.AddMessage(t, w.store, system, w.addConversation(name, "billing").ID, desk.KindCustomer, "More")
	}
	pia, _ := desk.ParseID[desk.CustomerID](w.names["pia"])
	billing, _ := desk.ParseID[desk.InboxID](w.names["billing"])
	storetest.AddConversation(t, w.store, "Again", pia, billing)
	w.change("dunning", desk.ConversationProperties{Status: desk.Value(desk.StatusClosed), Priority: desk.Value(desk.PriorityUrgent)})
	storetest.AddMessage(t, w.store, system, w.conversationID("invoice"), desk.KindReply, "Done")
	if err := w.store.DeleteConversation(t.Context(), system, w.conversationID("invoice"), desk.ConversationDelete{}); err != nil {
		t.Fatal(err)
	}
	w.setTags("dunning", "money")
	storetest.AddInbox(t, w.store, "Legal")
	for i, now := range look() {
		if was := before[i]; was.text != now.text {
			t.Errorf("%s sees at %s that something happened:\n%s\n%s", now.who, now.address, was.text, now.text)
		}
	}
}

// TestWhatCannotBeNamed: an inbox out of reach is refused in the very words that
// one is refused in which does not exist.
func TestWhatCannotBeNamed(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	refusal := func(inbox string) string {
		p := ana.do(http.MethodPost, "/conversations", w.expand("subject=x&customerId={maya}&inboxId={"+inbox+"}"), nil).is(422)
		return p.normal("")
	}
	if unseen, absent := refusal("billing"), refusal("absentInbox"); unseen != absent {
		t.Errorf("%s\n%s", unseen, absent)
	}
	program := func(inbox string) string {
		p := w.visitor().do(http.MethodPost, "/api/conversations", w.expand(`{"subject":"x","customerId":"{maya}","inboxId":"{`+inbox+`}"}`), map[string]string{
			"Content-Type": "application/json", "Authorization": "Bearer " + w.keys["support"], "Origin": "", "Sec-Fetch-Site": "",
		}).is(422)
		return p.normal("")
	}
	if unseen, absent := program("billing"), program("absentInbox"); unseen != absent {
		t.Errorf("%s\n%s", unseen, absent)
	}
}
