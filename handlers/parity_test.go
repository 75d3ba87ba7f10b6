package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// pair is one change as a form sends it and as JSON does. {id} is the record,
// {who} differs between the two.
type pair struct {
	name string
	of   string // the kind of record that each gets a twin of, see world.twin

	page, fields       string
	method, path, json string
	tag                string // If-Match, beside a version among the fields
	media              string // of what both send, where it is no form and no JSON
}

// pairs lists every change that a page and an endpoint both make.
func pairs() []pair {
	conv, one := "/conversations", "/conversations/{id}"
	with := func(path, fields, json string) pair {
		return pair{page: one + path, fields: fields, method: http.MethodPut, path: "/api" + one, json: json}
	}
	edit := func(fields, json string) pair { return with("", fields, json) }
	say := func(fields, json string) pair {
		return pair{page: one + "/messages", fields: fields, method: http.MethodPost, path: "/api" + one + "/messages", json: json}
	}
	upload := func(body string) pair {
		return pair{page: one + "/attachments", fields: body, method: http.MethodPost, path: "/api" + one + "/attachments", json: body, media: fileForm}
	}
	create := func(fields, json string) pair {
		return pair{page: conv, fields: fields, method: http.MethodPost, path: "/api" + conv, json: json}
	}
	retag := func(fields, json string) pair {
		return pair{page: one + "/tags", fields: fields, method: http.MethodPut, path: "/api" + one + "/tags", json: json}
	}
	bulk := func(fields, json string) pair {
		return pair{page: conv + "/bulk", fields: fields, method: http.MethodPost, path: "/api" + conv + "/bulk", json: json}
	}
	remove := pair{page: one + "/delete", method: http.MethodDelete, path: "/api" + one}
	late := func(p pair) pair {
		p.fields, p.tag = p.fields+"&version=77", `"77-0"`
		return p
	}
	called := func(name, of string, p pair) pair {
		p.name, p.of = name, of
		return p
	}
	return append([]pair{
		called("create", "", create("subject=+Hello+&customerId={maya}&inboxId={support}&channel=phone&priority=high&message=Hi%0D%0Athere",
			`{"subject":" Hello ","customerId":"{maya}","inboxId":"{support}","channel":"phone","priority":"high","message":"Hi\r\nthere"}`)),
		called("create with defaults", "", create("subject=Hello&customerId={maya}", `{"subject":"Hello","customerId":"{maya}"}`)),
		called("create elsewhere", "", create("subject=Hello&customerId={maya}&inboxId={billing}", `{"subject":"Hello","customerId":"{maya}","inboxId":"{billing}"}`)),
		called("create what is wrong", "", create("subject=+&customerId={absentCustomer}&channel=fax&priority=odd&message=+&inboxId={absentInbox}",
			`{"subject":" ","customerId":"{absentCustomer}","channel":"fax","priority":"odd","message":" ","inboxId":"{absentInbox}"}`)),

		called("edit", "open", edit("subject=+New+&status=pending&priority=urgent&assignedTo={ana}", `{"subject":" New ","status":"pending","priority":"urgent","assignedTo":"{ana}"}`)),
		called("edit a part", "taken", edit("subject=New", `{"subject":"New"}`)),
		called("edit nothing", "taken", edit("subject=About+twin&status=open&priority=medium&assignedTo={ana}", `{"subject":"About twin","status":"open","priority":"medium","assignedTo":"{ana}"}`)),
		called("edit to what is wrong", "open", edit("subject=%09&status=odd&priority=&assignedTo={vic}", `{"subject":"\t","status":"odd","priority":"","assignedTo":"{vic}"}`)),
		called("edit to too long", "open", edit("subject="+strings.Repeat("x", 256), `{"subject":"`+strings.Repeat("x", 256)+`"}`)),
		called("edit late", "open", late(edit("subject=New", `{"subject":"New"}`))),
		called("edit elsewhere", "elsewhere", edit("subject=New", `{"subject":"New"}`)),
		called("edit what is gone", "gone", edit("subject=New", `{"subject":"New"}`)),

		called("assign", "open", with("/assignee", "assignedTo={ana}&was=", `{"assignedTo":"{ana}"}`)),
		called("unassign", "taken", with("/assignee", "assignedTo=&was={ana}", `{"assignedTo":null}`)),
		called("assign to who is disabled", "open", with("/assignee", "assignedTo={gone}", `{"assignedTo":"{gone}"}`)),
		called("assign to who is in no inbox", "open", with("/assignee", "assignedTo={nia}", `{"assignedTo":"{nia}"}`)),
		called("assign to nobody there is", "open", with("/assignee", "assignedTo={absentUser}", `{"assignedTo":"{absentUser}"}`)),
		called("assign elsewhere", "elsewhere", with("/assignee", "assignedTo={ana}", `{"assignedTo":"{ana}"}`)),

		called("set the status", "open", with("/status", "status=closed&was=open", `{"status":"closed"}`)),
		called("reopen", "closed", with("/status", "status=open&was=closed", `{"status":"open"}`)),
		called("set a status that is none", "open", with("/status", "status=odd", `{"status":"odd"}`)),
		called("set the status late", "open", late(with("/status", "status=closed", `{"status":"closed"}`))),
		called("set the priority", "open", with("/priority", "priority=low&was=medium", `{"priority":"low"}`)),
		called("set a priority that is none", "open", with("/priority", "priority=odd", `{"priority":"odd"}`)),

		called("change in bulk", "open", bulk("conversation={id}@1&status=closed&priority=high&assignedTo={ana}",
			`{"conversations":[{"_id":"{id}","version":1}],"status":"closed","priority":"high","assignedTo":"{ana}"}`)),
		called("unassign in bulk", "taken", bulk("conversation={id}@2&status=&priority=&assignedTo=none",
			`{"conversations":[{"_id":"{id}","version":2}],"assignedTo":null}`)),
		called("change in bulk to what is wrong", "open", bulk("conversation={id}@1&priority=odd", `{"conversations":[{"_id":"{id}","version":1}],"priority":"odd"}`)),

		called("reply", "open", say("kind=reply&body=+Yes%0D%0Ano+", `{"kind":"reply","body":" Yes\r\nno "}`)),
		called("reply to what was seen", "open", say("kind=reply&body=Yes&lastSeenMessageId=99999", `{"kind":"reply","body":"Yes","lastSeenMessageId":"99999"}`)),
		called("reply without saying what was seen", "open", say("kind=reply&body=Yes&lastSeenMessageId=", `{"kind":"reply","body":"Yes"}`)),
		called("note", "closed", say("kind=note&body=Yes", `{"kind":"note","body":"Yes"}`)),
		called("note that mentions", "open", say("kind=note&body=@Max+Weber,+@Bo+Lind", `{"kind":"note","body":"@Max Weber, @Bo Lind"}`)),
		called("log", "open", say("kind=customer&body=Yes", `{"kind":"customer","body":"Yes"}`)),
		called("log, which reopens", "closed", say("kind=customer&body=Yes", `{"kind":"customer","body":"Yes"}`)),
		called("say what is wrong", "open", say("kind=odd&body=%00", `{"kind":"odd","body":"\u0000"}`)),
		called("say nothing", "open", say("kind=note&body=+", `{"kind":"note","body":" "}`)),
		called("say elsewhere", "elsewhere", say("kind=note&body=Yes", `{"kind":"note","body":"Yes"}`)),

		called("tag", "open", retag("tags=money,+Money", `{"tags":["money","Money"]}`)),
		called("tag with what is new", "untagged", retag("was=&add=money,+Twin", `{"tags":["money","Twin"]}`)),
		called("take a tag away", "tagged", retag("was=money&removeTag=Money", `{"tags":[]}`)),
		called("tag as it is", "tagged", retag("was=money&add=", `{"tags":["money"]}`)),
		called("tag with what is wrong", "open", retag("tags=a%00b", `{"tags":["a\u0000b"]}`)),
		called("tag late", "open", late(retag("tags=money", `{"tags":["money"]}`))),
		called("tag elsewhere", "elsewhere", retag("tags=money", `{"tags":["money"]}`)),
		called("upload", "open", upload(fileBody("a.png", dot))),
		called("upload nothing", "open", upload(fileBody("a.png", ""))),
		called("upload no file", "open", upload("--"+fileBoundary+"--\r\n")),
		called("upload elsewhere", "elsewhere", upload(fileBody("a.png", dot))),
		called("upload to what is gone", "gone", upload(fileBody("a.png", dot))),
		called("send what is not there", "open", say("kind=note&body=Yes&attachmentIds=51999", `{"kind":"note","body":"Yes","attachmentIds":["51999"]}`)),
		called("send a file twice", "open", say("kind=note&body=Yes&attachmentIds=7&attachmentIds=7", `{"kind":"note","body":"Yes","attachmentIds":["7","7"]}`)),

		called("delete", "open", remove),
		called("delete late", "open", late(remove)),
		called("delete elsewhere", "elsewhere", remove),
		called("delete what is gone", "gone", remove),
	}, slices.Concat(bulkJobPairs(), customerPairs(), tagPairs(), snoozePairs(), savedReplyPairs(), movePairs())...)
}

func tagPairs() []pair {
	create := func(name, fields, json string) pair {
		return pair{name: name, page: "/tags", fields: fields, method: http.MethodPost, path: "/api/tags", json: json}
	}
	one := func(name, of, page, fields, method, json, tag string) pair {
		return pair{name: name, of: of, page: "/tags/{id}" + page, fields: fields, method: method, path: "/api/tags/{id}", json: json, tag: tag}
	}
	return []pair{
		create("create a tag", "name=+New+{who}+&hue=teal", `{"name":" New {who} ","hue":"teal"}`),
		create("create a tag twice", "name=MONEY", `{"name":"MONEY"}`),
		create("create a tag that is wrong", "name=a,b&hue=grey", `{"name":"a,b","hue":"grey"}`),
		one("edit a tag", "tag", "", "name=New+{who}&hue=red", http.MethodPut, `{"name":"New {who}","hue":"red"}`, ""),
		one("edit a tag to another's name", "tag", "", "name=money", http.MethodPut, `{"name":"money"}`, ""),
		one("edit a tag late", "tag", "", "name=New+{who}&version=77", http.MethodPut, `{"name":"New {who}"}`, `"77-0"`),
		one("edit a tag that is gone", "gone tag", "", "name=New", http.MethodPut, `{"name":"New"}`, ""),
		one("delete a tag", "tag", "/delete", "", http.MethodDelete, "", ""),
		one("delete a tag late", "tag", "/delete", "version=77", http.MethodDelete, "", `"77-0"`),
		one("delete a tag that is gone", "gone tag", "/delete", "", http.MethodDelete, "", ""),
	}
}

// savedReplyPairs are those of shared ones. Who may write none of these is told so by
// the API before anything is looked up, and on pages, where they have their own, after.
func savedReplyPairs() []pair {
	create := func(name, fields, json string) pair {
		return pair{name: name, page: "/saved-replies", fields: fields, method: http.MethodPost, path: "/api/saved-replies", json: json}
	}
	one := func(name, of, page, fields, method, json, tag string) pair {
		return pair{name: name, of: of, page: "/saved-replies/{id}" + page, fields: fields, method: method, path: "/api/saved-replies/{id}", json: json, tag: tag}
	}
	return []pair{
		create("create a saved reply", "name=+New+{who}+&body=a%0D%0Ab+", `{"name":" New {who} ","body":"a\r\nb "}`),
		create("create a saved reply twice", "name=REFUND+is+on+its+way&body=x", `{"name":"REFUND is on its way","body":"x"}`),
		create("create a saved reply that is wrong", "name=&body={{x}}", `{"name":"","body":"{{x}}"}`),
		one("edit a saved reply", "saved reply", "", "name=New+{who}&body=x", http.MethodPut, `{"name":"New {who}","body":"x"}`, ""),
		one("edit a saved reply to another's name", "saved reply", "", "name=refund+is+on+its+way", http.MethodPut, `{"name":"refund is on its way"}`, ""),
		one("edit a saved reply late", "saved reply", "", "name=New+{who}&version=77", http.MethodPut, `{"name":"New {who}"}`, `"77-0"`),
		one("delete a saved reply", "saved reply", "/delete", "", http.MethodDelete, "", ""),
		one("delete a saved reply late", "saved reply", "/delete", "version=77", http.MethodDelete, "", `"77-0"`),
	}
}

func customerPairs() []pair {
	create := func(name, fields, json string) pair {
		return pair{name: name, page: "/customers", fields: fields, method: http.MethodPost, path: "/api/customers", json: json}
	}
	edit := func(name, fields, json string) pair {
		return pair{name: name, of: "customer", page: "/customers/{id}", fields: fields, method: http.MethodPut, path: "/api/customers/{id}", json: json}
	}
	remove := func(name, of, fields, tag string) pair {
		return pair{name: name, of: of, page: "/customers/{id}/delete", fields: fields, method: http.MethodDelete, path: "/api/customers/{id}", tag: tag}
	}
	late := edit("edit a customer late", "name=New&version=77", `{"name":"New"}`)
	late.tag = `"77-0"`
	gone := edit("edit a customer who is gone", "name=New", `{"name":"New"}`)
	gone.of = "gone customer"
	return []pair{
		create("create a customer", "name=+Nora+Lim+&email={who}@example.com&phone=+555+0100+", `{"name":" Nora Lim ","email":"{who}@example.com","phone":" 555 0100 "}`),
		create("create a customer with a name only", "name=Nora&email=&phone=", `{"name":"Nora","email":null,"phone":null}`),
		create("create a customer who is wrong", "name=&email=odd&phone=odd", `{"name":"","email":"odd","phone":"odd"}`),
		create("create a customer twice", "name=Nora&email=MAYA.okafor@example.com", `{"name":"Nora","email":"MAYA.okafor@example.com"}`),
		edit("edit a customer", "name=New&email={who}@example.com&phone=", `{"name":"New","email":"{who}@example.com","phone":null}`),
		edit("edit nothing of a customer", "name=Twin&phone=555+0100", `{"name":"Twin","phone":"555 0100"}`),
		edit("edit a customer to what is wrong", "name=+&email=odd&phone=1", `{"name":" ","email":"odd","phone":"1"}`),
		edit("edit a customer to another's address", "email=maya.okafor@example.com", `{"email":"maya.okafor@example.com"}`),
		late, gone,
		remove("delete a customer", "customer", "", ""),
		remove("delete a customer late", "customer", "version=77", `"77-0"`),
		remove("delete a customer with conversations", "kept customer", "", ""),
		remove("delete a customer who is gone", "gone customer", "", ""),
	}
}

// TestPageAndEndpointAgree: for every role, the same change once by a person on
// a page and once by a program with a key of the same rights leaves the same
// row, the same events but for who and how, and the same refusal.
func TestPageAndEndpointAgree(t *testing.T) {
	var ran, done int
	w := newWorld(t)
	for role, user := range map[string]string{"viewer": "vic", "agent": "ana", "manager": "mona", "admin": "max"} {
		person, program := w.as(user), w.visitor()
		for _, change := range pairs() {
			t.Run(role+" "+change.name, func(t *testing.T) {
				w := w.in(t)
				ran++
				byPage := w.outcome(change, "page", func() *page {
					return person.do(http.MethodPost, change.page, w.expand(change.fields), change.declared(nil))
				})
				byAPI := w.outcome(change, "program", func() *page {
					header := map[string]string{"Authorization": "Bearer " + w.keys[role], "Content-Type": "application/json", "Origin": "", "Sec-Fetch-Site": ""}
					if change.tag != "" {
						header["If-Match"] = change.tag
					}
					header = change.declared(header)
					return program.do(change.method, change.path, w.expand(change.json), header)
				})
				if byPage != byAPI {
					t.Errorf("by page:\n%s\nby API:\n%s", byPage, byAPI)
				}
				if strings.HasPrefix(byPage, "done") {
					done++
				}
				if role == "viewer" && !strings.HasPrefix(byPage, "403") {
					t.Errorf("a viewer is answered %s", byPage)
				}
			})
		}
	}
	// 39 by the agent, and 56 by each of those who reach elsewhere.
	if ran == 4*len(pairs()) && done != 39+56+56 {
		t.Errorf("%d changes were made", done)
	}
}

// declared returns the header with the type of the body, where it is not the usual one.
func (p pair) declared(header map[string]string) map[string]string {
	if p.media == "" {
		return header
	}
	declared := map[string]string{}
	maps.Copy(declared, header)
	declared["Content-Type"] = p.media
	return declared
}

// outcome makes the change on a fresh twin and returns all that came of it.
func (w *world) outcome(change pair, who string, do func() *page) string {
	w.t.Helper()
	w.names["id"] = w.twin(change.of)
	id, _ := strconv.ParseInt(w.names["id"], 10, 64) // 0, which nothing has, where there is no twin
	events, outbox := w.highest("events"), w.highest("outbox")
	w.names["who"] = fmt.Sprint(who, events) // an address that nobody has yet
	conversations, customers, tags := w.highest("conversations"), w.highest("customers"), w.highest("tags")
	replies := w.highest("saved_replies")
	p := do()
	var text strings.Builder
	fmt.Fprintln(&text, refusal(p))
	for _, r := range w.selectRows("SELECT * FROM conversations WHERE id = $1 OR id > $2 ORDER BY id", id, conversations) {
		for _, at := range []string{"last_message_at", "waiting_since"} {
			r[at] = r[at] != nil
		}
		fmt.Fprintln(&text, "conversation", r.without("id", "source", "created_at", "updated_at"))
	}
	for _, r := range w.selectRows("SELECT * FROM customers WHERE id = $1 OR id > $2 ORDER BY id", id, customers) {
		fmt.Fprintln(&text, "customer", r.without("id", "created_at", "updated_at"))
	}
	for _, r := range w.selectRows("SELECT * FROM tags WHERE id = $1 OR id > $2 ORDER BY id", id, tags) {
		fmt.Fprintln(&text, "tag", r.without("id", "hue", "created_at", "updated_at"))
	}
	for _, r := range w.selectRows("SELECT * FROM saved_replies WHERE id = $1 OR id > $2 ORDER BY id", id, replies) {
		fmt.Fprintln(&text, "saved reply", r.without("id", "created_at", "updated_at"))
	}
	for _, r := range w.selectRows("SELECT t.name FROM conversation_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.conversation_id = $1 ORDER BY t.name_key", id) {
		fmt.Fprintln(&text, "tagged", r)
	}
	for _, r := range w.selectRows("SELECT kind, body FROM messages WHERE conversation_id = $1 OR conversation_id > $2 ORDER BY id", id, conversations) {
		fmt.Fprintln(&text, "message", r)
	}
	for _, r := range w.selectRows("SELECT conversation_id, message_id, name, media_type, size, hash, thumbnail FROM attachments WHERE conversation_id = $1 ORDER BY id", id) {
		fmt.Fprintln(&text, "attachment", r)
	}
	for _, r := range w.selectRows("SELECT * FROM events WHERE id > $1 ORDER BY id", events) {
		w.checkAuthor(r, who)
		fmt.Fprintln(&text, "event", r.without("id", "actor_type", "actor_id", "actor_name", "via", "at"))
	}
	for _, r := range w.selectRows("SELECT me.user_id, me.words FROM mentions me JOIN messages m ON m.id = me.message_id WHERE m.conversation_id = $1 ORDER BY me.words", id) {
		fmt.Fprintln(&text, "mention", r)
	}
	for _, r := range w.selectRows("SELECT user_id FROM followers WHERE conversation_id = $1 ORDER BY user_id", id) {
		fmt.Fprintln(&text, "follower", r)
	}
	// Nobody is told of their own doing, and so a program's is told to one more.
	for _, r := range w.selectRows("SELECT subject, subject_id, action FROM outbox WHERE id > $1 AND subject <> 'notification' ORDER BY id", outbox) {
		fmt.Fprintln(&text, "outbox", r)
	}
	return w.anonymous(text.String())
}

// checkAuthor: of who and how, each face writes down its own.
func (w *world) checkAuthor(event row, who string) {
	w.t.Helper()
	want := map[string][2]string{"page": {"user", "page"}, "program": {"key", "api"}}[who]
	if event["actor_type"] != want[0] || event["via"] != want[1] {
		w.t.Errorf("by %s: %v", who, event)
	}
}

// anonymous takes out what must differ: the ids that were given out, and {who}.
func (w *world) anonymous(text string) string {
	pairs := []string{w.names["who"], "WHO"}
	if w.names["id"] != "" {
		pairs = append(pairs, w.names["id"], "ID")
	}
	for _, table := range []string{"conversations", "customers", "messages", "tags", "saved_replies"} {
		pairs = append(pairs, fmt.Sprint(w.highest(table)), "LAST")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (w *world) highest(table string) (id int64) {
	w.t.Helper()
	w.must(w.db.QueryRowContext(w.t.Context(), "SELECT COALESCE(MAX(id), 0) FROM "+table).Scan(&id))
	return id
}

// withoutTwin takes away the tag of an earlier case.
func (w *world) withoutTwin() {
	w.t.Helper()
	_, err := w.db.ExecContext(w.t.Context(), `DELETE FROM tags WHERE name_key = 'twin'`)
	w.must(err)
}

// twin makes a record of the kind, each like the other, and returns its id.
func (w *world) twin(kind string) string {
	w.t.Helper()
	switch kind {
	case "open":
		w.addConversation("twin", "support")
	case "taken":
		w.addConversation("twin", "support")
		w.change("twin", desk.ConversationProperties{AssignedTo: desk.Value(w.users["ana"].ID)})
	case "alone":
		return w.alone().ID.String()
	case "closed":
		w.addConversation("twin", "support")
		w.change("twin", desk.ConversationProperties{Status: desk.Value(desk.StatusClosed)})
	case "snoozed":
		w.addConversation("twin", "support")
		w.snooze("twin", 24*time.Hour)
	case "twice":
		return w.spare("support", "/merge", http.MethodPost)
	case "merged":
		return w.spare("support", "/unmerge", http.MethodPost)
	case "elsewhere":
		w.addConversation("twin", "billing")
	case "gone":
		return w.names["deleted"]
	case "tagged":
		w.addConversation("twin", "support")
		w.setTags("twin", "money")
	case "tag":
		w.withoutTwin()
		return w.tag("twin").ID.String()
	case "untagged":
		w.withoutTwin()
		w.addConversation("twin", "support")
	case "gone tag":
		return w.names["absentTag"]
	case "saved reply":
		_, err := w.db.ExecContext(w.t.Context(), `DELETE FROM saved_replies WHERE name_key = 'twin'`)
		w.must(err)
		return w.savedReply("Twin", "").ID.String()
	case "gone customer":
		return w.names["deletedCustomer"]
	case "kept customer":
		return w.names["leo"]
	case "customer":
		customer, err := w.store.CreateCustomer(w.t.Context(), storetest.System(), desk.CustomerCreate{Name: desk.Value("Twin"), Phone: desk.Value("555 0100")})
		w.must(err)
		return customer.ID.String()
	default:
		return ""
	}
	return w.names["twin"]
}
