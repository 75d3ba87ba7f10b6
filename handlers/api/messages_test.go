package api_test

import (
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// TestStaleMessageIsRefused where it says what its writer has seen, and others
// have written since.
func TestStaleMessageIsRefused(t *testing.T) {
	w := newWorld(t)
	at := refundPath + "/messages"
	_, err := w.store.AddMessage(t.Context(), desk.System("import", desk.ViaCommand), 1, desk.MessageCreate{
		Kind: desk.Value(desk.KindReply), Body: desk.Value("Faster."),
	})
	w.must(err)
	late := `{"kind":"reply","body":"Late.","lastSeenMessageId":"1"}`
	w.do(call{"POST", at, "all", late, nil}).is(409).has("code", "conflict").has("detail", "Somebody else wrote in this conversation in the meantime. Nothing was sent.")
	w.do(call{"POST", at, "all", late, nil}).is(409).has("data.0.body", "Faster.").has("data.0.kind", "reply")
	newest, _ := w.do(call{"GET", at, "all", "", nil}).is(200).at("data.1._id").(string)
	w.do(call{"POST", at, "all", strings.Replace(late, `"1"`, `"`+newest+`"`, 1), nil}).is(201)
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"Not asked."}`, nil}).is(201)
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"x","lastSeenMessageId":null}`, nil}).is(422).has("errors.0.field", "lastSeenMessageId")
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"x","lastSeenMessageId":7}`, nil}).is(422).has("errors.0.field", "lastSeenMessageId")
}

// With If-Match a message is added to the conversation that its writer has read, or
// not at all: messages do not move the version, and so the whole tag counts. What was
// added is told again where the request comes again.
func TestMessageIfMatch(t *testing.T) {
	w := newWorld(t)
	at := refundPath + "/messages"
	tag := w.do(call{"GET", refundPath, "all", "", nil}).Header().Get("ETag")
	with := func(value, key string) map[string]string {
		return map[string]string{"If-Match": value, "Idempotency-Key": key}
	}
	note := `{"kind":"note","body":"I look into it."}`
	for n, value := range []string{`"1-0000000000000000"`, "W/" + tag, "nonsense", " "} {
		before := w.state()
		w.do(call{"POST", at, "all", note, with(value, "wrong "+strconv.Itoa(n))}).is(412).has("code", "stale").has("data._id", "1")
		if w.state() != before {
			t.Errorf("%s changed something", value)
		}
	}
	w.do(call{"POST", at, "all", note, with(`"x", `+tag, "first")}).is(201)
	w.do(call{"POST", at, "all", note, with(`"x", `+tag, "first")}).is(201).has("data.body", "I look into it.")
	w.do(call{"POST", at, "all", note, with(tag, "second")}).is(412).has("data.messageCount", 2.0)
	w.do(call{"POST", at, "all", note, with("*", "third")}).is(201)
	w.do(call{"POST", at, "all", `{"kind":"no"}`, with(tag, "fourth")}).is(412)
	w.do(call{"POST", "/api/conversations/999/messages", "all", note, with(tag, "fifth")}).is(404)
}

// A reply that its author can still take back says so to programs, and what they
// write themselves never is one.
func TestMessageThatIsHeld(t *testing.T) {
	w := newWorld(t)
	at := refundPath + "/messages"
	ana := storetest.Actor(t, w.store, storetest.AddUser(t, w.store, "Ana Lopes", desk.RoleManager))
	reply := storetest.AddMessage(t, w.store, ana, 1, desk.KindReply, "Sent on a page.")
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"By a program."}`, nil}).is(201).has("data.heldUntil", nil)
	w.do(call{"GET", at, "reader", "", nil}).is(200).has("pagination.total", 3.0).has("data.2.heldUntil", nil).
		has("data.1.body", "Sent on a page.").has("data.1.heldUntil", reply.HeldUntil.Format("2006-01-02T15:04:05.000Z"))
	if _, err := w.store.UndoReply(t.Context(), ana, 1, reply.ID); err != nil {
		t.Fatal(err)
	}
	w.do(call{"GET", at, "reader", "", nil}).is(200).has("pagination.total", 2.0).has("data.1.body", "By a program.")
}
